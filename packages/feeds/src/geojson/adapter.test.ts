import { readFileSync } from 'node:fs'

import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { runAdapterContract } from '../adapter.contract-suite.ts'
import type { Parsed } from '../adapter.ts'
import { geojson } from './adapter.ts'
import { GeojsonOptions } from './options.ts'

const sample = (name: string): URL => new URL(`samples/${name}`, import.meta.url)
const GATES = {
	kind: 'facility',
	mode: 'full',
	fields: { name: 'bezeichnung', gate: 'zustand', sill: 'drempel', polder: 'ort.polder' },
	values: { gate: { zu: 'closed', auf: 'open' } },
	fixed: { type: 'gate' },
	observed: 'stand',
}
const HAMBURG = { within: [9.7, 53.38, 10.33, 53.75] }
const RECEIVED = instant(Date.UTC(2026, 10, 21, 20))

runAdapterContract(geojson, [
	{ file: sample('gates.json'), options: GATES },
	{ file: sample('gates.json'), document: 'page', options: { ...GATES, id: 'bezeichnung', mode: 'delta', label: 'open' } },
	{ file: sample('areas-odd.json') },
	{ file: sample('feature.json') },
	{ file: sample('geometry.json') },
	{ file: sample('swapped.json'), options: HAMBURG },
	{ file: sample('empty.json'), options: { kind: 'incident' } },
	{ file: sample('surrogate.json') },
	{ file: sample('bom.json') },
])

function parseBytes(bytes: Uint8Array, options: unknown = {}): Parsed {
	const reception = { feed: 'lgv', received: RECEIVED, url: 'https://api.example/collections/tore/items?limit=4' }
	return geojson.parse(bytes, reception, GeojsonOptions.parse(options))
}

function parse(name: string, options: unknown = {}): Parsed {
	return parseBytes(readFileSync(sample(name)), options)
}

describe('fields', () => {
	const parsed = parse('gates.json', GATES)
	test('properties become fields, words are translated, numbers are read from text', () => {
		expect(parsed.events[0]).toMatchObject({
			kind: 'facility',
			entity: 'facility:lgv:tor.1',
			times: { observed: '2026-11-21T20:41:00+01:00' },
			geometry: { type: 'Point', coordinates: [9.9689, 53.5441, 4.2] },
			payload: { name: 'Tor Landungsbrücken', type: 'gate', gate: 'closed', sill: 5.2, polder: 'Landungsbrücken' },
			ext: { geojson: { zustand: 'zu' } },
		})
	})
	test('epoch milliseconds are a time, and a missing place is none', () => {
		expect(parsed.events[1]).toMatchObject({ payload: { gate: 'open' }, times: { observed: '2026-11-21T19:30:00.000Z' } })
		expect(parsed.events[1]).not.toHaveProperty('geometry')
	})
	test('a word that nobody knows is unknown, never closed; a field that cannot be read is told', () => {
		expect(parsed.events[2]).toMatchObject({ entity: 'facility:lgv:3', payload: { gate: 'unknown' } })
		expect(parsed.events[2]).not.toHaveProperty('payload.sill')
		expect(parsed.rejects).toEqual([expect.objectContaining({ reason: 'bad-field', path: 'payload.sill' })])
	})
	test('no value is no statement', () => {
		expect(parsed.events[3]).not.toHaveProperty('payload.gate')
	})
})

describe('the list', () => {
	test('says what is there, with the time of the list, and where it goes on', () => {
		const parsed = parse('gates.json', GATES)
		expect(parsed.listing).toMatchObject({ complete: true, listTime: Date.UTC(2026, 10, 21, 19, 59) })
		expect(parsed.listing?.ids).toHaveLength(4)
		expect(parsed.followUps).toEqual([{ url: 'https://api.example/collections/tore/items?offset=4&limit=4', document: 'page' }])
	})
	test('holds what is refused but identified; what nobody can identify makes it incomplete', () => {
		const parsed = parse('areas-odd.json')
		expect(parsed.listing?.ids).toContain('area:lgv:a2')
		expect(parsed.listing?.complete).toBe(false)
	})
	test('may be empty, and is none when absence means nothing', () => {
		expect(parse('empty.json').listing).toMatchObject({ complete: true, ids: [] })
		expect(parse('empty.json', { mode: 'delta' }).listing).toBeUndefined()
	})
	test('a page of HTML and another JSON are no list', () => {
		expect(parseBytes(new TextEncoder().encode('<html>'))).toMatchObject({ rejects: [{ reason: 'not-json' }] })
		const other = parseBytes(new TextEncoder().encode('{"error":  "x", "error":"Wartung"}'))
		expect(other).toMatchObject({ rejects: [{ reason: 'not-geojson', raw: '{"error":  "x", "error":"Wartung"}' }] })
		expect(other.listing).toBeUndefined()
	})
})

