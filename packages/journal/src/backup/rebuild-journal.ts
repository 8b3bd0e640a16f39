import { beginChecking, BrokenJournal, check, checkWhole } from './check-kept.ts'
import { copiedOf } from './copy-journal.ts'
import type { CopiedJournal } from './copy-journal.ts'
import { readLine } from './kept-entry.ts'
import type { Forgotten, KeptEntry } from './kept-entry.ts'
import type { JournalTarget } from './port.ts'

const AT_ONCE = 500

export type RebuildOptions = { readonly target: JournalTarget; readonly onEntry?: (seq: number) => void }

/**
 * Puts a journal together again, checking the chain on the way (J31).
 * @throws BrokenJournal; the target then holds nothing of it
 */
export async function rebuildJournal(
	operation: string,
	lines: AsyncIterable<string>,
	{ target, onEntry }: RebuildOptions,
): Promise<CopiedJournal> {
	const checking = beginChecking(operation)
	const forgotten: Forgotten[] = []
	let page: KeptEntry[] = []
	try {
		for await (const text of lines) {
			const line = readLine(text)
			if (!line) throw new BrokenJournal(operation, { seq: checking.walk.seq + 1, reason: 'the line in the backup is damaged' })
			if (line.type === 'forgotten') forgotten.push(line.forgotten)
			else {
				check(checking, line.entry)
				page.push(line.entry)
			}
			if (page.length < AT_ONCE) continue
			await target.add(page)
			onEntry?.(checking.walk.seq)
			page = []
		}
		const journal = checkWhole(checking)
		await target.add(page)
		await target.forget(forgotten)
		await target.finish(journal)
		return copiedOf(checking, journal)
	} catch (error) {
		await target.discard()
		throw error
	}
}
