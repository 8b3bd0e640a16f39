import { readFileSync } from 'node:fs'

import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { runAdapterContract } from '../adapter.contract-suite.ts'
import type { Parsed, Reception } from '../adapter.ts'
import { pegelonline } from './adapter.ts'
import { PegelonlineOptions } from './options.ts'

const sample = (name: string): URL => new URL(`samples/${name}`, import.meta.url)
const API = 'https://pegel.example/webservices/rest-api/v2'
const RECEPTION: Reception = {
	feed: 'pegel',
	received: instant(Date.UTC(2026, 10, 21, 20)),
	url: `${API}/stations.json`,
	document: 'stations',
}
const ST_PAULI = 'd488c5cc-4de9-4631-8ce1-0db0e700b546'

runAdapterContract(pegelonline, [
	{ file: sample('stations.json'), document: 'stations' },
	{ file: sample('stations-odd.json'), document: 'stations' },
	{ file: sample('stations.json'), options: { history: [ST_PAULI], series: ['W'] } },
	{ file: sample('measurements.json'), document: `history:${ST_PAULI}.W@2010-01-01` },
	{ file: sample('measurements.json'), url: `${API}/stations/${ST_PAULI}/W/measurements.json` },
	{ file: sample('forecast.json'), document: `forecast:${ST_PAULI}.W` },
	{ file: sample('error.json') },
	{ file: sample('error-page.html') },
])

function parse(name: string, reception: Partial<Reception> = {}, options: unknown = {}): Parsed {
	return pegelonline.parse(readFileSync(sample(name)), { ...RECEPTION, ...reception }, PegelonlineOptions.parse(options))
}

function payloadOf(parsed: Parsed, id: string): unknown {
	const event = parsed.events.find(({ entity }) => entity === `sensor:pegel:${id}`)
	return event?.op === 'upsert' ? event.payload : undefined
}

function valueOf(parsed: Parsed, id: string): unknown {
	const columns = parsed.measurements[0]?.observations
	const row = columns?.entity.findIndex((entity) => entity === `sensor:pegel:${id}`) ?? -1
	return row < 0 ? undefined : [columns?.value[row], columns?.quality?.[row]]
}

describe('stations', () => {
	test('a level in centimetres comes with its zero above NHN, its marks and its cadence', () => {
		expect(payloadOf(parse('stations.json'), `${ST_PAULI}.W`)).toEqual({
			name: 'ST. PAULI',
			long: 'ST. PAULI · WASSERSTAND ROHDATEN',
			property: 'W',
			station: ST_PAULI,
			number: '5952050',
			agency: 'STANDORT HAMBURG',
			water: 'ELBE',
			remark: 'Der Pegel ist tidebeeinflusst.',
			unit: 'cm',
			km: 623.1,
			zeros: { '2010-01-01': { metres: -5.004, datum: 'm. ü. NHN' } },
			marks: [
				{ name: 'MHW', value: 713, long: 'MITTLERES HOCHWASSER' },
				{ name: 'MNW', value: 335, long: 'MITTLERES NIEDRIGWASSER' },
				{ name: 'HHW', value: 1145, long: 'HÖCHSTES HOCHWASSER' },
			],
			everyMs: 60_000,
		})
	})
	test('every series is a sensor, but a forecast is a curve of the level', () => {
		const parsed = parse('stations.json')
		expect(parsed.events.map(({ entity }) => entity.split('.')[1])).toEqual(['W', 'WT', 'W', 'W'])
		expect(parsed.followUps).toContainEqual({
			url: `${API}/stations/${ST_PAULI}/WV/measurements.json`,
			document: `forecast:${ST_PAULI}.W`,
		})
	})
	test('sentinels and null are gaps, never values', () => {
		const parsed = parse('stations.json')
		expect(valueOf(parsed, `${ST_PAULI}.W`)).toEqual([649, null])
		expect(valueOf(parsed, '816affba-0118-4668-887f-fb882ed573b2.W')).toEqual([null, null])
		expect(valueOf(parsed, 'ae1b91d0-e746-4f65-9f64-2d2e23603a82.W')).toEqual([null, 'commented'])
	})
	test('the past of a small list is fetched once; of a configured choice only', () => {
		const history = {
			url: `${API}/stations/${ST_PAULI}/W/measurements.json?start=P1D`,
			document: `history:${ST_PAULI}.W@2010-01-01`,
			once: true,
		}
		expect(parse('stations.json').followUps.filter(({ once }) => once)).toHaveLength(3)
		expect(parse('stations.json', {}, { history: [ST_PAULI] }).followUps.filter(({ once }) => once)).toEqual([history])
	})
	test('a correction with the same timestamp wins by the poll that brought it', () => {
		expect(parse('stations.json').measurements[0]?.revision).toBe(RECEPTION.received)
	})
})

