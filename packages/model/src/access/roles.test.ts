import { describe, expect, test } from 'vitest'

import { Submission } from '../event.ts'
import type { Op } from '../event.ts'
import { KINDS } from '../kinds/names.ts'
import { Role } from '../label.ts'
import { instant } from '../time.ts'
import { FUNCTIONS } from './functions.ts'
import { clearanceFor, DUTIES, FUNCTION_DUTIES, hasDuty, hasDutyIn, mayDo, ROLE_TABLE, speaks } from './roles.ts'

const OPS: readonly Op[] = Submission.options.map(({ shape }) => shape.op.value)

describe('the table of roles', () => {
	test('what may be done is what the table says, for every role, kind and op', () => {
		for (const role of Role.options)
			for (const kind of KINDS)
				for (const op of OPS) expect(mayDo(role, kind, op), `${role} ${kind} ${op}`).toBe(ROLE_TABLE[role].submits[kind].includes(op))
	})

	test('an observer says nothing, and whoever may say something speaks', () => {
		expect(Role.options.filter((role) => !speaks(role))).toEqual(['observer'])
		expect(KINDS.flatMap((kind) => ROLE_TABLE.observer.submits[kind])).toEqual([])
	})

	test('lists are said by feeds and admins, labels changed by those who lead', () => {
		const who = (op: Op) => Role.options.filter((role) => KINDS.some((kind) => mayDo(role, kind, op)))
		expect(who('roster')).toEqual(['integrator', 'admin'])
		expect(who('classify')).toEqual(['commander', 'admin'])
		expect(KINDS.filter((kind) => mayDo('admin', kind, 'roster'))).toEqual(['feed'])
	})

	test('people leave to feeds how feeds are, and crews leave sections and warnings to the staff', () => {
		for (const role of ['field', 'staff', 'commander'] as const) expect(ROLE_TABLE[role].submits.feed).toEqual([])
		expect(KINDS.filter((kind) => ROLE_TABLE.field.submits[kind].length === 0)).toEqual(
			['section', 'warning', 'feed', 'contact'].toSorted(byKind),
		)
	})

	test('an admin has every duty, and whoever leads has every duty of the staff', () => {
		expect(DUTIES.filter((duty) => !hasDuty('admin', duty))).toEqual([])
		expect(ROLE_TABLE.staff.duties.filter((duty) => !hasDuty('commander', duty))).toEqual([])
		expect(hasDuty('staff', 'classify')).toBe(false)
		for (const role of Role.options)
			for (const kind of KINDS) expect(ROLE_TABLE.admin.submits[kind]).toEqual(expect.arrayContaining([...ROLE_TABLE[role].submits[kind]]))
	})

	test('a clearance is the usual one unless another is wished, and never above what the role can have', () => {
		expect(Role.options.map((role) => clearanceFor(role, undefined))).toEqual(Role.options.map((role) => ROLE_TABLE[role].level.usual))
		expect(clearanceFor('observer', 'restricted')).toBe('internal')
		expect(clearanceFor('staff', 'restricted')).toBe('restricted')
		expect(clearanceFor('admin', 'open')).toBe('open')
	})
})

describe('duties by function', () => {
	test('a function gives its duties to who holds it, in that operation, and to nobody else', () => {
		const since = instant(0)
		const functions = FUNCTIONS.map((one) => ({ function: one, credential: `person-${one}`, name: one, since }))
		for (const one of FUNCTIONS) {
			for (const duty of DUTIES) {
				const given = FUNCTION_DUTIES[one].includes(duty)
				expect(hasDutyIn({ role: 'observer', credential: `person-${one}` }, duty, { functions })).toBe(given)
				expect(hasDutyIn({ role: 'observer', credential: `person-${one}` }, duty, { functions: [] })).toBe(false)
			}
		}
		expect(hasDutyIn({ role: 'commander', credential: 'person-0' }, 'stage.declare', { functions: [] })).toBe(true)
	})
})

function byKind(one: string, other: string): number {
	const names: readonly string[] = KINDS
	return names.indexOf(one) - names.indexOf(other)
}
