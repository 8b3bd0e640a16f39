import { contentHash } from '@lagebild/feeds/ids.ts'
import { masterDataEventId } from '@lagebild/feeds/master-data/statement.ts'
import { entityId } from '@lagebild/model/ids.ts'
import { MASTER_DATA_SOURCE } from '@lagebild/model/master-data.ts'
import type { MasterDataList, MasterDataReport } from '@lagebild/model/master-data.ts'

import type { ImportRequest } from './import.ts'

const NAMES: Readonly<Record<MasterDataList, string>> = {
	units: 'Einheiten',
	sections: 'Abschnitte',
	shelters: 'Notunterkünfte',
	gates: 'Flutschutztore',
	'dike-sections': 'Deichabschnitte',
	contacts: 'Telefonliste',
}

type Imported = Pick<ImportRequest, 'running' | 'grant' | 'request'> & {
	readonly sha256: string
	readonly report: MasterDataReport
	readonly highest: number
}

/**
 * A numbered entry in the diary "Stammdaten": who brought in what, when, and how much of it. Its id follows from the file and from what the
 * picture holds afterwards, so that the same request sent again writes none. @returns its id; undefined when there is nothing to say.
 */
export async function recordImport({ running, grant, request, sha256, report, highest }: Imported): Promise<string | undefined> {
	const native = `${MASTER_DATA_SOURCE}-${contentHash([sha256, request.list, report.mapping, report.key, request.endMissing, highest]).slice(0, 24)}`
	const entity = entityId('message', grant.source, native)
	if (running.picture.byId.get(entity)?.row) return undefined
	const { counts, mapping, file } = report
	const said = {
		id: masterDataEventId(entity, sha256),
		kind: 'message',
		entity,
		op: 'upsert',
		payload: { type: 'diary', book: BOOK, text: textOf(report), from: grant.name },
		provenance: { version: sha256.slice(0, 16) },
		ext: { [MASTER_DATA_SOURCE]: { list: request.list, sha256, counts, mapping, ...(file !== undefined && { file }) } },
	}
	const answers = await running.submit(grant, [said])
	const answer = answers.ok ? answers.value[0] : undefined
	return answer && !('fault' in answer) ? entity : undefined
}

const BOOK = 'Stammdaten'

/** In German: it is written once, for the operation's own people, like every diary entry. */
function textOf({ list, file, counts }: MasterDataReport): string {
	const from = file === undefined ? '' : ` aus „${file}“`
	const { new: fresh, changed, unchanged, refused, ended } = counts
	const over = ended > 0 ? `, ${ended} beendet` : ''
	return `Stammdaten ${NAMES[list]}${from} eingespielt: ${fresh} neu, ${changed} geändert, ${unchanged} unverändert, ${refused} abgelehnt${over}.`
}
