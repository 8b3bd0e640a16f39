import { once } from 'node:events'
import type { Server } from 'node:http'

import { FeedConfig } from '@lagebild/config/schema.ts'
import { readIso } from '@lagebild/model/time.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { feedsOf } from '../feeds.ts'
import { HOUR, MINUTE, resumeClock, startClock } from '../scenario/clock.ts'
import type { Clock } from '../scenario/clock.ts'
import { ST_PAULI } from '../scenario/gauges.ts'
import { PEAK } from '../scenario/water.ts'
import type { Context } from './context.ts'
import { localIso } from './local-time.ts'
import { documentAt, upstreamServer } from './server.ts'

const START = Date.UTC(2026, 10, 21, 20, 0)
const context = (sinceStart: number, clock: Clock = startClock(START, 1)): Context => ({
	now: START + sinceStart,
	clock,
	base: 'http://127.0.0.1:1',
})
const W = `/pegelonline/stations/${ST_PAULI.uuid}/W`

const Values = z.array(z.object({ timestamp: z.string(), value: z.number() }))
const values = (address: string, at: Context): z.infer<typeof Values> => Values.parse(JSON.parse(documentAt(address, at).body))

describe('PEGELONLINE', () => {
	test('serves 12 stations of two rivers, with what is asked for', () => {
		const all: unknown = JSON.parse(documentAt('/pegelonline/stations.json', context(0)).body)
		expect(all).toHaveLength(12)
		expect(JSON.parse(documentAt('/pegelonline/stations.json?waters=S%C3%9CDERELBE', context(0)).body)).toHaveLength(1)
		const address = '/pegelonline/stations.json?includeTimeseries=true&includeCurrentMeasurement=true&includeCharacteristicValues=true'
		expect(JSON.parse(documentAt(`${address}&ids=${ST_PAULI.uuid}`, context(0)).body)).toMatchObject([
			{
				number: '5952050',
				water: { shortname: 'ELBE' },
				timeseries: [
					{
						shortname: 'W',
						unit: 'cm',
						equidistance: 1,
						currentMeasurement: { timestamp: '2026-11-21T21:00:00+01:00', stateMnwMhw: 'high' },
						gaugeZero: { unit: 'm. ü. NHN', value: -5.004, validFrom: '2019-11-01' },
						characteristicValues: [{ shortname: 'MThw' }, { shortname: 'MTnw' }],
					},
					{ shortname: 'WV' },
				],
			},
		])
	})

	test('gives a value a minute, a day of them from before the start, and the peak at its time', () => {
		const before = values(`${W}/measurements.json?start=P1D`, context(0))
		expect(before).toHaveLength(24 * 60 + 1)
		expect(before[0]?.timestamp).toBe('2026-11-20T21:00:00+01:00')
		const after = values(`${W}/measurements.json?start=P1D`, context(5 * HOUR))
		const highest = Math.max(...after.map(({ value }) => value))
		const times = after.filter(({ value }) => value === highest).map(({ timestamp }) => timestamp)
		expect(times).toContain(localIso(START + PEAK))
		expect(highest).toBe(1_109)
	})

	test('at speed 60 the peak comes 60 times as soon, in values five seconds apart', () => {
		const after = values(`${W}/measurements.json?start=PT1H`, context(4 * MINUTE, startClock(START, 60)))
		const times = after.map(({ timestamp }) => readIso(timestamp) ?? 0)
		expect((times.at(-1) ?? 0) - (times.at(-2) ?? 0)).toBe(5_000)
		const highest = after.reduce((best, one) => (one.value > best.value ? one : best))
		expect(Math.abs((readIso(highest.timestamp) ?? 0) - START - PEAK / 60)).toBeLessThanOrEqual(30_000)
	})

	test('has no values while the exercise is interrupted', () => {
		const clock = resumeClock(startClock(START, 1), { from: START + HOUR, to: START + 3 * HOUR, speed: 1 })
		const times = values(`${W}/measurements.json?start=P1D`, context(4 * HOUR, clock)).map(({ timestamp }) => readIso(timestamp) ?? 0)
		expect(times.filter((at) => at >= START + HOUR && at < START + 3 * HOUR)).toEqual([])
		expect(times.at(-1)).toBe(START + 4 * HOUR)
	})

	test('answers an unknown station in the words of the service', () => {
		expect(documentAt('/pegelonline/stations/nowhere/W/measurements.json', context(0))).toMatchObject({ status: 404 })
		expect(JSON.parse(documentAt('/pegelonline/stations/nowhere.json', context(0)).body)).toMatchObject({ status: 404 })
	})
})

