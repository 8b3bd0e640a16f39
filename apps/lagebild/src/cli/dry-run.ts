import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

import type { Mapping } from '@lagebild/feeds/mapping/definition.ts'
import { readMapping } from '@lagebild/feeds/mapping/read.ts'
import { SHIPPED, shippedText } from '@lagebild/feeds/mapping/shipped.ts'
import { sideBySide } from '@lagebild/feeds/mapping/side-by-side.ts'
import { SourceName } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'

import { Refusal } from '../refusal.ts'
import { bytesOf } from './parse.ts'

export type DryRunRequest = {
	/** A file, or the name of a mapping that comes with the program. */
	readonly mapping: string
	readonly file?: string | undefined
	/** Folder that relative file names mean. */
	readonly folder: string
	readonly feed?: string | undefined
	/** Of the terminal; absent: it goes into a file or another program. */
	readonly columns?: number | undefined
	readonly colour: boolean
}

const WIDTH = 120

/** Shows what a mapping makes of a sample, raw and mapped side by side. @returns the exit code: 1 when nothing could be read. */
export async function dryRun(request: DryRunRequest, out: (text: string) => void): Promise<number> {
	const { feed = 'parse', columns = WIDTH, colour } = request
	if (!SourceName.safeParse(feed).success) throw new Refusal(`"${feed}" is no source name: a-z, 0-9, dot, hyphen and underscore.`)
	const definition = mappingOf(request)
	if (request.file === undefined && process.stdin.isTTY) {
		out('The mapping is valid. Name a sample behind it to see what it makes of it.')
		return 0
	}
	const bytes = await bytesOf(request)
	const { lines, readable } = sideBySide({ definition, bytes, feed, received: instant(Date.now()), screen: { width: columns, colour } })
	out(lines.join('\n'))
	return readable ? 0 : 1
}

function mappingOf(request: DryRunRequest): Mapping {
	const read = readMapping(textOf(request), request.mapping)
	if (read.ok) return read.value
	throw new Refusal(`The mapping is not valid:\n${read.fault.map(({ key, message }) => `  ${key}: ${message}`).join('\n')}`)
}

/** Options of the format `mapping` that mean the same mapping, for output as JSON lines. */
export function mappingOptions({ mapping, folder }: Pick<DryRunRequest, 'mapping' | 'folder'>): string {
	const shipped = SHIPPED.find((name) => name === mapping)
	return JSON.stringify(shipped === undefined ? { file: resolve(folder, mapping) } : { shipped })
}

function textOf({ mapping, folder }: DryRunRequest): string {
	const shipped = SHIPPED.find((name) => name === mapping)
	if (shipped !== undefined) return shippedText(shipped)
	try {
		return readFileSync(resolve(folder, mapping), 'utf8')
	} catch (error) {
		const why = error instanceof Error ? error.message : 'unknown reason'
		throw new Refusal(`The mapping cannot be read: ${why}\nMappings that come with the program: ${SHIPPED.join(', ')}.`)
	}
}
