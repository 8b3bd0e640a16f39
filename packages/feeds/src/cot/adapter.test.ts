import { readdirSync, readFileSync } from 'node:fs'

import type { Submission } from '@lagebild/model/event.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { runAdapterContract } from '../adapter.contract-suite.ts'
import type { Parsed } from '../adapter.ts'
import { cot } from './adapter.ts'
import { CotOptions } from './options.ts'
import { TYPE_TABLE } from './types.ts'

const FOLDER = new URL('samples/', import.meta.url)

runAdapterContract(
	cot,
	readdirSync(FOLDER).map((name) => ({ file: new URL(name, FOLDER) })),
)

function parseBytes(bytes: Uint8Array, options: unknown = {}): Parsed {
	return cot.parse(bytes, { feed: 'tak', received: instant(Date.UTC(2026, 10, 21, 21)) }, CotOptions.parse(options))
}

function parse(name: string, options: unknown = {}): Parsed {
	return parseBytes(readFileSync(new URL(name, FOLDER)), options)
}

function parseText(text: string, options: unknown = {}): Parsed {
	return parseBytes(new TextEncoder().encode(text), options)
}

function about(parsed: Parsed, entity: string): readonly Submission[] {
	return parsed.events.filter((event) => event.entity === entity)
}

function message(
	uid: string,
	rest: { readonly type?: string; readonly second?: number; readonly detail?: string; readonly point?: string } = {},
): string {
	const { type = 'a-f-G-U-C', second = 0, detail = '', point = 'lat="53.5" lon="9.9" hae="9999999" ce="9999999" le="9999999"' } = rest
	const at = new Date(Date.UTC(2026, 10, 21, 20, 0, second)).toISOString()
	const stale = new Date(Date.UTC(2026, 10, 21, 20, 5, second)).toISOString()
	return `<event version="2.0" uid="${uid}" type="${type}" how="m-g" time="${at}" start="${at}" stale="${stale}"><point ${point}/><detail>${detail}</detail></event>`
}

describe('things that move', () => {
	const parsed = parse('units.xml', { groups: { Red: 'feuerwehr', Blue: 'thw' }, organisation: 'zivil' })
	test('are said once, and where they are as measurements in UTC, with course and speed and without what is unknown', () => {
		expect(about(parsed, 'unit:tak:ANDROID-359975090666199')).toHaveLength(1)
		expect(parsed.measurements).toHaveLength(1)
		expect(parsed.measurements[0]?.positions).toMatchObject({
			observed: [
				'2026-11-21T20:04:08.123Z',
				'2026-11-21T20:04:18.123Z',
				'2026-11-21T20:04:11.000Z',
				'2026-11-21T20:04:12.500Z',
				'2026-11-21T20:04:09.000Z',
			],
			course: [211.4, 209, 359.99, 88, 0],
			speed: [8.33, 8.1, 0, 11.5, 0],
			accuracy: [4.9, 5.1, null, 2, 35],
		})
	})
	test('have the organisation of their team, and keep everything else as markup', () => {
		const [first] = about(parsed, 'unit:tak:ANDROID-359975090666199')
		expect(first).toMatchObject({ payload: { callsign: 'FLORIAN 11-1', organisation: 'feuerwehr', everyMs: 125_000 } })
		expect(first).toHaveProperty('ext.cot.detail', expect.stringContaining('<status battery="87"/>'))
		expect(first).toHaveProperty('ext.cot.detail', expect.not.stringContaining('<track'))
		expect(about(parsed, 'unit:tak:UAS-1581F6Z9C23')[0]).toMatchObject({ payload: { organisation: 'zivil', type: 'UAS' } })
		expect(about(parsed, 'track:tak:MMSI-211281610')[0]).toMatchObject({ payload: { name: 'CAP SAN DIEGO' } })
	})
	test('a device that reports for a known unit says only where that unit is', () => {
		const { events, measurements } = parse('units.xml', { units: { 'ANDROID-359975090666199': 'unit:leitstelle:fl-11-1' } })
		expect(events.map(({ entity }) => entity)).not.toContain('unit:tak:ANDROID-359975090666199')
		expect(measurements[0]?.positions?.entity.slice(0, 2)).toEqual(['unit:leitstelle:fl-11-1', 'unit:leitstelle:fl-11-1'])
	})
	test('an older word that comes late changes nothing, but its place counts', () => {
		const late = parseText(
			message('a', { second: 5, detail: '<contact callsign="neu"/>' }) + message('a', { second: 1, detail: '<contact callsign="alt"/>' }),
		)
		expect(late.events).toMatchObject([{ payload: { callsign: 'neu' } }])
		expect(late.measurements[0]?.positions?.observed).toEqual(['2026-11-21T20:00:05.000Z', '2026-11-21T20:00:01.000Z'])
	})
	test('what only turns a camera is kept at most once a minute', () => {
		const turning = Array.from({ length: 50 }, (_, i) => message('uas', { second: 2 * i, detail: `<sensor azimuth="${i}"/>` }))
		expect(parseText(turning.join('')).events).toHaveLength(2)
	})
})

