import { OPEN_DRAFT, readDraft, removeDraft } from '../device/drafts.ts'
import { dropPhotos } from '../photos/keep-photos.ts'

/** Whether a report was begun and neither sent nor given up. */
export async function hasOpenDraft(): Promise<boolean> {
	const draft = await readDraft(OPEN_DRAFT).catch(() => undefined)
	return draft !== undefined && (draft.type !== undefined || draft.text.trim() !== '' || (draft.photos?.length ?? 0) > 0)
}

export async function dropOpenDraft(): Promise<void> {
	const draft = await readDraft(OPEN_DRAFT).catch(() => undefined)
	await removeDraft(OPEN_DRAFT).catch(() => undefined)
	await dropPhotos((draft?.photos ?? []).map(({ id }) => id)).catch(() => undefined)
}
