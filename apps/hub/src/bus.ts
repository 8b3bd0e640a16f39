import type { Entry } from '@lagebild/model/entry.ts'
import type { OperationId, Seq } from '@lagebild/model/ids.ts'

/** What became another and is to be looked at in the store; the word itself says nothing more. */
export const NOTICES = ['operations', 'access', 'quarantine'] as const
export type Notice = (typeof NOTICES)[number]

/** Written into the journal of this operation, in this incarnation of it. */
type Place = { readonly operation: OperationId; readonly epoch: string }
export type Written = Place & { readonly entries: readonly Entry[] }
/** Too much to be carried: it is in the journal. */
export type WrittenRange = Place & { readonly from: Seq; readonly to: Seq }

/** What other hubs of the same database said. A listener that throws is a bug of its own. */
export type BusListener = {
	readonly written?: (message: Written) => void
	readonly range?: (message: WrittenRange) => void
	readonly notice?: (notice: Notice) => void
	/** Words about who is there, of the hub `from`, as it sent them. */
	readonly presence?: (message: unknown, from: string) => void
	/** Words about feeds, as another hub sent them. */
	readonly feeds?: (message: unknown) => void
	/** It can be heard again, or no more. What was said meanwhile is lost: look at the store. */
	readonly up?: (up: boolean) => void
}

/**
 * Between hubs of one database. Nothing depends on it: what is lost is found in the journals (N2), so nothing here waits, fails or throws.
 */
export type Bus = {
	/** Random name of this process on the bus. */
	readonly self: string
	/** False while nobody can be heard. */
	readonly up: () => boolean
	readonly written: (message: Written) => void
	readonly notify: (notice: Notice) => void
	readonly tellPresence: (message: unknown) => void
	readonly tellFeeds: (message: unknown) => void
	/** Returns the way to stop it. */
	readonly on: (listener: BusListener) => () => void
	readonly close: () => Promise<void>
}

/** One hub, or several that follow each other by the heads of the journals alone. */
export function noBus(): Bus {
	return {
		self: 'alone',
		up: () => false,
		written: () => undefined,
		notify: () => undefined,
		tellPresence: () => undefined,
		tellFeeds: () => undefined,
		on: () => () => undefined,
		close: () => Promise.resolve(),
	}
}
