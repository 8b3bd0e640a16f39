import type { Answer, Effect } from '@lagebild/model/protocol.ts'

/** An event as it is sent, with an id of its own. The hub checks all of it; here only the parts count that order the queue. */
export type SaidEvent = {
	/** UUID version 7: the idempotency key. */
	readonly id: string
	readonly kind: string
	readonly entity: string
	readonly op: string
	/** Of a retraction: the event that it takes back. */
	readonly retracts?: string
	readonly links?: readonly { readonly rel: string; readonly to: string; readonly removed?: boolean }[]
	readonly [field: string]: unknown
}

/** One statement of this device, until the picture shows it and for a while after. */
export type Item = {
	/** Place in the one queue of this device. */
	readonly n: number
	readonly operation: string
	readonly event: SaidEvent
	/** When it was said, device clock, ms. */
	readonly at: number
	readonly state: 'waiting' | 'accepted' | 'confirmed' | 'refused'
	/** It may have reached a hub: from now on its content is fixed. */
	readonly tried: boolean
	/** Of accepted, confirmed and refused ones. */
	readonly answer?: Answer
	/** Incarnation of the journal whose seq the answer names. */
	readonly incarnation?: string
}

/**
 * As a person sees it.
 * - `waiting`: not with the hub. `sent`: on its way, or its outcome is unknown; it is sent again with the same id.
 * - `held`: it speaks of what was refused (`by`), and waits until somebody decides about that.
 * - `accepted`: in the journal. `confirmed`: in the picture of this device as well. `effect` says whether it became the picture.
 * - `refused`: the hub will not take it as it is (`answer`).
 */
export type Shown = Omit<Item, 'state'> & {
	readonly state: Item['state'] | 'sent' | 'held'
	readonly by?: string
	readonly effect?: Effect
}

export type NewItem = Omit<Item, 'n'>
