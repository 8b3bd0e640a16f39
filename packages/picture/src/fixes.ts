import type { Position } from '@lagebild/model/geo.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { isNewsIn, newestIn, number, numbersIn, offsetIn, placeFor } from './records.ts'
import type { Layout } from './records.ts'
import { appended } from './state.ts'
import type { Entity, Fix, Measured, PictureState, Rooms, Taken, Track } from './state.ts'

/** P47: as many positions of one source as verdicts need: the newest, the two that it is compared with, and what those are judged by. */
export const KEPT_FIXES = 4

/** at, n, received, seq, ord, lat, lng, course, speed, accuracy, far. What is unknown is NaN. */
const FIXES: Layout = { width: 11, most: KEPT_FIXES }

/** Of everything but the source, which a track has once. */
export type NewFix = Omit<Fix, 'source'>

/** Tracks lie together, so many at a time: a position touches few places of the memory. */
const TRACKS_AT_ONCE = 256
/** Before its positions stand the number of its source, how many there are, and the place of the oldest. */
const SOURCE = -3
const COUNT = -2
const FIRST = -1
const HEAD = 3
const ROOM_OF_TRACK = HEAD + FIXES.width * KEPT_FIXES

/** What is known of a track is said by its numbers alone. */
class NumberedTrack implements Track {
	readonly source: string
	readonly numbers: Float64Array
	readonly base: number
	next: Track | undefined = undefined

	constructor(source: string, numbers: Float64Array, base: number) {
		this.source = source
		this.numbers = numbers
		this.base = base
	}

	get count(): number {
		return this.numbers[this.base + COUNT] ?? 0
	}

	set count(count: number) {
		this.numbers[this.base + COUNT] = count
	}

	get first(): number {
		return this.numbers[this.base + FIRST] ?? 0
	}

	set first(first: number) {
		this.numbers[this.base + FIRST] = first
	}
}

/** Behind the others of its thing. */
export function addTrack({ tracks }: PictureState, entity: Entity, { measured, source }: { measured: Measured; source: string }): Track {
	const track = tracks.used++
	const place = track % TRACKS_AT_ONCE
	if (place === 0) tracks.all.push(new Float64Array(TRACKS_AT_ONCE * ROOM_OF_TRACK))
	const numbers = tracks.all.at(-1) ?? new Float64Array(ROOM_OF_TRACK)
	const made = new NumberedTrack(source, numbers, place * ROOM_OF_TRACK + HEAD)
	numbers[made.base + SOURCE] = sourceNumber(tracks, source)
	entity.noteTrack(measured.track ? undefined : track)
	measured.track = appended(measured.track, made)
	return made
}

export function sourceNumber({ sources }: Rooms, source: string): number {
	const place = sources.indexOf(source)
	return place < 0 ? sources.push(source) - 1 : place
}

/** Gives a new track the numbers that `numbersOf` gave; false when they cannot be those. */
export function restoreTrack(track: Track, numbers: readonly number[]): boolean {
	if (numbers.length > ROOM_OF_TRACK - HEAD || numbers.length % FIXES.width !== 0) return false
	for (const [i, value] of numbers.entries()) track.numbers[track.base + i] = value
	track.count = numbers.length / FIXES.width
	return true
}

export function countOf(track: Track): number {
	return track.count
}

/** P47: whether a position would be taken in. */
export function isNews(track: Track, fix: NewFix): boolean {
	return isNewsIn(track, FIXES, fix)
}

/** P47: takes in a position unless it is known or older than all that are kept. One per instant: the latest by P30. */
export function insertFix(track: Track, fix: NewFix): boolean {
	const offset = placeFor(track, FIXES, fix)
	if (offset < 0) return false
	write(track.numbers, offset, fix)
	return true
}

function write(numbers: Track['numbers'], from: number, fix: NewFix): void {
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

/** Degrees of latitude and longitude together: what lies so close is in reach of everything (P44), however little time is between. */
const NEAR = 0.001

/**
 * Where a track is, if that is later than `since` and nobody can doubt it: near the position before it, and not far outside. Undefined where it
 * has to be judged.
 */
export function steadyPlace(track: Track, since: number): Position | undefined {
	const last = countOf(track) - 1
	const { numbers } = track
	const from = offsetIn(track, FIXES, last)
	if (last < 0 || number(numbers, from) <= since || numbers[from + 10] === 1) return undefined
	const [lat, lng] = [number(numbers, from + 5), number(numbers, from + 6)]
	const before = last === 0 ? from : offsetIn(track, FIXES, last - 1)
	const isNear = Math.abs(lat - number(numbers, before + 5)) + Math.abs(lng - number(numbers, before + 6)) <= NEAR
	return isNear ? { lat, lng } : undefined
}

/** Where the numbers of a track by its number lie: in which room, and from where on. */
export const trackPlace = {
	SOURCE,
	roomOf: ({ all }: Rooms, track: number): Float64Array | undefined => (track < 0 ? undefined : all[Math.trunc(track / TRACKS_AT_ONCE)]),
	baseOf: (track: number): number => (track % TRACKS_AT_ONCE) * ROOM_OF_TRACK + HEAD,
}

/** Whether a place is near the newest position of a track, which is the one that it is compared with. */
export function isNearNewest(numbers: Float64Array, base: number, { lat, lng }: Position): boolean {
	const count = in64(numbers, base + COUNT)
	if (count === 0) return false
	const place = in64(numbers, base + FIRST) + count - 1
	const from = base + (place < KEPT_FIXES ? place : place - KEPT_FIXES) * FIXES.width
	return Math.abs(lat - in64(numbers, from + 5)) + Math.abs(lng - in64(numbers, from + 6)) <= NEAR
}

/** Makes a place for a position that is later than all of a track. */
export function placeAfterNewest(numbers: Float64Array, base: number): number {
	const count = in64(numbers, base + COUNT)
	if (count < KEPT_FIXES) {
		numbers[base + COUNT] = count + 1
		return base + count * FIXES.width
	}
	const first = in64(numbers, base + FIRST)
	numbers[base + FIRST] = first === KEPT_FIXES - 1 ? 0 : first + 1
	return base + first * FIXES.width
}

function in64(numbers: Float64Array, place: number): number {
	return numbers[place] ?? 0
}

/** The kept position number `i`, from the oldest. */
export function fixAt(track: Track, i: number): Fix {
	const { source, numbers } = track
	const from = offsetIn(track, FIXES, i)
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
	return newestIn(track, FIXES)
}

/** All numbers, those of the oldest position first. */
export function numbersOf(track: Track): readonly number[] {
	return numbersIn(track, FIXES)
}

/** All kept positions, the oldest first. */
export function fixesOf(track: Track): readonly Fix[] {
	return Array.from({ length: countOf(track) }, (_, i) => fixAt(track, i))
}
