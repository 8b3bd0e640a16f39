import { readFileSync } from 'node:fs'

import { nhnMetres, zeroAt } from '@lagebild/model/gauge.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'

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
	{ file: sample('series.json'), url: `${API}/stations/${ST_PAULI}/W.json?includeCurrentMeasurement=true` },
	{ file: sample('current.json'), url: `${API}/stations/${ST_PAULI}/W/currentmeasurement.json` },
	{ file: sample('current.json') },
	{ file: sample('edis.json'), url: 'mqtt://edis.example' },
	{ file: sample('waters.json'), url: `${API}/waters.json` },
	{ file: sample('stations-bare.json'), url: `${API}/stations.json` },
	{ file: sample('stations.json'), document: 'gap:2026-11-21T17:00:00+00:00/2026-11-21T19:00:00+00:00', url: `${API}/stations.json` },
	{ file: sample('forecast-series.json'), url: `${API}/stations/${ST_PAULI}/WV.json` },
	{ file: sample('error.json') },
	{ file: sample('error-spring.json') },
	{ file: sample('error-page.html') },
])

function parse(name: string, reception: Partial<Reception> = {}, options: unknown = {}): Parsed {
	return pegelonline.parse(readFileSync(sample(name)), { ...RECEPTION, ...reception }, PegelonlineOptions.parse(options))
}

function payloadOf(parsed: Parsed, id: string): unknown {
	const event = parsed.events.find(({ entity }) => entity === `sensor:pegel:${id}`)
	return event?.op === 'upsert' ? event.payload : undefined
}

const PayloadWithZeros = z.object({ zeros: z.record(z.string(), z.object({ metres: z.number(), datum: z.string() })) })

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

describe('single resources', () => {
	const alone = { document: '' }
	const at = (rest: string): { document: string; url: string } => ({ document: '', url: `${API}/stations/${rest}` })
	test('a value without its series is joined by its address, and refused without one', () => {
		const values = parse('current.json', at(`${ST_PAULI}/W/currentmeasurement.json`)).measurements
		expect(values).toMatchObject([{ observations: { entity: [`sensor:pegel:${ST_PAULI}.W`], value: [649] } }])
		expect(values[0]).not.toHaveProperty('backfill')
		const byNumber = parse('current.json', at('5952050/W/currentmeasurement.json'))
		const byNothing = parse('current.json', { document: '', url: 'file:///tmp/current.json' })
		for (const { measurements, rejects } of [byNumber, byNothing]) {
			expect([measurements, rejects.map(({ reason }) => reason)]).toEqual([[], ['unknown-station']])
		}
		expect(byNumber.rejects[0]?.message).toContain('/stations/5952050.json')
		expect(byNothing.rejects[0]?.message).toContain('--url')
	})
	test('649 cm at St. Pauli are 1.49 m above NHN and no flood', () => {
		const parsed = parse('series.json', at(`${ST_PAULI}/W.json`))
		const { zeros } = PayloadWithZeros.parse(payloadOf(parsed, `${ST_PAULI}.W`))
		const [value] = parsed.measurements[0]?.observations?.value ?? []
		const zero = zeroAt(zeros, RECEPTION.received)
		expect(nhnMetres(value ?? 0, zero?.metres ?? 0)).toBeCloseTo(1.486)
	})
	test('a message of EDIS is the sensor and its value, and asks for nothing', () => {
		const channel = `edis/pegelonline/wsa/elbe/5952050/st-pauli/${ST_PAULI}/W`
		const parsed = parse('edis.json', { ...alone, url: 'mqtts://edis.example:8883', channel })
		expect(valueOf(parsed, `${ST_PAULI}.W`)).toEqual([651, undefined])
		expect(payloadOf(parsed, `${ST_PAULI}.W`)).toMatchObject({ name: 'ST. PAULI', unit: 'cm', zeros: { '2010-01-01': { metres: -5.004 } } })
		expect(parsed.followUps).toEqual([])
		const bare = parse('current.json', { ...alone, url: 'mqtts://edis.example:8883', channel })
		expect(valueOf(bare, `${ST_PAULI}.W`)).toEqual([649, undefined])
	})
	test('a water holds its stations: every series, several zeros, a remark in one text', () => {
		const parsed = parse('waters.json', { ...alone, url: `${API}/waters.json` })
		expect(parsed.events.map(({ entity }) => entity.split('.')[1])).toEqual(['W', 'LT', 'VA', 'O2', 'PH', 'Q'])
		expect(payloadOf(parsed, `${ST_PAULI}.W`)).toMatchObject({
			water: 'ELBE',
			zeros: { '1985-11-01': { metres: -5 }, '2010-01-01': { metres: -5.004 } },
		})
		expect(payloadOf(parsed, `${ST_PAULI}.O2`)).toMatchObject({ remark: 'Sonde in Wartung', unit: 'mg/l' })
		expect(valueOf(parsed, `${ST_PAULI}.LT`)).toEqual([-3.4, undefined])
		expect(valueOf(parsed, `${ST_PAULI}.VA`)).toEqual([0, undefined])
		expect(parsed.rejects.map(({ reason, message }) => `${reason} ${message}`).join('; ')).toMatch(
			/^bad-position latitude and longitude are swapped; the station is kept without a place$/,
		)
		expect(parsed.events.at(-1)).not.toHaveProperty('geometry')
	})
	test('a list without its series is asked for with them, and says so where it cannot ask', () => {
		const list = `${API}/stations.json?waters=ELBE`
		const { followUps, rejects } = parse('stations-bare.json', { ...alone, url: list })
		expect([followUps, rejects]).toEqual([[{ url: ask(list), document: 'stations' }], []])
		expect(parse('stations-bare.json', { document: '', url: 'file:///a.json' }).rejects).toMatchObject([{ reason: 'no-series' }])
	})
	test('the series of a forecast alone leads to its curve, which is the level’s', () => {
		const parsed = parse('forecast-series.json', at(`${ST_PAULI}/WV.json`))
		expect([parsed.events, parsed.measurements]).toEqual([[], []])
		expect(parsed.followUps).toContainEqual(expect.objectContaining({ document: `forecast:${ST_PAULI}.W` }))
	})
	test('years of characteristic values are kept beside the marks', () => {
		const event = parse('stations.json').events.find(({ entity }) => entity.endsWith(`${ST_PAULI}.W`))
		expect(event?.ext).toMatchObject({
			pegelonline: {
				characteristicValues: [
					{ shortname: 'MHW', validFrom: '2016-11-01', timespanStart: '2010-11-01', timespanEnd: '2015-10-31' },
					{ shortname: 'MNW' },
					{ shortname: 'HHW', occurrences: ['1976-01-03'] },
					{ shortname: 'M_I', unit: 'm+NN', value: 3.5 },
				],
			},
		})
	})
	test('the newer form of an error is told in its words', () => {
		expect(parse('error-spring.json', alone).rejects[0]).toMatchObject({ reason: 'upstream-error', message: 'Internal Server Error' })
	})
})

