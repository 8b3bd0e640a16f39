import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'

import type { Part } from './manifest.ts'
import { BackupRefusal } from './refusal.ts'
import { seal, unseal } from './sealing.ts'
import type { SealKey } from './sealing.ts'

export type Room = { readonly folder: string; readonly key: SealKey | undefined }

/** Where a part called `name` lies: compressed (Zstandard, RFC 8878), and sealed when there is a passphrase. */
export function fileOf(name: string, key: SealKey | undefined): string {
	return `${name}.zst${key ? '.sealed' : ''}`
}

/** Writes one part durably, readable by its owner alone. An existing one is written anew. */
export async function writePart({ folder, key }: Room, name: string, bytes: AsyncIterable<string | Uint8Array>): Promise<Part> {
	const file = fileOf(name, key)
	const to = path.join(folder, file)
	mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 })
	const hash = createHash('sha256')
	let size = 0
	async function* meter(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
		for await (const chunk of key ? seal(chunks, key, name) : chunks) {
			hash.update(chunk)
			size += chunk.length
			yield chunk
		}
	}
	await pipeline(Readable.from(bytes), createZstdCompress(), meter, createWriteStream(to, { mode: 0o600, flush: true }))
	return { file, bytes: size, sha256: hash.digest('hex') }
}

/** What `writePart` was given. */
export async function* readPart({ folder, key }: Room, name: string): AsyncGenerator<Buffer> {
	const stored = createReadStream(path.join(folder, fileOf(name, key)))
	const plain = Readable.from(key ? unseal(stored, key, name) : stored)
	const unpacked = createZstdDecompress()
	plain.once('error', (error) => unpacked.destroy(error))
	try {
		yield* plain.pipe(unpacked)
	} finally {
		plain.destroy()
		stored.destroy()
	}
}

/** @throws BackupRefusal when a file is missing or another than the manifest says. */
export async function checkPart(folder: string, { file, bytes, sha256 }: Part): Promise<void> {
	const hash = createHash('sha256')
	let size = 0
	try {
		await pipeline(createReadStream(path.join(folder, file)), async (chunks: AsyncIterable<Buffer>) => {
			for await (const chunk of chunks) {
				hash.update(chunk)
				size += chunk.length
			}
		})
	} catch (error) {
		throw new BackupRefusal(`${file} of the backup cannot be read: ${error instanceof Error ? error.message : String(error)}`)
	}
	if (size !== bytes || hash.digest('hex') !== sha256)
		throw new BackupRefusal(`${file} of the backup is damaged: it is another than its manifest says.`)
}

/** Lines without their ends. */
export async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
	const decoder = new TextDecoder()
	let rest = ''
	for await (const chunk of bytes) {
		const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
		rest = lines.pop() ?? ''
		yield* lines
	}
	if (rest !== '') yield rest
}
