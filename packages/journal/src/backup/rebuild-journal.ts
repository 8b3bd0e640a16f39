import { beginChecking, BrokenJournal, check, checkWhole, headOf } from './check-kept.ts'
import type { CopiedJournal } from './copy-journal.ts'
import { readLine } from './kept-entry.ts'
import type { Forgotten, KeptEntry } from './kept-entry.ts'
import type { JournalTarget } from './port.ts'

const AT_ONCE = 500

/**
 * Puts a journal together again, checking the chain on the way (J31).
 * @throws BrokenJournal; the target then holds nothing of it
 */
export async function rebuildJournal(operation: string, lines: AsyncIterable<string>, target: JournalTarget): Promise<CopiedJournal> {
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
			page = []
		}
		const journal = checkWhole(checking)
		await target.add(page)
		await target.forget(forgotten)
		await target.finish(journal)
		return { ...headOf(checking), erased: checking.walk.erased }
	} catch (error) {
		await target.discard()
		throw error
	}
}
