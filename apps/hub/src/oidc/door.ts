import type { OidcProvider } from '@lagebild/config/oidc.ts'

import { openProvider } from './provider.ts'
import type { Provider } from './provider.ts'
import { createTransactions, TRANSACTION_MS } from './transaction.ts'
import type { Transactions } from './transaction.ts'

/** Signing in by other houses' identities: what outlives one request. */
export type OidcDoor = {
	readonly provider: (id: string) => Provider | undefined
	readonly transactions: Transactions
	/** Sessions that a provider began and would like to end too, by session id. */
	readonly begun: Map<string, Begun>
	readonly close: () => Promise<void>
}

type Begun = { readonly provider: string; readonly idToken: string; readonly expires: number }

export const TRANSACTION_SECONDS = TRANSACTION_MS / 1_000

export function openOidc(configured: readonly OidcProvider[], now: () => number): OidcDoor {
	const providers = new Map(configured.map((config) => [config.id, openProvider(config, now)]))
	return {
		provider: (id) => providers.get(id),
		transactions: createTransactions(now),
		begun: new Map(),
		close: async () => {
			await Promise.all([...providers.values()].map((provider) => provider.close()))
		},
	}
}
