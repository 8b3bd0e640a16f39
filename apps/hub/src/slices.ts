import { setImmediate } from 'node:timers/promises'

/** So long all work together holds the thread; what is live waits no longer. */
const SLICE_MS = 4

type Job = (until: number) => boolean

/**
 * Long work on the main thread, in slices: between two of them the event loop turns, and whose turn it is goes round. Work says where it can
 * be interrupted by `yield`, which has to be less than a slice apart.
 */
export class Slices {
	readonly #jobs: Job[] = []
	#working = false

	run<T>(work: Generator<undefined, T>): Promise<T> {
		return this.#promised((until) => workUntil(work, until))
	}

	/** Something short that many may want at the same moment. */
	turn<T>(work: () => T): Promise<T> {
		return this.#promised(() => ({ value: work() }))
	}

	#promised<T>(work: (until: number) => { readonly value: T } | undefined): Promise<T> {
		const { promise, resolve, reject } = Promise.withResolvers<T>()
		this.#jobs.push((until) => {
			try {
				const end = work(until)
				if (end) resolve(end.value)
				return end !== undefined
			} catch (error) {
				reject(error instanceof Error ? error : new Error(String(error)))
				return true
			}
		})
		void this.#work()
		return promise
	}

	/** Timers, what has come in, and what is to go out have their turn before each slice. */
	async #work(): Promise<void> {
		if (this.#working) return
		this.#working = true
		while (this.#jobs.length > 0) {
			await setImmediate()
			this.#slice(performance.now() + SLICE_MS)
		}
		this.#working = false
	}

	/** Work that is not done has had its share: the rest of the slice is for others. */
	#slice(until: number): void {
		for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) {
			if (!job(until)) this.#jobs.push(job)
			if (performance.now() >= until) return
		}
	}
}

function workUntil<T>(work: Generator<undefined, T>, until: number): { readonly value: T } | undefined {
	do {
		const next = work.next()
		if (next.done) return { value: next.value }
	} while (performance.now() < until)
	return undefined
}
