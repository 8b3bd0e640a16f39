import { readFileSync, statSync } from 'node:fs'

import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import * as z from 'zod'

import type { Parsed } from '../adapter.ts'
import { bindAdapter } from '../bind.ts'
import type { BadOption, BoundAdapter } from '../bind.ts'
import { contentHash } from '../ids.ts'
import { NOTHING } from '../parsed.ts'
import { mapping } from './adapter.ts'
import { versionOf } from './document.ts'
import { readMapping } from './read.ts'
import { SHIPPED, shippedText } from './shipped.ts'

/** Options of the format `mapping`: where the mapping is. */
const Source = z
	.strictObject({ file: z.string().min(1).max(1_000).optional(), shipped: z.enum(SHIPPED).optional(), mapping: z.json().optional() })
	.refine((options) => Object.values(options).filter((value) => value !== undefined).length === 1, {
		error: `needs one of "file" (a mapping of your own), "shipped" (${SHIPPED.join(', ')}) or "mapping" (the mapping itself)`,
	})

/** Opens the format with the mapping that the options mean. A file is read again when it changes, without anything being started again. */
export function openMapping(options: unknown): Result<BoundAdapter, readonly BadOption[]> {
	const source = Source.safeParse(options ?? {})
	if (!source.success) {
		return fail(source.error.issues.map(({ path, message }) => ({ key: ['options', ...path.map(String)].join('.'), message })))
	}
	const { file, shipped, mapping: inline } = source.data
	if (file !== undefined) return openFile(file)
	return shipped === undefined ? bound(inline, 'options.mapping') : boundText(shippedText(shipped), 'options.shipped')
}

function bound(value: unknown, name: string): Result<BoundAdapter, readonly BadOption[]> {
	return boundText(JSON.stringify(value), name)
}

function boundText(text: string, name: string): Result<BoundAdapter, readonly BadOption[]> {
	const read = readMapping(text, name)
	if (!read.ok) return read
	const adapter = bindAdapter(mapping, { mapping: read.value })
	return adapter.ok ? ok({ ...adapter.value, definition: () => ({ version: versionOf(read.value), text }) }) : adapter
}

/** `fault`: the file changed into something that cannot be used, and what it was before goes on. */
type Held = { readonly adapter: BoundAdapter; readonly stamp: string; readonly fault?: BadOption }

function openFile(file: string): Result<BoundAdapter, readonly BadOption[]> {
	const first = loaded(file)
	return first.ok ? ok(reloading(file, first.value)) : fail(first.fault.map((one) => ({ ...one, mendable: true as const })))
}

function loaded(file: string): Result<Held, readonly BadOption[]> {
	const stamp = stampOf(file)
	try {
		const adapter = boundText(readFileSync(file, 'utf8'), named(file))
		return adapter.ok ? ok({ adapter: adapter.value, stamp }) : adapter
	} catch (error) {
		return fail([{ key: named(file), message: `cannot be read: ${error instanceof Error ? error.message : 'unknown reason'}` }])
	}
}

/** As a fault names it: the option, and the file that it means. */
function named(file: string): string {
	return `options.file (${file})`
}

function stampOf(file: string): string {
	const stat = statSync(file, { throwIfNoEntry: false })
	return stat ? `${stat.mtimeMs} ${stat.size} ${stat.ino}` : 'missing'
}

function reloading(file: string, first: Held): BoundAdapter {
	let held = first
	const refreshed = (): Held => {
		const stamp = stampOf(file)
		if (stamp === held.stamp) return held
		const next = loaded(file)
		const [fault] = next.ok ? [] : next.fault
		held = next.ok ? next.value : { ...held, stamp, ...(fault && { fault }) }
		return held
	}
	return {
		name: first.adapter.name,
		standard: first.adapter.standard,
		get descriptor() {
			return held.adapter.descriptor
		},
		/** The name of the document holds the version: what a new mapping makes of it is asked for although it did not change. */
		documents: (url) => {
			const { adapter, fault } = refreshed()
			const asked = adapter.documents(url)
			return fault ? asked.map((one) => ({ ...one, document: `${one.document} ${contentHash(fault).slice(0, 8)}` })) : asked
		},
		parse: (message, reception) => {
			const { adapter, fault } = refreshed()
			const parsed = adapter.parse(message, reception)
			return fault ? withFault(parsed, fault) : parsed
		},
		item: (raw, reception) => refreshed().adapter.item?.(raw, reception) ?? NOTHING,
		definition: () => held.adapter.definition?.() ?? { version: '', text: '' },
	}
}

function withFault(parsed: Parsed, { key, message }: BadOption): Parsed {
	const reject = { reason: 'bad-mapping', message: `${key}: ${message}; the mapping before it goes on`, path: key.slice(0, 500), raw: '' }
	return { ...parsed, rejects: [reject, ...parsed.rejects] }
}
