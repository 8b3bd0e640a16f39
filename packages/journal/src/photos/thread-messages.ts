import type { NewPhoto, PhotoKey } from './port.ts'

/** What the thread that writes photos is asked, and answers in the same order. */
export type PhotoCall = {
	readonly n: number
	readonly call:
		| { readonly type: 'keep'; readonly photo: NewPhoto }
		| { readonly type: 'find'; readonly key: PhotoKey }
		| { readonly type: 'there'; readonly operation: string; readonly sha256s: readonly string[] }
		| { readonly type: 'is-from'; readonly key: PhotoKey; readonly credential: string }
		| { readonly type: 'before'; readonly operation: string; readonly at: number }
		| { readonly type: 'remove'; readonly operation: string; readonly sha256s: readonly string[]; readonly forGood: boolean }
		| { readonly type: 'held' }
		| { readonly type: 'close' }
}

export type PhotoAnswer = { readonly n: number; readonly value: unknown } | { readonly n: number; readonly error: string }
