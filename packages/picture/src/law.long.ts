import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { restorePicture, snapshotOf } from './snapshot.ts'
import { journalsOf, measuredJournals, rearrangedFrom } from './testing/arbitrary.ts'
import { dump, fold, foldOn } from './testing/fold.ts'

/** The law as in `law.property.test.ts`, with longer journals and many more of them: minutes instead of seconds. */
describe('the law, at length', { timeout: 600_000 }, () => {
	test.each([
		['short journals', journalsOf({ most: 14 }), 20_000],
		['long journals', journalsOf({ most: 60 }), 3_000],
		['measurements', measuredJournals, 10_000],
	] as const)('[P2, P38] %s fold equal in any order, and through a snapshot in the middle', (_name, made, numRuns) => {
		fc.assert(
			fc.property(rearrangedFrom(made), fc.nat(60), ({ entries, arrived }, cut) => {
				const straight = dump(fold(entries))
				expect(dump(fold(arrived))).toEqual(straight)
				const restored: unknown = JSON.parse(JSON.stringify(snapshotOf(fold(entries.slice(0, cut)))))
				const picture = restorePicture(restored)
				expect(dump(foldOn(picture, entries.slice(cut)))).toEqual(straight)
			}),
			{ numRuns },
		)
	})
})
