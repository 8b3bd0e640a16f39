import type { StoredEvent } from './event.ts'
import type { Seq } from './ids.ts'
import type { Batch } from './measurement.ts'
import type { Instant } from './time.ts'

/** SHA-256 in lower-case hexadecimal, 64 characters. */
export type Hash = string

/** An accepted event or batch with its place in the journal. An erased one keeps its place and its commitment. */
export type Entry = {
	readonly seq: Seq
	/** Monotone per operation; never a device's time. */
	readonly recorded: Instant
	readonly prevHash: Hash
	/** SHA-256(salt ‖ canonical body): proves the body without showing it. */
	readonly commit: Hash
	readonly hash: Hash
	/** Of a diary entry: its place in its book, gapless from 1. Given by the journal, and kept when the body is erased. */
	readonly number?: number
	readonly body: EntryBody
}

export type EntryBody =
	| { readonly type: 'event'; readonly event: StoredEvent }
	| { readonly type: 'batch'; readonly batch: Batch }
	| { readonly type: 'erased' }
