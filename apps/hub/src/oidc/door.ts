import type { OidcProvider } from '@lagebild/config/oidc.ts'

import { openProvider } from './provider.ts'
import type { Provider } from './provider.ts'
import { createSeal } from './seal.ts'
import type { Seal } from './seal.ts'
import { createTransactions, TRANSACTION_MS } from './transaction.ts'
import type { Transactions } from './transaction.ts'

/** Signing in by other houses' identities: what outlives one request. */
export type OidcDoor = {
	readonly provider: (id: string) => Provider | undefined
	readonly transactions: Transactions
	/** For what is kept of a person elsewhere, until the session ends. */
	readonly seal: Seal
	readonly close: () => Promise<void>
}

export const TRANSACTION_SECONDS = TRANSACTION_MS / 1_000

type OidcParts = { readonly key: () => Uint8Array; readonly now: () => number }

/** @param key shared by all hubs, so that any of them finishes what another began */
export function openOidc(configured: readonly OidcProvider[], { key, now }: OidcParts): OidcDoor {
	const seal = createSeal(key)
	const providers = new Map(configured.map((config) => [config.id, openProvider(config, now)]))
	return {
		provider: (id) => providers.get(id),
		transactions: createTransactions(seal, now),
		seal,
		close: async () => {
			await Promise.all([...providers.values()].map((provider) => provider.close()))
		},
	}
}
