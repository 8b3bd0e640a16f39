import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import jsonata from 'jsonata'

import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { FORBIDDEN, FUNCTIONS } from './functions.ts'

/** What JSONata 2.2 brings, without what `FORBIDDEN` takes away. */
const BUILT_IN = new Set(
	`sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad match contains replace
	split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs sqrt power boolean not map zip filter single
	reduce sift keys lookup append exists spread merge reverse each error assert type sort distinct base64encode base64decode
	encodeUrlComponent encodeUrl decodeUrlComponent decodeUrl toMillis fromMillis clone`.split(/\s+/),
)

export type Syntax = {
	/** Names of properties that it reads somewhere. */
	readonly reads: ReadonlySet<string>
	/** Steps of a plain path such as `a.b.c`; undefined for everything else. */
	readonly path?: readonly string[]
}

/** Reads an expression without evaluating it. The fault is a sentence for an integrator. */
export function syntaxOf(text: string): Result<Syntax, string> {
	try {
		const nodes = nodesIn(jsonata(text).ast())
		const fault = functionFault(nodes)
		if (fault !== undefined) return fail(fault)
		const path = pathIn(text)
		return ok({ reads: new Set(nodes.flatMap(nameOf)), ...(path && { path }) })
	} catch (error) {
		return fail(`is no JSONata: ${messageOf(error)}`)
	}
}

/** JSONata throws objects with a code and a position, and is as deep as what it reads. */
export function messageOf(error: unknown): string {
	if (error instanceof RangeError) return 'it nests too deeply'
	const { message, position } = isObject(error) || error instanceof Error ? shape(error) : {}
	const where = typeof position === 'number' ? ` (at character ${position})` : ''
	return `${typeof message === 'string' ? message : 'it cannot be evaluated'}${where}`.slice(0, 500).toWellFormed()
}

function shape(error: object): { readonly message?: unknown; readonly position?: unknown } {
	return error
}

const PLAIN = /^(?:[A-Za-z][A-Za-z0-9_]*|_[A-Za-z0-9_]+)(?:\.(?:[A-Za-z][A-Za-z0-9_]*|_[A-Za-z0-9_]+)){0,20}$/
const WORDS = new Set(['and', 'or', 'in', 'true', 'false', 'null', 'function'])

function pathIn(text: string): readonly string[] | undefined {
	const steps = text.trim().split('.')
	return PLAIN.test(text.trim()) && !steps.some((step) => WORDS.has(step)) ? steps : undefined
}

/** Every node of the tree; what is deeper than any expression of 2,000 characters can be is not there. */
function nodesIn(root: unknown): readonly JsonObject[] {
	const found: JsonObject[] = []
	const open: unknown[] = [root]
	const seen = new Set<unknown>()
	while (open.length > 0) {
		const value = open.pop()
		if (typeof value !== 'object' || value === null || seen.has(value)) continue
		seen.add(value)
		if (isObject(value)) found.push(value)
		const inside: readonly unknown[] = Object.values(value)
		open.push(...inside)
	}
	return found
}

function nameOf({ type, value }: JsonObject): readonly string[] {
	return type === 'name' && typeof value === 'string' ? [value] : []
}

function variableOf(node: unknown): string | undefined {
	return isObject(node) && node['type'] === 'variable' && typeof node['value'] === 'string' ? node['value'] : undefined
}

/** Variables that the expression itself defines: `$x := …`, parameters, `@$x`, `#$i`. */
function ownVariables(nodes: readonly JsonObject[]): ReadonlySet<string> {
	const own = nodes.flatMap((node) => {
		const parameters: readonly unknown[] = node['type'] === 'lambda' && Array.isArray(node['arguments']) ? node['arguments'] : []
		const bound = node['type'] === 'bind' ? [node['lhs']] : []
		const named = [node['focus'], node['index'], node['type'] === 'index' ? node['value'] : undefined]
		return [...[...parameters, ...bound].map(variableOf), ...named.map((name) => (typeof name === 'string' ? name : undefined))]
	})
	return new Set(own.filter((name) => name !== undefined))
}

function functionFault(nodes: readonly JsonObject[]): string | undefined {
	const own = ownVariables(nodes)
	const used = nodes
		.map(variableOf)
		.filter((name) => name !== undefined && name !== '' && name !== '$' && name !== 'channel' && !own.has(name))
	for (const name of used) {
		if (name === undefined || BUILT_IN.has(name) || FUNCTIONS.has(name)) continue
		return FORBIDDEN.get(name) ?? `there is no $${name}`
	}
	return undefined
}
