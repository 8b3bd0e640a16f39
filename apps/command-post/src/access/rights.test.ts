import { Grant } from '@lagebild/model/label.ts'
import { expect, test } from 'vitest'

import { levelsFor, newRights, rightsBody, rightsMissing, rightsOf, withRole } from './rights.ts'

const grant = (more: object) =>
	Grant.parse({
		credential: 'p',
		source: 'p',
		rank: 'person',
		role: 'admin',
		name: 'P',
		operations: 'all',
		clearance: 'restricted',
		...more,
	})

test('nobody is offered more than the role can have and the giver has', () => {
	expect(levelsFor('staff', grant({}))).toEqual(['open', 'internal', 'restricted'])
	expect(levelsFor('observer', grant({}))).toEqual(['open', 'internal'])
	expect(levelsFor('admin', grant({ clearance: 'internal' }))).toEqual(['open', 'internal'])
	expect(withRole(newRights('staff', grant({}), ['o']), 'commander', grant({})).clearance).toBe('restricted')
	expect(withRole(newRights('staff', grant({}), ['o']), 'commander', grant({ clearance: 'internal' })).clearance).toBe('internal')
})

test('what is given is what the hub reads, and no operation at all is not enough', () => {
	const rights = newRights('staff', grant({ organisation: 'THW' }), ['flut'])
	expect(rightsBody(rights)).toEqual({ role: 'staff', clearance: 'internal', operations: ['flut'], organisation: 'THW' })
	expect(rightsBody({ ...rights, every: true, organisation: ' ' })).toEqual({ role: 'staff', clearance: 'internal', operations: 'all' })
	expect(rightsMissing(newRights('staff', grant({}), []))).toBe(true)
	expect(rightsMissing({ ...rights, operations: [], every: true })).toBe(false)
	expect(rightsOf({ role: 'field', clearance: 'open', operations: 'all' })).toEqual({
		role: 'field',
		organisation: '',
		clearance: 'open',
		every: true,
		operations: [],
	})
})
