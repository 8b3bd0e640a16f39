import { setImmediate } from 'node:timers/promises'

import { FairQueue } from './fair-queue.ts'

const MOST_WAITING = 32
const MOST_EACH = 8

/**
 * Work that holds the thread for as long as it takes, one piece at a time: between two of them the event loop turns, so that however many
 * ask for whole pictures, what is live waits for one of them and not for all.
 */
export class Turns {
	readonly #queue = new FairQueue({ most: MOST_WAITING, mostEach: MOST_EACH, pause: nextLoop })

	/** Undefined when too many wait already, or too many of this credential. */
	take<T>(credential: string, work: () => T | Promise<T>): Promise<T> | undefined {
		return this.#queue.take(credential, work)
	}
}

/** Timers, what has come in, and what is to go out have had their turn then. */
async function nextLoop(): Promise<void> {
	await setImmediate()
	await setImmediate()
}
