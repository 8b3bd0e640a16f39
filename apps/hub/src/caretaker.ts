import type { Settings } from '@lagebild/config/read.ts'
import type { PhotoStore } from '@lagebild/journal/photos/port.ts'
import type { JournalStore, Retention } from '@lagebild/journal/port.ts'
import type { Status } from '@lagebild/model/event.ts'
import type { Logger } from 'pino'

import { sweepPhotos } from './attachments/sweep.ts'
import type { Bus } from './bus.ts'
import type { Clock } from './clock.ts'
import type { Heads } from './io/storage/heads.ts'
import type { Operations } from './operations.ts'
import type { RunningOperation } from './running.ts'

export type CaretakerOptions = {
	readonly operations: Operations
	readonly store: Pick<JournalStore, 'kind' | 'inTurn'>
	readonly bus: Pick<Bus, 'on' | 'up'>
	readonly heads: Pick<Heads, 'save'>
	readonly photos: PhotoStore
	readonly retention: Settings['retention']
	readonly now: Clock
	readonly log: Logger
}

/** One frame per lane and group of viewers at most so often. */
const TICK_MS = 100
/** How soon what others wrote is noticed when nobody can be heard (N2). */
const POLL_MS = 250
/** Where they can be heard every second poll is enough for a beat, 2 s after the last frame, to say "live" still (C1: 3 s). */
const HEARD_EVERY = 2
/** The list of operations, and where the journals are. */
const LOOK_MS = 500
const SNAPSHOT_CHECK_MS = 30_000
const RETENTION_MS = 600_000
const CHECKPOINT_MS = 300_000
const SWEEP_MS = 3_600_000
/** Also a hub that is restarted all the time keeps its journals small. */
const FIRST_ROUND_MS = 60_000
const HOUR = 3_600_000

/** Everything that happens by the clock alone. Owns its timers; an errand that still runs is not started again. */
export class Caretaker {
	readonly #options: CaretakerOptions
	readonly #timers: NodeJS.Timeout[] = []
	readonly #errands = new Set<Promise<void>>()
	#headsFail = false

	constructor(options: CaretakerOptions) {
		this.#options = options
	}

	start(): void {
		const { operations, now } = this.#options
		this.#timers.push(
			setInterval(() => {
				for (const { runner } of operations.all()) runner.tell({ type: 'tick', now: now() })
			}, TICK_MS),
		)
		let polls = 0
		this.#every(
			POLL_MS,
			(running) => running.poll(),
			() => !this.#options.bus.up() || ++polls % HEARD_EVERY === 0,
		)
		this.#timers.push(setInterval(() => this.#look(), LOOK_MS))
		this.#every(SNAPSHOT_CHECK_MS, (running) => running.snapshot())
		this.#every(RETENTION_MS, async ({ journal, operation }) => {
			await this.#options.store.inTurn(() => journal.retain(retentionOf(operation.status, this.#options.retention), now()))
		})
		this.#every(CHECKPOINT_MS, async (running) => {
			await running.checkpoint()
		})
		this.#every(SWEEP_MS, async (running) => {
			await sweepPhotos(running, { photos: this.#options.photos, now: now() })
		})
	}

	/** Ends the timers and waits for what they began. */
	async stop(): Promise<void> {
		for (const timer of this.#timers) clearInterval(timer)
		await Promise.all(this.#errands)
	}

	/** What fails is said once, until it succeeds again. */
	#look(): void {
		this.#own(this.#options.operations.look())
		try {
			this.#options.heads.save()
			this.#headsFail = false
		} catch (error) {
			if (!this.#headsFail) this.#options.log.error({ err: error }, 'where the journals are could not be kept')
			this.#headsFail = true
		}
	}

	/** What fails is said once, until it succeeds again. */
	#every(ms: number, work: (running: RunningOperation) => Promise<void>, due: () => boolean = () => true): void {
		const busy = new Set<string>()
		const failing = new Set<string>()
		const visit = async (running: RunningOperation): Promise<void> => {
			const { id } = running.operation
			if (busy.has(id)) return
			busy.add(id)
			try {
				await work(running)
				failing.delete(id)
			} catch (error) {
				if (!failing.has(id)) this.#options.log.error({ err: error, operation: id }, 'an errand by the clock failed')
				failing.add(id)
			}
			busy.delete(id)
		}
		const round = () => {
			if (!due()) return
			for (const running of this.#options.operations.all()) this.#own(visit(running))
		}
		this.#timers.push(setInterval(round, ms), setTimeout(round, Math.min(ms, FIRST_ROUND_MS)))
	}

	#own(errand: Promise<void>): void {
		this.#errands.add(errand)
		void errand.finally(() => this.#errands.delete(errand))
	}
}

export function retentionOf(status: Status, settings: Settings['retention']): Retention {
	return status === 'actual'
		? { batchAgeMs: settings.measurementHours * HOUR, batchBytes: Number.MAX_SAFE_INTEGER }
		: { batchAgeMs: settings.exerciseMeasurementHours * HOUR, batchBytes: settings.exerciseMeasurementBytes }
}
