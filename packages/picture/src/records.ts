import type { Taken } from './state.ts'

/**
 * Measurements of one source as plain numbers, ascending in time, one per instant. Each begins with at, n, received, seq and ord; the layout
 * says how many numbers it has, and how many are kept. When they are full, the newest takes the place of the oldest.
 */
export type Records = {
	numbers: number[]
	/** Place of the oldest. */
	first: number
}
export type Layout = { readonly width: number; readonly most: number }

type Order = Omit<Taken, 'source'>

export function countIn({ numbers }: Records, { width }: Layout): number {
	return numbers.length / width
}

/** Where the numbers of record `i`, from the oldest, begin. */
export function offsetIn({ first }: Records, { width, most }: Layout, i: number): number {
	return ((first + i) % most) * width
}

export function number(numbers: readonly number[], place: number): number {
	return numbers[place] ?? 0
}

/** Whether a record would be taken in. */
export function isNewsIn(records: Records, layout: Layout, order: Order): boolean {
	const before = lastBefore(records, layout, order.at)
	if (before < 0) return countIn(records, layout) < layout.most
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
	let i = countIn(records, layout) - 1
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

/** With more, room is made for some at once. */
const FEW = 24

function makeRoom(records: Records, layout: Layout, before: number): number {
	const count = countIn(records, layout)
	if (count < layout.most) {
		if (count < FEW) records.numbers = records.numbers.concat(Array.from({ length: layout.width }, () => Number.NaN))
		else for (let i = 0; i < layout.width; i++) records.numbers.push(Number.NaN)
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
export function numbersIn({ numbers, first }: Records, { width }: Layout): readonly number[] {
	return [...numbers.slice(first * width), ...numbers.slice(0, first * width)]
}

/** Instant of the newest; 0 without any. */
export function newestIn(records: Records, layout: Layout): number {
	return records.numbers.length === 0 ? 0 : number(records.numbers, offsetIn(records, layout, countIn(records, layout) - 1))
}
