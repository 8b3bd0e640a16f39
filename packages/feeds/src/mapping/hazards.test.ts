import { readFileSync } from 'node:fs'

import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { runAdapterContract } from '../adapter.contract-suite.ts'
import type { Parsed } from '../adapter.ts'
import { mapping } from './adapter.ts'
import { MappingOptions } from './options.ts'
import { readMapping } from './read.ts'
import { shippedText } from './shipped.ts'
import type { Shipped } from './shipped.ts'

const sample = (name: string): URL => new URL(`samples/${name}`, import.meta.url)

function shipped(name: Shipped): MappingOptions {
	const read = readMapping(shippedText(name), name)
	if (!read.ok) throw new Error(JSON.stringify(read.fault))
	return { mapping: read.value }
}

const SAMPLES = [
	['usgs', 'usgs.geojson'],
	['gdacs', 'gdacs.json'],
	['gdacs-rss', 'gdacs.xml'],
] as const

runAdapterContract(
	mapping,
	SAMPLES.map(([name, file]) => ({ file: sample(file), options: shipped(name) })),
	shipped('usgs'),
)

function parse(name: Shipped, file: string): Parsed {
	const reception = { feed: 'welt', received: instant(Date.UTC(2026, 10, 21, 20)) }
	return mapping.parse(readFileSync(sample(file)), reception, MappingOptions.parse(shipped(name)))
}

const only = (parsed: Parsed, native: string): unknown => parsed.events.find(({ entity }) => entity === `incident:welt:${native}`)

describe('USGS', () => {
	const parsed = parse('usgs', 'usgs.geojson')
	test('an earthquake is one incident whichever of its ids is the preferred one, and the others count as it', () => {
		expect(parse('usgs', 'usgs-before.geojson').events[0]?.entity).toBe('incident:welt:us7000qabc')
		expect(only(parsed, 'us7000qabc')).toMatchObject({
			links: [{ rel: 'duplicates', to: 'incident:welt:at00sabcde' }],
			times: { occurred: '2026-11-21T17:45:00.000Z', observed: '2026-11-21T17:55:00.000Z' },
			payload: { title: 'M 6.4 - 80 km E of Katsuura, Japan', severity: 'Moderate', state: 'confirmed' },
		})
	})
	test('the third ordinate is a depth in kilometres and no height', () => {
		expect(only(parsed, 'us7000qabc')).toMatchObject({ geometry: { coordinates: [141.2, 35.1] } })
		expect(only(parsed, 'us7000qabc')).toHaveProperty('payload.description', expect.stringContaining('depth 35 km'))
	})
	test('a tsunami flag is no warning, a quarry blast no earthquake, a magnitude may be negative or missing', () => {
		expect(parsed.events.every(({ kind }) => kind === 'incident')).toBe(true)
		expect(only(parsed, 'us7000qabc')).toHaveProperty('payload.description', expect.stringContaining('not a warning'))
		expect(only(parsed, 'nc75000001')).toHaveProperty('payload.description', 'earthquake, magnitude -0.4 ml, depth -0.9 km, automatic')
		expect(only(parsed, 'uu80000002')).toHaveProperty('payload.description', 'quarry blast, depth 0 km, automatic')
	})
	test('what is deleted is not listed, 0/0 is no place, and nothing else is refused', () => {
		expect(parsed.listing).toMatchObject({ complete: true })
		expect(parsed.listing?.ids).toHaveLength(5)
		expect(only(parsed, 'us7000qnul')).not.toHaveProperty('geometry')
		expect(parsed.rejects.map(({ reason }) => reason)).toEqual(['bad-position'])
	})
})

describe('GDACS', () => {
	const parsed = parse('gdacs', 'gdacs.json')
	test('times without a zone are UTC, episodes are versions, outlines of an event are not a second one', () => {
		expect(only(parsed, 'TC1000643')).toMatchObject({
			revision: 12,
			times: { observed: '2026-11-21T18:31:07.000Z', occurred: '2026-11-20T06:00:00.000Z' },
			payload: { title: 'Tropical Cyclone UEBUNG-26', severity: 'Severe', state: 'confirmed' },
		})
		expect(parsed.events).toHaveLength(4)
	})
	test('words for truth: what is temporary is reported, what is no longer current ends', () => {
		expect(only(parsed, 'FL1103000')).toMatchObject({ op: 'upsert', payload: { state: 'reported', category: 'flooding' } })
		expect(only(parsed, 'WF1020001')).toMatchObject({ op: 'end' })
	})
	test('a list of at most 100 says nothing about what it leaves out: it ends by its own word or after a week', () => {
		expect(parsed.listing).toBeUndefined()
		expect(only(parsed, 'TC1000643')).toMatchObject({ validity: { until: '2026-11-28T18:31:07.000Z', basis: 'policy' } })
	})
	test('the RSS form says the same of the same event, latitude first', () => {
		const rss = parse('gdacs-rss', 'gdacs.xml')
		expect(rss.rejects).toEqual([])
		expect(only(rss, 'TC1000643')).toMatchObject({
			revision: 12,
			times: { observed: '2026-11-21T18:31:07.000Z' },
			geometry: { coordinates: [-64.2, 18.4] },
			payload: { severity: 'Severe', state: 'confirmed', address: 'Antigua & Barbuda' },
		})
		expect(only(rss, 'FL1103000')).toMatchObject({ op: 'end' })
	})
})
