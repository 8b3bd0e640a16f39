import { compareSaid, compareText } from './stamp.ts'
import type { LinkRegister } from './state.ts'

/** Links by the stamps of their statements, ascending, in chunks: taking one in or out moves no more than one chunk (P42). */
export type Ordered = { chunks: readonly LinkRegister[][]; size: number }

const CHUNK = 512
/** Lists shorter than this are as long as what is in them. */
const SHORT = 16
const NO_CHUNKS: readonly LinkRegister[][] = []

export function createOrdered(): Ordered {
	return { chunks: NO_CHUNKS, size: 0 }
}

/** Total: two links of one entity that the same statement stated differ in relation or ends. */
export function compareLinks(a: LinkRegister, b: LinkRegister): number {
	return compareSaid(a.said, b.said) || compareText(a.rel, b.rel) || compareText(a.from, b.from) || compareText(a.to, b.to)
}

/** First place in an ascending list of which `before` is false. */
function firstOf<T>(list: readonly T[], before: (item: T) => boolean): number {
	let low = 0
	let high = list.length
	while (low < high) {
		const middle = (low + high) >> 1
		const item = list[middle]
		if (item !== undefined && before(item)) low = middle + 1
		else high = middle
	}
	return low
}

type Place = { readonly chunk: LinkRegister[] | undefined; readonly number: number; readonly at: number; readonly held: boolean }

function find({ chunks }: Ordered, link: LinkRegister): Place {
	const number = Math.min(
		firstOf(chunks, (chunk) => endsBefore(chunk, link)),
		Math.max(0, chunks.length - 1),
	)
	const chunk = chunks[number]
	const at = chunk ? firstOf(chunk, (held) => compareLinks(held, link) < 0) : 0
	const found = chunk?.[at]
	return { chunk, number, at, held: found !== undefined && compareLinks(found, link) === 0 }
}

function endsBefore(chunk: readonly LinkRegister[], link: LinkRegister): boolean {
	const end = chunk.at(-1)
	return end !== undefined && compareLinks(end, link) < 0
}

/** Returns whether it was not in it before. */
export function add(ordered: Ordered, link: LinkRegister): boolean {
	const { chunk, number, at, held } = find(ordered, link)
	if (held) return false
	ordered.size++
	if (!chunk) ordered.chunks = [[link]]
	else if (chunk.length < SHORT) ordered.chunks = ordered.chunks.with(number, chunk.toSpliced(at, 0, link))
	else {
		chunk.splice(at, 0, link)
		if (chunk.length > CHUNK) ordered.chunks = ordered.chunks.toSpliced(number + 1, 0, chunk.splice(CHUNK / 2))
	}
	return true
}

/** Returns whether it was in it before. */
export function remove(ordered: Ordered, link: LinkRegister): boolean {
	const { chunk, number, at, held } = find(ordered, link)
	if (!chunk || !held) return false
	ordered.size--
	chunk.splice(at, 1)
	if (chunk.length === 0) ordered.chunks = ordered.chunks.toSpliced(number, 1)
	return true
}

export function last({ chunks }: Ordered): LinkRegister | undefined {
	return chunks.at(-1)?.at(-1)
}

export function newestWhere({ chunks }: Ordered, test: (link: LinkRegister) => boolean): LinkRegister | undefined {
	for (let number = chunks.length - 1; number >= 0; number--) {
		const found = chunks[number]?.findLast(test)
		if (found) return found
	}
	return undefined
}

/** At most so many, the newest first. */
export function newest({ chunks }: Ordered, most: number): LinkRegister[] {
	const found: LinkRegister[] = []
	for (let number = chunks.length - 1; number >= 0 && found.length < most; number--) {
		const chunk = chunks[number] ?? []
		found.push(...chunk.slice(Math.max(0, chunk.length - (most - found.length))).toReversed())
	}
	return found
}

type Held = { readonly ordered: Ordered; readonly chunk: LinkRegister[]; readonly number: number; readonly at: number }

/** Where a link stands that is about to be later than it was; undefined if it is not in it. */
export function placeIn(ordered: Ordered | undefined, link: LinkRegister): Held | undefined {
	if (!ordered) return undefined
	const { chunk, number, at, held } = find(ordered, link)
	return chunk && held ? { ordered, chunk, number, at } : undefined
}

/** Brings a link that became later to its new place. */
export function moveOn(held: Held | undefined, link: LinkRegister): void {
	if (!held) return
	const { ordered, chunk, number, at } = held
	let place = at
	for (; place + 1 < chunk.length; place++) {
		const next = chunk[place + 1]
		if (!next || compareLinks(next, link) > 0) break
		chunk[place] = next
	}
	chunk[place] = link
	if (place + 1 === chunk.length && number < ordered.chunks.length - 1) moveToLaterChunk(held, link)
}

function moveToLaterChunk({ ordered, chunk, number }: Held, link: LinkRegister): void {
	chunk.pop()
	ordered.size--
	if (chunk.length === 0) ordered.chunks = ordered.chunks.toSpliced(number, 1)
	add(ordered, link)
}
