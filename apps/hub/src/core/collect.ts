import { headOf } from '@lagebild/picture/picture.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { size } from '@lagebild/picture/read.ts'

import { changedSince } from './ring.ts'
import type { Ring, Scratch } from './ring.ts'

/** A picture that goes on while it is read. `piece`: how many rows are read before others have their turn. */
export type Reading = { readonly picture: Picture; readonly ring: Ring; readonly scratch: Scratch; readonly piece: number }

/** What is not read costs so much of a row. */
const SKIPPED = 1 / 32
/** Should more change than can be read again, the rest is read in one go. */
const MOST_ROUNDS = 4

/**
 * S1: reads something of every entity, piece by piece, and then again of those that changed meanwhile, so that what it ends with holds at
 * one seq: the one that the picture is at when it is done.
 */
export function* collect<T>(reading: Reading, read: (index: number) => T | undefined): Generator<undefined, readonly T[]> {
	const { picture, piece } = reading
	const found: (T | undefined)[] = []
	let from: number = headOf(picture)
	let left = piece
	for (let index = 0; index < size(picture); index++) {
		found[index] = read(index)
		left -= found[index] === undefined ? SKIPPED : 1
		if (left > 0) continue
		yield
		left = piece
	}
	for (let round = 0; round < MOST_ROUNDS; round++) {
		const changed = changedIn(reading, from)
		if (changed.length <= piece) break
		from = headOf(picture)
		for (const [i, index] of changed.entries()) {
			found[index] = read(index)
			if (i % piece === piece - 1) yield
		}
	}
	for (const index of changedIn(reading, from)) found[index] = read(index)
	return found.filter((row) => row !== undefined)
}

/** Where the ring does not reach back any more, everything may have changed. */
function changedIn({ picture, ring, scratch }: Reading, from: number): readonly number[] {
	if (from < ring.floor) return Array.from({ length: size(picture) }, (_, index) => index)
	return changedSince(ring, from, scratch).index
}
