import { readFileSync } from 'node:fs'

import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { runAdapterContract } from '../adapter.contract-suite.ts'
import type { Parsed } from '../adapter.ts'
import { bsh } from './adapter.ts'
import { BshOptions } from './options.ts'

const sample = (name: string): URL => new URL(`samples/${name}`, import.meta.url)
const ST_PAULI = 'sensor:pegelonline:d488c5cc-4de9-4631-8ce1-0db0e700b546.W'

runAdapterContract(bsh, [
	{ file: sample('hamburg_st-pauli.json') },
	{ file: sample('hamburg_st-pauli.json'), options: { sensor: ST_PAULI, factor: 0.01 } },
	{ file: sample('odd.json') },
	{ file: sample('page.json') },
	{ file: sample('page.json'), options: { gauge: 'hamburg_st-pauli' } },
	{ file: sample('error.json') },
])

function parse(name: string, options: unknown = {}): Parsed {
	const reception = { feed: 'bsh', received: instant(Date.UTC(2026, 10, 21, 20)), url: 'https://gdi.example/items/hamburg_st-pauli' }
	return bsh.parse(readFileSync(sample(name)), reception, BshOptions.parse(options))
}

test('forecast and astronomic curve belong to the configured gauge, and no sensor is made beside it', () => {
	const parsed = parse('hamburg_st-pauli.json', { sensor: ST_PAULI })
	expect(parsed.events).toEqual([])
	expect(parsed.measurements[0]?.curves).toMatchObject([
		{ entity: ST_PAULI, series: 'forecast', issued: '2026-11-21 20:25:59+01:00' },
		{ entity: ST_PAULI, series: 'astronomic' },
	])
})

test('a list of gauges goes to the sensors that are configured for them', () => {
	const parsed = parse('hamburg_st-pauli.json', { sensors: { 'hamburg_st-pauli': ST_PAULI } })
	expect(parsed).toMatchObject({ events: [], measurements: [{ curves: [{ entity: ST_PAULI }, { entity: ST_PAULI }] }] })
})

test('a gauge with the name of something else, or with figures beyond any tide, harms nothing', () => {
	const text = readFileSync(sample('hamburg_st-pauli.json'), 'utf8')
	const bytes = Buffer.from(text.replaceAll('hamburg_st-pauli', '__proto__').replace(/"forecast_value": \d+/, '"forecast_value": 1e308'))
	const reception = { feed: 'bsh', received: instant(Date.UTC(2026, 10, 21, 20)), url: 'https://gdi.example/items' }
	const { events, measurements } = bsh.parse(bytes, reception, BshOptions.parse({ factor: 1_000 }))
	expect(events[0]?.entity).toBe('sensor:bsh:__proto__')
	const curves = measurements.flatMap((one) => one.curves ?? [])
	expect(curves.map(({ entity }) => entity)).toEqual(['sensor:bsh:__proto__', 'sensor:bsh:__proto__'])
	expect(curves.flatMap(({ values }) => values).every(Number.isFinite)).toBe(true)
})

test('the official high water stands in the curve with its uncertainty around it, and nowhere else', () => {
	const { times = [], values = [], lower = [], upper = [] } = parse('hamburg_st-pauli.json').measurements[0]?.curves?.[0] ?? {}
	const at = times.indexOf('2026-11-21 23:42:00+01:00')
	expect([values[at], lower[at], upper[at]]).toEqual([905, 885, 925])
	expect(lower[0]).toBeNull()
	expect(lower).toHaveLength(times.length)
})

test('measured values are no forecast', () => {
	const [forecast, astronomic] = parse('hamburg_st-pauli.json').measurements[0]?.curves ?? []
	expect(forecast?.times).not.toContain('2026-11-21 20:30:00+01:00')
	expect(astronomic?.times).toContain('2026-11-21 20:30:00+01:00')
})

test('a factor turns centimetres into the sensor’s unit', () => {
	const curve = parse('hamburg_st-pauli.json', { factor: 0.01 }).measurements[0]?.curves?.[0]
	expect(Math.max(...(curve?.values ?? []).map((value) => value ?? 0))).toBeCloseTo(9.05)
	expect(curve?.upper).toContain(9.25)
})

test('without a configured gauge it is a sensor of its own, with its zero in metres', () => {
	expect(parse('hamburg_st-pauli.json').events[0]).toMatchObject({
		entity: 'sensor:bsh:hamburg_st-pauli',
		payload: {
			name: 'Hamburg, St. Pauli',
			unit: 'cm',
			zeros: { '1900-01-01': { metres: -5, datum: 'NHN' } },
			marks: [
				{ name: 'MHW', value: 714 },
				{ name: 'MNW', value: 335 },
			],
		},
	})
})

test('what cannot be used is told', () => {
	expect(parse('odd.json').rejects.map(({ reason }) => reason)).toEqual(['bad-time', 'bad-time', 'not-a-forecast'])
	expect(parse('error.json').rejects[0]).toMatchObject({ reason: 'upstream-error', message: 'The requested feature does not exist.' })
})

test('a list goes on at its next page, by the feed’s own protocol', () => {
	const parsed = parse('page.json')
	expect(parsed.followUps).toEqual([{ url: 'https://gdi.example/items?f=json&lang=de&limit=2&offset=2', document: 'page' }])
	expect(parse('page.json', { gauge: 'hamburg_st-pauli' })).toMatchObject({ events: [], measurements: [], rejects: [] })
	expect(parse('hamburg_st-pauli.json', { gauge: 'nirgends' }).rejects).toMatchObject([{ reason: 'unknown-gauge' }])
})

test('the warnings of region and gauge are kept apart, a missing one is not made up, and 0/0 is no place', () => {
	const [whole] = parse('hamburg_st-pauli.json').events
	expect(whole?.ext).toMatchObject({
		bsh: {
			official_warning_level_region: 'Sehr schwere Sturmflut',
			automated_gauge_warning: 'Sturmflut',
			high_water_low_water: [{ event: 'HW', forecast_uncertainty: '± 0,2 m', forecast_deviation: '+2,1 m' }, { event: 'NW' }],
			forecast_text: { de: 'Das Abendhochwasser wird 2,5 m höher eintreten.' },
		},
	})
	const { events, rejects } = parse('page.json')
	expect(events[0]?.ext).not.toHaveProperty('bsh.automated_gauge_warning')
	expect(events[0]).not.toHaveProperty('geometry')
	expect(rejects).toMatchObject([{ reason: 'bad-position' }])
})

test('the astronomic curve reaches its own high and low waters', () => {
	const [, astronomic] = parse('hamburg_st-pauli.json').measurements[0]?.curves ?? []
	const at = astronomic?.times.indexOf('2026-11-22 07:05:00+01:00') ?? -1
	expect(astronomic?.values[at]).toBe(338)
})
