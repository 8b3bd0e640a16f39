import { readFileSync } from 'node:fs'

import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { runAdapterContract } from '../adapter.contract-suite.ts'
import type { Parsed } from '../adapter.ts'
import { openFormat } from '../registry.ts'
import { mapping } from './adapter.ts'
import type { Mapping } from './definition.ts'
import { versionOf } from './document.ts'
import { MappingOptions } from './options.ts'
import { readMapping } from './read.ts'
import { shippedText } from './shipped.ts'
import type { Shipped } from './shipped.ts'

const RECEIVED = instant(Date.UTC(2026, 10, 21, 20))
const sample = (name: string): URL => new URL(`samples/${name}`, import.meta.url)

function definition(text: string): Mapping {
	const read = readMapping(text, 'test')
	if (!read.ok) throw new Error(JSON.stringify(read.fault))
	return read.value
}

const shipped = (name: Shipped): { mapping: Mapping } => ({ mapping: definition(shippedText(name)) })
const own = (name: string): { mapping: Mapping } => ({ mapping: definition(readFileSync(sample(`${name}.mapping.json`), 'utf8')) })

runAdapterContract(
	mapping,
	[
		{ file: sample('autobahn-a7.json'), options: shipped('autobahn-closures') },
		{ file: sample('divera-pull.json'), options: shipped('divera') },
		{ file: sample('divera-empty.json'), options: shipped('divera') },
		{ file: sample('mastodon-tag.json'), options: shipped('mastodon') },
		{ file: sample('mastodon-stream-update.json'), options: shipped('mastodon') },
		{ file: sample('buoy.json'), options: own('buoy') },
		{ file: sample('trucks.csv'), options: own('trucks') },
		{ file: sample('incidents.xml'), options: own('incidents') },
	],
	shipped('divera'),
)

function parse(name: string, options: unknown): Parsed {
	return parseBytes(readFileSync(sample(name)), options)
}

function parseBytes(bytes: Uint8Array, options: unknown): Parsed {
	return mapping.parse(bytes, { feed: 'fremd', received: RECEIVED }, MappingOptions.parse(options))
}

function parseJson(document: unknown, definitionOf: object): Parsed {
	return parseBytes(new TextEncoder().encode(JSON.stringify(document)), { mapping: definitionOf })
}

const reasons = ({ rejects }: Parsed): readonly (readonly [string, string | undefined])[] =>
	rejects.map(({ reason, path }) => [reason, path])

describe('Autobahn', () => {
	const parsed = parse('autobahn-a7.json', shipped('autobahn-closures'))
	test('texts for truth, the end in a German sentence, and newer geometries are understood', () => {
		expect(parsed.events).toMatchObject([
			{
				kind: 'closure',
				validity: { from: '2026-11-21T20:00:00.000+0100', until: '2026-11-22T04:00:00.000Z', basis: 'source' },
				geometry: { type: 'Point', coordinates: [9.9036, 53.5622] },
				payload: { state: 'closed', direction: 'Flensburg Richtung Hannover' },
			},
			{
				validity: { until: null, basis: 'none' },
				geometry: { type: 'LineString' },
				payload: { state: 'restricted', detour: 'U14, U16' },
			},
		])
	})
	test('the future is left out, what is refused counts as there, and what nobody can identify makes the list incomplete', () => {
		expect(parsed.listing?.ids).toHaveLength(3)
		expect(parsed.listing?.complete).toBe(false)
		expect(parsed.listing?.ids.some((id) => id.endsWith('Q0xPU1VSRV9fZnV0dXJl'))).toBe(false)
	})
	test('an unknown word closes and opens nothing, and swapped coordinates are found', () => {
		expect(reasons(parsed)).toEqual([
			['unknown-word', 'fields.state'],
			['bad-time', 'times.until'],
			['outside-area', 'place.2'],
			['bad-message', 'payload.state'],
			['no-id', 'id'],
		])
	})
})

describe('DIVERA', () => {
	test('alarms are incidents; 0/0 is no place, the own number goes before the id, and what is closed is not listed', () => {
		const parsed = parse('divera-pull.json', shipped('divera'))
		expect(parsed.events.map(({ entity }) => entity)).toEqual([
			'incident:fremd:E-2026-004711',
			'incident:fremd:4712',
			'incident:fremd:4713',
		])
		expect(parsed.events[0]).toMatchObject({ payload: { priority: 'sofort' }, revision: 1_795_290_300, label: { level: 'internal' } })
		expect(parsed.events[1]).not.toHaveProperty('geometry')
		expect(parsed.listing).toMatchObject({ complete: true })
		expect(parsed.listing?.ids).toHaveLength(3)
	})
	test('an empty list is a list, and an answer that says no is none, in its own words', () => {
		expect(parse('divera-empty.json', shipped('divera'))).toMatchObject({ rejects: [], listing: { complete: true, ids: [] } })
		const refused = parse('divera-error.json', shipped('divera'))
		expect(refused.listing).toBeUndefined()
		expect(refused.rejects[0]?.message).toContain('Zugangsschlüssel ungültig')
	})
})

