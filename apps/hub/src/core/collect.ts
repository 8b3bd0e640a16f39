import { headOf } from '@lagebild/picture/picture.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { size } from '@lagebild/picture/read.ts'

import { changedSince } from './ring.ts'
import type { Ring, Scratch } from './ring.ts'

/** A picture that goes on while it is read. `piece`: how many rows are read before others have their turn. */
export type Reading = { readonly picture: Picture; readonly ring: Ring; readonly scratch: Scratch; readonly piece: number }

/** What was read once, by entity, and at which seq; brought up to date in place. `rows` are those that are something, in this order. */
export type Collected<T> = { readonly found: (T | undefined)[]; readonly seq: number; readonly rows: readonly T[] }

type Versioned = { readonly v: number }

/** What is not read costs so much of a row. */
const SKIPPED = 1 / 32
/** Should more change than can be read again, the rest is read in one go. */
const MOST_ROUNDS = 4

/**
 * S1: reads something of every entity, piece by piece, and then again of those that changed meanwhile, so that what it ends with holds at
 * one seq: the one that the picture is at when it is done. Of what was read before, only what changed is read; while nothing did, `rows`
 * is the same list.
 */
export function* collect<T extends Versioned>(
	reading: Reading,
	read: (index: number) => T | undefined,
	before?: Collected<T>,
): Generator<undefined, Collected<T>> {
	const { picture, ring } = reading
	const held = before && before.seq >= ring.floor ? before : undefined
	const from = held?.seq ?? headOf(picture)
	const found = held?.found ?? (yield* readAll(reading, read))
	let same = held !== undefined
	yield* readChanged(reading, from, (index) => {
		const row = read(index)
		same &&= row?.v === found[index]?.v
		found[index] = row
	})
	return { found, seq: headOf(picture), rows: held && same ? held.rows : found.filter((row) => row !== undefined) }
}

function* readChanged(reading: Reading, since: number, again: (index: number) => void): Generator<undefined, void> {
	const { picture, piece } = reading
	let from = since
	for (let round = 0; round < MOST_ROUNDS; round++) {
		const changed = changedIn(reading, from)
		if (changed.length <= piece) break
		from = headOf(picture)
		for (const [i, index] of changed.entries()) {
			again(index)
			if (i % piece === piece - 1) yield
		}
	}
	for (const index of changedIn(reading, from)) again(index)
}

/** Of a picture that nobody changes, or that is read again where it changed. */
export function* readAll<T>(
	{ picture, piece }: Pick<Reading, 'picture' | 'piece'>,
	read: (index: number) => T | undefined,
): Generator<undefined, (T | undefined)[]> {
	const found: (T | undefined)[] = []
	let left = piece
	for (let index = 0; index < size(picture); index++) {
		const row = read(index)
		found[index] = row
		left -= row === undefined ? SKIPPED : 1
		if (left > 0) continue
		yield
		left = piece
	}
	return found
}

/** Where the ring does not reach back any more, everything may have changed. */
function changedIn({ picture, ring, scratch }: Reading, from: number): readonly number[] {
	if (from < ring.floor) return Array.from({ length: size(picture) }, (_, index) => index)
	return changedSince(ring, from, scratch).index
}
