import { jsonProblems } from '@lagebild/model/json-problems.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type * as z from 'zod'

import type { BadOption } from '../bind.ts'
import type { Mapping } from './definition.ts'
import { MappingOptions } from './options.ts'

/** What is wrong with the text of a mapping, and the place within it: its keys, from outside to inside. */
export type MappingProblem = { readonly path: readonly string[]; readonly message: string }

/** The text of a mapping. All of its faults at once, each with its place. */
export function mappingIn(text: string): Result<Mapping, readonly MappingProblem[]> {
	const value = jsonOf(text.replace(/^\uFEFF/, ''))
	if (!value.ok) return value
	const read = MappingOptions.safeParse({ mapping: value.value })
	return read.success ? ok(read.data.mapping) : fail(problemsOf(read.error))
}

/** A mapping file by its path. Every fault names the place in the file. */
export function readMapping(text: string, name: string): Result<Mapping, readonly BadOption[]> {
	const read = mappingIn(text)
	return read.ok ? read : fail(read.fault.map(({ path, message }) => ({ key: place(name, path), message })))
}

function problemsOf({ issues }: z.ZodError): readonly MappingProblem[] {
	return issues.flatMap((issue) => {
		const unknown = issue.code === 'unrecognized_keys' ? issue.keys : []
		const path = issue.path.slice(1).map(String)
		if (unknown.length > 0) return unknown.map((key) => ({ path: [...path, key], message: 'is not a known key' }))
		return [{ path, message: issue.message }]
	})
}

function place(name: string, path: readonly string[]): string {
	return path.length === 0 ? name : `${name}: ${path.join('.')}`
}

function jsonOf(text: string): Result<unknown, readonly MappingProblem[]> {
	try {
		const value: unknown = JSON.parse(text)
		const problems = jsonProblems(text)
		const faults = problems.ok ? problems.value.map(({ fault }) => fault) : [problems.fault]
		return faults.length === 0
			? ok(value)
			: fail(faults.map(({ path = '', message }) => ({ path: path.split('.').filter(Boolean), message })))
	} catch (error) {
		return fail([{ path: [], message: `is not JSON: ${error instanceof Error ? error.message : 'unreadable'}` }])
	}
}
