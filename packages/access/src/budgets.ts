import type { Budget } from './grants.ts'
import type { Spending } from './port.ts'

/** What was not used is saved for this long: a budget of one a second allows ten at once. */
const SAVED_MS = 10_000

type Purse = { readonly perSecond: number; filled: number; at: number }

const FREE: Spending = { take: () => 0 }

export type Budgets = { readonly of: (credential: string, budget: Budget | undefined) => Spending }

/** A purse per credential, filled at its rate and drawn from by submissions; what is larger than the purse waits until it is full. */
export function createBudgets(now: () => number): Budgets {
	const purses = new Map<string, Purse>()
	const purseOf = (credential: string, perSecond: number): Purse => {
		const known = purses.get(credential)
		if (known?.perSecond === perSecond) return known
		const purse = { perSecond, filled: mostOf(perSecond), at: now() }
		purses.set(credential, purse)
		return purse
	}
	return {
		of: (credential, budget) => {
			if (!budget) return FREE
			const { perSecond, bytes } = budget
			const size = bytes === undefined ? {} : { bytes }
			if (perSecond === undefined) return { ...FREE, ...size }
			return { ...size, take: (items) => take(purseOf(credential, perSecond), items, now()) }
		},
	}
}

function mostOf(perSecond: number): number {
	return Math.max(1, (perSecond * SAVED_MS) / 1_000)
}

function take(purse: Purse, items: number, now: number): number {
	const most = mostOf(purse.perSecond)
	purse.filled = Math.min(most, purse.filled + (Math.max(0, now - purse.at) / 1_000) * purse.perSecond)
	purse.at = now
	const price = Math.min(items, most)
	const missing = price - purse.filled
	if (missing > 1e-9) return Math.ceil((missing / purse.perSecond) * 1_000)
	purse.filled -= items
	return 0
}
