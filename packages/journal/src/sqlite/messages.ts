import type { SystemEvent } from '@lagebild/model/event.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type {
	ChangeRequest,
	Checkpoint,
	DiaryClaim,
	EpochRequest,
	ErasureRequest,
	GrantVersion,
	RegrantRequest,
	Retention,
} from '../port.ts'

/** What the main thread read from its clocks for one transaction; `step` is a jump of the wall clock since the last one. */
export type Moment = {
	readonly recorded: number
	readonly wall: Instant
	readonly step?: { readonly expected: number; readonly wall: number }
}

/**
 * What is to be appended, as lists beside each other: a message of few large values is passed on in a fraction of the time of one with some
 * objects for each item. `bytes` holds of each item its salt and commitment, and of an event also its id and the digest of what was said.
 */
export type WriteItems = {
	readonly canonical: readonly string[]
	readonly entities: readonly (readonly string[])[]
	/** null: a batch. */
	readonly credentials: readonly (string | null)[]
	readonly bytes: Uint8Array
	/** By index of the item. */
	readonly claims: ReadonlyMap<number, Claims>
}

export type Claims = {
	/** Under which versions of their grants its credentials said it; absent: not asked. */
	readonly grants?: readonly GrantVersion[]
	readonly diary?: DiaryClaim
}

export type WriterRequest =
	/** `create`: make the journal of this operation; absent: it must be there. */
	| { readonly type: 'open'; readonly file: string; readonly operation: OperationId; readonly moment: Moment; readonly create?: Operation }
	| { readonly type: 'append'; readonly moment: Moment; readonly items: WriteItems }
	| { readonly type: 'erase'; readonly moment: Moment; readonly request: ErasureRequest }
	| { readonly type: 'retain'; readonly moment: Moment; readonly retention: Retention; readonly now: number }
	| { readonly type: 'change'; readonly moment: Moment; readonly request: ChangeRequest }
	| { readonly type: 'regrant'; readonly moment: Moment; readonly request: RegrantRequest }
	| { readonly type: 'epoch'; readonly moment: Moment; readonly request: EpochRequest }
	| { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint }
	| { readonly type: 'snapshot'; readonly seq: number; readonly hash: string; readonly body: Uint8Array }
	/** Copy what is left of the log. */
	| { readonly type: 'finish' }
	| { readonly type: 'head' }
	| { readonly type: 'close' }

export type WriterHead = {
	readonly epoch: string
	readonly seq: number
	readonly hash: string
	readonly recorded: number
	readonly wall: number
}

/** What became of an item that is no new entry. */
export type ItemOutcome =
	| { readonly type: 'known'; readonly seq: number; readonly recorded: number; readonly number?: number }
	| { readonly type: 'reused' }
	| { readonly type: 'refused'; readonly fault: Fault }

/** An event in which the journal speaks about itself, with its commitment. */
export type OwnEntry = { readonly event: SystemEvent; readonly commit: string }

/** Entries of one transaction, numbered without a gap. */
export type Written = {
	readonly first: number
	readonly recorded: number
	/** The hash that the first one follows, then that of each. */
	readonly hashes: Uint8Array
	/** Of each the index of its item, or what the journal said itself. */
	readonly from: readonly (number | OwnEntry)[]
	/** Of diary entries, by seq. */
	readonly numbers: ReadonlyMap<number, number>
}

export type Committed = {
	readonly head: WriterHead
	readonly written?: Written
	/** Items of an `append` that are no new entry, by index. */
	readonly outcomes: ReadonlyMap<number, ItemOutcome>
	/** Bodies erased by `erase` and `retain`. */
	readonly erased: number
	/** `retain`: more is left to erase. */
	readonly more: boolean
	/** `change`: the operation after it. */
	readonly operation?: Operation
	/** `regrant`: an entry was written. */
	readonly regranted?: boolean
}

export type WriterReply =
	| { readonly type: 'opened'; readonly head: WriterHead }
	| { readonly type: 'committed'; readonly committed: Committed }
	| { readonly type: 'closed' }
	/** Rolled back: nothing of the request was stored. */
	| { readonly type: 'full'; readonly message: string }
	/** The request itself is wrong; nothing was stored. `fault`: its sender can be told why. */
	| { readonly type: 'refused'; readonly message: string; readonly fault?: Fault }
	/** The writer ends: what became of the request is unknown. */
	| { readonly type: 'fatal'; readonly message: string }