function addresses(index: string, at: Context): readonly string[] {
	return [...documentAt(index, at).body.matchAll(/href="([^"]+\.xml)"/g)].map(([, href]) => href ?? '')
}

describe('warnings', () => {
	test('every alert calls itself an exercise, and every listed one can be fetched', () => {
		for (const at of [context(0), context(PEAK + 7 * HOUR)]) {
			const listed = [...addresses('/dwd/index.atom', at), ...addresses('/nina/index.atom', at)]
			expect(listed.length).toBeGreaterThan(3)
			for (const address of listed) expect(documentAt(address, at).body).toContain('<status>Exercise</status>')
		}
	})

	test('DWD speaks three languages; MoWaS gives no end; an update names what it replaces', () => {
		const dwd = addresses('/dwd/index.atom', context(0)).map((address) => documentAt(address, context(0)).body)
		expect(dwd[0]?.match(/<info>/g)).toHaveLength(3)
		const mowas = addresses('/nina/index.atom', context(0)).map((address) => documentAt(address, context(0)).body)
		expect(mowas.join('')).not.toContain('<expires>')
		const first = /<identifier>([^<]+)/.exec(mowas[0] ?? '')?.[1] ?? 'none'
		expect(mowas[1]).toContain(`<references>uebung-DE-HH@lagebild.example,${first},`)
	})
})

test('the forecast of the BSH has the published shape, and its peak within the uncertainty', () => {
	const items = '/bsh/collections/waterlevelforecastdata/items/hamburg_st-pauli'
	const Feature = z.object({
		properties: z.object({
			gaugezero_relative_to_nhn: z.literal(-500),
			forecast_timestamp: z.string().regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\+01:00$/),
			high_water_low_water: z.array(
				z.object({ event: z.enum(['HW', 'NW']), forecast_value: z.number(), tidal_prediction_value: z.string() }),
			),
			curve: z.array(z.object({ timestamp: z.string(), tidal_prediction: z.string() })),
		}),
	})
	const { properties } = Feature.parse(JSON.parse(documentAt(items, context(0)).body))
	expect(properties.high_water_low_water[0]?.event).toBe('HW')
	expect(Math.abs((properties.high_water_low_water[0]?.forecast_value ?? 0) - 1_109)).toBeLessThanOrEqual(30)
	expect(properties.curve.length).toBeGreaterThan(100)
})

test('the feeds that the exercise announces are valid and reach only what is served', () => {
	const feeds = feedsOf({ base: 'http://127.0.0.1:1', operation: 'sturmflut', standing: 'base-exercise', speed: 1 })
	for (const feed of feeds) {
		expect(FeedConfig.safeParse(feed).success).toBe(true)
		expect(documentAt(feed.url, context(0)).status ?? 200).toBe(200)
	}
	expect(new Set(feeds.map(({ id }) => id)).size).toBe(8)
})

describe('over HTTP', () => {
	let server: Server
	let base = ''

	beforeAll(async () => {
		server = upstreamServer((address) => ({ ...context(0), base: address }))
		server.listen(0, '127.0.0.1')
		await once(server, 'listening')
		const address = server.address()
		base = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`
	})

	afterAll(() => {
		server.close()
		server.closeAllConnections()
	})

	test('an unchanged document is answered with 304', async () => {
		const first = await fetch(`${base}/geojson/gates.geojson`)
		expect(await first.json()).toMatchObject({ type: 'FeatureCollection' })
		const second = await fetch(`${base}/geojson/gates.geojson`, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } })
		expect([second.status, await second.text()]).toEqual([304, ''])
	})

	test('a wrong method, address or escape gets an answer', async () => {
		const statuses = await Promise.all([
			fetch(`${base}/dwd/index.atom`, { method: 'POST' }),
			fetch(`${base}/nowhere`),
			fetch(`${base}/pegelonline/stations/%zz/W.json`),
		])
		expect(statuses.map(({ status }) => status)).toEqual([405, 404, 400])
	})
})
