import { Worker } from 'node:worker_threads'

/** `leave`: close the file. */
export type KeeperRequest = { readonly type: 'copy' | 'leave'; readonly file: string }
/** `frames` that are in the log, however many of them were copied; undefined when it could not be done. */
export type KeeperReply = { readonly frames: number | undefined }

/**
 * A thread that copies write-ahead logs into their files, so that no commit waits for it. It begins when it is first asked. Without it SQLite does
 * the same within a commit once the log is long.
 */
export class LogKeeper {
	readonly #waiting: ((frames: number | undefined) => void)[] = []
	#worker: Worker | undefined
	#ended = false

	/** @returns how long the log is, frames. */
	copy(file: string): Promise<number | undefined> {
		return this.#ask({ type: 'copy', file })
	}

	async leave(file: string): Promise<void> {
		if (this.#worker) await this.#ask({ type: 'leave', file })
	}

	async close(): Promise<void> {
		this.#end()
		await this.#worker?.terminate()
	}

	#ask(request: KeeperRequest): Promise<number | undefined> {
		if (this.#ended) return Promise.resolve(undefined)
		this.#worker ??= this.#begin()
		this.#worker.postMessage(request)
		return new Promise((resolve) => this.#waiting.push(resolve))
	}

	#begin(): Worker {
		const worker = new Worker(new URL('./log-keeper.worker.ts', import.meta.url))
		worker.on('message', ({ frames }: KeeperReply) => this.#waiting.shift()?.(frames))
		worker.on('error', () => this.#end())
		worker.on('exit', () => this.#end())
		return worker
	}

	#end(): void {
		this.#ended = true
		for (const resolve of this.#waiting.splice(0)) resolve(undefined)
	}
}
