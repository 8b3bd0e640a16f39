/**
 * Places that many want and few could take: who holds as many as are left gets no other. So one holder gets at most half, the next half of
 * the rest, and however many there are, somebody new finds a place.
 */
export class Places {
	readonly #most: number
	readonly #held = new Map<string, number>()
	#taken = 0

	constructor(most: number) {
		this.#most = most
	}

	get taken(): number {
		return this.#taken
	}

	isFreeFor(holder: string): boolean {
		return (this.#held.get(holder) ?? 0) < this.#most - this.#taken
	}

	take(holder: string): boolean {
		if (!this.isFreeFor(holder)) return false
		this.#held.set(holder, (this.#held.get(holder) ?? 0) + 1)
		this.#taken++
		return true
	}

	leave(holder: string): void {
		const own = this.#held.get(holder) ?? 0
		if (own === 0) return
		this.#taken--
		if (own === 1) this.#held.delete(holder)
		else this.#held.set(holder, own - 1)
	}
}
