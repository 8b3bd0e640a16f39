import { setImmediate } from 'node:timers/promises'

/** So long one piece of work holds the thread; what is live waits no longer. */
const SLICE_MS = 4

type Job = () => boolean

/**
 * Long work on the main thread, in slices: between two of them the event loop turns, and whose turn it is goes round. Work says where it can
 * be interrupted by `yield`, which has to be less than a slice apart.
 */
export class Slices {
	readonly #jobs: Job[] = []
	#working = false

	run<T>(work: Generator<undefined, T>): Promise<T> {
		const { promise, resolve, reject } = Promise.withResolvers<T>()
		this.#jobs.push(() => {
			try {
				const end = slice(work)
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

	async #work(): Promise<void> {
		if (this.#working) return
		this.#working = true
		for (let job = this.#jobs.shift(); job; job = this.#jobs.shift()) {
			await setImmediate()
			if (!job()) this.#jobs.push(job)
		}
		this.#working = false
	}
}

function slice<T>(work: Generator<undefined, T>): { readonly value: T } | undefined {
	const until = performance.now() + SLICE_MS
	do {
		const next = work.next()
		if (next.done) return { value: next.value }
	} while (performance.now() < until)
	return undefined
}
