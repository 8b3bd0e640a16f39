type Waiting = { readonly release: () => void }

/** What one connection is told in one piece of work travels in one write, which costs as much as several small ones each. */
export class Together {
	readonly #waiting: Waiting[] = []
	#working = false
	#joined: { readonly parts: readonly Buffer[]; readonly whole: Buffer } | undefined

	get working(): boolean {
		return this.#working
	}

	/** Runs work that says what belongs together. */
	run(work: () => void): void {
		if (this.#working) {
			work()
			return
		}
		this.#working = true
		try {
			work()
		} finally {
			this.#working = false
			for (const waiting of this.#waiting.splice(0)) waiting.release()
			this.#joined = undefined
		}
	}

	/** It holds something back until the work is done. */
	wait(waiting: Waiting): void {
		this.#waiting.push(waiting)
	}

	/** Once for all who are told the same. */
	join(parts: readonly Buffer[]): Buffer {
		const { parts: before = [], whole } = this.#joined ?? {}
		if (whole && parts.length === before.length && parts.every((part, place) => part === before[place])) return whole
		this.#joined = { parts, whole: Buffer.concat(parts) }
		return this.#joined.whole
	}
}
