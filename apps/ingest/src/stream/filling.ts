import type { StreamConfig } from '@lagebild/config/stream.ts'
import { iso } from '@lagebild/model/time.ts'

import { sleep } from '../hub.ts'
import { fillGap } from './backfill.ts'
import type { Backfill } from './backfill.ts'
import { mergedGaps, readMarks, writeMarks } from './gaps.ts'
import type { Silence } from './gaps.ts'
import type { Pulse } from './pulse.ts'

export type FillingOptions = Omit<Backfill, 'url' | 'maxDocuments'> & {
	/** Absent: what was missed is missing, and is said to be. */
	readonly config: StreamConfig['backfill']
	readonly pulse: Pulse
	readonly marks: string | undefined
}

const HOUR = 3_600_000
const MINUTE = 60_000
/** Clocks differ, and what was under way when the line broke is asked for again. */
const OVERLAP_MS = 30_000
/** Shorter gaps are not worth a word. */
const WORTH_MS = 10_000
const WRITE_MS = 10_000

/** Up to when a stream was heard, and what is asked for of the times in which it was not. */
export class Filling {
	readonly #options: FillingOptions
	#heard: number | undefined
	#open: readonly Silence[] = []
	#waiting: PromiseWithResolvers<void> | undefined
	#writtenAt = 0
	#writing: Promise<void> = Promise.resolve()
	readonly #timers = new Set<NodeJS.Timeout>()

	constructor(options: FillingOptions) {
		this.#options = options
	}

	/** What a restart must go on with. @param told the last good message that the hub knows of, where there is no file */
	async recall(told: number | null): Promise<void> {
		const { heard, open } = await readMarks(this.#options.marks, this.#options.worker.feed.id)
		this.#heard = heard ?? told ?? undefined
		this.#open = open
	}

	/** The hub has what came up to then. */
	heard(at: number): void {
		this.#heard = Math.max(at, this.#heard ?? 0)
		if (this.#now - this.#writtenAt >= WRITE_MS) this.#write()
	}

	/** Somebody is heard again. @param recovers the other side gives us what we missed */
	back(recovers: boolean): void {
		const { config, pulse } = this.#options
		const until = this.#now
		if (config) {
			const since = this.#heard === undefined ? until - config.maxHours * HOUR : this.#heard - OVERLAP_MS
			this.#ask({ since: Math.min(since, until), until })
			return
		}
		const since = this.#heard
		if (recovers || since === undefined || until - since < WORTH_MS) return
		pulse.note({ code: 'gap', reason: `nothing was heard ${between({ since, until })}: what was said then is missing` })
	}

	/** Fills one gap after the other until told to stop. */
	async run(): Promise<void> {
		const { config, worker } = this.#options
		const { signal } = worker.ports
		if (!config) return
		while (!signal.aborted) {
			const [gap] = this.#open
			if (gap) await this.#fill(gap, config)
			else await this.#asked()
		}
	}

	async close(): Promise<void> {
		for (const timer of this.#timers) clearTimeout(timer)
		this.#waiting?.resolve()
		this.#write()
		await this.#writing
	}

	get #now(): number {
		return this.#options.worker.ports.now()
	}

	async #fill(gap: Silence, config: NonNullable<StreamConfig['backfill']>): Promise<void> {
		const { worker, pulse } = this.#options
		const { log, signal } = worker.ports
		const filled = await fillGap(gap, { ...this.#options, url: config.url, maxDocuments: config.maxDocuments })
		if (signal.aborted) return
		this.#open = this.#open.filter((one) => one !== gap)
		this.#write()
		if (filled.type === 'failed') {
			pulse.note({ code: 'gap', reason: `what was said ${between(gap)} could not be had: ${filled.reason}`.slice(0, 300) })
			log.warn({ feed: worker.feed.id, reason: worker.watch.masked(filled.reason) }, 'a gap could not be filled')
		} else log.info({ feed: worker.feed.id, documents: filled.documents, since: iso(gap.since) }, 'a gap was filled')
		await sleep(0, signal)
	}

	/** Asked at once, and once more when the store of the source has caught up. */
	#ask(gap: Silence): void {
		const { config } = this.#options
		if (!config) return
		this.#add(gap, config.maxHours)
		if (config.lagMinutes === 0) return
		const timer = setTimeout(() => {
			this.#timers.delete(timer)
			this.#add(gap, config.maxHours)
		}, config.lagMinutes * MINUTE)
		this.#timers.add(timer)
	}

	#add(gap: Silence, maxHours: number): void {
		this.#open = mergedGaps([...this.#open, gap], maxHours * HOUR)
		this.#write()
		this.#waiting?.resolve()
		this.#waiting = undefined
	}

	async #asked(): Promise<void> {
		this.#waiting ??= Promise.withResolvers<void>()
		await this.#waiting.promise
	}

	#write(): void {
		const { marks, worker } = this.#options
		if (marks === undefined) return
		this.#writtenAt = this.#now
		const state = { heard: this.#heard ?? null, open: [...this.#open] }
		this.#writing = this.#writing
			.then(() => writeMarks(marks, worker.feed.id, state))
			.catch((error: unknown) =>
				worker.ports.log.warn({ feed: worker.feed.id, err: error }, 'it could not be kept up to when the stream was heard'),
			)
	}
}

function between({ since, until }: Silence): string {
	return `from ${iso(since).slice(0, 19)}Z to ${iso(until).slice(0, 19)}Z (${Math.max(1, Math.round((until - since) / MINUTE))} min)`
}
