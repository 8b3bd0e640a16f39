import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'

import { SHIPPED } from '@lagebild/feeds/mapping/shipped.ts'
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
	const { feed, url } = request
	const { format, options } = formatOf(request)
	if (feed !== undefined && !SourceName.safeParse(feed).success)
		throw new Refusal(`"${feed}" is no source name: a-z, 0-9, dot, hyphen and underscore.`)
	const bytes = await bytesOf(request)
	const read = parseDocument(format, bytes, {
		received: instant(Date.now()),
		...(options !== undefined && { options }),
		...(feed !== undefined && { feed }),
		...(url !== undefined && { url }),
	})
	out(read.lines.join('\n'))
	return read.readable ? 0 : 1
}

/** A mapping that comes with the program goes by its name as well. */
function formatOf({ format, options }: ParseRequest): { readonly format: string; readonly options?: unknown } {
	const shipped = SHIPPED.find((name) => name === format)
	if (shipped !== undefined) return { format: 'mapping', options: { shipped } }
	const known = `Known are ${FORMAT_NAMES.join(', ')}, and the mappings ${SHIPPED.join(', ')}.`
	if (!FORMAT_NAMES.includes(format)) throw new Refusal(`There is no format "${format}". ${known}`)
	return { format, ...(options !== undefined && { options: jsonOf(options) }) }
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
