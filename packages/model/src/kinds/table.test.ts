import { describe, expect, test } from 'vitest'

import { KINDS } from './names.ts'
import { laneOf, policyOf } from './policy.ts'
import { KIND_TABLE } from './table.ts'

describe('the table of kinds', () => {
	test('holds every kind under its own name', () => {
		expect(Object.keys(KIND_TABLE).toSorted()).toEqual([...KINDS].toSorted())
		for (const [name, { kind }] of Object.entries(KIND_TABLE)) expect(kind).toBe(name)
	})

	test.each(Object.values(KIND_TABLE))('has a policy for every field of $kind, and for its geometry', ({ payload, policies, title }) => {
		expect(Object.keys(policies).toSorted()).toEqual([...Object.keys(payload.shape), 'geometry'].toSorted())
		expect(Object.keys(payload.shape)).toContain(title)
	})

	test('carries what is urgent in a lane of its own', () => {
		expect(KINDS.filter((kind) => laneOf(kind) === 'U').toSorted()).toEqual(['alarm', 'message', 'task', 'warning'])
	})

	test('decides a field that it does not know by the newest statement', () => {
		expect([policyOf('facility', 'gate'), policyOf('facility', 'no-such-field')]).toEqual(['per-source', 'newest'])
	})
})
