import { Worker } from 'node:worker_threads'

import type { Settings } from '@lagebild/config/read.ts'
import { isPaperTold } from '@lagebild/paper/order.ts'
import type { PaperContent, PaperOrder, PaperThing, PaperTold } from '@lagebild/paper/order.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { measuredAt, rowAt } from '@lagebild/picture/read.ts'
import type { Logger } from 'pino'

import type { Clock } from './clock.ts'
import { readFrom } from './io/http/picture-text.ts'
import type { RunningOperation } from './running.ts'
import type { Slices } from './slices.ts'

export type PapersOptions = {
	readonly settings: Pick<Settings, 'paper'>
	readonly operations: { readonly all: () => readonly RunningOperation[]; readonly get: (id: string) => RunningOperation | undefined }
	readonly slices: Slices
	readonly now: Clock
	readonly log: Logger
}

/** How the newest round ended. `failing`: since when papers are missing, and why, in the system's words. */
export type PaperState = { readonly failing?: { readonly since: number; readonly code: string } }

const MINUTE_MS = 60_000
const CHECK_MS = 30_000
/** The feeds have spoken by then. */
const FIRST_CHECK_MS = 60_000
/** A share that hangs holds the thread, and nothing else. */
const PATIENCE_MS = 120_000

/** Writes the situation of every open operation for paper, by the clock and in a thread of its own (O6). */
export class Papers {
	readonly #options: PapersOptions
	readonly #timers: NodeJS.Timeout[] = []
	#last = -Infinity
	#busy = false
	#worker: Worker | undefined
	#failing: PaperState['failing']

	constructor(options: PapersOptions) {
		this.#options = options
	}

	/** Undefined when none are written here. */
	get state(): PaperState | undefined {
		if (this.#options.settings.paper.folder === undefined) return undefined
		return this.#failing ? { failing: this.#failing } : {}
	}

	start(): void {
		if (this.#options.settings.paper.folder === undefined) return
		const check = (): void => void this.#check()
		this.#timers.push(
			setTimeout(() => {
				check()
				this.#timers.push(setInterval(check, CHECK_MS))
			}, FIRST_CHECK_MS),
		)
	}

	async stop(): Promise<void> {
		for (const timer of this.#timers) clearTimeout(timer)
		await this.#worker?.terminate()
	}

	/** Writes a round when it is time. */
	async #check(): Promise<void> {
		const { settings, now } = this.#options
		if (now() - this.#last < settings.paper.everyMinutes * MINUTE_MS) return
		this.#last = now()
		await this.write()
	}

	/** One paper of every open operation; nothing while a round is being written. */
	async write(): Promise<readonly PaperTold[]> {
		const { operations } = this.#options
		if (this.#busy) return []
		this.#busy = true
		const told: PaperTold[] = []
		try {
			for (const running of operations.all()) if (isWritten(running)) told.push(await this.#write(running))
		} finally {
			this.#busy = false
		}
		this.#note(told)
		return told
	}

	async #write(running: RunningOperation): Promise<PaperTold> {
		const { folder, ours, keep, language } = this.#options.settings.paper
		if (folder === undefined) return { type: 'failed', code: 'off', message: 'no folder' }
		try {
			return await this.#run({ content: await this.#contentOf(running), folder, ours, keep, language })
		} catch (error) {
			return { type: 'failed', code: 'fault', message: error instanceof Error ? error.message : String(error) }
		}
	}

	/** Everything, whatever its label: whoever holds the folder holds the data folder, too. */
	async #contentOf(running: RunningOperation): Promise<PaperContent> {
		const { operations, slices, now } = this.#options
		const { id, name, status, timeZone, area, bases } = running.operation
		const at = now()
		const things: PaperThing[] = []
		for (const from of [running, ...bases.flatMap((base) => operations.get(base) ?? [])]) {
			const { picture } = from
			const read = (index: number) => {
				const row = rowAt(picture, index)
				return row && { v: row.v, row, measured: measuredAt(picture, index) }
			}
			for (const { row, measured } of await slices.run(readFrom({ from, picture }, read))) things.push({ row, measured })
		}
		return { operation: { id, name, status, timeZone, area }, at, seq: headOf(running.picture), things }
	}

	async #run(order: PaperOrder): Promise<PaperTold> {
		const worker = new Worker(new URL(import.meta.resolve('@lagebild/paper/paper.worker.ts')), { workerData: order })
		this.#worker = worker
		const { promise, resolve } = Promise.withResolvers<PaperTold>()
		const timer = setTimeout(() => void worker.terminate(), PATIENCE_MS)
		worker.on('message', (value: unknown) => isPaperTold(value) && resolve(value))
		worker.on('error', (error) =>
			resolve({ type: 'failed', code: 'fault', message: error instanceof Error ? error.message : String(error) }),
		)
		worker.on('exit', () => resolve({ type: 'failed', code: 'timeout', message: 'the thread ended without a word' }))
		const told = await promise
		clearTimeout(timer)
		this.#worker = undefined
		return told
	}

	/** Said once when it begins to fail, and once when it works again. */
	#note(told: readonly PaperTold[]): void {
		const { now, log } = this.#options
		const failed = told.find((one) => one.type === 'failed')
		if (failed && !this.#failing) log.error({ code: failed.code, reason: failed.message }, 'no paper could be written')
		if (!failed && this.#failing) log.info('papers are written again')
		this.#failing = failed && { since: this.#failing?.since ?? now(), code: failed.code }
	}
}

function isWritten({ operation: { base, state } }: RunningOperation): boolean {
	return !base && state === 'open'
}