describe('Mastodon', () => {
	test('HTML becomes text, edits are newer, what is not public is left out, the year 3021 is no time', () => {
		const parsed = parse('mastodon-tag.json', shipped('mastodon'))
		expect(parsed.events).toHaveLength(2)
		expect(parsed.events[0]).toMatchObject({
			payload: { text: 'Wasser steht am #Fischmarkt schon > 1 m & steigt.\nBitte wegbleiben!\nalert(1)', from: '@elbe' },
			validity: { until: '2026-11-22T19:31:02.000Z', basis: 'policy' },
			confidence: 'unverified',
		})
		expect(parsed.events[1]).toMatchObject({ times: { observed: '2026-11-21T19:40:00.000Z' } })
	})
	test('the stream says the same in messages of its own, and a deletion takes back', () => {
		expect(parse('mastodon-stream-update.json', shipped('mastodon')).events).toMatchObject([
			{ op: 'upsert', entity: 'message:fremd:115600000000000002', payload: { text: 'Deichtor wieder auf.' } },
		])
		expect(parse('mastodon-stream-delete.json', shipped('mastodon')).events).toMatchObject([
			{ op: 'cancel', entity: 'message:fremd:115600000000000001' },
		])
	})
})

describe('sensors', () => {
	const parsed = parse('buoy.json', own('buoy'))
	test('every series is a sensor, values are converted, and a sentinel is a gap', () => {
		expect(parsed.events).toHaveLength(9)
		expect(parsed.measurements[0]?.observations?.value).toEqual([649, 8, 87, null, null])
		expect(parsed.events[0]).toMatchObject({ entity: 'sensor:fremd:lp-17/W', payload: { unit: 'cm', property: 'W' } })
	})
	test('a value without its time is left out where the mapping says where the time stands', () => {
		expect(reasons(parsed)).toEqual([
			['not-a-number', 'values.2.from'],
			['no-time', 'values.0'],
			['no-time', 'values.1'],
			['no-id', 'id'],
		])
	})
	test('seconds and milliseconds since 1970 are the same moment', () => {
		expect(new Set(parsed.measurements[0]?.observations?.observed)).toEqual(new Set(['2026-11-21T20:00:00.000Z']))
	})
	test('an optional series is no sensor of an item that does not name it', () => {
		const definitionOf = { kind: 'sensor', id: 'id', mode: 'delta', values: [{ property: 'W', from: 'w', unit: 'cm', optional: true }] }
		expect(parseJson([{ id: 'a' }, { id: 'b', w: 1 }], definitionOf).events).toMatchObject([{ entity: 'sensor:fremd:b/W' }])
	})
})

describe('tables and XML', () => {
	test('a table gives units with positions as measurements, from UTM and km/h', () => {
		const parsed = parse('trucks.csv', own('trucks'))
		expect(parsed.measurements).toMatchObject([{ positions: { lat: [53.5526231], lng: [9.9856695], course: [270], speed: [10] } }])
		expect(parsed.events[0]).not.toHaveProperty('geometry')
		expect(parsed.events[0]).toMatchObject({ payload: { callsign: 'FL HH 11/1', fms: 4 }, times: { observed: '2026-11-21T19:59:30.000Z' } })
		expect(parsed.listing?.complete).toBe(false)
	})
	test('attributes, namespaces and Latin-1 are read; a test is said to be one, and a doubtful one is refused', () => {
		const parsed = parse('incidents.xml', own('incidents'))
		expect(parsed.events).toMatchObject([
			{
				payload: { title: 'Überflutung Fischmarkt', category: 'flooding' },
				status: 'actual',
				geometry: { coordinates: [9.9516, 53.5446] },
			},
			{ payload: { category: 'fire' } },
			{ status: 'test' },
		])
		expect(reasons(parsed)).toEqual([
			['bad-position', 'place'],
			['bad-time', 'times.observed'],
			['unknown-status', 'status'],
		])
	})
	test('a page of HTML is no table', () => {
		expect(parseBytes(new TextEncoder().encode('<!DOCTYPE html><p>Wartung'), own('trucks'))).toMatchObject({
			rejects: [{ reason: 'not-csv' }],
		})
	})
})

const GATES = {
	kind: 'facility',
	id: 'id',
	mode: 'delta',
	fields: { name: 'n', type: { value: 'gate' }, gate: { from: '$string(zu)', words: { true: 'closed', false: 'open' }, default: 'open' } },
} as const

