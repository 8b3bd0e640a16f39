import { Worker } from 'node:worker_threads'

import type { WriterReply, WriterRequest } from './messages.ts'

type OnReply = (reply: WriterReply) => void

/** Ends the process's hold on a writer that does not answer its last request, ms. */
const CLOSE_MS = 10_000

/** What a transaction needs is garbage after it: little of it is kept, so that it stays in the processor's cache. */
const YOUNG_MB = 8

/**
 * The main thread's end of one writer. Replies come in the order of requests and are handed on synchronously. A writer that died answers
 * everything that waits, and everything asked later, with `fatal`.
 */
export class WriterThread {
	readonly #worker = new Worker(new URL('./writer.worker.ts', import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } })
	readonly #waiting: OnReply[] = []
	#onFatal: ((error: Error) => void) | undefined
	#state: 'running' | 'closed' | 'dead' = 'running'
	#reason = 'the journal is closed'

	constructor() {
		this.#worker.on('message', (reply: WriterReply) => this.#receive(reply))
		this.#worker.on('error', (error: Error) => this.#die(error.message))
		this.#worker.on('exit', (code) => this.#die(`the writer ended with code ${code}`))
	}

	/** From now on the writer's death is somebody's concern. */
	watch(onFatal: (error: Error) => void): void {
		this.#onFatal = onFatal
	}

	send(request: WriterRequest, onReply: OnReply): void {
		if (this.#state !== 'running') return onReply({ type: 'fatal', message: this.#reason })
		this.#waiting.push(onReply)
		this.#worker.postMessage(request)
	}

	ask(request: WriterRequest): Promise<WriterReply> {
		return new Promise((resolve) => this.send(request, resolve))
	}

	async close(): Promise<void> {
		if (this.#state === 'running') {
			const last = this.ask({ type: 'close' })
			const timer = setTimeout(() => void this.#worker.terminate(), CLOSE_MS)
			await last
			clearTimeout(timer)
		}
		this.#state = this.#state === 'dead' ? 'dead' : 'closed'
		await this.#worker.terminate()
	}

	#receive(reply: WriterReply): void {
		if (reply.type === 'closed') this.#state = 'closed'
		if (reply.type === 'fatal') return this.#die(reply.message)
		this.#waiting.shift()?.(reply)
	}

	#die(reason: string): void {
		if (this.#state !== 'running') return
		this.#state = 'dead'
		this.#reason = reason
		for (const onReply of this.#waiting.splice(0)) onReply({ type: 'fatal', message: reason })
		this.#onFatal?.(new Error(`the journal's writer failed: ${reason}`))
	}
}
