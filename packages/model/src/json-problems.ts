import { fault } from './fault.ts'
import type { Fault } from './fault.ts'
import { fail, ok } from './result.ts'
import type { Result } from './result.ts'

/** Deeper than any documented message by far, and shallow enough for every recursive reader behind it. */
const MAX_DEPTH = 64

/** Something that `JSON.parse` lets pass. `item` is the place in the text's array, undefined when the text is no array. */
export type JsonProblem = { readonly item: number | undefined; readonly fault: Fault }

/**
 * What I-JSON (RFC 7493) refuses in a text that is known to be JSON: the first problem of each item of an array, or of the whole. A text
 * that is nested too deep is refused as a whole, with the path of the place.
 */
export function jsonProblems(text: string): Result<readonly JsonProblem[]> {
	return new Scan(text).run()
}

type Level = { readonly names: Set<string> | undefined; at: string | number }

/** One pass over text that is known to be JSON; only the strings and the structure matter. */
class Scan {
	readonly #text: string
	readonly #levels: Level[] = []
	readonly #problems = new Map<number | undefined, JsonProblem>()
	#awaitsName = false
	#deep: Fault | undefined

	constructor(text: string) {
		this.#text = text
	}

	run(): Result<readonly JsonProblem[]> {
		for (let index = 0; index < this.#text.length && !this.#deep; index++) {
			const mark = this.#text.charAt(index)
			if (mark === '"') index = this.#string(index)
			else this.#structure(mark)
		}
		return this.#deep ? fail(this.#deep) : ok([...this.#problems.values()])
	}

	#structure(mark: string): void {
		if (mark === '{' || mark === '[') this.#open(mark)
		else if (mark === '}' || mark === ']') this.#levels.pop()
		else if (mark === ',') this.#next()
	}

	#open(mark: '{' | '['): void {
		this.#levels.push(mark === '{' ? { names: new Set(), at: '' } : { names: undefined, at: 0 })
		this.#awaitsName = mark === '{'
		if (this.#levels.length > MAX_DEPTH) this.#deep = fault('bad-json', `nested deeper than ${MAX_DEPTH} levels`, this.#path(0))
	}

	#next(): void {
		const level = this.#levels.at(-1)
		if (level && typeof level.at === 'number') level.at++
		this.#awaitsName = level?.names !== undefined
	}

	/** @returns place of the closing quotation mark */
	#string(start: number): number {
		let end = start + 1
		for (; this.#text.charAt(end) !== '"'; end++) if (this.#text.charAt(end) === '\\') end++
		const raw = this.#text.slice(start, end + 1)
		const value = raw.includes('\\') ? String(JSON.parse(raw)) : raw.slice(1, -1)
		if (this.#awaitsName) this.#name(value)
		if (!value.isWellFormed()) this.#found(fault('lone-surrogate'))
		this.#awaitsName = false
		return end
	}

	#name(name: string): void {
		const level = this.#levels.at(-1)
		if (!level?.names) return
		level.at = name.toWellFormed().slice(0, 100)
		if (level.names.has(name)) this.#found(fault('duplicate-key'))
		if (name === '__proto__') this.#found(fault('bad-message', '"__proto__" cannot be the name of a field'))
		level.names.add(name)
	}

	/** Keeps the first problem of each item. */
	#found({ fault: code, message }: Fault): void {
		const top = this.#levels[0]
		const item = typeof top?.at === 'number' ? top.at : undefined
		if (this.#problems.has(item)) return
		const path = this.#path(item === undefined ? 0 : 1)
		this.#problems.set(item, { item, fault: fault(code, message, path === '' ? undefined : path) })
	}

	#path(from: number): string {
		return this.#levels
			.slice(from, from + MAX_DEPTH)
			.map(({ at }) => String(at))
			.join('.')
	}
}
