import { timingSafeEqual } from 'node:crypto'

import type { Ledger } from './ledger.ts'

/** Characters by which a secret is looked for; more than 128 random bits follow. */
const INDEX = 12
const MOST = 10_000

type Known<T> = { readonly secret: Buffer; readonly state: number; readonly value: T }

/**
 * Z31: secrets that were found genuine, and what was found. Asked for again while nothing in the tables is another than it was then, nothing is read or hashed. What
 * depends on the time is for whoever asks.
 */
export class Recognised<T> {
	readonly #ledger: Pick<Ledger, 'state'>
	readonly #known = new Map<string, Known<T>>()

	constructor(ledger: Pick<Ledger, 'state'>) {
		this.#ledger = ledger
	}

	/** What `read` finds, also kept. Another process may write while it reads: then it is read again the next time. */
	read(secret: string, read: () => T | undefined): T | undefined {
		const known = this.#get(secret)
		if (known !== undefined) return known
		const state = this.#ledger.state()
		const value = read()
		if (value === undefined) return undefined
		if (this.#known.size >= MOST) this.#known.clear()
		this.#known.set(secret.slice(0, INDEX), { secret: Buffer.from(secret), state, value })
		return value
	}

	#get(secret: string): T | undefined {
		const known = this.#known.get(secret.slice(0, INDEX))
		return known && known.state === this.#ledger.state() && isSame(known.secret, secret) ? known.value : undefined
	}
}

function isSame(known: Buffer, secret: string): boolean {
	const asked = Buffer.from(secret)
	return asked.length === known.length && timingSafeEqual(asked, known)
}
