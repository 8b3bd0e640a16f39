import type { Taken } from './state.ts'

/**
 * Measurements of one source as plain numbers, ascending in time, one per instant. Each begins with at, n, received, seq and ord; the layout
 * says how many numbers it has, and how many are kept. When they are full, the newest takes the place of the oldest.
 */
export type Records = {
	/** A list of its own, or a part of one that many share and in which there is room for all. */
	readonly numbers: number[] | Float64Array
	/** Where its numbers begin. */
	readonly base: number
	count: number
	/** Place of the oldest. */
	first: number
}
export type Layout = { readonly width: number; readonly most: number }

type Order = Omit<Taken, 'source'>

/** Where the numbers of record `i`, from the oldest, begin. */
export function offsetIn({ base, first }: Records, { width, most }: Layout, i: number): number {
	const place = first + i
	return base + (place < most ? place : place - most) * width
}

export function number(numbers: Records['numbers'], place: number): number {
	return numbers[place] ?? 0
}

/** Whether a record would be taken in. */
export function isNewsIn(records: Records, layout: Layout, order: Order): boolean {
	const before = lastBefore(records, layout, order.at)
	if (before < 0) return records.count < layout.most
	const held = offsetIn(records, layout, before)
	return records.numbers[held] !== order.at || compareWith(records, held, order) > 0
}

/** Makes a place for a record unless it is known, or older than all that are kept. Returns where its numbers begin, below 0 for none. */
export function placeFor(records: Records, layout: Layout, order: Order): number {
	const before = lastBefore(records, layout, order.at)
	const held = before < 0 ? -1 : offsetIn(records, layout, before)
	if (held >= 0 && records.numbers[held] === order.at) return compareWith(records, held, order) > 0 ? held : -1
	const place = makeRoom(records, layout, before)
	return place < 0 ? -1 : offsetIn(records, layout, place)
}

/** The newest record at or before an instant; below 0 when there is none. */
function lastBefore(records: Records, layout: Layout, at: number): number {
	let i = records.count - 1
	while (i >= 0 && number(records.numbers, offsetIn(records, layout, i)) > at) i--
	return i
}

/** P30. */
function compareWith({ numbers }: Records, offset: number, { n, received, seq, ord }: Order): number {
	return (
		n - number(numbers, offset + 1) ||
		received - number(numbers, offset + 2) ||
		seq - number(numbers, offset + 3) ||
		ord - number(numbers, offset + 4)
	)
}

function makeRoom(records: Records, layout: Layout, before: number): number {
	const { count } = records
	if (count < layout.most) {
		if (Array.isArray(records.numbers)) for (let i = 0; i < layout.width; i++) records.numbers.push(Number.NaN)
		records.count++
		for (let i = count; i > before + 1; i--) copy(records, layout, { from: i - 1, to: i })
		return before + 1
	}
	if (before === count - 1) records.first = (records.first + 1) % layout.most
	else for (let i = 0; i < before; i++) copy(records, layout, { from: i + 1, to: i })
	return before
}

function copy(records: Records, layout: Layout, { from, to }: { readonly from: number; readonly to: number }): void {
	const [source, target] = [offsetIn(records, layout, from), offsetIn(records, layout, to)]
	for (let i = 0; i < layout.width; i++) records.numbers[target + i] = number(records.numbers, source + i)
}

/** All numbers, those of the oldest first. */
export function numbersIn(records: Records, layout: Layout): readonly number[] {
	const all: number[] = []
	for (let i = 0; i < records.count; i++) {
		const from = offsetIn(records, layout, i)
		for (let n = from; n < from + layout.width; n++) all.push(number(records.numbers, n))
	}
	return all
}

/** Instant of the newest; 0 without any. */
export function newestIn(records: Records, layout: Layout): number {
	return records.count === 0 ? 0 : number(records.numbers, offsetIn(records, layout, records.count - 1))
}
