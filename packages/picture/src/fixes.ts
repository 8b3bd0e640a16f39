import type { Seq } from '@lagebild/model/ids.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type { Fix, Taken, Track } from './state.ts'

/** P47: as many positions of one source as verdicts need: the newest, the two that it is compared with, and what those are judged by. */
export const KEPT_FIXES = 4

/** Numbers of one position in a track: at, n, received, seq, ord, lat, lng, course, speed, accuracy, far. What is unknown is NaN. */
const WIDTH = 11

/** Of everything but the source, which a track has once. */
export type NewFix = Omit<Fix, 'source'>

export function countOf({ numbers }: Track): number {
	return numbers.length / WIDTH
}

/** P47: whether a position would be taken in. */
export function isNews({ numbers }: Track, fix: NewFix): boolean {
	const before = placeOf(numbers, fix.at)
	if (before >= 0 && numbers[before] === fix.at) return compareWith(numbers, before, fix) > 0
	return before >= 0 || numbers.length < KEPT_FIXES * WIDTH
}

/** Where the newest position at or before an instant is; below 0 when there is none. */
function placeOf(numbers: readonly number[], at: number): number {
	let place = numbers.length - WIDTH
	while (place >= 0 && number(numbers, place) > at) place -= WIDTH
	return place
}

/** P47: takes in a position unless it is known or older than all that are kept. One per instant: the latest by P30. */
export function insertFix({ numbers }: Track, fix: NewFix): boolean {
	const before = placeOf(numbers, fix.at)
	const same = before >= 0 && numbers[before] === fix.at
	if (same && compareWith(numbers, before, fix) <= 0) return false
	const place = same ? before : makeRoom(numbers, before)
	if (place < 0) return false
	write(numbers, place, fix)
	return true
}

/** A place after one that is kept (below 0: before all). Returns where it is, below 0 when there is none. */
function makeRoom(numbers: number[], before: number): number {
	if (numbers.length >= KEPT_FIXES * WIDTH) {
		for (let i = WIDTH; i < before + WIDTH; i++) numbers[i - WIDTH] = number(numbers, i)
		return before
	}
	for (let i = 0; i < WIDTH; i++) numbers.push(0)
	for (let i = numbers.length - 1; i >= before + 2 * WIDTH; i--) numbers[i] = number(numbers, i - WIDTH)
	return before + WIDTH
}

function compareWith(numbers: readonly number[], from: number, { n, received, seq, ord }: NewFix): number {
	return (
		n - number(numbers, from + 1) ||
		received - number(numbers, from + 2) ||
		seq - number(numbers, from + 3) ||
		ord - number(numbers, from + 4)
	)
}

function number(numbers: readonly number[], place: number): number {
	return numbers[place] ?? 0
}

function write(numbers: number[], from: number, fix: NewFix): void {
	numbers[from] = fix.at
	numbers[from + 1] = fix.n
	numbers[from + 2] = fix.received
	numbers[from + 3] = fix.seq
	numbers[from + 4] = fix.ord
	numbers[from + 5] = fix.lat
	numbers[from + 6] = fix.lng
	numbers[from + 7] = fix.course ?? Number.NaN
	numbers[from + 8] = fix.speed ?? Number.NaN
	numbers[from + 9] = fix.accuracy ?? Number.NaN
	numbers[from + 10] = fix.far ? 1 : 0
}

/** The kept position number `i`, from the oldest. */
export function fixAt({ source, numbers }: Track, i: number): Fix {
	const from = i * WIDTH
	const order = { at: number(numbers, from), seq: number(numbers, from + 3), received: number(numbers, from + 2) }
	if (!isOrder(order)) throw new RangeError(`the track has no position ${i}`)
	return {
		at: order.at,
		received: order.received,
		seq: order.seq,
		n: number(numbers, from + 1),
		ord: number(numbers, from + 4),
		source,
		lat: number(numbers, from + 5),
		lng: number(numbers, from + 6),
		course: known(numbers[from + 7]),
		speed: known(numbers[from + 8]),
		accuracy: known(numbers[from + 9]),
		far: numbers[from + 10] === 1,
	}
}

/** Numbers that `write` put there. */
function isOrder(order: {
	readonly at: number
	readonly received: number
	readonly seq: number
}): order is Pick<Taken, 'at' | 'received' | 'seq'> & { at: Instant; seq: Seq } {
	return order.at > 0 || order.seq >= 0
}

function known(value: number | undefined): number | null {
	return value === undefined || Number.isNaN(value) ? null : value
}

/** Instant of the newest; 0 without any. */
export function newestAt({ numbers }: Track): number {
	return numbers.length === 0 ? 0 : number(numbers, numbers.length - WIDTH)
}

/** All kept positions, the oldest first. */
export function fixesOf(track: Track): readonly Fix[] {
	return Array.from({ length: countOf(track) }, (_, i) => fixAt(track, i))
}