describe('statements', () => {
	test('what the source leaves out because it is false is stated all the same', () => {
		const gates = parseJson(
			[
				{ id: 1, n: 'Tor', zu: true },
				{ id: 2, n: 'Tor 2' },
			],
			GATES,
		).events
		expect(gates.map((event) => event.op === 'upsert' && event.payload['gate'])).toEqual(['closed', 'open'])
	})
	test('of two statements about one thing the newest counts', () => {
		const timed = { ...GATES, times: { observed: 't' } }
		const items = [
			{ id: 1, n: 'neu', t: '2026-11-21T20:00:00Z' },
			{ id: 1, n: 'alt', t: '2026-11-21T19:00:00Z' },
		]
		expect(parseJson(items, timed).events).toMatchObject([{ payload: { name: 'neu' } }])
		expect(reasons(parseJson(items, { ...timed, mode: 'full' }))).toEqual([['duplicate-id', 'id']])
	})
	test('the version of the mapping is in the provenance; blanks and the order of keys do not change it', () => {
		const [event] = parseJson([{ id: 1, n: 'Tor' }], GATES).events
		const { fields, mode, id, kind } = GATES
		expect(event?.provenance?.mapping).toBe(versionOf(definition(JSON.stringify({ fields, mode, id, kind }, null, 4))))
		expect(event?.provenance?.mapping).not.toBe(versionOf(definition(JSON.stringify({ ...GATES, mode: 'full' }))))
	})
	test('an end is said where lists say nothing, and left to the list where they do', () => {
		const ending = { ...GATES, end: { ended: 'weg' } }
		expect(parseJson([{ id: 1, n: 'Tor', weg: true }], ending).events).toMatchObject([{ op: 'end' }])
		const full = parseJson([{ id: 1, n: 'Tor', weg: true }], { ...ending, mode: 'full' })
		expect(full).toMatchObject({ events: [], listing: { complete: true, ids: [] } })
	})
})

describe('what a stranger writes', () => {
	test('an expression that fails is told with its place, and the others go on', () => {
		const parsed = parseJson(
			[
				{ id: 1, n: { x: 1 } },
				{ id: 2, n: 'gut' },
			],
			{ ...GATES, fields: { ...GATES.fields, name: '$uppercase(n)' } },
		)
		expect(parsed.events).toHaveLength(2)
		expect(reasons(parsed)).toEqual([['bad-expression', 'fields.name']])
	})
	test('content is neither run nor does it reach a prototype', () => {
		const before = Object.getOwnPropertyNames(Object.prototype).length
		const text = '[{"id":"__proto__","n":"$eval(1)","__proto__":{"polluted":true},"constructor":{"prototype":{"x":1}}}]'
		const parsed = parseBytes(new TextEncoder().encode(text), { mapping: { ...GATES, url: '__proto__.polluted' } })
		expect(parsed.events).toMatchObject([{ payload: { name: '$eval(1)' } }])
		expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before)
		expect({}).not.toHaveProperty('polluted')
	})
	test('recursion without end is ended', () => {
		const endless = { ...GATES, url: '($f := function($x) { $f($x) + 1 }; $f(1))' }
		expect(reasons(parseJson([{ id: 1, n: 'Tor' }], endless))).toEqual([['bad-expression', 'url']])
	})
})

test('an item alone says what it says in its document, under the same id', () => {
	const opened = openFormat('mapping', {
		mapping: { kind: 'facility', input: 'csv', id: 'id', mode: 'delta', fields: { name: 'n', type: { value: 'gate' } } },
	})
	if (!opened.ok) throw new Error('the mapping is wrong')
	const reception = { feed: 'tore', received: instant(0) }
	const bytes = (text: string) => new TextEncoder().encode(text)
	const whole = opened.value.parse(bytes('id;n\n1;Tor\n2;Tür\n'), reception)
	const alone = opened.value.item?.(bytes('{"id":"2","n":"Tür"}'), reception)
	expect(whole.events).toHaveLength(2)
	expect(alone?.events).toEqual(whole.events.slice(1))
})

describe('status', () => {
	const gauges = {
		mode: 'delta',
		everySeconds: 60,
		kind: 'facility',
		id: 'id',
		status: { from: 'modus', words: { echt: 'actual', test: 'test', uebung: 'exercise' } },
		times: { observed: 'zeit' },
		fields: { name: { from: 'id' }, type: { value: 'gate' } },
		values: [{ property: 'W', unit: 'cm', from: 'wert' }],
	}

	test('values of a test say that they are one, and those of the same document that are real do not', () => {
		const document = [
			{ id: 'siel', modus: 'echt', zeit: '2026-11-21T20:00:00Z', wert: 410 },
			{ id: 'siel', modus: 'test', zeit: '2026-11-21T20:01:00Z', wert: 999 },
		]
		const { events, measurements } = parseJson(document, gauges)
		expect(measurements.map(({ status, observations }) => [status, observations?.value])).toEqual([
			['actual', [410]],
			['test', [999]],
		])
		expect(events.map(({ kind, status }) => `${kind} ${status ?? ''}`).toSorted()).toEqual([
			'facility actual',
			'facility test',
			'sensor actual',
			'sensor test',
		])
	})
	test('a newer item that is not understood does not push out the one before it', () => {
		const document = [
			{ id: 'siel', modus: 'echt', wert: 410 },
			{ id: 'siel', modus: 'unklar', wert: 500 },
		]
		const { events } = parseJson(document, { ...gauges, times: undefined, mode: 'full' })
		expect(events.map(({ kind }) => kind)).toContain('facility')
	})
})
