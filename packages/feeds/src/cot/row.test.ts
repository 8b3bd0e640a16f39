import { EntityId, seq } from '@lagebild/model/ids.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { formatCotXml } from './format-xml.ts'
import { CotOptions } from './options.ts'
import { openCot, readFrame } from './reader.ts'
import { cotOfDrop, cotOfRow } from './row.ts'

const NOW = Date.UTC(2026, 10, 21, 20)
const HEAD = {
	k: 1,
	v: seq(1),
	at: instant(NOW - 60_000),
	sources: [{ source: 'leitstelle', rank: 'authority', name: 'Leitstelle', at: instant(NOW) }],
	life: 'live',
	label: { level: 'internal' },
} as const
const sources = new Set(['tak'])

function measuredAt(id: EntityId): MeasuredRow {
	return {
		id,
		k: 1,
		v: seq(2),
		at: instant(NOW - 5_000),
		position: { lat: 53.5, lng: 9.9 },
		course: 0,
		speed: 2.5,
		accuracy: 4,
		source: 'tak',
	}
}

function unit(native: string): Row {
	const id = EntityId.parse(`unit:${native}`)
	return { ...HEAD, id, kind: 'unit', fields: { callsign: 'Florian <11> & "1"', organisation: 'feuerwehr' } }
}

/** What another reader makes of what is told. */
function heard(row: Row, measured?: MeasuredRow) {
	const reader = openCot({ feed: 'other', options: CotOptions.parse({}) })
	const bytes = Buffer.from(cotOfRow(row, { now: NOW, measured, sources }).map(formatCotXml).join(''))
	return reader.document(bytes)
}

describe('a row told to others', () => {
	test('of a unit is where it is measured, as of then, in the colour of its organisation', () => {
		const row = unit('leitstelle:fl-11-1')
		const [event] = cotOfRow(row, { now: NOW, measured: measuredAt(row.id), sources })
		expect(event).toMatchObject({
			uid: 'lagebild.unit:leitstelle:fl-11-1',
			type: 'a-f-G-U-C',
			time: NOW - 5_000,
			stale: NOW + 295_000,
			point: { lat: 53.5, lng: 9.9, ce: 4 },
		})
		expect(event?.detailText).toContain('<__group name="Red" role="Team Member"/>')
		expect(heard(row, measuredAt(row.id))).toMatchObject({ rejects: [], events: [{ payload: { callsign: 'Florian <11> & "1"' } }] })
	})
	test('that came over CoT keeps its uid, and one without a place is not told', () => {
		const row = unit('tak:ANDROID-1')
		expect(cotOfRow(row, { now: NOW, measured: measuredAt(row.id), sources })[0]?.uid).toBe('ANDROID-1')
		expect(cotOfRow(row, { now: NOW, sources })).toEqual([])
		expect(cotOfRow({ ...row, life: 'ended' }, { now: NOW, measured: measuredAt(row.id), sources })).toEqual([])
	})
	test('of an area has its outline, the parts beyond the first under uids of their own', () => {
		const ring = (lng: number): [number, number][] => [
			[lng, 53.5],
			[lng, 53.6],
			[lng + 0.1, 53.6],
			[lng, 53.5],
		]
		const id = EntityId.parse('area:leitstelle:flut')
		const row: Row = {
			...HEAD,
			id,
			kind: 'area',
			fields: { name: 'Flut', role: 'flooded' },
			geometry: { type: 'MultiPolygon', coordinates: [[ring(9.8)], [ring(10)]] },
		}
		expect(heard(row).events).toMatchObject([
			{ kind: 'area', payload: { name: 'Flut' }, geometry: { type: 'Polygon', coordinates: [ring(9.8)] } },
			{ kind: 'area', provenance: { externalId: 'lagebild.area:leitstelle:flut.2' }, geometry: { type: 'Polygon' } },
		])
	})
	test('of a message is chat, of the diary nothing, of an alarm an emergency', () => {
		const message = EntityId.parse('message:leitstelle:m1')
		const row: Row = { ...HEAD, id: message, kind: 'message', fields: { type: 'order', text: 'Damm\nräumen', from: 'S3' } }
		expect(heard(row).events).toMatchObject([{ kind: 'message', payload: { text: 'Damm\nräumen', from: 'S3' } }])
		expect(cotOfRow({ ...row, fields: { ...row.fields, type: 'diary' } }, { now: NOW, sources })).toEqual([])
		const alarm: Row = {
			...HEAD,
			id: EntityId.parse('alarm:leitstelle:a1'),
			kind: 'alarm',
			fields: { title: 'Deichbruch', severity: 'Extreme' },
			geometry: { type: 'Point', coordinates: [9.9, 53.5] },
		}
		expect(heard(alarm).events).toMatchObject([{ kind: 'alarm', payload: { title: '911 Alert: Deichbruch' } }])
	})
	test('and taken back by a delete that names its uid', () => {
		const event = cotOfDrop(EntityId.parse('area:tak:GeoChat%20x'), { now: NOW, sources })
		expect(readFrame({ type: 'xml', bytes: Buffer.from(formatCotXml(event)) }).event?.detail[0]?.attributes['uid']).toBe('GeoChat x')
	})
})
