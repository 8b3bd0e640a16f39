import { readFileSync, statSync } from 'node:fs'

import { jsonProblems } from '@lagebild/model/json-problems.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import * as z from 'zod'

import type { Parsed } from '../adapter.ts'
import { bindAdapter } from '../bind.ts'
import type { BadOption, BoundAdapter } from '../bind.ts'
import { contentHash } from '../ids.ts'
import { mapping, MappingOptions, versionOf } from './adapter.ts'
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

/** A mapping file by its path. Every fault names the place in the file. */
export function readMapping(text: string, name: string): Result<MappingOptions['mapping'], readonly BadOption[]> {
	const value = jsonOf(text, name)
	if (!value.ok) return value
	const read = MappingOptions.safeParse({ mapping: value.value })
	return read.success ? ok(read.data.mapping) : fail(faultsOf(read.error, name))
}

function faultsOf({ issues }: z.ZodError, name: string): readonly BadOption[] {
	return issues.flatMap((issue) => {
		const unknown = issue.code === 'unrecognized_keys' ? issue.keys : []
		const path = issue.path.slice(1).map(String)
		if (unknown.length > 0) return unknown.map((key) => ({ key: place(name, [...path, key]), message: 'is not a known key' }))
		return [{ key: place(name, path), message: issue.message }]
	})
}

function place(name: string, path: readonly string[]): string {
	return path.length === 0 ? name : `${name}: ${path.join('.')}`
}

function jsonOf(text: string, name: string): Result<unknown, readonly BadOption[]> {
	try {
		const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''))
		const problems = jsonProblems(text.replace(/^\uFEFF/, ''))
		const faults = problems.ok ? problems.value.map(({ fault }) => fault) : [problems.fault]
		return faults.length === 0
			? ok(value)
			: fail(faults.map(({ path, message }) => ({ key: place(name, path === undefined ? [] : [path]), message })))
	} catch (error) {
		return fail([{ key: name, message: `is not JSON: ${error instanceof Error ? error.message : 'unreadable'}` }])
	}
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
	return first.ok ? ok(reloading(file, first.value)) : first
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
		definition: () => held.adapter.definition?.() ?? { version: '', text: '' },
	}
}

function withFault(parsed: Parsed, { key, message }: BadOption): Parsed {
	const reject = { reason: 'bad-mapping', message: `${key}: ${message}; the mapping before it goes on`, path: key.slice(0, 500), raw: '' }
	return { ...parsed, rejects: [reject, ...parsed.rejects] }
}
