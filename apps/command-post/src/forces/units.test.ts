import { instant } from '@lagebild/model/time.ts'
import { figuresOf } from '@lagebild/picture/figures.ts'
import { describe, expect, test } from 'vitest'

import { contentOf, measured, NOW, thing, unit } from '../testing/things.ts'
import { EVERY_UNIT, sortUnits, statusSince, unitGroups, WITHOUT_SECTION } from './units.ts'
import type { Column, UnitFilter } from './units.ts'

const strength = { leaders: 0, subLeaders: 1, crew: 5 }
const rows = [
	unit({ callsign: 'Heros 10', organisation: 'thw', strength, fms: 4, section: 'EA 1', type: 'B' }, { native: 'a' }),
	unit({ callsign: 'Heros 9', organisation: 'thw', fms: 1, section: 'EA 2' }, { native: 'b' }),
	unit({ callsign: 'Rotkreuz 1', organisation: 'hilfsorganisation', organisationName: 'DRK', strength, section: 'EA 1' }, { native: 'c' }),
	unit({ callsign: 'Sama 1', organisation: 'hilfsorganisation' }, { native: 'd' }),
]
const content = contentOf(...rows.map((row) => thing(row)))
const { forces } = figuresOf(content.things.values(), NOW)
const shown = (filter: Partial<UnitFilter>) =>
	unitGroups(content.things, forces, { ...EVERY_UNIT, ...filter }).map(({ name, units }) => [
		name,
		units.map(({ row }) => row.fields.callsign),
	])

describe('the table of forces', () => {
	test('groups by section, those without one last, and filters by section, status and organisation', () => {
		expect(shown({})).toEqual([
			['EA 1', ['Heros 10', 'Rotkreuz 1']],
			['EA 2', ['Heros 9']],
			[undefined, ['Sama 1']],
		])
		expect(shown({ section: '"EA 2' })).toEqual([['EA 2', ['Heros 9']]])
		expect(shown({ section: WITHOUT_SECTION })).toEqual([[undefined, ['Sama 1']]])
		expect(shown({ status: 'unknown', organisation: 'DRK' })).toEqual([['EA 1', ['Rotkreuz 1']]])
		expect(shown({ organisation: 'thw', section: '"EA 1' })).toEqual([['EA 1', ['Heros 10']]])
	})

	test('a group keeps the sums of all of its section', () => {
		const [group] = unitGroups(content.things, forces, { status: 'bound' })
		expect(group).toMatchObject({ name: 'EA 1', sum: { units: 2, strength: { total: 12 } }, units: [{}] })
	})

	test('sorts by every column, what is not known last in either direction', () => {
		const units = unitGroups(content.things, forces, EVERY_UNIT).flatMap((group) => group.units)
		const order = (column: Column, descending = false) => sortUnits(units, { column, descending }).map(({ row }) => row.fields.callsign)
		expect(order('callsign')).toEqual(['Heros 9', 'Heros 10', 'Rotkreuz 1', 'Sama 1'])
		expect(order('callsign', true)).toEqual(['Sama 1', 'Rotkreuz 1', 'Heros 10', 'Heros 9'])
		expect(order('status')).toEqual(['Heros 9', 'Heros 10', 'Rotkreuz 1', 'Sama 1'])
		expect(order('status', true)).toEqual(['Heros 10', 'Heros 9', 'Rotkreuz 1', 'Sama 1'])
		expect(order('type', true).at(0)).toBe('Heros 10')
	})

	test('a status began when it was said to, else when it came', () => {
		const at = instant(NOW)
		const fieldAt = { fms: instant(NOW - 60_000) }
		const said = thing(unit({ callsign: 'x', organisation: 'thw', fms: 4, since: '2026-11-21T20:00:00Z' }, { at, fieldAt }))
		const came = thing(unit({ callsign: 'x', organisation: 'thw', fms: 4 }, { at, fieldAt }))
		const since = ({ row }: typeof said) => (row.kind === 'unit' ? statusSince(row) : undefined)
		expect([since(said), since(came)]).toEqual([Date.UTC(2026, 10, 21, 20), NOW - 60_000])
		expect(measured(came.row, {}).at).toBe(NOW)
	})
})