describe('shapes', () => {
	const parsed = parse('areas-odd.json')
	const geometryOf = (id: string): unknown => parsed.events.find(({ entity }) => entity === `area:lgv:${id}`)
	const reasons = new Map(parsed.rejects.map(({ reason, raw }) => [raw.slice(0, 400), reason]))
	test('rings are closed, heights kept, further ordinates cut, like shapes joined', () => {
		expect(geometryOf('a1')).toHaveProperty('geometry.coordinates', [
			[
				[9.9, 53.5],
				[10, 53.5],
				[10, 53.6],
				[9.9, 53.5],
			],
		])
		expect(geometryOf('a7')).toHaveProperty('geometry.coordinates.0.0.0', [9.9, 53.5, 1])
		expect(geometryOf('a5')).toHaveProperty('geometry.type', 'MultiLineString')
	})
	test('every other reason has a name', () => {
		expect([...reasons.values()].toSorted()).toEqual([
			'bad-geometry',
			'bad-geometry',
			'bad-position',
			'bad-position',
			'duplicate-id',
			'not-a-feature',
			'not-a-feature',
			'not-a-feature',
			'projected-coordinates',
		])
	})
	test.each([
		['1e400,53.5', 'bad-position', 'the number is too large'],
		['10', 'bad-geometry', 'must have at least 2 items'],
		['200,53.5', 'bad-position', 'longitude must lie within'],
	])('a position of [%s] is refused with its reason', (text, reason, message) => {
		const document = `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[${text}]},"properties":{}}`
		const { rejects } = parseBytes(new TextEncoder().encode(document))
		expect(rejects.map((reject) => reject.reason)).toEqual([reason])
		expect(rejects[0]?.message).toContain(message)
	})
	test.each(['null', '"n/a"'])('a height of %s is none, and the place stays', (height) => {
		const text = `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[9.9,53.5,${height}]},"properties":{}}`
		expect(parseBytes(new TextEncoder().encode(text)).events).toMatchObject([{ geometry: { coordinates: [9.9, 53.5] } }])
	})
	test('swapped coordinates are found by the area that is expected', () => {
		expect(parse('swapped.json', HAMBURG)).toMatchObject({
			events: [{ entity: 'area:lgv:s2' }],
			rejects: [{ reason: 'outside-area', message: 'latitude and longitude are swapped' }],
		})
	})
	test('a feature without an id is named by its content', () => {
		expect(parse('feature.json').events[0]?.entity).toMatch(/^area:lgv:sha256-[0-9a-f]{64}$/)
	})
})

describe('limits', () => {
	test.each([
		['too-deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
		['too-large', `"${'x'.repeat(5_000_001)}"`],
	])('%s', (reason, text) => {
		expect(parseBytes(new TextEncoder().encode(text))).toMatchObject({ events: [], rejects: [{ reason }] })
	})
	test('a half surrogate pair becomes a sign that can be passed on', () => {
		expect(JSON.stringify(parse('surrogate.json').events)).not.toMatch(/\\ud8/i)
		expect(parse('surrogate.json').events[0]).toMatchObject({ payload: { name: 'halb \uFFFD' } })
	})
	test('a name like __proto__ changes nothing', () => {
		const text = '{"type":"Feature","id":"p","geometry":null,"properties":{"__proto__":{"name":"x"},"name":"gut"}}'
		expect(parseBytes(new TextEncoder().encode(text)).events[0]).toMatchObject({ payload: { name: 'gut' } })
	})
})
