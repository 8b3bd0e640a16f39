import jsonata from 'jsonata'

import { isObject } from '../json.ts'
import type { JsonValue } from '../json.ts'
import { FORBIDDEN, FUNCTIONS } from './functions.ts'
import { readInput, MAX_ITEMS } from './input.ts'
import type { Answer, Question, Row } from './question.ts'
import { messageOf, syntaxOf } from './syntax.ts'
import type { Syntax } from './syntax.ts'

/** JSONata's own limits, per expression; a regular expression knows none, for that there is the thread. */
const GUARD = { stack: 300, timeout: 1_000, sequence: 100_000 }
/** After so long the rest of the items are not read any more. */
const BUDGET_MS = 5_000

/** What an expression knows beside its item. */
type Around = Pick<Question, 'channel'>
type Evaluate = (item: unknown, around: Around) => Promise<unknown>
type Compiled = {
	readonly items: ((document: unknown, around: Around) => Promise<readonly JsonValue[] | string>) | undefined
	readonly each: readonly Evaluate[]
}

/** Reads the document and evaluates every expression for every item, in order. Never throws. */
export async function answerTo(question: Question, compiled: Compiled): Promise<Answer> {
	const read = readInput(question.bytes, question.input)
	if (!read.ok) return { type: 'refused', reject: read.fault }
	const items = await itemsIn(read.value, question, compiled)
	if (typeof items === 'string') return { type: 'refused', reject: { reason: 'no-items', message: items, path: 'items', raw: '' } }
	if (items.length > MAX_ITEMS) {
		const message = `the document has ${items.length} items; the limit is ${MAX_ITEMS}`
		return { type: 'refused', reject: { reason: 'too-many-items', message, path: 'items', raw: '' } }
	}
	const until = performance.now() + BUDGET_MS
	const rows: Row[] = []
	for (const item of items)
		rows.push(performance.now() > until ? { raw: item, values: [], faults: {}, late: true } : await rowOf(item, question, compiled))
	return { type: 'rows', rows }
}

async function itemsIn(value: unknown, around: Around, { items }: Compiled): Promise<readonly JsonValue[] | string> {
	return items ? items(value, around) : listOf(value)
}

function listOf(value: unknown): readonly JsonValue[] {
	return Array.isArray(value) ? value.map((item) => plainOf(item) ?? null) : [plainOf(value) ?? null]
}

/** A plain path keeps lists as they are; whatever else JSONata gives has lost the difference between nothing and an empty list. */
function finder(text: string): NonNullable<Compiled['items']> {
	const evaluate = evaluator(text)
	const syntax = syntaxOf(text)
	const { path, reads }: Syntax = syntax.ok ? syntax.value : { reads: new Set<string>() }
	return async (document, around) => {
		const direct = path && walked(document, path)
		if (typeof direct === 'object' && direct !== null) return listOf(direct)
		try {
			const found = plainOf(await evaluate(document, around))
			if (found !== undefined && found !== null) return listOf(found)
			return isEmptyList(document, reads) ? [] : `"${text}" finds nothing in the document`
		} catch (error) {
			return messageOf(error)
		}
	}
}

/** Nothing was found where the document has what the expression looks into: an empty list, and not another document. */
function isEmptyList(document: unknown, reads: ReadonlySet<string>): boolean {
	return Array.isArray(document) ? document.length === 0 : isObject(document) && Object.keys(document).some((key) => reads.has(key))
}

async function rowOf(raw: JsonValue, around: Around, { each }: Compiled): Promise<Row> {
	const values: (JsonValue | undefined)[] = []
	const faults: Record<number, string> = {}
	for (const [i, evaluate] of each.entries()) {
		try {
			values.push(plainOf(await evaluate(raw, around)))
		} catch (error) {
			values.push(undefined)
			faults[i] = messageOf(error)
		}
	}
	return { raw, values, faults }
}

export function compile({ items, expressions }: Pick<Question, 'items' | 'expressions'>): Compiled {
	return { items: items === undefined ? undefined : finder(items), each: expressions.map(evaluator) }
}

function evaluator(text: string): Evaluate {
	const expression = jsonata(text, GUARD)
	for (const name of FORBIDDEN.keys()) expression.registerFunction(name, refuse)
	for (const [name, { run, signature }] of FUNCTIONS)
		expression.registerFunction(name, (...values: readonly unknown[]) => run(...values), signature)
	const evaluate: Evaluate = (item, { channel }) => expression.evaluate(item, { channel })
	const syntax = syntaxOf(text)
	const path = syntax.ok ? syntax.value.path : undefined
	return path === undefined ? evaluate : (item, around) => stepped(item, path) ?? evaluate(item, around)
}

function refuse(): never {
	throw new Error('the function is not available in a mapping')
}

/** A plain path through objects needs no evaluator; what meets an array does, because JSONata looks into each of its entries. */
function stepped(item: unknown, path: readonly string[]): Promise<unknown> | undefined {
	if (Array.isArray(item)) return undefined
	const value = walked(item, path)
	return value === MEETS_LIST || Array.isArray(value) ? undefined : Promise.resolve(value)
}

const MEETS_LIST = Symbol('list')

function walked(item: unknown, path: readonly string[]): unknown {
	let value = item
	for (const step of path) {
		if (Array.isArray(value)) return MEETS_LIST
		if (!isObject(value) || !Object.hasOwn(value, step)) return undefined
		value = value[step]
	}
	return value
}

/** What an expression gave, as JSON: without functions, and without the marks that JSONata leaves on its lists. */
function plainOf(value: unknown): JsonValue | undefined {
	if (value === null || typeof value === 'string' || typeof value === 'boolean')
		return typeof value === 'string' ? value.toWellFormed() : value
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
	if (Array.isArray(value)) return value.map((item) => plainOf(item) ?? null)
	if (!isObject(value)) return undefined
	const entries = Object.entries(value).flatMap(([key, item]): [string, JsonValue][] => {
		const plain = key === '__proto__' ? undefined : plainOf(item)
		return plain === undefined ? [] : [[key.toWellFormed(), plain]]
	})
	return Object.fromEntries(entries)
}
