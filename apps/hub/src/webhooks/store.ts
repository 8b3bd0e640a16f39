import type { Progress, Wanted, Webhook } from './subscription.ts'

/** Beside the journal: what is delivered follows from the journal, where a subscription is stands here. */
export type WebhookStore = {
	readonly add: (record: Webhook) => Promise<void>
	/** Of one operation, or all; in the order in which they were made. */
	readonly list: (operation?: string) => Promise<readonly Webhook[]>
	readonly find: (id: string) => Promise<Webhook | undefined>
	readonly remove: (id: string) => Promise<boolean>
	readonly want: (id: string, wanted: Wanted) => Promise<boolean>
	/** Y3: one owner at a time, until the time is over by the store's clock. @returns the record as it is, undefined when another has it */
	readonly claim: (id: string, lease: Lease) => Promise<Webhook | undefined>
	/** @returns false, and nothing is written, when another has it now */
	readonly save: (id: string, owner: string, progress: Progress) => Promise<boolean>
	/** Gives everything back. */
	readonly release: (owner: string) => Promise<void>
	readonly close: () => Promise<void>
}

export type Lease = { readonly owner: string; readonly ms: number }
