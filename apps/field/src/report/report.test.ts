import { uuid7 } from '@lagebild/client/uuid7.ts'
import { EntityId, seq } from '@lagebild/model/ids.ts'
import { readSubmission } from '@lagebild/model/read-submission.ts'
import type { Row } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { photosIn } from '../photos/photo.ts'
import { missingIn, NO_DRAFT, REPORT_TYPES, withType } from './draft.ts'
import type { Place, ReportDraft } from './draft.ts'
import { assetsFor, readPlace } from './place.ts'
import { reportSayings } from './sayings.ts'

const UNIT = EntityId.parse('unit:admin:u1')
const GATE = EntityId.parse('facility:admin:tor-7')
const PLACE: Place = { position: { lat: 53.52, lng: 10.03 }, from: 'gps', accuracy: 8.4 }
const by = { device: 'd1', unit: UNIT, callsign: 'Heros 32/10', native: uuid7(1_700_000_000_000), title: 'Überflutung' }
const full: ReportDraft = {
	text: 'Wasser bis zum Knie',
	place: PLACE,
	asset: { id: GATE, name: 'Klütjenfeld 7' },
	severity: 'Severe',
	gate: 'open',
	road: 'closed',
	people: 'injured',
	count: 3,
	priority: 'sofort',
}

function facility(native: string, type: 'gate' | 'dike-section', lat?: number): Row {
	return {
		id: EntityId.parse(`facility:admin:${native}`),
		kind: 'facility',
		k: 1,
		v: seq(1),
		at: instant(1),
		sources: [],
		life: 'live',
		label: { level: 'internal' },
		fields: { name: native, type },
		...(lat !== undefined && { geometry: { type: 'Point', coordinates: [10.03, lat] } }),
	}
}

describe('a report', () => {
	test.each(REPORT_TYPES)('of %s is one that the hub can read', (type) => {
		const sayings = reportSayings({ ...full, type }, by)
		expect(sayings.length).toBeGreaterThan(0)
		for (const saying of sayings) expect(readSubmission({ ...saying, id: uuid7(1_700_000_000_000) })).toMatchObject({ ok: true })
	})

	test('asks for what is missing, in order, and says nothing before', () => {
		const asked = [NO_DRAFT, withType(NO_DRAFT, 'flooding'), { ...withType(NO_DRAFT, 'flooding'), place: PLACE }].map(missingIn)
		expect(asked).toEqual(['type', 'place', 'level'])
		expect(missingIn({ type: 'gate', text: '', place: PLACE })).toBe('asset')
		expect(missingIn({ ...full, type: 'need', text: ' ' })).toBe('text')
		expect(reportSayings(withType(NO_DRAFT, 'breach'), by)).toEqual([])
	})

	test('of a gate is a word about the gate that is there, and of a dike one about it as well', () => {
		expect(reportSayings({ ...full, type: 'gate', text: '' }, by)).toEqual([
			{ kind: 'facility', entity: GATE, op: 'patch', payload: { gate: 'open' } },
		])
		expect(reportSayings({ ...full, type: 'gate' }, by)).toMatchObject([
			{ entity: GATE, payload: { gate: 'open' } },
			{ kind: 'message', op: 'upsert', payload: { type: 'report' }, links: [{ rel: 'about', to: GATE }] },
		])
		const photos = [{ id: uuid7(1), name: 'Foto 1', mediaType: 'image/jpeg', bytes: 9, sha256: 'ab'.repeat(32) }]
		for (const type of REPORT_TYPES) {
			const said = reportSayings({ ...full, type, text: type === 'need' ? 'Sand' : '', photos }, by)
			for (const saying of said) expect(readSubmission({ ...saying, id: uuid7(2) })).toMatchObject({ ok: true })
			expect(said.flatMap(({ payload }) => photosIn(payload))).toEqual([photos[0]?.id])
		}
		expect(reportSayings({ ...full, type: 'breach' }, by).map(({ kind, payload }) => [kind, payload['condition']])).toEqual([
			['incident', undefined],
			['facility', 'breached'],
		])
	})

	test('keeps place and words when its type is another', () => {
		expect(withType({ ...full, type: 'gate' }, 'person')).toEqual({ type: 'person', text: full.text, place: PLACE })
	})
})

describe('a place', () => {
	test.each([
		['32U NE 65723 33930', true],
		['32u ne 657 339', true],
		['53.52, 10.03', true],
		['53,52 10,03', true],
		['32U NE', false],
		['0.0, 0.0', false],
		['95.1, 10.0', false],
		['am Deich', false],
		['', false],
	])('%s is read: %s', (text, isRead) => {
		expect(readPlace(text) !== undefined).toBe(isRead)
	})

	test('offers what is near first, of the wanted sort alone', () => {
		const rows = [
			facility('weit', 'gate', 53.6),
			facility('nah', 'gate', 53.521),
			facility('ohne', 'gate'),
			facility('deich', 'dike-section', 53.52),
		]
		expect(assetsFor('gate', rows, PLACE.position).map(({ row }) => row.fields.name)).toEqual(['nah', 'weit', 'ohne'])
		expect(assetsFor('breach', rows, PLACE.position).map(({ row }) => row.fields.name)).toEqual(['deich'])
		expect(assetsFor('flooding', rows, PLACE.position)).toEqual([])
	})
})
