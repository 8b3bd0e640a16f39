import type { Geometry } from '@lagebild/model/geo.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { CONTEXT, measuredOf, MINUTE, NOW, rowOf } from '../testing/rows.ts'
import { itemsOfRow } from './items.ts'

const ago = (minutes: number) => instant(NOW - minutes * MINUTE)
const iso = (minutes: number) => new Date(NOW + minutes * MINUTE).toISOString()

const claim = (source: string, value: string) => ({ field: 'gate', value, source, rank: 'device', at: ago(1) }) as const

describe('units', () => {
	const unit = rowOf('unit', {
		callsign: 'Heros Altona 31/61',
		short: 'FGr Elektro',
		organisation: 'thw',
		fms: 4,
		sign: { einheit: 'gruppe', fachaufgabe: 'versorgung-elektrizitaet' },
	})

	test('a unit stands where it was measured, named by its short form and told in words', () => {
		const [item] = itemsOfRow(unit, measuredOf(unit, { position: { lat: 53.5, lng: 10 } }), CONTEXT)
		expect(item).toMatchObject({ type: 'symbol', position: { lat: 53.5, lng: 10 }, label: 'FGr Elektro', look: 'live', note: undefined })
		expect(item?.title).toMatch(/^Heros Altona 31\/61, THW, Gruppe, .*am Einsatzort$/)
	})

	test('a unit that has not told its place for more than 10 minutes is old and says since when', () => {
		const [young, old, older] = [10, 14, 95].map(
			(minutes) => itemsOfRow(unit, measuredOf(unit, { at: ago(minutes), position: { lat: 53.5, lng: 10 } }), CONTEXT)[0],
		)
		expect(young?.note).toBeUndefined()
		expect(old).toMatchObject({ look: 'stale', note: 'vor 14 min' })
		expect(older?.note).toBe('Stand 19:29')
	})

	test('a unit without any place is not on the map', () => {
		const { geometry: _geometry, ...placeless } = unit
		expect(itemsOfRow(placeless, undefined, CONTEXT)).toEqual([])
	})

	test('a boat is not drawn as a formation on land', () => {
		const [item] = itemsOfRow(rowOf('unit', { callsign: 'WSP 12', organisation: 'polizei', type: 'Streifenboot' }), undefined, CONTEXT)
		expect(item).toMatchObject({ sign: { grundzeichen: 'wasserfahrzeug', organisation: 'polizei' } })
	})
})

describe('life and validity', () => {
	test.each([
		['retracted', 'retracted'],
		['superseded', undefined],
		['cancelled', 'cancelled'],
		['ended', 'ended'],
		['live', 'live'],
		['unconfirmed', 'unconfirmed'],
	] as const)('%s looks %s', (life, look) => {
		const [item] = itemsOfRow(rowOf('incident', { title: 'Keller' }, { life, lifeAt: ago(1) }), undefined, CONTEXT)
		expect(item?.look).toBe(look)
	})

	test('what was ended long ago is gone; what a feed no longer reports is marked, not removed', () => {
		expect(itemsOfRow(rowOf('incident', { title: 'Keller' }, { life: 'ended', lifeAt: ago(31) }), undefined, CONTEXT)).toEqual([])
		const [item] = itemsOfRow(rowOf('incident', { title: 'Keller' }, { life: 'unconfirmed', lifeAt: ago(9) }), undefined, CONTEXT)
		expect(item).toMatchObject({ look: 'unconfirmed', note: 'nicht bestätigt seit 20:55' })
	})

	test('who asks for what is over sees all of it, each in its own look and words', () => {
		const over = { ...CONTEXT, over: true }
		const shown = (['ended', 'cancelled', 'retracted', 'superseded'] as const).map((life) => {
			const [item] = itemsOfRow(rowOf('incident', { title: 'Keller' }, { life, lifeAt: ago(120) }), undefined, over)
			return [item?.look, item?.note]
		})
		expect(shown).toEqual([
			['ended', 'beendet 19:04'],
			['cancelled', 'aufgehoben 19:04'],
			['retracted', 'zurückgenommen 19:04'],
			['superseded', 'ersetzt 19:04'],
		])
	})

	test('a warning without an end says so, and after its term how old it is', () => {
		const storm = (hours: number) => {
			const geometry: Geometry = {
				type: 'LineString',
				coordinates: [
					[10, 53],
					[11, 54],
				],
			}
			const fields = { msgType: 'Alert', event: 'STURM', severity: 'Severe' } as const
			return itemsOfRow(rowOf('warning', fields, { at: ago(hours * 60), geometry }), undefined, CONTEXT)[0]
		}
		expect(storm(1)).toMatchObject({ look: 'live', label: 'STURM' })
		expect(storm(1)?.title).toContain('ohne Ende')
		expect(storm(26)).toMatchObject({ look: 'stale', label: 'STURM, ohne Ende, 26 h alt' })
	})

	test.each([
		[5, 'live'],
		[-5, 'expired'],
		[-11, undefined],
	] as const)('a validity that ends in %i minutes looks %s', (minutes, look) => {
		const [item] = itemsOfRow(rowOf('incident', { title: 'Keller' }, { validity: { until: iso(minutes) } }), undefined, CONTEXT)
		expect(item?.look).toBe(look)
	})
})

