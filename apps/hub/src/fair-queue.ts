export type FairQueueOptions = {
	/** All that may wait, and of one asker. */
	readonly most: number
	readonly mostEach: number
	/** Between two pieces. */
	readonly pause?: () => Promise<void>
}

/** One piece of work at a time; whose turn it is goes round among the askers, so that who asks much holds up nobody but itself. */
export class FairQueue {
	readonly #options: FairQueueOptions
	/** By asker, whose turn is next first. A piece never rejects. */
	readonly #waiting = new Map<string, (() => Promise<void>)[]>()
	#count = 0
	#working = false

	constructor(options: FairQueueOptions) {
		this.#options = options
	}

	/** Undefined when too many wait already, or too many of this asker. */
	take<T>(asker: string, work: () => T | Promise<T>): Promise<T> | undefined {
		const { most, mostEach } = this.#options
		const own = this.#waiting.get(asker) ?? []
		if (this.#count >= most || own.length >= mostEach) return undefined
		this.#count++
		const { promise, resolve, reject } = Promise.withResolvers<T>()
		own.push(async () => {
			try {
				resolve(await work())
			} catch (error) {
				reject(error instanceof Error ? error : new Error(String(error)))
			}
		})
		this.#waiting.set(asker, own)
		void this.#run()
		return promise
	}

	async #run(): Promise<void> {
		if (this.#working) return
		this.#working = true
		await Promise.resolve()
		for (let next = this.#next(); next; next = this.#next()) {
			await next()
			this.#count--
			await this.#options.pause?.()
		}
		this.#working = false
	}

	#next(): (() => Promise<void>) | undefined {
		const [turn] = this.#waiting
		if (!turn) return undefined
		const [asker, own] = turn
		const next = own.shift()
		this.#waiting.delete(asker)
		if (own.length > 0) this.#waiting.set(asker, own)
		return next
	}
}
