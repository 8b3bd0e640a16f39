/** Imports that may wait for the one at work. */
const MAX_WAITING = 4

/** One import at a time: two at once would compare with a picture that the other is changing. */
export class ImportTurn {
	#last: Promise<unknown> = Promise.resolve()
	#waiting = 0

	/** @returns undefined when too many wait already */
	take<T>(work: () => Promise<T>): Promise<T> | undefined {
		if (this.#waiting > MAX_WAITING) return undefined
		this.#waiting += 1
		const turn = this.#last.then(work).finally(() => {
			this.#waiting -= 1
		})
		this.#last = turn.catch(() => undefined)
		return turn
	}
}
