import { Digest } from '@lagebild/model/digest.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Change } from './change.ts'
import type { Picture } from './picture.ts'
import { apply, createPicture, headOf } from './picture.ts'
import { idAt, measuredAt, rowAt, size } from './read.ts'
import { restorePicture, snapshotOf } from './snapshot.ts'
import { journals, measuredJournals, rearranged, rearrangedFrom } from './testing/arbitrary.ts'
import { dump, fold, versions } from './testing/fold.ts'

function digest(picture: Picture): string {
	const sum = new Digest()
	for (let index = 0; index < size(picture); index++) {
		const id = idAt(picture, index)
		const [state, measured] = [rowAt(picture, index), measuredAt(picture, index)]
		if (state) sum.add(id, state.v)
		if (measured) sum.add(`${id}#m`, measured.v)
	}
	return sum.toString()
}

function rowsOf(picture: Picture) {
	return Array.from({ length: size(picture) }, (_, index) => ({ state: rowAt(picture, index), measured: measuredAt(picture, index) }))
}

/** Indices that changed, each named once. */
function sorted(changes: readonly Change[]): number[] {
	return changes.map(({ index }) => index).toSorted((a, b) => a - b)
}

function throughJson(value: unknown): unknown {
	return JSON.parse(JSON.stringify(value))
}

describe('the law', { timeout: 60_000 }, () => {
	test('[P2] any order and repetition of the same entries folds equal', () => {
		fc.assert(
			fc.property(rearranged, ({ entries, arrived }) => {
				expect(dump(fold(arrived))).toEqual(dump(fold(entries)))
			}),
			{ numRuns: 900 },
		)
	})

	test('[P2, P43, P44, P45, P47] so does what is measured, with what is doubted about it', () => {
		let [ghosts, jumps] = [0, 0]
		fc.assert(
			fc.property(rearrangedFrom(measuredJournals), ({ entries, arrived }) => {
				const straight = dump(fold(entries))
				expect(dump(fold(arrived))).toEqual(straight)
				const text = JSON.stringify(straight)
				ghosts += Number(text.includes('"ghost":'))
				jumps += Number(text.includes('"what":"jump"'))
			}),
			{ numRuns: 300 },
		)
		expect(Math.min(ghosts, jumps)).toBeGreaterThan(0)
	})

	test('[P28] repeating an entry changes nothing, not even a version', () => {
		fc.assert(
			fc.property(journals, fc.nat(), (entries, pick) => {
				const picture = fold(entries)
				const before = versions(picture)
				const again = entries[pick % entries.length]
				expect(again && apply(picture, again)).toEqual([])
				expect(versions(picture)).toEqual(before)
			}),
			{ numRuns: 300 },
		)
	})

	test('[P28] a change is told exactly when a row became another object, and names its seq', () => {
		fc.assert(
			fc.property(journals, (entries) => {
				const picture = createPicture()
				for (const entry of entries) {
					const before = rowsOf(picture)
					const changes = apply(picture, entry)
					const after = rowsOf(picture)
					const indices = after.map((_, index) => index)
					expect(sorted(changes.filter(({ state }) => state))).toEqual(indices.filter((i) => after[i]?.state !== before[i]?.state))
					expect(sorted(changes.filter(({ measured }) => measured))).toEqual(
						indices.filter((i) => after[i]?.measured !== before[i]?.measured),
					)
					const rows = changes.flatMap(({ index, state, measured }) => [state && after[index]?.state, measured && after[index]?.measured])
					expect(rows.filter((row) => row && row.v !== entry.seq)).toEqual([])
				}
			}),
			{ numRuns: 300 },
		)
	})

	test('[P37] two pictures side by side have the same digest after every entry', () => {
		fc.assert(
			fc.property(journals, (entries) => {
				const [one, other] = [createPicture(), createPicture()]
				for (const entry of entries) {
					expect(apply(one, entry)).toEqual(apply(other, entry))
					expect(digest(one)).toBe(digest(other))
				}
			}),
			{ numRuns: 300 },
		)
	})

	test('[P38] a restored picture is the same and folds on the same', () => {
		fc.assert(
			fc.property(journals, fc.nat(14), (entries, cut) => {
				const straight = fold(entries.slice(0, cut))
				const restored = restorePicture(throughJson(snapshotOf(straight)))
				expect(dump(restored)).toEqual(dump(straight))
				for (const entry of entries.slice(cut)) {
					const [told, expected] = [apply(restored, entry), apply(straight, entry)]
					expect(told.map(({ index, state, measured }) => ({ index, state, measured }))).toEqual(
						expected.map(({ index, state, measured }) => ({ index, state, measured })),
					)
				}
				expect(dump(restored)).toEqual(dump(straight))
				expect(versions(restored)).toEqual(versions(straight))
				expect(headOf(restored)).toBe(headOf(straight))
			}),
			{ numRuns: 300 },
		)
	})

	test('[P38] what does not have the shape of a snapshot is refused', () => {
		for (const wrong of [undefined, null, 7, [], {}, { version: 1 }, { ...Object(snapshotOf(createPicture())), head: -1 }]) {
			expect(() => restorePicture(wrong)).toThrow(/shape/)
		}
	})
})
