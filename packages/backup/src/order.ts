/** What is ordered of the thread that makes a backup. */
export type Order = {
	readonly dataFolder: string
	readonly folder: string
	/** Of this node so many stay. */
	readonly keep: number
	/** Of the journals, where several hubs share them. */
	readonly database?: string
	/** Name of this hub. */
	readonly node: string
	/** Settings without secrets, JSON. */
	readonly configuration: string
	readonly version: string
	readonly passphrase?: string
	/** Where hubs share their journals: nothing is done when one of them made a backup since then, epoch ms. */
	readonly unlessSince: number
}

/** What came of it. */
export type Told =
	| {
			readonly type: 'made'
			readonly folder: string
			readonly bytes: number
			readonly entries: number
			readonly dropped: readonly string[]
	  }
	/** Another hub makes it, or has made it. */
	| { readonly type: 'others' }
	| { readonly type: 'failed'; readonly message: string }

export function isOrder(value: unknown): value is Order {
	return typeof value === 'object' && value !== null && 'dataFolder' in value && 'folder' in value && 'keep' in value
}

export function isTold(value: unknown): value is Told {
	return typeof value === 'object' && value !== null && 'type' in value
}
