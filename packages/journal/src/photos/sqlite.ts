import { chmodSync, closeSync, existsSync, openSync } from 'node:fs'
import path from 'node:path'
import { Worker } from 'node:worker_threads'

import { PHOTO_TYPES } from '@lagebild/model/photo.ts'
import * as z from 'zod'

import type { PhotoStore } from './port.ts'
import type { PhotoAnswer, PhotoCall } from './thread-messages.ts'

export const PHOTO_FILE = 'photos.db'

const Kept = z.enum(['kept', 'known', 'reused', 'full', 'erased'])
const Found = z.object({ mediaType: z.enum(PHOTO_TYPES), bytes: z.instanceof(Uint8Array) }).optional()
const Held = z.map(z.string(), z.object({ photos: z.number(), bytes: z.number() }))

/** In a file of this machine. A thread of its own waits for the disk; it begins with the first photo. */
export function openSqlitePhotos(folder: string): PhotoStore {
	const file = path.join(folder, PHOTO_FILE)
	const thread = new PhotoThread(file)
	/** Without a file there is nothing, and no thread is needed to say so. */
	const ask = async <T>(type: z.ZodType<T>, call: PhotoCall['call'], nothing: T): Promise<T> =>
		existsSync(file) ? type.parse(await thread.ask(call)) : nothing
	return {
		keep: async (photo) => Kept.parse(await thread.ask({ type: 'keep', photo })),
		find: (key) => ask(Found, { type: 'find', key }, undefined),
		there: (operation, sha256s) => ask(z.array(z.string()), { type: 'there', operation, sha256s }, []),
		isFrom: (key, credential) => ask(z.boolean(), { type: 'is-from', key, credential }, false),
		before: (operation, at) => ask(z.array(z.string()), { type: 'before', operation, at }, []),
		remove: async (operation, sha256s, forGood) =>
			forGood
				? z.number().parse(await thread.ask({ type: 'remove', operation, sha256s, forGood }))
				: ask(z.number(), { type: 'remove', operation, sha256s, forGood }, 0),
		held: () => ask(Held, { type: 'held' }, new Map()),
		close: () => thread.close(),
	}
}

class PhotoThread {
	readonly #file: string
	readonly #waiting = new Map<number, { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }>()
	#worker: Worker | undefined
	#n = 0

	constructor(file: string) {
		this.#file = file
	}

	ask(call: PhotoCall['call']): Promise<unknown> {
		const { promise, resolve, reject } = Promise.withResolvers<unknown>()
		const n = ++this.#n
		this.#waiting.set(n, { resolve, reject })
		try {
			this.#worker ??= this.#begin()
			this.#worker.postMessage({ n, call } satisfies PhotoCall)
		} catch (error) {
			this.#waiting.delete(n)
			reject(error instanceof Error ? error : new Error(String(error)))
		}
		return promise
	}

	async close(): Promise<void> {
		if (!this.#worker) return
		await this.ask({ type: 'close' })
		await this.#worker.terminate()
		this.#worker = undefined
	}

	#begin(): Worker {
		closeSync(openSync(this.#file, 'a', 0o600))
		chmodSync(this.#file, 0o600)
		const worker = new Worker(new URL('photos.worker.ts', import.meta.url), { workerData: this.#file })
		worker.on('message', (answer: PhotoAnswer) => {
			const waiting = this.#waiting.get(answer.n)
			this.#waiting.delete(answer.n)
			if ('error' in answer) waiting?.reject(new Error(`photos: ${answer.error}`))
			else waiting?.resolve(answer.value)
		})
		/** What it was asked is unknown then; the next photo begins another one. */
		worker.on('error', (error: Error) => {
			this.#worker = undefined
			for (const { reject } of this.#waiting.values()) reject(error)
			this.#waiting.clear()
		})
		worker.unref()
		return worker
	}
}
