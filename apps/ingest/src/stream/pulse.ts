import type { PollResult, Problem } from '../core/health.ts'
import { judge } from '../worker.ts'
import type { Worker } from '../worker.ts'

/** What was wrong is said for so long after it was last so: a stream with one bad message in a hundred is not well and sick in turns. */
const STICKY_MS = 60_000

const WAITING: PollResult = { type: 'unreadable', reason: 'connected, waiting for a message' }

function sinceWhen(lastGood: number | null): string {
	return lastGood === null ? 'no message came yet' : `no message since ${new Date(lastGood).toISOString().slice(0, 16)}Z`
}

/** Health of a stream: judged by what its messages come to over a while, and by the connection while none come. */
export class Pulse {
	readonly #worker: Worker
	readonly #problems = new Map<string, { readonly problem: Problem; readonly until: number }>()
	#judging: Promise<void> = Promise.resolve()
	#isConnected = false
	/** The last good message, or since when there could be one: a silent connection that is made anew is still silent. */
	#waitingSince: number | undefined
	#lostTold = false
	#goodAt: number | undefined

	constructor(worker: Worker) {
		this.#worker = worker
	}

	get #now(): number {
		return this.#worker.ports.now()
	}

	get silentMs(): number {
		const { adapter, feed } = this.#worker
		return Math.max(adapter.descriptor.silentMs, 3 * feed.everySeconds * 1_000)
	}

	/** Something is wrong although messages come; said with the next one that is good. */
	note(problem: Problem): void {
		this.#problems.set(problem.code, { problem, until: this.#now + Math.max(STICKY_MS, this.#worker.feed.everySeconds * 1_000) })
	}

	/** What a batch of messages came to. */
	came(result: PollResult): Promise<void> {
		if (result.type === 'failed') return this.#judge(result)
		if (result.type === 'unreadable') {
			this.note({ code: 'not understood', reason: `messages are not understood, the last: ${result.reason}` })
			return this.#isGoodLately() ? this.#judging : this.#judge(result)
		}
		for (const problem of result.problems) this.note(problem)
		this.#goodAt = this.#now
		this.#waitingSince = this.#now
		this.#lostTold = false
		return this.#judge({ ...result, problems: this.#lasting() })
	}

	/** After a loss that was told it is told at once; otherwise the first message has the feed's own pace to come. */
	connected(): Promise<void> {
		this.#isConnected = true
		if (this.#lostTold) this.#waitingSince = this.#now
		this.#waitingSince ??= this.#now
		return this.#lostTold ? this.#judge(WAITING) : this.#judging
	}

	/** @param isTold a connection that comes back at once is not worth an entry */
	lost(reason: string, isTold: boolean): Promise<void> {
		this.#isConnected = false
		if (!isTold) return this.#judging
		this.#lostTold = true
		return this.#judge({ type: 'failed', reason: `not connected: ${reason}`.slice(0, 300) })
	}

	/** To be called now and then: silence begins by itself. */
	tick(): Promise<void> {
		if (!this.#isConnected || this.#waitingSince === undefined) return this.#judging
		const { lastGood } = this.#worker.health
		const silence = this.#now - this.#waitingSince
		if (silence > this.silentMs) return this.#judge({ type: 'failed', reason: `connected, but ${sinceWhen(lastGood)}` })
		const isAwaited = this.#goodAt === undefined && silence > this.#worker.feed.everySeconds * 1_000
		return isAwaited ? this.#judge(WAITING) : this.#judging
	}

	#isGoodLately(): boolean {
		return this.#goodAt !== undefined && this.#now - this.#goodAt < Math.max(STICKY_MS, this.silentMs)
	}

	#lasting(): readonly Problem[] {
		for (const [code, { until }] of this.#problems) if (until <= this.#now) this.#problems.delete(code)
		return [...this.#problems.values()].map(({ problem }) => problem)
	}

	/** One after the other: each compares with what was told before. */
	#judge(result: PollResult): Promise<void> {
		this.#judging = this.#judging
			.then(() => judge(this.#worker, result))
			.catch((error: unknown) => {
				this.#worker.ports.log.error({ feed: this.#worker.feed.id, err: error }, 'health could not be judged')
			})
		return this.#judging
	}
}
