import { readIso } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { runAdapterContract } from '../adapter.contract-suite.ts'
import { pictureOf, saidOf } from '../testing/folded.ts'
import { about, GATE, observation, parse, parseValue, reasons, RECEIVED, sample, SERVICE, stream, values } from '../testing/sensorthings.ts'
import { openSensorThings, sensorthings } from './adapter.ts'
import { SensorThingsOptions } from './options.ts'

runAdapterContract(sensorthings, [
	{ file: sample('datastreams.json'), document: 'entities', options: { streams: [GATE] } },
	{ file: sample('things.json'), document: 'entities' },
	{ file: sample('odd.json') },
	{ file: sample('multi.json') },
	{ file: sample('data-array.json'), document: 'backfill' },
	{ file: sample('observations.json'), url: `${SERVICE}/Observations` },
	{ file: sample('observation.json'), url: `${SERVICE}/Datastreams(42)/Observations` },
	{ file: sample('error.json') },
])

describe('datastreams', () => {
	const parsed = parse('datastreams.json')
	test('are sensors at the place of their Thing, with unit, cadence and what the service calls them', () => {
		expect(about(parsed, 'sensor:iot:42')).toMatchObject({
			geometry: { type: 'Point', coordinates: [10.0756, 53.5148] },
			geometrySource: 'given',
			provenance: { externalId: 'Datastreams(42)', url: `${SERVICE}/Datastreams(42)` },
			ext: { sensorthings: { unitOfMeasurement: { symbol: 'm' } } },
			payload: { name: 'Schöpfwerk Moorfleet', property: 'W', unit: 'cm', station: '7', zeros: null, everyMs: 300_000 },
		})
	})
	test('a level in metres is shown in centimetres; a text is a number; a count without a unit has none', () => {
		expect(values(parsed)).toEqual([
			['42', '2026-11-21T19:40:00.000Z', 149],
			['43', '2021-08-31T21:59:59.000Z', 12],
			['45', '2026-11-21T19:40:00Z', 12.62],
		])
		expect(about(parsed, 'sensor:iot:43')).toMatchObject({ payload: { unit: 'Anzahl', everyMs: 900_000 } })
	})
	test('a stream that ended in 2021 is a sensor whose value is of 2021: silent, not fresh', () => {
		const picture = pictureOf(saidOf(parsed, RECEIVED))
		expect(picture).toHaveProperty(['sensor:iot:43', 'measured', 'at'], readIso('2021-08-31T21:59:59Z'))
	})
	test('places are those of the Thing, a feature or a polygon, else of what was observed, else of the area, else none', () => {
		expect(about(parsed, 'sensor:iot:43')).toHaveProperty('geometry.type', 'Polygon')
		expect(about(parsed, 'sensor:iot:45')).toHaveProperty('geometry.coordinates', [10.0757, 53.5149])
		const odd = parse('odd.json')
		expect(about(odd, 'sensor:iot:51')).toMatchObject({ geometry: { type: 'Point' }, geometrySource: 'estimated' })
		expect(about(odd, 'sensor:iot:50')).not.toHaveProperty('geometry')
		expect(about(odd, 'sensor:iot:52')).toHaveProperty('geometry.coordinates', [9.99, 53.55])
	})
	test('a place outside of the area that is expected is none', () => {
		const value = stream(1, { Thing: { Locations: [{ location: { type: 'Point', coordinates: [53.5, 9.9] } }] } })
		const swapped = parseValue(value, { within: [9.7, 53.3, 10.4, 53.8] })
		expect(swapped.rejects).toMatchObject([{ reason: 'outside-area', message: 'latitude and longitude are swapped' }])
		expect(swapped.events[0]).not.toHaveProperty('geometry')
	})
	test('of Things come with them, and a Thing without is asked for its own', () => {
		const things = parse('things.json', {}, { url: `${SERVICE}/Things` })
		expect(about(things, 'sensor:iot:st-1-wind')).toMatchObject({
			payload: { name: 'Wetterstation Hafen WG', unit: 'm/s', station: 'st-1' },
		})
		expect(values(things)).toEqual([['st-1-wind', '2026-11-21T19:50:00Z', -0.2]])
		const [nested, bare] = things.followUps
		expect(nested).toMatchObject({ url: `${SERVICE}/Things('st-1')/Datastreams?$top=1&$skip=1`, document: 'page' })
		expect(bare?.url).toContain(`${SERVICE}/Things(12)/Datastreams?$expand=ObservedProperty`)
		const page = parseValue({ value: [stream('st-1-temp')] }, {}, { url: nested?.url ?? '', context: nested?.context ?? '' })
		expect(page.events[0]).toMatchObject({ geometry: { coordinates: [9.98, 53.54] }, payload: { station: 'st-1' } })
	})
	test('come in locations as well', () => {
		const value = { value: [{ location: { type: 'Point', coordinates: [10, 53.5] }, Things: [{ name: 'T', Datastreams: [stream(1)] }] }] }
		expect(parseValue(value).events).toMatchObject([
			{ entity: 'sensor:iot:1', geometry: { coordinates: [10, 53.5] }, payload: { name: 'T' } },
		])
	})
	test('of several parts are a sensor each', () => {
		const multi = parse('multi.json')
		expect(multi.events).toMatchObject([
			{ entity: 'sensor:iot:multi-5.0', payload: { property: 'LT', unit: '°C' } },
			{ entity: 'sensor:iot:multi-5.1', payload: { property: 'Luftfeuchte', unit: '%' } },
		])
		expect(values(multi)).toEqual([
			['multi-5.0', '2026-11-21T19:40:00Z', 4.2],
			['multi-5.1', '2026-11-21T19:40:00Z', null],
		])
		expect(reasons(multi)).toEqual(['bad-result', 'bad-result'])
	})
})

