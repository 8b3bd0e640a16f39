import type { ReportDraft } from '../report/draft.ts'
import { database } from './database.ts'

/** The report that somebody is writing, or what they wrote in one that was said (by the id of its event), so that a refused one can be mended. */
export async function readDraft(key: string): Promise<ReportDraft | undefined> {
	return (await database()).get('drafts', key)
}

export async function readDrafts(): Promise<readonly ReportDraft[]> {
	return (await database()).getAll('drafts')
}

export async function writeDraft(key: string, draft: ReportDraft): Promise<void> {
	await (await database()).put('drafts', draft, key)
}

export async function removeDraft(key: string): Promise<void> {
	await (await database()).delete('drafts', key)
}

/** Of those that nobody can mend any more nothing is kept. */
export async function keepDraftsOf(ids: ReadonlySet<string>): Promise<void> {
	const transaction = (await database()).transaction('drafts', 'readwrite')
	const keys = await transaction.store.getAllKeys()
	await Promise.all([
		...keys.filter((key) => key !== OPEN_DRAFT && !ids.has(key)).map((key) => transaction.store.delete(key)),
		transaction.done,
	])
}

export const OPEN_DRAFT = 'report'
