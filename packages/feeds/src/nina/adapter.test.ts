import { readFileSync } from 'node:fs'

import type { Submission } from '@lagebild/model/event.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { runAdapterContract } from '../adapter.contract-suite.ts'
import type { FollowUp, Parsed } from '../adapter.ts'
import { nina } from './adapter.ts'
import { NinaOptions } from './options.ts'

const FOLDER = new URL('samples/', import.meta.url)
const HOME = 'https://warnung.example/api31'
const LISTS = ['mapdata-dwd.json', 'mapdata-mowas.json', 'mapdata-odd.json', 'dashboard.json', 'empty.json']
const WARNINGS = ['warning-mowas.json', 'warning-dwd.json', 'warning-cancel.json', 'warning-odd.json']
const MOWAS = 'warning:nina:mow.DE-HH-A-SE035-20261121-35-001'
const DWD = 'warning:nina:dwd.2.49.0.0.276.0.DWD.PVW.1795280000000.5a1c'

runAdapterContract(nina, [
	...LISTS.map((name) => ({ file: new URL(name, FOLDER), url: `${HOME}/dwd/mapData.json` })),
	...LISTS.slice(0, 1).map((name) => ({ file: new URL(name, FOLDER), url: `${HOME}/dwd/mapData.json`, document: 'list' })),
	...WARNINGS.map((name) => ({ file: new URL(name, FOLDER), url: `${HOME}/warnings/mow.1.json`, document: 'warning' })),
	{ file: new URL('outline.geojson', FOLDER) },
	{ file: new URL('outline-odd.geojson', FOLDER) },
	{ file: new URL('error.json', FOLDER) },
])

type Asked = Partial<FollowUp>

function parse(name: string, asked: Asked = {}): Parsed {
	const reception = { feed: 'nina', received: instant(Date.UTC(2026, 10, 21, 20)), ...asked }
	return nina.parse(readFileSync(new URL(name, FOLDER)), reception, NinaOptions.parse({}))
}

function only(parsed: Parsed): Extract<Submission, { op: 'upsert' }> {
	const event = parsed.events[0]
	if (parsed.events.length !== 1 || event?.op !== 'upsert') throw new Error(`${parsed.events.length} events`)
	return event
}

describe('the lists', () => {
	test('are those of all channels, or those of the districts of the regions, or the one that the address names', () => {
		const documents = (url: string, options: unknown = {}): readonly string[] =>
			nina.documents(url, NinaOptions.parse(options)).map((one) => one.url)
		expect(documents(HOME)).toHaveLength(6)
		expect(documents(`${HOME}/`, { channels: ['mowas'] })).toEqual([`${HOME}/mowas/mapData.json`])
		expect(documents(HOME, { regions: ['020000000000', '02000'] })).toEqual([`${HOME}/dashboard/020000000000.json`])
		expect(documents(`${HOME}/mowas/mapData.json`)).toEqual([`${HOME}/mowas/mapData.json`])
	})
	test('one warning under two ids is one, and its details are fetched once', () => {
		const { followUps, listing, events } = parse('mapdata-dwd.json', { url: `${HOME}/dwd/mapData.json`, document: 'list' })
		expect(listing).toMatchObject({ complete: true, ids: [DWD] })
		expect(followUps).toEqual([
			{
				url: `${HOME}/warnings/dwdmap.2.49.0.0.276.0.DWD.PVW.1795280000000.5a1c.MUL.json`,
				document: 'warning',
				version: '12 2026-11-21T17:51:00+01:00',
			},
		])
		expect(events).toEqual([])
	})
	test('a changed hash asks for the details again; what is no longer valid is not listed', () => {
		const { followUps, listing } = parse('dashboard.json', { url: `${HOME}/dashboard/020000000000.json`, document: 'list' })
		expect(listing?.ids).toEqual([DWD])
		expect(followUps.map(({ version }) => version)).toEqual(['12 9f1d3a5c0b 2026-11-21T17:51:24+01:00'])
	})
	test('an empty one is complete; one with an item that nobody can name is not, and leads nowhere', () => {
		expect(parse('empty.json', { document: 'list' })).toMatchObject({ events: [], rejects: [], listing: { complete: true, ids: [] } })
		const { listing, followUps, rejects } = parse('mapdata-odd.json', { url: `${HOME}/lhp/mapData.json`, document: 'list' })
		expect(listing?.complete).toBe(false)
		expect(rejects.map(({ reason }) => reason)).toEqual(Array.from({ length: 4 }, () => 'missing-identifier'))
		expect(followUps.map(({ url }) => url)).toEqual([`${HOME}/warnings/biw.9.json`, `${HOME}/warnings/lhp.DE.HH.1.json`])
	})
	test('read by themselves tell the warnings as far as they know them', () => {
		expect(only(parse('mapdata-mowas.json'))).toMatchObject({
			entity: MOWAS,
			payload: { event: 'Sturmflut: Niedrig gelegene Gebiete verlassen', severity: 'Extreme', texts: { 'de-LS': {}, en: {} } },
			validity: { until: null, basis: 'none' },
		})
	})
})

