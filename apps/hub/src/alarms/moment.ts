/** The clock as rules read it. It remembers until when all its answers stay the same, so that nobody need ask again before. */
export class Moment {
	readonly now: number
	#until = Number.POSITIVE_INFINITY

	constructor(now: number) {
		this.now = now
	}

	/** The first moment at which one of the answers is another, unless the clock is put back. */
	get until(): number {
		return this.#until
	}

	/** At this time and from then on. */
	reached(at: number): boolean {
		if (this.now >= at) return true
		this.holdsUntil(at)
		return false
	}

	/** Later than this time. */
	passed(at: number): boolean {
		return this.reached(Math.floor(at) + 1)
	}

	/** For an answer that was worked out from `now`. */
	holdsUntil(at: number): void {
		if (at < this.#until) this.#until = at
	}
}
