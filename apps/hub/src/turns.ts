import { setImmediate } from 'node:timers/promises'

const MOST_WAITING = 32

/**
 * Work that holds the thread for as long as it takes, one piece at a time: between two of them the event loop turns, so that however many
 * ask for whole pictures, what is live waits for one of them and not for all.
 */
export class Turns {
	#last: Promise<unknown> = Promise.resolve()
	#waiting = 0

	/** Undefined when too many wait already. */
	take<T>(work: () => T): Promise<T> | undefined {
		if (this.#waiting >= MOST_WAITING) return undefined
		this.#waiting++
		const done = this.#last.then(work).finally(() => this.#waiting--)
		this.#last = done.then(nextLoop, nextLoop)
		return done
	}
}

/** Timers, what has come in, and what is to go out have had their turn then. */
async function nextLoop(): Promise<void> {
	await setImmediate()
	await setImmediate()
}
