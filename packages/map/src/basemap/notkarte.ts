import { fetchArchive } from './archive.ts'
import { NotkarteLayer } from './notkarte-layer.ts'

type Look = Omit<ConstructorParameters<typeof NotkarteLayer>[1], 'archive'>

/** Makes the layer of an archive that was read and is whole. */
export type OpenedNotkarte = (pane: string, look: Look) => NotkarteLayer

export async function openNotkarte(url: string): Promise<OpenedNotkarte> {
	const archive = await fetchArchive(url)
	return (pane, look) => new NotkarteLayer(pane, { ...look, archive })
}
