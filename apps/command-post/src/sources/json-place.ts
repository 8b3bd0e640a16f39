/** Where something stands in a text. */
export type TextPlace = { readonly from: number; readonly to: number }

/** One entry of an object or a list: its key (of a list its first character), and where its value begins. */
type Entry = { readonly name: string; readonly place: TextPlace; readonly value: number }

/**
 * Where the key (of a list the value's first character) stands that a path of keys leads to in a JSON text; the nearest one above when the
 * path goes on into nothing. Undefined when not even its first key is there, as in a text that is no JSON.
 */
export function placeIn(text: string, path: readonly string[]): TextPlace | undefined {
	let at = afterBlanks(text, 0)
	let best: TextPlace | undefined
	for (const step of path) {
		const entry = entryOf(text, at, step)
		if (!entry) return best
		best = entry.place
		at = entry.value
	}
	return best
}

/** Steps of a path as rejects and faults write it: `values.0.from`, `payload["a"]`, `/places/0`. */
export function stepsOf(path: string): readonly string[] {
	return path.split(/[.[\]/"']+/).filter((step) => step !== '' && step !== '$')
}

function entryOf(text: string, open: number, wanted: string): Entry | undefined {
	const isObject = text.charAt(open) === '{'
	if (!isObject && text.charAt(open) !== '[') return undefined
	let at = afterBlanks(text, open + 1)
	for (let index = 0; at < text.length && !/[\]}]/.test(text.charAt(at)); index += 1) {
		const entry = isObject ? memberAt(text, at) : { name: String(index), place: { from: at, to: at + 1 }, value: at }
		if (entry.name === wanted) return entry
		at = afterBlanks(text, afterValue(text, entry.value))
		if (text.charAt(at) !== ',') return undefined
		at = afterBlanks(text, at + 1)
	}
	return undefined
}

function memberAt(text: string, at: number): Entry {
	const to = afterString(text, at)
	const colon = afterBlanks(text, to)
	return { name: nameIn(text.slice(at, to)), place: { from: at, to }, value: afterBlanks(text, colon + 1) }
}

function nameIn(quoted: string): string {
	try {
		return String(JSON.parse(quoted))
	} catch {
		return ''
	}
}

function afterBlanks(text: string, from: number): number {
	let at = from
	while (at < text.length && /\s/.test(text.charAt(at))) at += 1
	return at
}

function afterString(text: string, from: number): number {
	for (let at = from + 1; at < text.length; at += 1) {
		if (text.charAt(at) === '\\') at += 1
		else if (text.charAt(at) === '"') return at + 1
	}
	return text.length
}

function afterValue(text: string, from: number): number {
	let depth = 0
	for (let at = from; at < text.length; at += 1) {
		const mark = text.charAt(at)
		if (mark === '"') at = afterString(text, at) - 1
		else if (mark === '{' || mark === '[') depth += 1
		else if (mark === '}' || mark === ']' || mark === ',') {
			if (depth === 0) return at
			if (mark !== ',') depth -= 1
		}
	}
	return text.length
}

/** Number of the line, from 1, in which a character stands. */
export function lineAt(text: string, at: number): number {
	return text.slice(0, at).split('\n').length
}

const TOO_SHORT = /end of|eof|unterminated/i

/** Where a text stops being JSON, found by how its beginnings fail: browsers say the place in words of their own, and not always. */
export function brokenAt(text: string): number {
	let good = 0
	let broken = text.length
	while (good < broken) {
		const half = Math.ceil((good + broken) / 2)
		if (isBeginning(text.slice(0, half))) good = half
		else broken = half - 1
	}
	return good
}

function isBeginning(text: string): boolean {
	try {
		JSON.parse(text)
		return true
	} catch (error) {
		const message = error instanceof Error ? error.message : ''
		const [, position] = /position (\d+)/.exec(message) ?? []
		return text.trim() === '' || TOO_SHORT.test(message) || Number(position) === text.length
	}
}
