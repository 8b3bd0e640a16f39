import { createHash } from 'node:crypto'

import type { RejectOrigin, RejectState, RejectView } from '@lagebild/model/feeds-protocol.ts'
import type { Instant } from '@lagebild/model/time.ts'

/** An item of a feed that was not understood, with its bytes, for the integrator who has to find out why. */
export type KeptReject = {
	readonly at: Instant
	readonly reason: string
	readonly message: string
	readonly path?: string | undefined
	readonly raw: string
	readonly origin?: RejectOrigin | undefined
	/** How often the same came since it was handed over last. */
	readonly times?: number | undefined
}

/** Newest first, from below the number `before`. */
export type RejectPage = { readonly state: RejectState | 'all'; readonly before?: number | undefined; readonly limit: number }

/** What somebody decided, or what came of reading an item again. `which`: those that are named, or every open one. */
export type RejectChange = {
	readonly which: readonly number[] | 'open'
	readonly state: Exclude<RejectState, 'open'>
	readonly by: string
	readonly result: string | undefined
}

/** Read again and refused again: it stays open, for the reason that holds now. */
export type RefusedAgain = Pick<KeptReject, 'reason' | 'message' | 'path'> & {
	readonly id: number
	readonly by: string
	readonly result: string
}

/** `day`: different items that were refused within 24 hours. */
export type RejectCount = { readonly open: number; readonly day: number }

/** Kept beside the journal and not in it: rejects are no part of the situation and may be lost. */
export type Quarantine = {
	/** Q1: the same item (reason, path and bytes) is counted, not kept twice; one that was understood once is open again. */
	readonly keep: (feed: string, rejects: readonly KeptReject[]) => Promise<void>
	readonly list: (feed: string, page: RejectPage) => Promise<readonly RejectView[]>
	readonly find: (feed: string, id: number) => Promise<RejectView | undefined>
	/** Of those that are open; returns how many there were. */
	readonly change: (feed: string, change: RejectChange) => Promise<number>
	readonly refuseAgain: (feed: string, refused: RefusedAgain) => Promise<void>
	readonly counts: () => Promise<ReadonlyMap<string, RejectCount>>
	readonly close: () => Promise<void>
}

export const KEPT_PER_FEED = 1_000
/** Of one feed, raw items and where they came from. */
export const KEPT_BYTES = 16_000_000
export const KEPT_MS = 7 * 86_400_000
export const DAY_MS = 86_400_000

/** What makes an item the same item. */
export function hashOf({ reason, path, raw }: Pick<KeptReject, 'reason' | 'path' | 'raw'>): string {
	return createHash('sha256')
		.update(JSON.stringify([reason, path ?? null, raw]))
		.digest('base64url')
}

export type Counted = KeptReject & { readonly hash: string; readonly times: number; readonly bytes: number }

/** One request may bring the same item several times. */
export function counted(rejects: readonly KeptReject[]): readonly Counted[] {
	const byHash = new Map<string, Counted>()
	for (const reject of rejects) {
		const hash = hashOf(reject)
		const times = (byHash.get(hash)?.times ?? 0) + (reject.times ?? 1)
		const bytes = reject.raw.length + JSON.stringify(reject.origin ?? {}).length
		byHash.set(hash, { ...reject, hash, times, bytes })
	}
	return [...byHash.values()]
}
