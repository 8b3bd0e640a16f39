import { readdirSync, readFileSync } from 'node:fs'

import type { Submission } from '@lagebild/model/event.ts'
import { verticesOf } from '@lagebild/model/geo.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { runAdapterContract } from '../adapter.contract-suite.ts'
import type { Parsed } from '../adapter.ts'
import { cap } from './adapter.ts'
import { CapOptions } from './options.ts'

const FOLDER = new URL('samples/', import.meta.url)
const ID = '2.49.0.0.276.0.DWD.PVW.1795280000000.4711'

runAdapterContract(
	cap,
	readdirSync(FOLDER).map((name) => ({ file: new URL(name, FOLDER) })),
)

function parseBytes(bytes: Uint8Array, options: unknown = {}): Parsed {
	const reception = { feed: 'dwd', received: instant(Date.UTC(2026, 10, 21, 20)), url: 'https://warn.example/feeds/atom.xml' }
	return cap.parse(bytes, reception, CapOptions.parse(options))
}

function parse(name: string, options: unknown = {}): Parsed {
	return parseBytes(readFileSync(new URL(name, FOLDER)), options)
}

function only(parsed: Parsed): Extract<Submission, { op: 'upsert' }> {
	const event = parsed.events[0]
	if (parsed.events.length !== 1 || event?.op !== 'upsert') throw new Error(`${parsed.events.length} events`)
	return event
}

describe('a message', () => {
	test('in eight languages is one warning with eight texts, named in German', () => {
		const { entity, payload, times } = only(parse('dwd-eight-languages.xml'))
		expect(entity).toBe(`warning:dwd:${ID}`)
		expect(payload).toMatchObject({ event: 'ORKANBÖEN', severity: 'Severe', urgency: 'Immediate', certainty: 'Likely', ceiling: 9842.5197 })
		expect(Object.keys(payload['texts'] ?? {})).toEqual(['de-DE', 'en-GB', 'fr-FR', 'es-ES', 'ar', 'ru-RU', 'tr-TR', 'pl-PL'])
		expect(times).toEqual({ observed: '2026-11-21T17:51:00+01:00', sent: '2026-11-21T17:51:00+01:00' })
	})
	test('can be named in another language', () => {
		expect(only(parse('dwd-eight-languages.xml', { languages: ['pl'] })).payload['event']).toBe('porywy')
	})
	test('has its polygons in GeoJSON order, once for all languages, with the excluded polygon as a hole', () => {
		const { geometry } = only(parse('dwd-eight-languages.xml'))
		expect(geometry).toEqual({
			type: 'MultiPolygon',
			coordinates: [
				[
					[
						[9.75, 53.4],
						[10.3, 53.4],
						[10.3, 53.73],
						[9.75, 53.73],
						[9.75, 53.4],
					],
					[
						[9.95, 53.5],
						[9.95, 53.55],
						[10.05, 53.55],
						[9.95, 53.5],
					],
				],
				[
					[
						[8.45, 53.9],
						[8.55, 53.95],
						[8.45, 53.95],
						[8.45, 53.9],
					],
				],
			],
		})
	})
	test('with two hazards is one warning that states the gravest word of each and loses neither', () => {
		const { payload, validity } = only(parse('two-hazards-cap10.xml'))
		expect(payload).toMatchObject({
			event: 'GEWITTER · STURMFLUT',
			severity: 'Extreme',
			urgency: 'Immediate',
			certainty: 'Likely',
			category: ['Met', 'Geo'],
			areas: ['Bergedorf', 'Hafen'],
		})
		expect(validity).toEqual({ from: '2026-11-21T18:00:00.000Z', until: '2026-11-22T02:00:00.000Z', basis: 'source' })
	})
	test('says the same in any namespace and under any prefix', () => {
		expect(only(parse('two-hazards-prefixed.xml')).payload).toEqual(only(parse('two-hazards-cap10.xml')).payload)
	})
	test('keeps escaped HTML as the characters it is, and takes no script for an address', () => {
		const { payload } = only(parse('two-hazards-cap10.xml'))
		expect(JSON.stringify(payload['texts'])).toContain('<b onclick=')
		expect(payload).not.toHaveProperty('web')
	})
	test('with areas by code only has their names and no invented place', () => {
		const event = only(parse('geocode-only.xml'))
		expect(event.payload['areas']).toEqual(['Gemeinde: Hamburg'])
		expect(event).not.toHaveProperty('geometry')
		expect(event.ext).toMatchObject({ cap: { infos: [{ geocode: { AGS: ['02000000'] } }] } })
	})
	test('without an end is marked so, neither for ever nor over', () => {
		expect(only(parse('geocode-only.xml')).validity).toMatchObject({ until: null, basis: 'none' })
		expect(only(parse('odd.xml')).validity).toMatchObject({ until: null, basis: 'none' })
	})
	test('for a closed circle of receivers is restricted', () => {
		expect(only(parse('restricted.xml')).label).toEqual({ level: 'restricted' })
		expect(only(parse('update.xml')).label).toEqual({ level: 'open' })
	})
	test('of unusual words is kept with them beside Unknown', () => {
		const { payload, ext } = only(parse('odd.xml'))
		expect(payload).toMatchObject({ severity: 'Unknown', urgency: 'Unknown' })
		expect(ext).toMatchObject({ cap: { infos: [{ severity: 'Gelb', urgency: 'sometimes', expires: '3021-01-01T00:00:00+01:00' }] } })
	})
})