describe('what is told', () => {
	const parsed = parse('talk.xml')
	test('chat is a message of the person who wrote it, with its line breaks, and HTML is text', () => {
		const [chat, direct] = parsed.events
		expect(chat).toMatchObject({
			kind: 'message',
			geometrySource: 'sender-position',
			links: [{ rel: 'about', to: 'unit:tak:ANDROID-359975090666199' }],
			payload: { type: 'chat', from: 'FLORIAN 11-1', to: ['All Chat Rooms'], text: 'Wasser steigt am Sielweg,\n<b>50 Sandsäcke</b> nötig' },
		})
		expect(direct).toMatchObject({ payload: { to: ['HEROS 22-51'] } })
		expect(direct).not.toHaveProperty('geometry')
	})
	test('an emergency that is repeated is one alarm, until it is cancelled', () => {
		expect(about(parsed, 'alarm:tak:ANDROID-359975090666199-9-1-1')).toMatchObject([
			{ op: 'upsert', payload: { title: '911 Alert: FLORIAN 11-1', severity: 'Extreme' }, geometry: { type: 'Point' } },
			{ op: 'cancel', times: { observed: '2026-11-21T20:08:00.000Z' } },
		])
	})
	test('an exercise says so', () => {
		expect(about(parsed, 'alarm:tak:17eaa1c4-e137-4328-b5e4-294d2a7fd01d')[0]).toMatchObject({ status: 'exercise' })
	})
	test('receipts and pings say nothing', () => {
		expect(parsed.events).toHaveLength(6)
		expect(parsed.rejects).toEqual([])
	})
})

describe('drawings', () => {
	const parsed = parse('drawings.xml')
	const shape = (native: string): unknown => about(parsed, `area:tak:${native}`)[0]
	test('a route runs through its links, never through its own point of 0/0', () => {
		expect(shape('6da80127-44d4-4bf0-89bd-ecd326afaef1')).toMatchObject({
			geometry: {
				type: 'LineString',
				coordinates: [
					[10.02391, 53.52144],
					[10.02692, 53.52495],
					[10.03596, 53.52901],
				],
			},
			validity: { until: null },
		})
	})
	test('a closed line, a rectangle, a polyline that says so and a circle enclose something', () => {
		for (const native of ['8B1868AD-6175-43CE-A240-B924431A6884', 'rect-1', 'poly-1', '96bba41c-e6fd-44d5-be90-8d816c6b873b', 'ell-1']) {
			expect(shape(native)).toHaveProperty('geometry.type', 'Polygon')
		}
		expect(shape('line-1')).toHaveProperty('geometry.type', 'LineString')
	})
	test('an ellipse lies along its bearing, a bearing line ends at its range', () => {
		expect(shape('ell-1')).toHaveProperty('geometry.coordinates.0.0', [expect.closeTo(9.94884, 4), expect.closeTo(53.5456, 4)])
		expect(shape('ebbf42a7-ea71-43a1-baf6-e259c3d115bf')).toHaveProperty('geometry.coordinates.1', [
			expect.closeTo(10.01512, 4),
			expect.closeTo(53.5, 4),
		])
	})
	test('a delete takes away what was told under that uid, and what nobody told is refused', () => {
		expect(about(parsed, 'area:tak:line-1').map(({ op }) => op)).toEqual(['upsert', 'cancel'])
		expect(parse('odd.xml').rejects).toContainEqual(expect.objectContaining({ reason: 'unknown-uid' }))
	})
})

