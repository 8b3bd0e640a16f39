import type { OperationId } from '@lagebild/model/ids.ts'
import type { Operation } from '@lagebild/model/operation.ts'

import type { Forgotten, KeptEntry } from './kept-entry.ts'

/** Where a backup reads: journals that may be written meanwhile. Between two pages nothing stays open. */
export type BackupSource = {
	readonly operations: () => Promise<readonly OperationId[]>
	/** Seq of the newest entry. */
	readonly head: (operation: OperationId) => Promise<number>
	/** Entries after `after` in order, at most `limit` of them; each page is consistent in itself. */
	readonly page: (operation: OperationId, after: number, limit: number) => Promise<readonly KeptEntry[]>
	/** Erased events, asked when all entries were read. */
	readonly forgotten: (operation: OperationId) => Promise<readonly Forgotten[]>
	/** Bytes that the journals take, about. */
	readonly size: () => Promise<number>
	readonly close: () => Promise<void>
}

/** Where a journal is put together again. */
export type JournalTarget = {
	readonly add: (entries: readonly KeptEntry[]) => Promise<void>
	readonly forget: (forgotten: readonly Forgotten[]) => Promise<void>
	/** Durable when it resolves. */
	readonly finish: (journal: RebuiltJournal) => Promise<void>
	/** Nothing of it stays. */
	readonly discard: () => Promise<void>
}

/** What follows from the entries and is kept beside them. */
export type RebuiltJournal = {
	/** Metadata as the entries make them. */
	readonly operation: Operation
	readonly epoch: string
	readonly grants: readonly { readonly credential: string; readonly version: number; readonly ended: boolean }[]
}
