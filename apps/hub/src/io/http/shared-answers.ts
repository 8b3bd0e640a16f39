/** What is asked: equal keys are the same question of equal readers. `heads`: what the answer follows from, as it is now. */
export type Asked = { readonly key: string; readonly heads: () => string }

/** An answer is still the present one for so long, when nothing that it follows from has changed. */
const FRESH_MS = 1_000
const KEPT = 4

/**
 * S6: who asks while the same is being read for another gets that answer, which holds all that was known when either asked; so does who asks
 * before anything has changed.
 */
export class SharedAnswers<T> {
	readonly #reading = new Map<string, Promise<T>>()
	readonly #held: { readonly key: string; readonly heads: string; readonly at: number; readonly made: Promise<T> }[] = []

	/** @param make tells `read` when it has read all: what is said from then on is not in its answer */
	take({ key, heads }: Asked, make: (read: () => void) => Promise<T>): Promise<T> {
		const [now, present] = [performance.now(), heads()]
		const held = this.#held.find((one) => one.key === key && one.heads === present && now - one.at < FRESH_MS)
		const known = held?.made ?? this.#reading.get(key)
		if (known) return known
		const made = make(() => {
			this.#reading.delete(key)
			this.#held.unshift({ key, heads: heads(), at: performance.now(), made })
			this.#held.length = Math.min(this.#held.length, KEPT)
		})
		this.#reading.set(key, made)
		void made.catch(() => undefined).then(() => this.#forget(key, made))
		return made
	}

	/** Not more than its time: an answer may be some megabytes. */
	#forget(key: string, made: Promise<T>): void {
		if (this.#reading.get(key) === made) this.#reading.delete(key)
		setTimeout(() => {
			const place = this.#held.findIndex((one) => one.made === made)
			if (place !== -1) this.#held.splice(place, 1)
		}, FRESH_MS).unref()
	}
}
