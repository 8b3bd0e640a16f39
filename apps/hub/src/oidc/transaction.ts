import { randomUUID } from 'node:crypto'

import * as z from 'zod'

import type { Checks } from './provider.ts'
import type { Seal } from './seal.ts'

/** Time to sign in at the provider, second factor included. */
export const TRANSACTION_MS = 10 * 60_000

const Stored = z.strictObject({
	id: z.uuid(),
	provider: z.string(),
	begun: z.number(),
	returnTo: z.string(),
	checks: z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string(), redirectUri: z.string() }),
})

/** A sign-in that was begun and not finished: the browser keeps it, sealed, so that no other browser can finish it. */
export type Transaction = { readonly provider: string; readonly returnTo: string; readonly checks: Checks }

/** `id` is spent with its first use; after `until` it is over anyway. */
export type OpenTransaction = Transaction & { readonly id: string; readonly until: number }

export type Transactions = {
	readonly give: (transaction: Transaction) => string
	/** By the provider for which it was begun, and in time. */
	readonly open: (sealed: string, provider: string) => OpenTransaction | undefined
}

export function createTransactions(seal: Seal, now: () => number): Transactions {
	return {
		give: (transaction) => seal.close(JSON.stringify({ ...transaction, id: randomUUID(), begun: now() })),
		open: (sealed, provider) => {
			const text = seal.open(sealed)
			const stored = text === undefined ? undefined : Stored.safeParse(JSON.parse(text)).data
			if (!stored || stored.provider !== provider || now() - stored.begun > TRANSACTION_MS) return undefined
			const { id, returnTo, checks } = stored
			return { id, until: stored.begun + TRANSACTION_MS, provider, returnTo, checks }
		},
	}
}

/** A place on this hub, and nothing that a browser could understand as another: two slashes at the front, also once dots are resolved. */
export function ownPath(wish: unknown): string {
	if (typeof wish !== 'string' || wish.length > 1_000 || !/^\/[\x21-\x5B\x5D-\x7E]*$/.test(wish)) return '/'
	const base = 'http://here.invalid'
	const url = URL.parse(wish, base)
	return url?.origin === base && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}${url.hash}` : '/'
}