describe('gauges', () => {
	const gauge = rowOf('sensor', {
		name: 'St. Pauli',
		property: 'W',
		unit: 'cm',
		zeros: { '1900-01-01': { metres: -5, datum: 'NHN' } },
		everyMs: MINUTE,
	})

	test('a level is shown in metres NHN with its trend', () => {
		const [item] = itemsOfRow(gauge, measuredOf(gauge, { value: 891, trend: 125 }), CONTEXT)
		expect(item).toMatchObject({ type: 'gauge', value: '3,91', unit: 'm', trend: 'rising', look: 'live' })
		expect(item?.title).toBe('St. Pauli, 3,91 m, steigend, Stand 21:03')
	})

	test('a level is told apart from other values, with and without one', () => {
		const battery = rowOf('sensor', { name: 'St. Pauli', property: 'battery', unit: 'V' })
		expect(itemsOfRow(gauge, undefined, CONTEXT)[0]).toMatchObject({ level: true })
		expect(itemsOfRow(battery, measuredOf(battery, { value: 12.6 }), CONTEXT)[0]).toMatchObject({ level: false })
	})

	test('a level below zero has a true minus sign', () => {
		expect(itemsOfRow(gauge, measuredOf(gauge, { value: 380 }), CONTEXT)[0]).toMatchObject({ value: '−1,20' })
	})

	test('three missed values make it old', () => {
		expect(itemsOfRow(gauge, measuredOf(gauge, { value: 891, at: ago(6) }), CONTEXT)[0]).toMatchObject({ look: 'stale', note: 'vor 6 min' })
	})

	test.each([undefined, null])('without a value (%s) it says so and is never zero', (value) => {
		const measured = value === undefined ? undefined : measuredOf(gauge, { value })
		expect(itemsOfRow(gauge, measured, CONTEXT)[0]).toMatchObject({ value: 'kein Wert', unit: '' })
	})
})

describe('gates', () => {
	test('sources that differ show the worse case, the conflict, and ask for action', () => {
		const claims = [claim('knoten-14', 'closed'), claim('torwache', 'open')]
		const row = rowOf('facility', { name: 'Klütjenfeld 7', type: 'gate', gate: 'closed' }, { claims, conflicts: claims.slice(1) })
		const [item] = itemsOfRow(row, undefined, CONTEXT)
		expect(item).toMatchObject({ type: 'gate', state: 'open', conflict: true, action: true })
		expect(item?.title).toBe('Klütjenfeld 7, offen, Widerspruch')
	})

	test('a gate that nobody spoke about is unknown, never closed', () => {
		expect(itemsOfRow(rowOf('facility', { name: 'Peute', type: 'gate' }), undefined, CONTEXT)[0]).toMatchObject({
			state: 'unknown',
			action: false,
		})
	})

	test('only the newest word of a source counts', () => {
		const claims = [claim('torwache', 'closed'), claim('torwache', 'open')]
		expect(itemsOfRow(rowOf('facility', { type: 'gate' }, { claims }), undefined, CONTEXT)[0]).toMatchObject({ state: 'closed' })
	})

	test.each([
		[-1, true],
		[30, false],
	] as const)('an open gate due in %i minutes asks for action: %s', (minutes, action) => {
		const row = rowOf('facility', { type: 'gate', gate: 'open', closeBy: iso(minutes) })
		expect(itemsOfRow(row, undefined, CONTEXT)[0]).toMatchObject({ action })
	})
})

