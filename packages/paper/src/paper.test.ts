import { pointGeometry } from '@lagebild/model/geo.ts'
import { entityId, OperationId, seq } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Fields } from '@lagebild/model/kinds/table.ts'
import type { MeasuredRow, RowOf } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import type { PaperContent, PaperThing } from './order.ts'
import { paperOf } from './paper.ts'

/** 21 November 2026, 21:04:10 in Hamburg. */
const NOW = Date.UTC(2026, 10, 21, 20, 4, 10)
const MINUTE = 60_000

type More<K extends EntityKind> = Partial<Omit<RowOf<K>, 'kind' | 'fields'>>

function rowOf<K extends EntityKind>(kind: K, native: string, fields: Fields<K>, more: More<K> = {}) {
	const label = { level: 'internal' as const }
	const base = { id: entityId(kind, 'test', native), k: 1, v: seq(1), at: instant(NOW - MINUTE), sources: [], life: 'live' as const, label }
	return { ...base, kind, fields, ...more }
}

const point = (lng: number, lat: number) => pointGeometry({ lat, lng })
const claim = (value: string, rank: 'device' | 'person') => ({ field: 'gate', value, rank, source: rank, at: instant(NOW - MINUTE) })

const section = rowOf('section', 'ea2', { name: 'EA 2 Hafen Mitte' })
const unit = rowOf(
	'unit',
	'fl-11-1',
	{
		callsign: 'Florian Hamburg 11/1',
		short: 'FL 11/1',
		organisation: 'feuerwehr',
		fms: 4,
		strength: { leaders: 0, subLeaders: 1, crew: 5 },
	},
	{ geometry: point(9.97, 53.545), links: [{ rel: 'assigned-to', to: section.id }] },
)
const gate = rowOf(
	'facility',
	'kluetjenfeld',
	{ name: 'Tor Klütjenfeld 7', type: 'gate', sill: 5.2 },
	{ claims: [claim('closed', 'device'), claim('open', 'person')], geometry: point(9.99, 53.52) },
)
const closed = rowOf('facility', 'baumwall', { name: 'Tor Baumwall 2', type: 'gate' }, { claims: [claim('closed', 'device')] })
const silent = rowOf('facility', 'stumm', { name: 'Tor Stumm', type: 'gate' })
const gauge = rowOf('sensor', 'st-pauli', {
	name: 'St. Pauli',
	property: 'W',
	unit: 'cm',
	zeros: { '1900-01-01': { metres: -5, datum: 'NHN' } },
})
const level: MeasuredRow = { id: gauge.id, k: 1, v: seq(1), at: instant(NOW - MINUTE), source: 'test', value: 891 }
const order = rowOf(
	'task',
	'114',
	{ number: '114', order: 'Sandsäcke nach Deich km 12,4', due: '2026-11-21T20:55:00+01:00', command: { version: 1, state: 'issued' } },
	{ links: [{ rel: 'assigned-to', to: unit.id }] },
)
const done = rowOf('task', '113', {
	order: 'Schon getan',
	command: { version: 1, state: 'issued' },
	execution: { answers: 1, state: 'done' },
})
const alarm = rowOf('alarm', 'a', { title: 'Widerspruch Tor · gate conflict', severity: 'Severe', cause: 'Sensor zu' })

function contentOf(things: readonly PaperThing[], status: 'actual' | 'exercise' = 'exercise'): PaperContent {
	const operation = {
		id: OperationId.parse('sturmflut'),
		name: 'Sturmflut Elbe',
		status,
		timeZone: 'Europe/Berlin',
		area: [9.7, 53.38, 10.33, 53.75],
	} as const
	return { operation: operation, at: NOW, seq: 4_711, things }
}

const all: readonly PaperThing[] = [
	...[section, unit, gate, closed, silent, order, done, alarm].map((row) => ({ row })),
	{ row: gauge, measured: level },
]

describe('the situation on paper', () => {
	test('says what it is, of what and as of when, in every language, and whether it is an exercise', () => {
		const german = paperOf(contentOf(all), 'de')
		expect(german).toContain('<span class="status">ÜBUNG</span>')
		expect(german).toContain('Stand Sa., 21.11.2026, 21:04:10 MEZ')
		expect(german).toContain('Eintrag 4711')
		expect(paperOf(contentOf(all, 'actual'), 'en')).toContain('<span class="status">OPERATION</span>')
	})

	test('names what is open: gates that nobody knows to be closed, orders that are not done, alarms, the sum of the forces', () => {
		const paper = paperOf(contentOf(all), 'de')
		expect(paper).toMatch(/Tor Klütjenfeld 7<\/bdi> <strong>≠ Widerspruch/)
		expect(paper).toContain('Tor Stumm')
		expect(paper).not.toContain('Tor Baumwall 2</bdi></td>')
		expect(paper).toContain('1 weitere Tore sind zu.')
		expect(paper).toMatch(/<td class="figure">3,91<\/td>/)
		expect(paper).toMatch(/Sandsäcke.*überfällig/s)
		expect(paper).not.toContain('Schon getan')
		expect(paper).toContain('<bdi>Widerspruch Tor</bdi>')
		expect(paper).toContain('0/1/5/<strong><u>6</u></strong>')
		expect(paper).toContain('4 am Einsatzort')
	})

	test('draws what stands somewhere, with its sign and its name', () => {
		const paper = paperOf(contentOf(all), 'de')
		expect(paper).toMatch(/<use href="#s0"/)
		expect(paper).toMatch(/<text class="label"[^>]*>FL 11\/1<\/text>/)
		expect(paperOf(contentOf([]), 'de')).toContain('<svg')
	})

	test('holds the last fifty entries of the diary and no more', () => {
		const entries = Array.from({ length: 60 }, (_, i) => ({
			row: rowOf('message', String(i), { type: 'diary', book: 'ETB', text: `Eintrag Nummer ${i}.` }, { k: i + 1, number: i + 1 }),
		}))
		const paper = paperOf(contentOf(entries), 'de')
		expect(paper).toContain('letzte 50 Einträge')
		expect(paper).toContain('Eintrag Nummer 59.')
		expect(paper).not.toContain('Eintrag Nummer 9.')
	})

	test('runs nothing and asks nobody, whatever people wrote', () => {
		const hostile = '<script>alert(1)</script><img src=//x onerror=1>"\u0000\u202e'
		const rows = [
			rowOf('unit', 'x', { callsign: hostile, organisation: 'thw' }, { geometry: point(10, 53.5) }),
			rowOf('incident', 'x', { title: hostile, category: 'fire' }, { geometry: point(10, 53.51) }),
			rowOf('message', 'x', { type: 'diary', text: hostile.repeat(500), book: hostile }),
		]
		const paper = paperOf(contentOf(rows.map((row) => ({ row }))), 'de')
		expect(paper).not.toMatch(/<script|<img/)
		expect(paper).not.toContain('\0')
		expect(paper.match(/(?:href|src)="[^"]*"/g)?.every((one) => /^href="(?:#|data:image\/svg)/.test(one))).toBe(true)
		expect(paper).toContain('default-src &#39;none&#39;')
	})
})
