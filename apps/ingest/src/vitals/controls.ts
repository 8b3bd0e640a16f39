import { once } from 'node:events'

import { sleep } from '../hub.ts'

/** `wake`: do now what would be done later. `reconnect`: forget what is known of the upstream, and connect anew. */
type Change = 'wake' | 'reconnect' | 'pause' | 'resume'

/** How the reason of a feed begins that somebody paused. */
const PAUSED_BY = 'paused by '

/** What people want of one feed while it runs. */
export class Controls {
	readonly #listeners = new Set<(change: Change) => void>()
	#pausedBy: string | undefined

	/** As it was said when this feed was watched last. */
	recall(state: string, reason: string | null): void {
		if (state === 'off' && reason?.startsWith(PAUSED_BY)) this.#pausedBy = reason.slice(PAUSED_BY.length)
	}

	/** Why nothing is asked and nothing taken; undefined while the feed runs. */
	get paused(): string | undefined {
		return this.#pausedBy === undefined ? undefined : `${PAUSED_BY}${this.#pausedBy}`
	}

	pause(by: string): void {
		this.#pausedBy = by
		this.#tell('pause')
	}

	resume(): void {
		this.#pausedBy = undefined
		this.#tell('resume')
	}

	wake(): void {
		this.#tell('wake')
	}

	reconnect(): void {
		this.#tell('reconnect')
	}

	/** Returns the way to stop it. */
	on(listener: (change: Change) => void): () => void {
		this.#listeners.add(listener)
		return () => void this.#listeners.delete(listener)
	}

	/** Until the time is over, something is wanted, or the signal; and while the feed is paused. */
	async rest(ms: number, signal: AbortSignal): Promise<void> {
		const wanted = new AbortController()
		const off = this.on(() => wanted.abort())
		await sleep(ms, AbortSignal.any([signal, wanted.signal]))
		off()
		await this.running(signal)
	}

	async running(signal: AbortSignal): Promise<void> {
		while (this.#pausedBy !== undefined && !signal.aborted) {
			const resumed = new AbortController()
			const off = this.on(() => resumed.abort())
			const either = AbortSignal.any([signal, resumed.signal])
			if (!either.aborted) await once(either, 'abort')
			off()
		}
	}

	#tell(change: Change): void {
		for (const listener of this.#listeners) listener(change)
	}
}
