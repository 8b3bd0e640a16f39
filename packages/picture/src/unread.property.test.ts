import fc from 'fast-check'
import { expect, test } from 'vitest'

import type { Picture } from './picture.ts'
import { apply, createPicture } from './picture.ts'
import { facet, facetAt, measuredAt, rowAt, size } from './read.ts'
import { restorePicture, snapshotOf } from './snapshot.ts'
import { journals } from './testing/arbitrary.ts'
import { dump, versions } from './testing/fold.ts'

function readAll(picture: Picture): void {
	for (let index = 0; index < size(picture); index++) {
		rowAt(picture, index)
		measuredAt(picture, index)
	}
}

/**
 * Each reads some of its rows after each entry: rows are built when they are read, and what is told must not depend on that. One of them
 * forgets rows as soon as others were read.
 */
test('[P28] what is told does not depend on which rows were read before', { timeout: 60_000 }, () => {
	fc.assert(
		fc.property(journals, fc.array(fc.nat(3), { minLength: 5, maxLength: 5 }), (entries, reads) => {
			const [read, unread, some, forgetful] = [createPicture(), createPicture(), createPicture(), createPicture(1)]
			for (const [place, entry] of entries.entries()) {
				const told = apply(read, entry)
				expect(apply(unread, entry)).toEqual(told)
				expect(apply(some, entry)).toEqual(told)
				expect(apply(forgetful, entry)).toEqual(told)
				readAll(read)
				readAll(forgetful)
				const index = reads[place % reads.length] ?? 0
				rowAt(some, index)
				measuredAt(some, index + 1)
			}
			expect(versions(unread)).toEqual(versions(read))
			expect(versions(some)).toEqual(versions(read))
			expect(versions(forgetful)).toEqual(versions(read))
			expect(dump(unread)).toEqual(dump(read))
			expect(dump(some)).toEqual(dump(read))
			expect(dump(forgetful)).toEqual(dump(read))
		}),
		{ numRuns: 500 },
	)
})

test('[P38] a picture that was restored and not read tells the same', { timeout: 60_000 }, () => {
	fc.assert(
		fc.property(journals, fc.nat(14), (entries, cut) => {
			const straight = createPicture()
			for (const entry of entries.slice(0, cut)) apply(straight, entry)
			readAll(straight)
			const restored = restorePicture(JSON.parse(JSON.stringify(snapshotOf(straight))))
			for (const entry of entries.slice(cut)) {
				const seen = (picture: Picture) =>
					apply(picture, entry).map(({ index, state, measured, before, after }) => ({
						index,
						state,
						measured,
						before: facet(picture, before),
						after: facet(picture, after),
						now: facet(picture, facetAt(picture, index)),
					}))
				expect(seen(restored)).toEqual(seen(straight))
				readAll(straight)
			}
			expect(versions(restored)).toEqual(versions(straight))
		}),
		{ numRuns: 500 },
	)
})
