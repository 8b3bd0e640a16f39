import { Grant, Level, Role } from '@lagebild/model/label.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { givingFault, managesAll, within } from './giving.ts'

const parts = {
	role: fc.constantFrom(...Role.options),
	clearance: fc.constantFrom(...Level.options),
	operations: fc.constantFrom<'all' | readonly string[]>('all', [], ['a'], ['b'], ['a', 'b']),
	organisation: fc.constantFrom('thw', 'polizei'),
	kinds: fc.constantFrom(['unit'], ['unit', 'incident']),
	submitKinds: fc.constantFrom([], ['unit']),
}
const NAMED = { credential: 'person-1', source: 'wer', rank: 'person', name: 'Wer' }
const grants = fc
	.record(parts, { requiredKeys: ['role', 'clearance', 'operations'] })
	.map((some): Grant => Grant.parse({ ...NAMED, ...some }))
/** One, and what became of it by other values here and there: two that have nothing to do with each other give each other nothing. */
const related = fc.tuple(grants, fc.record(parts, { requiredKeys: [] })).map(([one, other]): Grant => Grant.parse({ ...one, ...other }))

describe('who gives what', () => {
	test('[G1] what a chain of givers hands on, the first of them could have given', () => {
		const chains = fc
			.tuple(grants, fc.record(parts, { requiredKeys: [] }), fc.record(parts, { requiredKeys: [] }))
			.map(
				([first, second, third]) => [first, Grant.parse({ ...first, ...second }), Grant.parse({ ...first, ...second, ...third })] as const,
			)
		let handed = 0
		fc.assert(
			fc.property(chains, ([first, second, third]) => {
				if (!within(first, second) || !within(second, third)) return
				handed++
				expect(givingFault(first, third)).toBeUndefined()
			}),
			{ numRuns: 10_000 },
		)
		expect(handed).toBeGreaterThan(50)
	})

	test('[G1] whoever has something may give just that', () => {
		fc.assert(
			fc.property(grants, (grant) => {
				expect(givingFault(grant, grant)).toBeUndefined()
			}),
		)
	})

	test('[G2] only who manages everything makes another one that does', () => {
		const all = { role: 'admin', operations: 'all', clearance: 'open' } as const
		fc.assert(
			fc.property(related, (giver) => {
				expect(within(giver, all) && !managesAll(giver)).toBe(false)
			}),
			{ numRuns: 500 },
		)
	})
})
