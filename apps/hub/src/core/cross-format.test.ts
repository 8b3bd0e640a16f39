import { readFileSync } from 'node:fs'

import { describe } from 'vitest'

import { runTable } from './testing/table.ts'
import type { Case } from './testing/table.ts'
import { standingAfter } from './testing/wire.ts'
import type { Wire } from './testing/wire.ts'

const sample = (path: string): Uint8Array => readFileSync(new URL(`../../../../packages/feeds/src/${path}`, import.meta.url))
const CAP = { format: 'cap', name: 'dwd', document: 'alert' }
const warning = (id: string) => `warning:dwd:${id}`
const DWD = '2.49.0.0.276.0.DWD.PVW.1795280000000.4711'

type Alert = {
	readonly id: string
	readonly msgType?: string
	readonly references?: string
	readonly status?: string
	readonly area?: string
}

/** The least that is a CAP 1.2 message. */
function alert({ id, msgType = 'Alert', references, status = 'Actual', area = '<areaDesc>Hafen</areaDesc>' }: Alert): string {
	return `<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>${id}</identifier><sender>x@y.de</sender>
		<sent>2026-11-21T20:00:00+01:00</sent><status>${status}</status><msgType>${msgType}</msgType><scope>Public</scope>
		${references ? `<references>x@y.de,${references},2026-11-21T20:00:00+01:00</references>` : ''}
		<info><language>de</language><category>Met</category><event>Sturm</event><urgency>Immediate</urgency><severity>Severe</severity>
		<certainty>Likely</certainty><expires>2026-11-22T06:00:00+01:00</expires><area>${area}</area></info></alert>`
}

const lives = (wire: Wire) => Object.fromEntries(wire.rows().map(({ row }) => [row.id.replace('warning:dwd:', ''), row.life]))
const refusedAndShown = (wire: Wire) => [wire.refused, wire.shown()]
const later = (wire: Wire) => wire.at('2026-11-21T20:11:00Z')

function textsOf(wire: Wire, id: string): readonly string[] {
	const row = wire.row(id)
	return row?.kind === 'warning' ? Object.keys(row.fields.texts ?? {}) : []
}