describe('a warning', () => {
	const details = (): Parsed => parse('warning-mowas.json', { url: `${HOME}/warnings/mow.1.json`, document: 'warning' })

	test('in three languages is one, named in the usual German, without HTML', () => {
		const { payload, validity, links } = only(details())
		expect(payload).toMatchObject({ event: 'Gefahreninformation', severity: 'Extreme', contact: 'Behörde für Inneres' })
		expect(payload['texts']).toEqual({
			de: {
				event: 'Gefahreninformation',
				headline: 'Sturmflut: Niedrig gelegene Gebiete verlassen',
				description: 'Am Pegel St. Pauli werden 5,84 m über NHN erwartet.\nBetroffen: "Hafen" & Wilhelmsburg.',
				instruction: 'Verlassen Sie das Gebiet.\nHören Sie Radio.',
			},
			'de-LS': { headline: 'Gefahr durch Hochwasser', description: 'Das Wasser steigt.\nGehen Sie weg.' },
			en: { headline: 'Storm surge: leave low-lying areas' },
		})
		expect(validity).toEqual({ until: null, basis: 'none' })
		expect(links).toEqual([{ rel: 'updates', to: 'warning:nina:mow.DE-HH-A-SE035-20261121-35-000' }])
	})
	test('is joined with its outline, which makes the later statement of the two whatever comes first', () => {
		const first = details()
		const [follow] = first.followUps
		expect(follow?.url).toBe(`${HOME}/warnings/mow.1.geojson`)
		const joined = only(parse('outline.geojson', { ...follow }))
		const { geometry, geometrySource, id, revision, ...rest } = joined
		const { id: _id, revision: before = 0, ...bare } = only(first)
		expect(rest).toEqual(bare)
		expect(revision).toBe(before + 1)
		expect(geometrySource).toBe('given')
		expect(geometry?.type === 'MultiPolygon' && geometry.coordinates).toHaveLength(2)
		expect(id).not.toBe(_id)
	})
	test('keeps what it says where its outline is unusable, with swapped axes repaired', () => {
		const [follow] = details().followUps
		const parsed = parse('outline-odd.geojson', { ...follow })
		expect(only(parsed).geometry).toMatchObject({
			type: 'MultiPolygon',
			coordinates: [
				[
					[
						[9.9, 53.5],
						[10.1, 53.5],
						[10.1, 53.6],
						[9.9, 53.5],
					],
				],
			],
		})
		expect(parsed.rejects.map(({ reason }) => reason)).toEqual(['swapped-axes', 'projected-coordinates'])
	})
	test('of the weather service has one key under all its names, and its codes in words', () => {
		const event = only(parse('warning-dwd.json', { document: 'warning' }))
		expect(event).toMatchObject({ entity: DWD, revision: 24, ext: { dwd: { hazards: [{ eventCode: '55', eventName: 'Orkanböen' }] } } })
		expect(event.links).toEqual([{ rel: 'updates', to: 'warning:nina:dwd.2.49.0.0.276.0.DWD.PVW.1795270000000.1b2c' }])
	})
	test('is called off by a Cancel; a number for the sort of event names nothing', () => {
		const { links, payload } = only(parse('warning-cancel.json', { document: 'warning' }))
		expect(links).toEqual([{ rel: 'cancels', to: MOWAS }])
		expect(payload).toMatchObject({ msgType: 'Cancel', event: 'Entwarnung: Sturmflut', responseType: ['AllClear'] })
	})
	test('that is a test says so, and junk in it costs nothing else', () => {
		expect(only(parse('warning-odd.json', { document: 'warning' }))).toMatchObject({ status: 'test', validity: { until: null } })
	})
})

test('an error under HTTP 200 is told in the words of the service', () => {
	expect(parse('error.json', { document: 'list' })).toMatchObject({
		rejects: [{ reason: 'upstream-error', message: 'Service nicht verfügbar' }],
	})
})
