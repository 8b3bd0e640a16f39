import { EntityId, seq } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { unitPicture } from '../picture/unit-picture.ts'
import { hereOf } from './here.ts'
import { draftAbout } from './report-about.ts'
import { shownRows, targetsOf } from './shown.ts'

const [UNIT, OTHER, OWN_SECTION, SECTION, OWN, FOREIGN, GATE] = [
	'unit:s:u1',
	'unit:s:u2',
	'section:s:s1',
	'section:s:s2',
	'task:s:own',
	'task:s:foreign',
	'facility:s:g1',
].map((id) => EntityId.parse(id))
if (!UNIT || !OTHER || !OWN_SECTION || !SECTION || !OWN || !FOREIGN || !GATE) throw new Error('an id is missing')

const head = { k: 1, v: seq(1), at: instant(1_000), sources: [], life: 'live', label: { level: 'internal' } } as const
const point: NonNullable<Row['geometry']> = { type: 'Point', coordinates: [10, 53.5] }
const gate: Row = { ...head, id: GATE, kind: 'facility', fields: { name: 'Tor 7', type: 'gate', gate: 'open' }, geometry: point }
const ROWS: readonly Row[] = [
	{ ...head, id: UNIT, kind: 'unit', fields: { callsign: 'U1' }, links: [{ rel: 'assigned-to', to: OWN_SECTION }] },
	{ ...head, id: OTHER, kind: 'unit', fields: { callsign: 'U2' } },
	{ ...head, id: OWN_SECTION, kind: 'section', fields: { name: 'Mitte' } },
	{ ...head, id: SECTION, kind: 'section', fields: { name: 'Ost' } },
	{ ...head, id: OWN, kind: 'task', fields: { order: 'x' }, links: [{ rel: 'assigned-to', to: UNIT }], geometry: point },
	{ ...head, id: FOREIGN, kind: 'task', fields: { order: 'y' }, links: [{ rel: 'assigned-to', to: OTHER }] },
	gate,
]
const picture = unitPicture([{ rows: new Map(ROWS.map((row) => [row.id, row])), measured: new Map() }], UNIT)
const shown = (drawsSelf: boolean) => shownRows({ rows: ROWS, picture, drawsSelf }).map(({ id }) => id)

describe('the map of a crew', () => {
	test('shows its own section and orders, no others, and what is near', () => {
		expect(shown(false)).toEqual([UNIT, OTHER, OWN_SECTION, OWN, GATE])
		expect(targetsOf(picture)).toEqual([{ lat: 53.5, lng: 10 }])
	})

	test('leaves out the sign of the unit where the device draws itself', () => {
		expect(shown(true)).not.toContain(UNIT)
	})

	test('takes a place that was asked for once as true for two minutes', () => {
		const here = { lat: 53.5, lng: 10, accuracy: 20, at: 1_000 }
		const at = (now: number) => hereOf({ gps: { state: 'off' }, here, now })
		expect(at(100_000)).toEqual(here)
		expect(at(130_000)).toBeUndefined()
	})
})

test('a report about a gate of the map knows which one, any other where', () => {
	expect(draftAbout(gate, 'Tor 7', { lat: 53.5, lng: 10 })).toEqual({ type: 'gate', asset: { id: GATE, name: 'Tor 7' }, text: '' })
	const unit = ROWS[1]
	if (!unit) throw new Error('no unit')
	expect(draftAbout(unit, 'U2', { lat: 53.5, lng: 10 })).toMatchObject({ text: 'U2: ', place: { position: { lat: 53.5, lng: 10 } } })
})