describe('oddities', () => {
	const parsed = parse('odd.xml')
	test('each has a reason', () => {
		expect(parsed.rejects.map(({ reason }) => reason)).toEqual([
			'bad-position',
			'bad-position',
			'bad-time',
			'missing-uid',
			'not-mapped',
			'not-xml',
			'not-cot',
			'doctype',
			'unknown-uid',
			'bad-geometry',
			'cut-off',
		])
	})
	test('a thing without a place is there, and nothing lies at 0/0', () => {
		expect(about(parsed, 'unit:tak:nofix-1')).toHaveLength(1)
		expect(parsed.measurements[0]?.positions?.entity).toEqual(['unit:tak:__proto__', 'unit:tak:offset-1'])
		expect(Object.getPrototypeOf({})).not.toHaveProperty('polluted')
	})
	test.each([
		['too-deep', message('deep', { detail: `${'<a>'.repeat(100)}${'</a>'.repeat(100)}` })],
		['too-many-nodes', message('many', { detail: '<a/>'.repeat(20_001) })],
		['cut-off', message('long', { detail: ' '.repeat(1_000_001) })],
	])('%s', (reason, text) => {
		const { rejects } = parseText(text)
		expect(rejects.map((reject) => reject.reason)).toEqual([reason])
	})
	test('Latin-1 and UTF-16 are read as they declare', () => {
		const text = message('umlaut', { detail: '<contact callsign="Löschzug"/>' })
		const latin = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${text}`, 'latin1')
		const wide = Buffer.from(`\uFEFF<?xml version="1.0" encoding="UTF-16"?>${text}`, 'utf16le')
		for (const bytes of [latin, wide]) expect(parseBytes(bytes).events).toMatchObject([{ payload: { callsign: 'Löschzug' } }])
	})
	test('a long stream takes time by its length', () => {
		const stream = (n: number): Uint8Array => new TextEncoder().encode(Array.from({ length: n }, (_, i) => message(`u${i}`)).join('\n'))
		const took = (bytes: Uint8Array): number => {
			const begun = process.cpuUsage()
			parseBytes(bytes)
			const { user, system } = process.cpuUsage(begun)
			return user + system
		}
		const [once, twice] = [stream(1_500), stream(3_000)]
		took(once)
		expect(Math.min(took(twice), took(twice))).toBeLessThan(4 * Math.min(took(once), took(once), took(once)))
	})
})

test('the README names every type of the table', () => {
	const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')
	for (const { type, meaning } of TYPE_TABLE)
		expect(readme).toMatch(new RegExp(`\\| \`${type}\` +\\| ${meaning === undefined ? '–' : '[a-z]'}`))
})

describe('exercise', () => {
	test('the place of a device that reports for a known unit says that it is one', () => {
		const text = message('TAB-1').replace('how="m-g"', 'how="m-g" opex="e-Sturmflut"')
		const { events, measurements } = parseText(`${text}${message('TAB-1', { second: 9 })}`, { units: { 'TAB-1': 'unit:leitstelle:elw-1' } })
		expect(events).toEqual([])
		expect(measurements.map(({ status, positions }) => [status, positions?.observed.length])).toEqual([
			['exercise', 1],
			[undefined, 1],
		])
	})
})

describe('what writers do', () => {
	test('a time without a zone is one in UTC, as the standard says, and a height of nothing but nines is none', () => {
		const text = message('M-1', { type: 'b-m-p-s-m', point: 'lat="53.5" lon="9.9" hae="-9999999" ce="NaN" le="NaN"' })
		const { events, rejects } = parseText(text.replaceAll('.000Z"', '"'))
		expect(rejects).toEqual([])
		expect(events).toMatchObject([{ times: { observed: '2026-11-21T20:00:00.000Z' }, geometry: { coordinates: [9.9, 53.5] } }])
	})
})
