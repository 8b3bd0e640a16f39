type Held<V> = { readonly value: V; readonly expires: number }

/** Forgets by itself: each after its time, the oldest when there are too many. Kept in memory alone. */
export class TimedMap<V> {
	readonly #ttlMs: number
	readonly #most: number
	/** In the order of their end. */
	readonly #held = new Map<string, Held<V>>()

	constructor(ttlMs: number, most: number) {
		this.#ttlMs = ttlMs
		this.#most = most
	}

	/** @returns when it is forgotten. */
	put(key: string, value: V, now: number): number {
		for (const [old, { expires }] of this.#held) {
			if (expires > now && this.#held.size < this.#most) break
			this.#held.delete(old)
		}
		const expires = now + this.#ttlMs
		this.#held.set(key, { value, expires })
		return expires
	}

	get(key: string, now: number): Held<V> | undefined {
		const held = this.#held.get(key)
		return held && held.expires > now ? held : undefined
	}

	/** For the last time. */
	take(key: string, now: number): V | undefined {
		const held = this.get(key, now)
		this.#held.delete(key)
		return held?.value
	}
}