describe('results', () => {
	test('NaN, a dash and null are gaps; a decimal comma is one; what is no number is told', () => {
		const odd = parse('odd.json')
		expect(values(odd).filter(([id]) => id === '50')).toEqual([
			['50', '2026-11-21T19:40:00Z', null],
			['50', '2026-11-21T19:41:00Z', null],
			['50', '2026-11-21T19:42:00Z', null],
			['50', '2026-11-21T19:43:00Z', 98],
		])
		expect(about(odd, 'sensor:iot:50')).toMatchObject({ payload: { unit: 'cm', zeros: { '1900-01-01': { metres: 0, datum: 'NHN' } } } })
		expect(reasons(odd)).toEqual([
			'bad-position',
			'bad-time',
			'bad-time',
			'future-time',
			'no-id',
			'no-measurement',
			'no-result',
			'not-a-number',
			'not-a-number',
			'not-a-number',
			'not-a-stream',
			'not-an-entity',
			'not-an-entity',
			'projected-coordinates',
		])
	})
	test('a negative power is a value, a contact 0 or 1, a code of a traffic light none', () => {
		const odd = parse('odd.json')
		expect(values(odd).filter(([id]) => id !== '50')).toEqual([
			['52', '2026-11-21T19:40:00Z', 0],
			['53', '2026-11-21T19:40:00Z', -11.5],
		])
		const quality = odd.measurements.flatMap(({ observations: rows }) => rows?.quality ?? [])
		expect(quality.filter((word) => word !== null)).toEqual(['plausible', 'valid'])
		expect({}).not.toHaveProperty('polluted')
	})
	test('rules say unit, zero, sentinels and what words mean', () => {
		const rule = {
			match: { datastream: '1' },
			unit: 'm',
			property: 'W',
			zero: { metres: -5, from: '2019-11-01' },
			missing: [-99],
			values: { trocken: 0 },
			everySeconds: 60,
		}
		const value = stream(1, {
			unitOfMeasurement: null,
			observationType: 'OM_Observation',
			Observations: [observation('01', 2.5), observation('02', -99), observation('03', 'trocken')],
		})
		const parsed = parseValue(value, { streams: [rule] })
		expect(parsed.events[0]).toMatchObject({
			payload: { unit: 'cm', zeros: { '2019-11-01': { metres: -5, datum: 'NHN' } }, everyMs: 60_000 },
		})
		expect(values(parsed).map(([, , number]) => number)).toEqual([250, null, 0])
		expect(parseValue(value, { streams: [{ match: { name: 'Strom*' }, skip: true }] })).toMatchObject({ events: [], measurements: [] })
	})
	test.each([
		[{ match: {} }, 'options.streams.0.match'],
		[{ match: { name: 'a' }, unit: 'cm', as: '°C' }, 'options.streams.0.as'],
		[{ match: { name: 'a' }, gate: { values: { zu: 'shut' } } }, 'options.streams.0.gate.values.zu'],
		[{ match: { name: 'a' }, gate: { entity: 'sensor:a:b', values: {} } }, 'options.streams.0.gate.entity'],
		[{ match: { name: 'a' }, nonsense: 1 }, 'options.streams.0.nonsense'],
	])('a rule %j is refused by its key', (rule, key) => {
		expect(openSensorThings({ streams: [rule] })).toMatchObject({ ok: false, fault: [{ key }] })
	})
})

