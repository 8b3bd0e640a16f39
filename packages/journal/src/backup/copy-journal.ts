import type { OperationId } from '@lagebild/model/ids.ts'
import type { Operation } from '@lagebild/model/operation.ts'

import { beginChecking, BrokenJournal, check, checkWhole, headOf, lateErasure } from './check-kept.ts'
import type { Checking } from './check-kept.ts'
import { forgottenLine, lineOf } from './kept-entry.ts'
import type { BackupSource, RebuiltJournal } from './port.ts'

const PAGE = 500
/** An erasure while a journal is copied makes the copy begin anew; more of them in a row than this is no chance. */
const TRIES = 5

export type CopiedJournal = {
	readonly seq: number
	readonly hash: string
	readonly epoch: string
	readonly erased: number
	readonly metadata: Operation
}

/** Takes the lines of one journal; called anew when the copy has to begin anew. */
export type LineSink = (lines: AsyncIterable<string>) => Promise<void>

export type CopyOptions = {
	readonly source: BackupSource
	readonly operation: OperationId
	readonly sink: LineSink
	readonly onEntry?: ((seq: number) => void) | undefined
}

/**
 * Copies a journal to its present end, checking the chain on the way (J30, J31). Nothing stays open between two pages, so that a hub that writes
 * meanwhile is not held up.
 * @throws BrokenJournal
 */
export async function copyJournal(options: CopyOptions): Promise<CopiedJournal> {
	for (let left = TRIES; ; left--) {
		const checking = beginChecking(options.operation)
		const head = await options.source.head(options.operation)
		try {
			await options.sink(linesOf(options, checking))
			return copiedOf(checking, checkWhole(checking))
		} catch (error) {
			if (left === 1 || !(error instanceof BrokenJournal) || !(error.seq > head || isLate(checking))) throw error
		}
	}
}

export function copiedOf(checking: Checking, { operation }: RebuiltJournal): CopiedJournal {
	return { ...headOf(checking), erased: checking.walk.erased, metadata: operation }
}

/** What is wrong became so while it was copied, by an erasure that the walk met only later. */
function isLate(checking: Checking): boolean {
	return lateErasure(checking) !== undefined
}

async function* linesOf({ source, operation, onEntry }: CopyOptions, checking: Checking): AsyncGenerator<string> {
	for (;;) {
		const page = await source.page(operation, checking.walk.seq, PAGE)
		if (page.length === 0) break
		let text = ''
		for (const entry of page) {
			check(checking, entry)
			text += lineOf(entry)
		}
		yield text
		onEntry?.(checking.walk.seq)
	}
	const { missing, seq } = checking.walk
	const forgotten = await source.forgotten(operation)
	const text = forgotten
		.filter((one) => one.seq <= seq && missing.some(([from, to]) => from <= one.seq && one.seq <= to))
		.map(forgottenLine)
		.join('')
	if (text !== '') yield text
}