describe('axes', () => {
	test('that are swapped are turned round and told; blanks and missing commas are read', () => {
		const parsed = parse('swapped.xml')
		const { geometry } = only(parsed)
		const points = geometry ? verticesOf(geometry) : []
		expect(points.every(([lng, lat]) => lng > 9 && lng < 11 && lat > 53 && lat < 54)).toBe(true)
		expect(geometry?.type === 'MultiPolygon' && geometry.coordinates).toHaveLength(3)
		expect(parsed.rejects.map(({ reason, path }) => `${reason} ${path}`)).toEqual(['swapped-axes info.area.polygon'])
	})
	test('are believed as they stand where the operator says that the warnings are there, and never guessed without a sign', () => {
		const there = only(parse('swapped.xml', { within: [50, 5, 56, 15] })).geometry
		expect(there && verticesOf(there)[0]).toEqual([53.4, 9.75])
		const text = new TextDecoder().decode(readFileSync(new URL('swapped.xml', FOLDER)))
		const foreign = text.replace('de-DE', 'so').replace('example.de', 'example.so')
		const parsed = parseBytes(new TextEncoder().encode(foreign))
		expect(only(parsed).geometry).toMatchObject({
			type: 'MultiPolygon',
			coordinates: [
				[
					[
						[9.9, 53.5],
						[10, 53.5],
						[10, 53.6],
						[9.9, 53.5],
					],
				],
			],
		})
		expect(parsed.rejects.map(({ reason }) => reason)).toEqual(['swapped-axes', 'swapped-axes'])
	})
	test('in metres are refused, and the warning stays', () => {
		const parsed = parse('metres.xml')
		expect(only(parsed)).not.toHaveProperty('geometry')
		expect(parsed.rejects).toMatchObject([
			{ reason: 'bad-polygon', message: '5933000,565000 are metres of a projected system such as EPSG:25832' },
		])
	})
})

