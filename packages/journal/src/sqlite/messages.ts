import type { SystemEvent } from '@lagebild/model/event.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { EventId, OperationId } from '@lagebild/model/ids.ts'
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

export type WriteItem = {
	readonly canonical: string
	readonly salt: string
	readonly commit: string
	readonly entities: readonly string[]
	/** Under which versions of their grants its credentials said it; absent: not asked. */
	readonly grants?: readonly GrantVersion[]
	/** Absent: a batch. */
	readonly event?: { readonly id: EventId; readonly credential: string; readonly said: string; readonly diary?: DiaryClaim }
}

export type WriterRequest =
	/** `create`: make the journal of this operation; absent: it must be there. */
	| { readonly type: 'open'; readonly file: string; readonly operation: OperationId; readonly moment: Moment; readonly create?: Operation }
	| { readonly type: 'append'; readonly moment: Moment; readonly items: readonly WriteItem[] }
	| { readonly type: 'erase'; readonly moment: Moment; readonly request: ErasureRequest }
	| { readonly type: 'retain'; readonly moment: Moment; readonly retention: Retention; readonly now: number }
	| { readonly type: 'change'; readonly moment: Moment; readonly request: ChangeRequest }
	| { readonly type: 'regrant'; readonly moment: Moment; readonly request: RegrantRequest }
	| { readonly type: 'epoch'; readonly moment: Moment; readonly request: EpochRequest }
	| { readonly type: 'checkpoint'; readonly checkpoint: Checkpoint }
	| { readonly type: 'snapshot'; readonly seq: number; readonly hash: string; readonly body: Uint8Array }
	| { readonly type: 'head' }
	| { readonly type: 'close' }

export type WriterHead = {
	readonly epoch: string
	readonly seq: number
	readonly hash: string
	readonly recorded: number
	readonly wall: number
}

export type ItemOutcome =
	| { readonly type: 'new'; readonly seq: number; readonly recorded: number; readonly number?: number }
	| { readonly type: 'known'; readonly seq: number; readonly recorded: number; readonly number?: number }
	| { readonly type: 'reused' }
	| { readonly type: 'refused'; readonly fault: Fault }

/** An entry of the transaction; `from` is the index of the item, or the event that the journal wrote about itself. */
export type Written = {
	readonly seq: number
	readonly recorded: number
	readonly prevHash: string
	readonly commit: string
	readonly hash: string
	readonly number?: number
	readonly from: number | SystemEvent
}

export type Committed = {
	readonly head: WriterHead
	readonly written: readonly Written[]
	/** One per item of an `append`, in its order. */
	readonly outcomes: readonly ItemOutcome[]
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
