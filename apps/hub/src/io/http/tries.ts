const WINDOW_MS = 60_000
/** Addresses remembered at once; a flood from more forgets the oldest. */
const MOST_ADDRESSES = 10_000

type Count = { failed: number; readonly until: number }

/** Counts what failed per address and minute. Who has not failed is not counted, and nobody is kept out for longer than a minute. */
export class Tries {
	readonly #most: number
	readonly #counts = new Map<string, Count>()

	constructor(most: number) {
		this.#most = most
	}

	may(address: string, now: number): boolean {
		const count = this.#counts.get(address)
		return !count || count.until <= now || count.failed < this.#most
	}

	fail(address: string, now: number): void {
		const count = this.#counts.get(address)
		if (count && count.until > now) {
			count.failed++
			return
		}
		this.#counts.delete(address)
		const oldest = this.#counts.size >= MOST_ADDRESSES ? this.#counts.keys().next().value : undefined
		if (oldest !== undefined) this.#counts.delete(oldest)
		this.#counts.set(address, { failed: 1, until: now + WINDOW_MS })
	}
}
