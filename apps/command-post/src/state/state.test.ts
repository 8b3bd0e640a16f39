import { OperationId } from '@lagebild/model/ids.ts'
import { describe, expect, test } from 'vitest'

import { readConfig, readOperations } from '../api/read.ts'
import { gauge, OPERATION, thing, unit } from '../testing/things.ts'
import { chooseOperation } from './choose.ts'
import { mergeAll, mergeInto } from './merge.ts'
import type { Part } from './merge.ts'
import { defaultPreferences, readPreferences } from './preferences.ts'
import { readRoute, writeRoute } from './route.ts'
import { timeZoneNow } from './time-zone.ts'

const fallback = defaultPreferences(['de-DE'])

describe('the address', () => {
	test('leads back to where it came from, with ids of any signs', () => {
		const selected = gauge('ST. PAULI / ÜBUNG').id
		const route = { operation: OPERATION, page: 'pegel', selected } as const
		expect(readRoute(writeRoute(route))).toEqual(route)
	})

	test.each(['', '#/', '#/BAD NAME/x?selected=nonsense', '#/%00/lage'])('%s leads to the picture', (hash) => {
		expect(readRoute(hash)).toEqual({ page: 'lage' })
	})
})

describe('preferences', () => {
	test.each([null, '', '{', '[]', 'null', '{"theme":"pink","symbolSize":999,"keys":"yes"}'])('%s falls back', (text) => {
		expect(readPreferences(text, fallback)).toEqual(fallback)
	})

	test('German is the language of the house; somebody who reads none of it gets English', () => {
		expect(defaultPreferences([]).language).toBe('de')
		expect(defaultPreferences(['fr-FR', 'en-GB']).language).toBe('en')
	})
})

describe('the operation that opens', () => {
	const operation = (id: string, more: object) => ({
		id,
		name: id,
		status: 'actual',
		base: false,
		bases: [],
		state: 'open',
		timeZone: 'Europe/Berlin',
		area: [9, 53, 10, 54],
		created: 0,
		seq: 1,
		people: false,
		viewers: 0,
		...more,
	})
	const list = (people: boolean) =>
		readOperations([
			operation('base', { base: true }),
			operation('hamburg', { people }),
			operation('sturmflut', { status: 'exercise' }),
			{ nonsense: true },
		])

	test('is the exercise until people write in a real one, and never a base', () => {
		expect(chooseOperation(list(false), [])?.id).toBe('sturmflut')
		expect(chooseOperation(list(true), [])?.id).toBe('hamburg')
		expect(chooseOperation(list(false), ['base', 'gone'])?.id).toBe('sturmflut')
		expect(chooseOperation(list(false), ['hamburg'])?.id).toBe('hamburg')
		expect(chooseOperation([], [])).toBeUndefined()
	})

	test('is a closed one only when it is asked for or none is open, and an archived one only when the address names it', () => {
		const many = readOperations([
			operation('alt', { state: 'archived' }),
			operation('gestern', { state: 'closed', closed: 5, closedBy: 'J. Brandt' }),
			operation('heute', {}),
		])
		expect(chooseOperation(many, [])?.id).toBe('heute')
		expect(chooseOperation(many, [undefined, 'gestern'])?.id).toBe('gestern')
		expect(chooseOperation(many, [undefined, 'alt'])?.id).toBe('heute')
		expect(chooseOperation(many, ['alt'])?.id).toBe('alt')
		expect(chooseOperation(many.slice(0, 2), [])?.id).toBe('gestern')
	})

	test('has a time zone of its own, for all times that are shown and typed', () => {
		const many = readOperations([operation('azoren', { timeZone: 'Atlantic/Azores' })])
		const config = readConfig({ timeZone: 'Europe/London' })
		const known = { operations: many, route: readRoute('#/o/azoren/lage'), preferences: fallback, config }
		expect(timeZoneNow(known)).toBe('Atlantic/Azores')
		expect(timeZoneNow({ ...known, operations: [] })).toBe('Europe/London')
		expect(timeZoneNow({ ...known, operations: [], config: undefined })).toBe('Europe/Berlin')
	})
})

describe('operation and bases together', () => {
	const base = OperationId.parse('base')
	const row = unit({ callsign: 'own', organisation: 'thw' })
	const based = unit({ callsign: 'base', organisation: 'thw' })
	const part = (operation: OperationId, rows: readonly (typeof row)[]): Part => ({
		operation,
		rows: () => new Map(rows.map((one) => [one.id, one])),
		measured: () => new Map(),
	})

	test("the operation's own word stands before its base's, and comes back when it goes", () => {
		const things = new Map([[row.id, thing(row)]])
		mergeAll(things, [part(OPERATION, [row]), part(base, [based])])
		expect(things.get(row.id)?.operation).toBe(OPERATION)
		mergeInto(things, [part(OPERATION, []), part(base, [based])], [row.id])
		expect(things.get(row.id)?.operation).toBe(base)
		mergeInto(things, [part(OPERATION, []), part(base, [])], [row.id])
		expect(things.size).toBe(0)
	})
})