describe('incidents, areas and closures', () => {
	test.each([
		[{ state: 'reported' }, 'gefahr-vermutet'],
		[{ state: 'working', severity: 'Moderate' }, 'gefahr'],
		[{ state: 'working', severity: 'Extreme' }, 'gefahr-akut'],
		[{ state: 'working', priority: 'blitz' }, 'gefahr-akut'],
	] as const)('%o is drawn as %s', (fields, grundzeichen) => {
		const [item] = itemsOfRow(rowOf('incident', { title: 'Deich', category: 'flooding', ...fields }), undefined, CONTEXT)
		expect(item).toMatchObject({ sign: { grundzeichen, symbol: 'wasser' } })
	})

	const geometry = {
		type: 'Polygon',
		coordinates: [
			[
				[10, 53],
				[11, 53],
				[11, 54],
				[10, 54],
				[10, 53],
			],
		],
	} satisfies NonNullable<ReturnType<typeof rowOf>['geometry']>

	test('a warning speaks the language of the viewer and carries its severity', () => {
		const texts = { 'en-GB': { event: 'storm surge' }, 'de-DE': { event: 'Sturmflut' } }
		const row = rowOf('warning', { msgType: 'Alert', event: 'STORM SURGE', severity: 'Severe', texts }, { geometry })
		expect(itemsOfRow(row, undefined, CONTEXT)[0]).toMatchObject({ type: 'area', label: 'Sturmflut', severity: 4, pattern: 'severity' })
	})

	test('a title as long as a sentence is shortened on the map and kept for the screen reader', () => {
		const title = 'Überflutung '.repeat(12).trim()
		const row = rowOf('incident', { title, category: 'flooding' })
		const [item] = itemsOfRow(row, undefined, CONTEXT)
		expect(item?.label).toHaveLength(36)
		expect(item?.label.endsWith('…')).toBe(true)
		expect(item?.title).toContain(title)
	})

	test('a cancelled warning says so in its label', () => {
		const row = rowOf(
			'warning',
			{ msgType: 'Alert', event: 'Sturmflut', severity: 'Severe' },
			{ geometry, life: 'cancelled', lifeAt: ago(1) },
		)
		expect(itemsOfRow(row, undefined, CONTEXT)[0]).toMatchObject({ label: 'Sturmflut, aufgehoben 21:03', look: 'cancelled' })
	})

	test('an evacuation shows how far it is', () => {
		const row = rowOf('area', { name: 'Räumung A', role: 'evacuation', population: 2000, evacuated: 1240 }, { geometry })
		expect(itemsOfRow(row, undefined, CONTEXT)[0]).toMatchObject({ label: 'Räumung A, 62\u00A0%', pattern: 'plus', edge: 'dashed' })
	})

	test('a label stands inside an area whose middle is not part of it', () => {
		const horseshoe = {
			type: 'Polygon',
			coordinates: [
				[
					[0, 0],
					[10, 0],
					[10, 10],
					[7, 10],
					[7, 3],
					[2, 3],
					[2, 10],
					[0, 10],
					[0, 0],
				],
			],
		} satisfies NonNullable<ReturnType<typeof rowOf>['geometry']>
		const [item] = itemsOfRow(rowOf('area', { name: 'Polder', role: 'polder' }, { geometry: horseshoe }), undefined, CONTEXT)
		expect(item?.position).toEqual({ lat: 5, lng: 8.5 })
	})

	test('a closed stretch is a line and a barrier across it; a passable road is nothing', () => {
		const line = {
			type: 'LineString',
			coordinates: [
				[10, 53.5],
				[10, 53.6],
			],
		} satisfies NonNullable<ReturnType<typeof rowOf>['geometry']>
		const items = itemsOfRow(rowOf('closure', { road: 'B75', state: 'closed' }, { geometry: line }), undefined, CONTEXT)
		expect(items.map(({ type }) => type)).toEqual(['area', 'mark'])
		expect(items[1]).toMatchObject({ glyph: 'closure', course: 90, title: 'B75, gesperrt' })
		expect(itemsOfRow(rowOf('closure', { road: 'B75', state: 'passable' }, { geometry: line }), undefined, CONTEXT)).toEqual([])
	})

	test('alarms and sources are no things of the map', () => {
		expect(itemsOfRow(rowOf('alarm', { title: 'Pegel', severity: 'Severe' }), undefined, CONTEXT)).toEqual([])
		expect(itemsOfRow(rowOf('feed', { name: 'BSH', format: 'bsh', state: 'red', since: iso(0) }), undefined, CONTEXT)).toEqual([])
	})
})

describe('tracks', () => {
	test.each([
		['211999001', 'vessel'],
		['111211500', 'aircraft'],
		['992111905', 'point'],
		['002111234', 'point'],
	])('what has the MMSI %s is a %s', (mmsi, glyph) => {
		const row = rowOf('track', { name: 'ELBMOEWE', mmsi, navStatus: 'not under command' })
		const [item] = itemsOfRow(row, measuredOf(row, { position: { lat: 53.5, lng: 10 } }), CONTEXT)
		expect(item).toMatchObject({ glyph, title: 'ELBMOEWE, not under command' })
	})
})