describe('warnings', () => {
	runTable([
		{
			name: 'eight languages are one warning with eight texts',
			given: (wire) => wire.feed(sample('cap/samples/dwd-eight-languages.xml'), CAP),
			read: (wire) => [wire.shown(), textsOf(wire, warning(DWD)).length],
			is: [[warning(DWD)], 8],
		},
		{
			name: 'an update ends what it names, also by the wrong sender and time, and what nobody knows does no harm',
			given: (wire) => later(wire.feed(sample('cap/samples/dwd-eight-languages.xml'), CAP)).feed(sample('cap/samples/update.xml'), CAP),
			read: lives,
			is: { [DWD]: 'superseded', [`${DWD}-2`]: 'live' },
		},
		{
			name: 'a cancel that comes before its alert cancels it',
			given: (wire) => wire.feed(alert({ id: 'b', msgType: 'Cancel', references: 'a' }), CAP).feed(alert({ id: 'a' }), CAP),
			read: lives,
			is: { a: 'cancelled', b: 'live' },
		},
		{
			name: 'a reference that dangles is named and is no row',
			given: (wire) => wire.feed(alert({ id: 'b', msgType: 'Update', references: 'gone' }), CAP),
			read: (wire) => [wire.shown(), wire.row(warning('b'))?.links],
			is: [[warning('b')], [{ rel: 'updates', to: warning('gone') }]],
		},
		{
			name: 'an exercise message never reaches an actual operation',
			given: (wire) => wire.feed(alert({ id: 'u', status: 'Exercise' }), CAP),
			read: refusedAndShown,
			is: [['status-mismatch'], []],
		},
		{
			name: 'an actual message never reaches an exercise',
			over: { status: 'exercise' },
			given: (wire) => wire.feed(alert({ id: 'u' }), CAP),
			read: refusedAndShown,
			is: [['status-mismatch'], []],
		},
		{
			name: 'words that the format does not know are unknown, and kept as they were said',
			given: (wire) => wire.feed(sample('cap/samples/odd.xml'), CAP),
			read: (wire) => {
				const said = JSON.stringify(wire.desk.entries)
				return [
					wire.rows().map(({ row }) => 'severity' in row.fields && row.fields.severity),
					said.includes('Gelb'),
					said.includes('sometimes'),
				]
			},
			is: [['Unknown'], true, true],
		},
		{
			name: 'Latin-1 is read as such, declared or not',
			given: (wire) => wire.feed(sample('cap/samples/latin1.xml'), CAP).feed(sample('cap/samples/latin1-undeclared.xml'), CAP),
			read: (wire) => wire.rows().map(({ row }) => 'event' in row.fields && row.fields.event),
			is: ['ORKANBÖEN', 'ORKANBÖEN'],
		},
		{
			name: 'latitude comes first in a CAP polygon',
			given: (wire) => wire.feed(alert({ id: 'p', area: polygons('53.4,9.9 53.5,9.9 53.5,10.0 53.4,9.9') }), CAP),
			read: (wire) => JSON.stringify(wire.row(warning('p'))?.geometry).includes('[9.9,53.4]'),
			is: true,
		},
		{
			name: 'an empty polygon and one at 0/0 are no place',
			given: (wire) => wire.feed(alert({ id: 'p', area: polygons('', '0,0 0,0 0,0 0,0') }), CAP),
			read: (wire) => [wire.row(warning('p'))?.life, wire.row(warning('p'))?.geometry],
			is: ['live', undefined],
		},
		{
			name: 'a warning that is listed again after one empty list is live',
			given: (wire) =>
				wire
					.feed(alert({ id: 'a' }), CAP)
					.list('dwd', [warning('a')])
					.list('dwd', [])
					.list('dwd', [warning('a')]),
			read: (wire) => [lives(wire), wire.refused],
			is: [{ a: 'live' }, []],
		},
		{
			name: 'a warning that two lists do not name is ended, and live again when a third one does',
			given: (wire) =>
				wire
					.feed(alert({ id: 'a' }), CAP)
					.list('dwd', [warning('a')])
					.list('dwd', [])
					.list('dwd', []),
			read: (wire) => [lives(wire), lives(wire.list('dwd', [warning('a')]))],
			is: [{ a: 'ended' }, { a: 'live' }],
		},
	])
})

function polygons(...list: readonly string[]): string {
	return `<areaDesc>x</areaDesc>${list.map((points) => `<polygon>${points}</polygon>`).join('')}`
}

const GATE = 'facility:tore:s1'
const GATES = {
	kind: 'facility',
	fields: { name: 'name', gate: 'zustand' },
	values: { gate: { zu: 'closed', auf: 'open' } },
	fixed: { type: 'gate' },
}

function feature(properties: object, coordinates: readonly number[] = [9.97, 53.54]): string {
	const geometry = { type: 'Point', coordinates }
	return JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', id: 's1', properties, geometry }] })
}

function gates(wire: Wire, properties: object): Wire {
	return wire.feed(feature({ name: 'Tor 1', ...properties }), { format: 'geojson', name: 'tore', options: GATES })
}

function gateOf(wire: Wire): unknown {
	const row = wire.row(GATE)
	return row?.kind === 'facility' ? [row.fields.gate, (row.conflicts ?? []).map(({ value }) => value)] : undefined
}

