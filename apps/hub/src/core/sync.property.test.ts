import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Flaw } from './hub.ts'
import { emptyTally } from './testing/person.ts'
import type { Tally } from './testing/person.ts'
import { runWorld } from './testing/world.ts'

const COUNTED = [
	'frames',
	'shared',
	'packed',
	'moves',
	'beats',
	'digests',
	'loads',
	'resumes',
	'byes',
	'gaps',
	'violations',
	'endWrong',
] as const

/** A failure names fast-check's seed and the world's own: `runWorld({ seed })` shows the first wrong row again. */
function explore(worlds: number, options: { readonly lossy?: boolean }): Tally {
	const sum = emptyTally()
	const world = fc.property(fc.nat(), (seed) => {
		const tally = runWorld({ seed, ...options })
		for (const key of COUNTED) sum[key] += tally[key]
		expect(tally.firstViolation).toBeUndefined()
		expect(tally).toMatchObject({ violations: 0, endWrong: 0 })
	})
	fc.assert(world, { numRuns: worlds, endOnFailure: true })
	return sum
}

function isNoticed(flaw: Flaw): boolean {
	return Array.from({ length: 10 }, (_, seed) => seed).some((seed) => {
		const { gaps, violations, endWrong } = runWorld({ seed, flaw })
		return gaps + violations + endWrong > 0
	})
}

describe('the sync protocol, hub and clients together', () => {
	test('[I1] after every frame each lane equals the projection at its seq, and at the end all agree', () => {
		const tally = explore(40, {})
		expect(tally.gaps).toBe(0)
		for (const key of ['shared', 'packed', 'moves', 'beats', 'digests', 'resumes', 'loads', 'byes'] as const)
			expect({ [key]: tally[key] }).not.toEqual({ [key]: 0 })
	}, 120_000)

	test('[I2] a lost frame is noticed and healed, and never merged over', () => {
		expect(explore(15, { lossy: true }).gaps).toBeGreaterThan(0)
	}, 120_000)

	test('[I3] the same inputs give the same effects', () => {
		for (let seed = 0; seed < 5; seed++) expect(() => runWorld({ seed, twin: true })).not.toThrow()
	})

	test.each(['previous-tick', 'sent-as-from', 'elide-personal'] as const)(
		'[H3] the model test notices when `from` is wrong: %s',
		(flaw) => {
			expect(isNoticed(flaw)).toBe(true)
		},
	)
})
