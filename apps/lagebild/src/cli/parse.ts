import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'

import { parseDocument } from '@lagebild/feeds/parse-stream.ts'
import { FORMAT_NAMES } from '@lagebild/feeds/registry.ts'
import { SourceName } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'

import { Refusal } from '../refusal.ts'

export type ParseRequest = {
	readonly format: string
	readonly file?: string | undefined
	/** Folder that a relative file name means. */
	readonly folder: string
	/** Options of the format as JSON text. */
	readonly options?: string | undefined
	readonly feed?: string | undefined
	readonly url?: string | undefined
}

/** Reads one document and writes what it would say. @returns the exit code: 1 when nothing in it could be read. */
export async function parseFile(request: ParseRequest, out: (text: string) => void): Promise<number> {
	const { format, feed, url } = request
	if (!FORMAT_NAMES.includes(format)) throw new Refusal(`There is no format "${format}". Known are ${FORMAT_NAMES.join(', ')}.`)
	if (feed !== undefined && !SourceName.safeParse(feed).success)
		throw new Refusal(`"${feed}" is no source name: a-z, 0-9, dot, hyphen and underscore.`)
	const bytes = await bytesOf(request)
	const read = parseDocument(format, bytes, {
		received: instant(Date.now()),
		...(request.options !== undefined && { options: jsonOf(request.options) }),
		...(feed !== undefined && { feed }),
		...(url !== undefined && { url }),
	})
	out(read.lines.join('\n'))
	return read.readable ? 0 : 1
}

export async function bytesOf({ file, folder }: Pick<ParseRequest, 'file' | 'folder'>): Promise<Uint8Array> {
	if (file === undefined || file === '-') return buffer(process.stdin)
	try {
		return readFileSync(resolve(folder, file))
	} catch (error) {
		throw new Refusal(`${file} cannot be read: ${whyUnread(error)}`)
	}
}

function whyUnread(error: unknown): string {
	if (!(error instanceof Error)) return 'unknown reason'
	if (error.message.startsWith('EISDIR')) return 'it is a folder.'
	return error.message.startsWith('ENOENT') ? 'there is no such file.' : error.message
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text)
	} catch {
		throw new Refusal('--options is not JSON.')
	}
}