describe('gates', () => {
	runTable([
		{
			name: 'a guard against a sensor is shown as a conflict',
			given: (wire) => later(gates(wire, { zustand: 'auf' })).say({ entity: GATE, payload: { gate: 'closed' } }),
			read: gateOf,
			is: ['closed', ['open']],
		},
		{
			name: 'a sensor against a guard is shown as a conflict',
			given: (wire) => {
				later(gates(wire, {})).say({ entity: GATE, payload: { gate: 'closed' } })
				return wire.at('2026-11-21T20:15:00Z').say({ entity: GATE, payload: { gate: 'open' } }, { source: 'tore', rank: 'authority' })
			},
			read: gateOf,
			is: ['open', ['closed']],
		},
		{ name: 'no data is never closed', given: (wire) => gates(wire, {}), read: gateOf, is: [undefined, []] },
		{
			name: 'a word that nobody knows is never closed',
			given: (wire) => gates(wire, { zustand: 'jein' }),
			read: gateOf,
			is: ['unknown', []],
		},
		{
			name: 'a gate that fell silent is stale and not deleted',
			given: (wire) => gates(wire, { zustand: 'zu' }),
			read: (wire) => [standingAfter(wire, GATE, 3), wire.row(GATE)?.life, gateOf(wire)],
			is: ['stale', 'live', ['closed', []]],
		},
	])
})

const UNIT = 'unit:stab:1'
const point = (coordinates: readonly number[]) => ({ type: 'Point', coordinates })
const WITHIN = { format: 'geojson', name: 'tore', options: { ...GATES, within: [9.7, 53.38, 10.33, 53.75] } }

function unitAt(wire: Wire, coordinates: readonly number[]): Wire {
	const payload = { callsign: 'F 1', organisation: 'feuerwehr' }
	return wire.say({ entity: UNIT, op: 'upsert', payload, geometry: point(coordinates) })
}

function measureAt(wire: Wire, lat: readonly number[], lng: readonly number[]): Wire {
	const observed = lat.map(() => new Date(wire.desk.now).toISOString())
	return wire.measure({ positions: { entity: lat.map(() => UNIT), observed, lat, lng } })
}

describe('places', () => {
	const sentinels = ['0/0', '181/91', '10/91'].map((name) => ({ name, coordinates: name.split('/').map(Number) }))
	runTable([
		...sentinels.map(({ name, coordinates }): Case => ({
			name: `${name} in a statement is refused with the reason, and not plotted`,
			given: (wire) => unitAt(wire, coordinates),
			read: refusedAndShown,
			is: [['bad-position'], []],
		})),
		...sentinels.map(({ name, coordinates }): Case => ({
			name: `${name} in a feature is quarantined with the reason, and not plotted`,
			given: (wire) => wire.feed(feature({ name: 'x' }, coordinates), WITHIN),
			read: (wire) => [wire.rejects, wire.row(GATE)?.geometry],
			is: [['bad-position'], undefined],
		})),
		{
			name: 'latitude first in GeoJSON lies outside of the area, and is quarantined',
			given: (wire) => wire.feed(feature({ name: 'x' }, [53.55, 9.99]), WITHIN),
			read: (wire) => [wire.rejects, wire.row(GATE)?.geometry],
			is: [['outside-area'], undefined],
		},
		{
			name: 'longitude comes first in GeoJSON',
			given: (wire) => wire.feed(feature({ name: 'x' }, [9.99, 53.55]), WITHIN),
			read: (wire) => wire.row(GATE)?.geometry,
			is: point([9.99, 53.55]),
		},
		{
			name: '0/0 and 91/181 in a batch are refused row by row',
			given: (wire) => measureAt(unitAt(wire, [10, 53.5]), [0, 91, 53.6], [0, 181, 10]),
			read: (wire) => [wire.refused, wire.measured(UNIT)?.position],
			is: [['bad-position', 'bad-position'], { lat: 53.6, lng: 10 }],
		},
		{
			name: 'a place in Kiel a minute later is a ghost beside the last one in Hamburg',
			given: (wire) => measureAt(measureAt(unitAt(wire, [10, 53.5]), [53.51], [10]).at('2026-11-21T20:01:00Z'), [54.3], [10.1]),
			read: (wire) => [wire.measured(UNIT)?.position, wire.measured(UNIT)?.ghost?.position],
			is: [
				{ lat: 53.51, lng: 10 },
				{ lat: 54.3, lng: 10.1 },
			],
		},
	])
})