describe('what carries a message', () => {
	test('EDXL-DE: as elements, as text and in Base64, each is read and says what carried it', () => {
		const { events, rejects } = parse('edxl.xml')
		expect(events.map(({ entity }) => entity)).toEqual(['warning:dwd:inner', 'warning:dwd:inner-2', 'warning:dwd:inner-3'])
		expect(events[0]).toMatchObject({ status: 'actual', label: { level: 'open' }, ext: { edxl: { distributionID: 'DE-1' } } })
		expect(rejects).toEqual([])
	})
	test('a message is no more real and no more public than its distribution', () => {
		expect(only(parse('edxl-exercise.xml'))).toMatchObject({ status: 'exercise', label: { level: 'restricted' } })
		expect(parse('edxl-ack.xml')).toMatchObject({
			events: [],
			rejects: [{ reason: 'not-a-warning', path: 'EDXLDistribution.distributionType' }],
		})
	})
	test('a signature is told and never taken for valid', () => {
		const ext = JSON.stringify(only(parse('signed.xml')).ext)
		expect(ext).toContain('"signature":{"verified":"not checked"')
		expect(ext).toContain('"keyName":"leitstelle","subject":"CN=Leitstelle, C=DE"')
		expect(ext).toMatch(/"certificateSha256":"[0-9a-f]{64}"/)
	})
})

describe('what ends what', () => {
	test('an all-clear stays in sight for half an hour and ends, whatever its own end', () => {
		const { validity, links } = only(parse('all-clear.xml'))
		expect(validity).toEqual({ until: '2026-11-21T17:21:00.000Z', basis: 'policy' })
		expect(links).toEqual([{ rel: 'updates', to: 'warning:dwd:before' }])
	})
	test('a message that ends one hazard and keeps another is about the one that lasts', () => {
		const { payload, geometry, validity } = only(parse('partly-over.xml'))
		expect(payload).toMatchObject({ event: 'Orkan', urgency: 'Immediate' })
		expect(geometry?.type === 'MultiPolygon' && geometry.coordinates).toHaveLength(1)
		expect(validity).toEqual({ until: '2026-11-22T05:00:00.000Z', basis: 'source' })
	})
	test('references of CAP 1.0 name the identifier first', () => {
		const targets = only(parse('references-cap10.xml')).links?.map(({ to }) => to)
		expect(targets).toEqual(expect.arrayContaining(['warning:dwd:first', 'warning:dwd:second']))
	})
	test('an Update links to all it references, by identifier, whether they are known or not', () => {
		expect(only(parse('update.xml')).links).toEqual([
			{ rel: 'updates', to: `warning:dwd:${ID}` },
			{ rel: 'updates', to: 'warning:dwd:gone.long.ago' },
		])
	})
	test('a Cancel needs no info, and finds its Alert although sender and time are wrong', () => {
		const event = only(parse('cancel-without-info.xml'))
		expect(event.links).toEqual([{ rel: 'cancels', to: `warning:dwd:${ID}-2` }])
		expect(event.payload).toMatchObject({ msgType: 'Cancel', event: 'Entwarnung: Der Wind hat nachgelassen.', severity: 'Unknown' })
	})
	test('-00:00 is UTC', () => {
		expect(only(parse('update.xml')).times?.sent).toBe('2026-11-21T20:10:00.250-00:00')
	})
})

describe('status', () => {
	test('an exercise says so, for the hub to refuse it in an actual operation', () => {
		expect(only(parse('exercise.xml')).status).toBe('exercise')
		expect(only(parse('update.xml')).status).toBe('actual')
	})
	test.each([
		['draft.xml', 'status-draft'],
		['system.xml', 'status-system'],
		['ack.xml', 'not-a-warning'],
		['error.xml', 'not-a-warning'],
	])('%s is no warning', (name, reason) => {
		expect(parse(name)).toMatchObject({ events: [], rejects: [{ reason }] })
	})
})

