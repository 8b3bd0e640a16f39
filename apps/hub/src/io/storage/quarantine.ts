import type { Instant } from '@lagebild/model/time.ts'

/** An item of a feed that was not understood, with its bytes, for the integrator who has to find out why. */
export type KeptReject = {
	readonly at: Instant
	readonly reason: string
	readonly message: string
	readonly path?: string | undefined
	readonly raw: string
}

/** As it is shown: the time in ISO 8601. */
export type ShownReject = Omit<KeptReject, 'at' | 'path'> & { readonly at: string; readonly path?: string }

/** Kept beside the journal and not in it: rejects are no part of the situation and may be lost. */
export type Quarantine = {
	readonly keep: (feed: string, rejects: readonly KeptReject[]) => Promise<void>
	/** Newest first. */
	readonly list: (feed: string, limit: number) => Promise<readonly ShownReject[]>
	readonly close: () => Promise<void>
}

export const KEPT_PER_FEED = 1_000
export const KEPT_MS = 7 * 86_400_000
