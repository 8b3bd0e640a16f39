import { Worker } from 'node:worker_threads'

import type { Order, Word } from './message.ts'
import { beatsOn, createPage, readingOn } from './page.ts'
import type { Reading } from './page.ts'

/** Why a thread ended that should not, in words for people, and what it read then. */
export type Death = { readonly reason: string; readonly reading?: Reading }

export type ThreadOptions = {
	readonly entry: URL
	readonly heapMb: number
	/** A thread that says nothing for so long is ended. */
	readonly patienceMs: number
	readonly onWord: (word: Word) => void
	/** Once, unless it was ended on purpose. */
	readonly onDeath: (death: Death) => void
}

/** One thread of feeds as the main thread sees it. */
export type Thread = {
	readonly post: (order: Order) => void
	/** Ends it at once. */
	readonly end: () => Promise<void>
}

const YOUNG_MB = 4
const CHECKS = 10
/** So much longer a thread may take until it is there at all. */
const STARTING = 10

/** A thread is measured by our own ticks and not by the clock: a machine that slept has no thread that hangs. */
export function startThread(options: ThreadOptions): Thread {
	const page = createPage()
	const { heapMb, patienceMs } = options
	const worker = new Worker(options.entry, {
		workerData: page,
		resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: YOUNG_MB },
	})
	let over = false
	const die = (reason: string): void => {
		if (over) return
		over = true
		clearInterval(watch)
		const reading = readingOn(page)
		void worker.terminate()
		options.onDeath({ reason, ...(reading && { reading }) })
	}
	const watch = watchBeats(page, patienceMs, () => die(hungReason(readingOn(page), patienceMs)))
	worker.on('message', options.onWord)
	worker.on('error', (error) => die(reasonOf(error, heapMb)))
	worker.on('exit', (code) => die(`its thread ended by itself (${code})`))
	return {
		post: (order) => worker.postMessage(order),
		end: async () => {
			over = true
			clearInterval(watch)
			await worker.terminate()
		},
	}
}

function watchBeats(page: SharedArrayBuffer, patienceMs: number, hung: () => void): NodeJS.Timeout {
	let beats = -1
	let missed = 0
	return setInterval(() => {
		const now = beatsOn(page)
		missed = now === beats ? missed + 1 : 0
		beats = now
		if (missed >= (now === 0 ? STARTING * CHECKS : CHECKS)) hung()
	}, patienceMs / CHECKS)
}

function hungReason(reading: Reading | undefined, patienceMs: number): string {
	const seconds = Number((patienceMs / 1_000).toPrecision(2))
	return reading ? `reading a document of ${reading.size} bytes took longer than ${seconds} s` : `it did not answer for ${seconds} s`
}

function reasonOf(error: unknown, heapMb: number): string {
	if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
		return `out of memory (more than ${heapMb} MB)`
	return `internal mistake: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300)
}
