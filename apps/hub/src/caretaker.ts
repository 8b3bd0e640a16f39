import type { Settings } from '@lagebild/config/read.ts'
import type { Retention } from '@lagebild/journal/port.ts'
import type { Status } from '@lagebild/model/event.ts'
import type { Logger } from 'pino'

import type { Clock } from './clock.ts'
import type { Operations } from './operations.ts'
import type { RunningOperation } from './running.ts'

export type CaretakerOptions = {
	readonly operations: Operations
	readonly retention: Settings['retention']
	readonly now: Clock
	readonly log: Logger
}

/** One frame per lane and group of viewers at most so often. */
const TICK_MS = 100
/** Often enough that a beat, 2 s after the last frame, still says "live" (C1: 3 s). */
const POLL_MS = 250
const SNAPSHOT_CHECK_MS = 30_000
const RETENTION_MS = 600_000
const CHECKPOINT_MS = 300_000
/** Also a hub that is restarted all the time keeps its journals small. */
const FIRST_ROUND_MS = 60_000
const HOUR = 3_600_000

/** Everything that happens by the clock alone. Owns its timers; an errand that still runs is not started again. */
export class Caretaker {
	readonly #options: CaretakerOptions
	readonly #timers: NodeJS.Timeout[] = []
	readonly #errands = new Set<Promise<void>>()

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
		this.#every(POLL_MS, (running) => running.poll())
		this.#every(SNAPSHOT_CHECK_MS, (running) => running.snapshot())
		this.#every(RETENTION_MS, async ({ journal, operation }) => {
			await journal.retain(retentionOf(operation.status, this.#options.retention), now())
		})
		this.#every(CHECKPOINT_MS, async (running) => {
			await running.checkpoint()
		})
	}

	/** Ends the timers and waits for what they began. */
	async stop(): Promise<void> {
		for (const timer of this.#timers) clearInterval(timer)
		await Promise.all(this.#errands)
	}

	#every(ms: number, work: (running: RunningOperation) => Promise<void>): void {
		const busy = new Set<string>()
		const visit = async (running: RunningOperation): Promise<void> => {
			const { id } = running.operation
			if (busy.has(id)) return
			busy.add(id)
			await work(running).catch((error: unknown) => {
				this.#options.log.error({ err: error, operation: id }, 'an errand by the clock failed')
			})
			busy.delete(id)
		}
		const round = () => {
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