test('an answer in ISO 8859-1, as the service gives it when asked, is read with its umlauts', () => {
	const text = readFileSync(sample('stations.json'), 'utf8')
	const parsed = pegelonline.parse(Buffer.from(text, 'latin1'), RECEPTION, PegelonlineOptions.parse({}))
	expect(parsed).toEqual(parse('stations.json'))
	expect(payloadOf(parsed, '816affba-0118-4668-887f-fb882ed573b2.W')).toMatchObject({ name: 'SEEMANNSHÖFT' })
})

test('after a gap in a stream the values of all levels in it are asked for, and nothing else', () => {
	const gap = { url: API, since: instant(Date.UTC(2026, 10, 21, 17)), until: instant(Date.UTC(2026, 10, 21, 19)) }
	const [list] = pegelonline.backfill?.(PegelonlineOptions.parse({}), gap) ?? []
	const parsed = parse('stations.json', { ...list })
	expect([parsed.events, parsed.measurements]).toEqual([[], []])
	expect(parsed.followUps).toHaveLength(3)
	expect(parsed.followUps[0]?.url).toBe(
		`${API}/stations/${ST_PAULI}/W/measurements.json?start=2026-11-21T17%3A00%3A00%2B00%3A00&end=2026-11-21T19%3A00%3A00%2B00%3A00`,
	)
	const values = parse('measurements.json', { ...parsed.followUps[0] }).measurements
	expect(values).toMatchObject([{ backfill: true }])
})

function ask(url: string): string | undefined {
	return pegelonline.documents(url, PegelonlineOptions.parse({}))[0]?.url
}

test('the list is asked for with everything that is needed, from any form of its address', () => {
	const all = 'includeTimeseries=true&includeCurrentMeasurement=true&includeCharacteristicValues=true'
	expect(ask(API)).toBe(`${API}/stations.json?${all}`)
	expect(ask(`${API}/`)).toBe(`${API}/stations.json?${all}`)
	expect(ask(`${API}/stations.json?waters=ELBE`)).toBe(`${API}/stations.json?waters=ELBE&${all}`)
	expect(ask(`${API}/stations/5952050/W/currentmeasurement.json`)).toBe(`${API}/stations/5952050.json?${all}`)
	expect(ask(`${API}/waters.json`)).toBe(`${API}/waters.json?includeStations=true&${all}`)
})

test('of a station whose one series was meant, only that one is taken; a forecast needs its level', () => {
	const taken = (document: string): readonly unknown[] =>
		parse('stations.json', { document }).events.map(({ entity }) => entity.split('.')[1])
	expect(taken('stations:WT')).toEqual(['WT'])
	expect(taken('stations:WV')).toEqual(['W', 'W', 'W'])
})