describe('odd stations', () => {
	const parsed = parse('stations-odd.json')
	test('the same name twice is two stations; without coordinates there is no place', () => {
		const first = parsed.events.find(({ entity }) => entity.endsWith('0001.W'))
		expect(first).not.toHaveProperty('geometry')
		expect(parsed.events.filter((event) => event.op === 'upsert' && event.payload['name'] === 'NEUSTADT')).toHaveLength(2)
	})
	test('0/0 is no place and is told', () => {
		expect(parsed.events.find(({ entity }) => entity.endsWith('0002.W'))).not.toHaveProperty('geometry')
		expect(parsed.rejects).toContainEqual(expect.objectContaining({ reason: 'bad-position', path: 'longitude' }))
	})
	test('another datum than NHN gives no zero', () => {
		expect(payloadOf(parsed, '11111111-0000-4000-8000-000000000001.W')).toMatchObject({ zeros: null })
		expect(payloadOf(parsed, '11111111-0000-4000-8000-000000000004.W')).toMatchObject({ zeros: null })
	})
	test('a value from before the zero is marked, and the sensor shows no zero', () => {
		expect(payloadOf(parsed, '11111111-0000-4000-8000-000000000003.W')).toMatchObject({ zeros: null })
		expect(valueOf(parsed, '11111111-0000-4000-8000-000000000003.W')).toEqual([480, 'before-datum'])
	})
	test('units stay as they are written', () => {
		expect(payloadOf(parsed, '11111111-0000-4000-8000-000000000002.W')).toMatchObject({ unit: 'm+NN' })
		expect(payloadOf(parsed, '11111111-0000-4000-8000-000000000002.Q')).toMatchObject({ unit: '--' })
	})
	test('what cannot be read names its reason', () => {
		expect(parsed.rejects.map(({ reason }) => reason).toSorted()).toEqual([
			'bad-position',
			'bad-series',
			'bad-station',
			'bad-station',
			'bad-time',
			'no-series',
		])
	})
})

describe('series documents', () => {
	test('the hour that daylight saving time repeats is two different hours', () => {
		const parsed = parse('measurements.json', { document: `history:${ST_PAULI}.W` })
		expect(parsed.measurements[0]?.backfill).toBe(true)
		expect(new Set(parsed.measurements[0]?.observations?.observed).size).toBe(8)
		expect(parsed.measurements[0]?.observations?.value.filter((value) => value === null)).toHaveLength(2)
		expect(parsed.rejects).toHaveLength(1)
	})
	test('a forecast series is one curve with its time of issue', () => {
		const curve = parse('forecast.json', { document: `forecast:${ST_PAULI}.W` }).measurements[0]?.curves?.[0]
		expect(curve).toMatchObject({ entity: `sensor:pegel:${ST_PAULI}.W`, series: 'forecast', issued: '2026-11-21T17:00:00.000Z' })
		expect(curve?.values).toEqual([690, 700, 710, 720, 730])
	})
	test('the service says no in its own words, and a page of HTML is not a list', () => {
		expect(parse('error.json').rejects[0]).toMatchObject({ reason: 'upstream-error', message: 'Station does not exist.' })
		expect(parse('error-page.html').rejects[0]).toMatchObject({ reason: 'not-json' })
	})
})

function ask(url: string): string | undefined {
	return pegelonline.documents(url, PegelonlineOptions.parse({}))[0]?.url
}

test('the list is asked for with everything that is needed, from any form of its address', () => {
	const all = 'includeTimeseries=true&includeCurrentMeasurement=true&includeCharacteristicValues=true'
	expect(ask(API)).toBe(`${API}/stations.json?${all}`)
	expect(ask(`${API}/`)).toBe(`${API}/stations.json?${all}`)
	expect(ask(`${API}/stations.json?waters=ELBE`)).toBe(`${API}/stations.json?waters=ELBE&${all}`)
})
