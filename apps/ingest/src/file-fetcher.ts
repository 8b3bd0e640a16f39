import { readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

import type { Fetched, Fetcher } from '@lagebild/feeds/fetch.ts'

const MAX_BYTES = 5_000_000

/** Reads the one file that a feed is configured with, and nothing that its content names. It is unchanged as long as its time and size are. */
export function createFileFetcher(address: string): Fetcher {
	return {
		get: async (url, known) => {
			if (url !== address) return { type: 'failed', reason: 'a file refers to another document, which is not read' }
			try {
				return await read(url, known?.etag)
			} catch (error) {
				return { type: 'failed', reason: error instanceof Error ? error.message : 'the file cannot be read' }
			}
		},
		close: () => Promise.resolve(),
	}
}

async function read(url: string, known: string | undefined): Promise<Fetched> {
	const file = fileURLToPath(url)
	const { mtimeMs, size, ino } = await stat(file)
	const etag = `${mtimeMs} ${size} ${ino}`
	if (etag === known) return { type: 'unchanged' }
	if (size > MAX_BYTES) return { type: 'failed', reason: `the file has ${size} bytes; the limit is ${MAX_BYTES}` }
	return { type: 'document', bytes: new Uint8Array(await readFile(file)), url, validators: { etag } }
}