describe('odd shapes', () => {
	test('an empty polygon is nowhere, not 0/0; bad ones are told; an open ring is closed', () => {
		const parsed = parse('odd.xml')
		expect(only(parsed).geometry).toEqual({
			type: 'MultiPolygon',
			coordinates: [
				[
					[
						[9.9, 53.4],
						[10, 53.5],
						[9.9, 53.5],
						[9.9, 53.4],
					],
				],
			],
		})
		expect(parsed.rejects.map(({ reason, path }) => `${reason} ${path}`).toSorted()).toEqual([
			'bad-polygon info.area.circle',
			'bad-polygon info.area.geocode',
			'bad-polygon info.area.polygon',
			'bad-polygon info.area.polygon',
			'bad-time alert.sent',
			'swapped-axes info.area.circle',
		])
	})
	test('an identifier that fits no id is hashed; a time without offset is not guessed', () => {
		const event = only(parse('odd.xml'))
		expect(event.entity).toMatch(/^warning:dwd:sha256-[0-9a-f]{64}$/)
		expect(event).not.toHaveProperty('times')
	})
	test('a circle has 64 points at its radius', () => {
		const { geometry } = only(parse('two-hazards-cap10.xml'))
		const ring = geometry?.type === 'MultiPolygon' ? (geometry.coordinates[0]?.[0] ?? []) : []
		expect(ring).toHaveLength(65)
		expect(ring[0]).toEqual([10.21, expect.closeTo(53.49 + 5 / 111.195, 4)])
	})
})

describe('charsets', () => {
	test.each(['latin1.xml', 'latin1-undeclared.xml', 'utf16.xml', 'utf16-bare.xml', 'bom.xml', 'charset-unknown.xml'])(
		'%s is read with its umlauts',
		(name) => {
			expect(only(parse(name)).payload['event']).toBe('ORKANBÖEN')
		},
	)
	test('a document type declaration is refused before any entity', () => {
		expect(parse('doctype.xml')).toMatchObject({ events: [], rejects: [{ reason: 'doctype' }] })
	})
	test.each([
		['too-deep', '<a>'.repeat(70) + '</a>'.repeat(70)],
		['too-many-nodes', `<a>${'<b/>'.repeat(100_001)}</a>`],
		['too-large', `<a>${'x'.repeat(5_000_001)}</a>`],
		['not-xml', '<a><b></a>'],
		['not-xml', '<a x="1" x="2"/>'],
		['not-cap', '<html/>'],
	])('%s has a limit', (reason, text) => {
		expect(parseBytes(new TextEncoder().encode(text))).toMatchObject({ events: [], rejects: [{ reason }] })
	})
})

describe('an index', () => {
	test('of a stormy day is read, up to as many messages as a poll may fetch', () => {
		const entry = '<entry><id>urn:x</id><updated>2026-11-21T17:51:00Z</updated><link href="https://warn.example/x.xml"/></entry>'
		const bytes = new TextEncoder().encode(`<feed xmlns="http://www.w3.org/2005/Atom">${entry.repeat(9_500)}</feed>`)
		const reception = { feed: 'dwd', received: instant(Date.UTC(2026, 10, 21, 20)) }
		const read = cap.parse(bytes, reception, CapOptions.parse({}))
		expect(read).toMatchObject({ rejects: [{ reason: 'too-many-entries' }] })
		expect(read.followUps).toHaveLength(1_000)
	})
	test('Atom: links are followed, best type first and relative to the index; whole messages inside are read', () => {
		const parsed = parse('atom.xml')
		expect(parsed.events.map(({ entity }) => entity)).toEqual(['warning:dwd:fat-1', 'warning:dwd:fat-2'])
		expect(parsed.followUps).toEqual([
			{ url: 'https://warn.example/feeds/alerts/one.xml', document: 'alert', version: 'urn:1 2026-11-21T17:51:00Z' },
			{ url: 'https://warn.example/alerts/two.xml', document: 'alert', version: 'urn:2 2026-11-21T17:52:00Z' },
			{ url: 'https://warn.example/alerts/three.xml', document: 'alert' },
		])
		expect(parsed.rejects.map(({ reason }) => reason)).toEqual(['no-link', 'no-link'])
		expect(parsed.listing).toBeUndefined()
	})
	test('RSS: link, enclosure or guid', () => {
		expect(parse('rss.xml').followUps.map(({ url }) => url)).toEqual([
			'https://warn.example/cap/1.xml',
			'https://warn.example/cap/2.xml',
			'https://warn.example/cap/3.xml',
		])
	})
})