describe('gates', () => {
	test('have a state of their own time; a word that nobody knows and silence are unknown, never closed', () => {
		const parsed = parse('datastreams.json', { streams: [GATE] })
		expect(about(parsed, 'facility:iot:44')).toMatchObject({
			op: 'upsert',
			times: { observed: '2026-11-21T19:31:00+01:00' },
			geometry: { coordinates: [9.9935, 53.5215] },
			payload: { name: 'Flutschutztor Klütjenfeld 3', type: 'gate', gate: 'closed' },
		})
		expect(about(parsed, 'sensor:iot:44')).toBeUndefined()
		const others = stream(44, {
			ObservedProperty: { name: 'Torzustand' },
			Observations: [observation('01', 'halb'), observation('02', null), observation('03', 'auf')],
		})
		const said = parseValue(others, { streams: [GATE] })
		expect(said.events.map((event) => (event.op === 'upsert' ? event.payload['gate'] : ''))).toEqual(['unknown', 'unknown', 'open'])
		expect(reasons(said)).toEqual(['unknown-word'])
	})
	test('that are known already are only spoken of', () => {
		const rule = { match: { thing: '9' }, everySeconds: 900, gate: { entity: 'facility:tore:3', values: { zu: 'closed' } } }
		const parsed = parse('datastreams.json', { streams: [rule] })
		expect(about(parsed, 'facility:tore:3')).toMatchObject({ op: 'patch', payload: { gate: 'closed', everyMs: 900_000 } })
		expect(about(parsed, 'facility:tore:3')).not.toHaveProperty('geometry')
	})
})

describe('paging', () => {
	test('follows http links of a machine inside at the address that was configured', () => {
		const { followUps } = parse('datastreams.json')
		expect(followUps).toHaveLength(1)
		expect(followUps[0]?.url).toBe(`${SERVICE}/Datastreams?$top=4&$skip=4&$expand=Thing($expand=Locations),ObservedProperty`)
	})
	test('never walks through the past of a stream of which only the newest was asked for', () => {
		expect(
			parse('datastreams.json')
				.followUps.map(({ url }) => url)
				.join(' '),
		).not.toContain('/Observations?')
	})
	test.each([
		['a link to itself', { value: [stream(1)], '@iot.nextLink': `${SERVICE}/Datastreams?$top=4` }, undefined],
		['an empty page', { value: [], '@iot.nextLink': `${SERVICE}/Datastreams?$skip=9` }, undefined],
		['too many pages', { value: [stream(1)], '@iot.nextLink': `${SERVICE}/Datastreams?$skip=9` }, JSON.stringify({ page: 50 })],
	])('ends at %s, and says so', (_, value, context) => {
		const parsed = parseValue(value, {}, context === undefined ? {} : { context })
		expect(parsed.followUps).toEqual([])
		expect(reasons(parsed)).toEqual(['endless-paging'])
	})
	test('sends nobody to another host', () => {
		for (const link of ['http://169.254.169.254/v1.1/x?$skip=1', '//evil.example/v1.1/Datastreams', 'file:///etc/passwd', 7, null]) {
			const { followUps } = parseValue({ value: [stream(1)], '@iot.nextLink': link })
			for (const { url } of followUps) expect(url).toMatch(/^https:\/\/iot\.example\//)
		}
	})
	test('an empty list is a good one, an error has the words of the service', () => {
		expect(parse('empty.json')).toEqual({ events: [], measurements: [], rejects: [], followUps: [] })
		expect(parse('error.json').rejects).toMatchObject([{ reason: 'upstream-error', message: 'Nothing found.' }])
	})
	test.each([
		[SERVICE, {}, '/Datastreams?$expand=Thing('],
		[`${SERVICE}/`, { filter: "name eq 'a b'" }, '$filter=name%20eq%20'],
		[`${SERVICE}/Things?$filter=x`, {}, '/Things?$filter=x&$expand=Locations'],
		[`${SERVICE}/Datastreams(42)`, {}, '/Datastreams(42)?$expand=Thing'],
		[`${SERVICE}/Datastreams?$expand=Thing&$top=7`, { pageSize: 3 }, '/Datastreams?$expand=Thing&$top=7'],
	])('asks %s for all that is needed', (url, options, part) => {
		const [first] = sensorthings.documents(url, SensorThingsOptions.parse(options))
		expect(first?.url.replaceAll('%24', '$').replaceAll('%28', '(')).toContain(part)
	})
})
