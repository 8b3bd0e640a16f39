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

/** Where the numbers of the kept position `i` begin: when a track is full, the newest takes the place of the oldest. */
function offsetOf({ first }: Track, i: number): number {
	return ((first + i) % KEPT_FIXES) * WIDTH
}

/** P47: whether a position would be taken in. */
export function isNews(track: Track, fix: NewFix): boolean {
	const before = placeOf(track, fix.at)
	if (isAt(track, before, fix.at)) return compareWith(track.numbers, offsetOf(track, before), fix) > 0
	return before >= 0 || countOf(track) < KEPT_FIXES
}

/** Which is the newest position at or before an instant; below 0 when there is none. */
function placeOf(track: Track, at: number): number {
	let place = countOf(track) - 1
	while (place >= 0 && number(track.numbers, offsetOf(track, place)) > at) place--
	return place
}

function isAt(track: Track, place: number, at: number): boolean {
	return place >= 0 && number(track.numbers, offsetOf(track, place)) === at
}

/** P47: takes in a position unless it is known or older than all that are kept. One per instant: the latest by P30. */
export function insertFix(track: Track, fix: NewFix): boolean {
	const before = placeOf(track, fix.at)
	const same = isAt(track, before, fix.at)
	if (same && compareWith(track.numbers, offsetOf(track, before), fix) <= 0) return false
	const place = same ? before : makeRoom(track, before)
	if (place < 0) return false
	write(track.numbers, offsetOf(track, place), fix)
	return true
}

/** A place after one that is kept (below 0: before all). Returns which it is, below 0 when there is none. */
function makeRoom(track: Track, before: number): number {
	const count = countOf(track)
	if (count < KEPT_FIXES) {
		track.numbers = track.numbers.concat(NO_FIX)
		for (let i = count; i > before + 1; i--) copy(track, i - 1, i)
		return before + 1
	}
	if (before === count - 1) track.first = (track.first + 1) % KEPT_FIXES
	else for (let i = 0; i < before; i++) copy(track, i + 1, i)
	return before
}

/** NaN, so that all lists are lists of plain numbers from the start. */
const NO_FIX: readonly number[] = Array.from({ length: WIDTH }, () => Number.NaN)

function copy(track: Track, from: number, to: number): void {
	const [source, target] = [offsetOf(track, from), offsetOf(track, to)]
	for (let i = 0; i < WIDTH; i++) track.numbers[target + i] = number(track.numbers, source + i)
}

/** All numbers, those of the oldest position first. */
export function numbersOf({ numbers, first }: Track): readonly number[] {
	return [...numbers.slice(first * WIDTH), ...numbers.slice(0, first * WIDTH)]
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
export function fixAt(track: Track, i: number): Fix {
	const { source, numbers } = track
	const from = offsetOf(track, i)
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
export function newestAt(track: Track): number {
	return track.numbers.length === 0 ? 0 : number(track.numbers, offsetOf(track, countOf(track) - 1))
}

/** All kept positions, the oldest first. */
export function fixesOf(track: Track): readonly Fix[] {
	return Array.from({ length: countOf(track) }, (_, i) => fixAt(track, i))
}
