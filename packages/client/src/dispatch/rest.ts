/** A pause that ends early when there is a reason; a reason that came just before counts as well. */
export class Rest {
	#due = false
	#end: (() => void) | undefined

	/** Ends the present pause, or the next one. */
	wake(): void {
		this.#due = true
		this.#end?.()
	}

	async pause(ms: number, over: AbortSignal): Promise<void> {
		if (!this.#due && !over.aborted) {
			const { promise, resolve } = Promise.withResolvers<void>()
			const timer = setTimeout(resolve, ms)
			over.addEventListener('abort', () => resolve(), { once: true })
			this.#end = resolve
			await promise
			clearTimeout(timer)
			this.#end = undefined
		}
		this.#due = false
	}
}
