import { readdirSync, readFileSync } from 'node:fs'

import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { runAdapterContract } from '../adapter.contract-suite.ts'
import type { Parsed } from '../adapter.ts'
import { ais } from './adapter.ts'
import { AisWriter, positionReport, tagBlock, voyageData } from './encode.ts'
import { AisOptions } from './options.ts'

const FOLDER = new URL('samples/', import.meta.url)
const RECEIVED = Date.UTC(2026, 10, 21, 20, 0, 3)

runAdapterContract(
	ais,
	readdirSync(FOLDER).map((name) => ({ file: new URL(name, FOLDER) })),
)

function parseText(text: string, { options = {}, received = RECEIVED }: { options?: unknown; received?: number } = {}): Parsed {
	return ais.parse(new TextEncoder().encode(text), { feed: 'elbe', received: instant(received) }, AisOptions.parse(options))
}

function parse(name: string): Parsed {
	return parseText(readFileSync(new URL(name, FOLDER), 'utf8'))
}

function patchesOf({ events }: Parsed, mmsi: string): object {
	const patches = events.flatMap((event) => (event.op === 'patch' && event.entity === `track:elbe:${mmsi}` ? [event.payload ?? {}] : []))
	return patches.reduce((all, one) => ({ ...all, ...one }), {})
}

function reasons({ rejects }: Parsed): readonly string[] {
	return rejects.map(({ reason }) => reason)
}

const SHIP = { mmsi: 211_900_001, lat: 53.5, lng: 9.9, knots: 10, course: 90, second: 2 }
const at = (fields: string, sentences: readonly string[]): string => sentences.map((one) => tagBlock(fields) + one).join('\n')
const report = (change: Partial<Parameters<typeof positionReport>[0]> = {}): string =>
	positionReport({ ...SHIP, ...change })
		.sentences()
		.join('')
const VOYAGE = voyageData({
	mmsi: 211_900_001,
	imo: 9_134_270,
	callsign: 'DQEL',
	name: 'ELBSTROM',
	shipType: 70,
	bow: 100,
	stern: 40,
	port: 10,
	starboard: 12,
	draught: 8.4,
	destination: 'HAMBURG',
})
const [FIRST = '', SECOND = ''] = VOYAGE.sentences()

describe('the published examples', () => {
	const parsed = parse('known.nmea')
	test('all types are read, and those that are not used are counted and no rejects', () => {
		expect(parsed.rejects).toEqual([])
		expect(parsed.unused).toEqual({ 'type 8': 1, 'type 10': 1 })
	})
	test.each([
		[
			'351759000',
			{
				name: 'EVER DIADEM',
				imo: '9134270',
				callsign: '3FOF8',
				type: 'cargo ship',
				destination: 'NEW YORK',
				lengthMetres: 295,
				widthMetres: 32,
				draughtMetres: 12.2,
			},
		],
		['563808000', { navStatus: 'moored', everyMs: 180_000 }],
		['367059850', { name: 'CAPT.J.RIMES', type: 'cargo ship', lengthMetres: 26, widthMetres: 8 }],
		['123456789', { name: 'CHINA ROSE MURPHY EXPRESS ALERT', type: 'buoy, cardinal N', navStatus: null }],
		['271041815', { name: 'PROGUY', type: 'passenger ship', callsign: 'TC6163', lengthMetres: 15, widthMetres: 5 }],
	])('%s', (mmsi, fields) => {
		expect(patchesOf(parsed, mmsi)).toMatchObject(fields)
	})
	test('places, speeds in m/s and the second of each position', () => {
		const { entity = [], lat, lng, speed, course, observed } = parsed.measurements[0]?.positions ?? {}
		const row = entity.findIndex((id) => id === 'track:elbe:371798000')
		expect([lat?.[row], lng?.[row], speed?.[row], course?.[row], observed?.[row]]).toEqual([
			48.381633,
			-123.395383,
			6.33,
			224,
			'2026-11-21T19:59:33.000Z',
		])
	})
})

describe('receivers', () => {
	const parsed = parse('tagged.nmea')
	test('what two of them heard is one position, at the second in which it was found', () => {
		expect(parsed.rejects).toEqual([])
		const { entity = [], observed = [] } = parsed.measurements[0]?.positions ?? {}
		expect(observed.filter((_, i) => entity[i] === 'track:elbe:211900001')).toEqual([
			'2026-11-21T19:59:57.000Z',
			'2026-11-21T20:00:02.000Z',
		])
	})
	test('a man overboard transmitter raises an alarm and an incident that nobody has confirmed; a test says so', () => {
		const titles = parsed.events.flatMap((event) =>
			event.kind === 'alarm' && event.op === 'upsert' ? [[event.payload['title'], event.payload['severity']]] : [],
		)
		expect(titles).toEqual([
			['Person over board: AIS-MOB 972211001', 'Extreme'],
			['TEST: AIS-SART 970211002', 'Minor'],
		])
		expect(parsed.events.filter(({ kind }) => kind === 'incident')).toMatchObject([
			{
				confidence: 'unverified',
				payload: { category: 'person-in-danger', state: 'reported' },
				links: [{ rel: 'about', to: 'track:elbe:972211001' }],
			},
		])
	})
	test('a safety text is a message of its ship, unless the feed leaves texts out', () => {
		const texts = (from: Parsed): readonly unknown[] =>
			from.events.flatMap((event) => (event.kind === 'message' && event.op === 'upsert' ? [event.payload['text']] : []))
		expect(texts(parsed)).toEqual(['MASCHINENAUSFALL, TREIBE AUF BRUECKE ZU'])
		expect(texts(parseText(readFileSync(new URL('tagged.nmea', FOLDER), 'utf8'), { options: { texts: false } }))).toEqual([])
	})
	test('the boat of a ship is no part of her: it has her MMSI beside and no dimensions', () => {
		const boat = parsed.events.find((event) => event.op === 'patch' && event.entity === 'track:elbe:982119001')
		expect(boat).toMatchObject({ ext: { ais: { mothership: '211900001' } }, payload: { callsign: 'DQEL2' } })
		expect(boat).not.toHaveProperty('payload.lengthMetres')
	})
})

test('oddities have a reason each, and cost nothing but themselves', () => {
	const parsed = parse('odd.nmea')
	expect([...new Set(reasons(parsed))].toSorted()).toEqual([
		'bad-checksum',
		'bad-mmsi',
		'bad-payload',
		'bad-position',
		'bad-tag-block',
		'bad-time',
		'cut-off',
		'incomplete',
		'not-ais',
		'not-json',
		'not-nmea',
		'too-short',
	])
	expect(parsed.measurements[0]?.positions?.entity).toEqual(['track:elbe:211900001'])
	expect(Object.getPrototypeOf({})).not.toHaveProperty('polluted')
})

describe('traps', () => {
	const positions = (text: string, received?: number): readonly unknown[] => {
		const {
			lat = [],
			lng,
			speed,
			course,
			observed,
		} = parseText(text, received === undefined ? {} : { received }).measurements[0]?.positions ?? {}
		return lat.map((one, i) => [one, lng?.[i], speed?.[i], course?.[i], observed?.[i]])
	}
	test.each([
		['0 knots and course 0 are said', report({ knots: 0, course: 0 }), [53.5, 9.9, 0, 0, '2026-11-21T20:00:02.000Z']],
		['102.3 knots and 360° are unknown', report({ knots: null, course: null }), [53.5, 9.9, null, null, '2026-11-21T20:00:02.000Z']],
		['a second of the minute before', report({ second: 58 }), [53.5, 9.9, 5.14, 90, '2026-11-21T19:59:58.000Z']],
		['second 60 is no time', report({ second: 60 }), [53.5, 9.9, 5.14, 90, '2026-11-21T20:00:03.000Z']],
		['a tag in seconds', at('c:1795291199', [report()]), [53.5, 9.9, 5.14, 90, '2026-11-21T20:00:02.000Z']],
		['a tag in milliseconds', at('c:1795291144000', [report()]), [53.5, 9.9, 5.14, 90, '2026-11-21T19:59:02.000Z']],
		['a tag of a clock that nobody set', at('s:x,c:0002780328', [report()]), [53.5, 9.9, 5.14, 90, '2026-11-21T20:00:02.000Z']],
		['a tag of last year, and never our clock', at('s:x,c:1763755199', [report()]), [53.5, 9.9, 5.14, 90, '2025-11-21T20:00:02.000Z']],
		['a logger with a time zone', `2026-11-21T21:00:01+01:00 ${report()}`, [53.5, 9.9, 5.14, 90, '2026-11-21T20:00:02.000Z']],
		['a logger with seconds behind', `${report()},s1,d-1,r003669,1795291199`, [53.5, 9.9, 5.14, 90, '2026-11-21T20:00:02.000Z']],
		['a datagram with a head', `UdPbC\0${tagBlock('s:a,c:1795291199')}${report()}`, [53.5, 9.9, 5.14, 90, '2026-11-21T20:00:02.000Z']],
		[
			'a half line before it',
			`!AIVDM,1,1,,A,13:5F${tagBlock('c:1795291199')}${report()}`,
			[53.5, 9.9, 5.14, 90, '2026-11-21T20:00:02.000Z'],
		],
	])('%s', (_, text, row) => {
		expect(positions(text)).toEqual([row])
	})
	test('latitude 91 and longitude 181 say that the place is not known', () => {
		const parsed = parseText(report({ lat: null, lng: null }))
		expect([parsed.measurements, parsed.rejects]).toEqual([[], []])
		expect(parsed.events).toHaveLength(2)
	})
	test('the sentences of messages may be mixed, turned around, heard twice and split by others', () => {
		const other = VOYAGE.sentences({ channel: 'B' })
		const mixed = [FIRST, other[0], '$GPGGA,1*00', other[1], FIRST, report(), SECOND, SECOND]
		for (const lines of [mixed, mixed.toReversed()]) {
			const parsed = parseText(lines.join('\r\n'))
			expect(parsed.rejects).toEqual([])
			expect(patchesOf(parsed, '211900001')).toMatchObject({ name: 'ELBSTROM', destination: 'HAMBURG', draughtMetres: 8.4 })
		}
	})
	test('parts under one sequence that came hours apart are no message', () => {
		expect(reasons(parseText(`${at('c:1795291199', [FIRST])}\n${at('c:1795298199', [SECOND])}`))).toEqual(['incomplete', 'incomplete'])
	})
	test('parts of different receivers are no message', () => {
		expect(reasons(parseText(`${at('s:a', [FIRST])}\n${at('s:b', [SECOND])}`))).toEqual(['incomplete', 'incomplete'])
	})
	test('an own boat says only where its unit is', () => {
		const { events, measurements } = parseText(`${report()}\n${FIRST}\n${SECOND}`, {
			options: { units: { '211900001': 'unit:thw:boot-1' } },
		})
		expect([events, measurements[0]?.positions?.entity]).toEqual([[], ['unit:thw:boot-1']])
	})
	test('a hull number with a wrong check digit is none', () => {
		const bits = voyageData({
			mmsi: 211_900_001,
			imo: 9_134_271,
			callsign: '',
			name: '',
			shipType: 0,
			bow: 0,
			stern: 0,
			port: 0,
			starboard: 0,
			draught: 0,
			destination: '',
		})
		const known = patchesOf(parseText(bits.sentences().join('\n')), '211900001')
		expect(known).toEqual({
			mmsi: '211900001',
			type: null,
			imo: null,
			callsign: null,
			destination: null,
			lengthMetres: null,
			widthMetres: null,
			draughtMetres: null,
		})
	})
	test('no name is ever taken back by a name that is not said', () => {
		expect(
			patchesOf(
				parseText(new AisWriter().put(24, 6).put(0, 2).put(211_900_001, 30).put(0, 2).text('', 20).sentences().join('')),
				'211900001',
			),
		).toEqual({})
	})
	test('a transmitter of distress with any status but "tried" is no test', () => {
		const alarms = parseText(report({ mmsi: 974_211_001, status: 0 })).events.filter(({ kind }) => kind === 'alarm')
		expect(alarms).toMatchObject([{ payload: { severity: 'Extreme', title: 'Ship in distress: EPIRB-AIS 974211001' } }])
	})
})

test('a ship has the same id and the same words from sentences and from aisstream.io', () => {
	const envelope = {
		MessageType: 'PositionReport',
		MetaData: { MMSI: '211900001', time_utc: '2026-11-21 20:00:03.5 +0000 UTC' },
		Message: {
			PositionReport: {
				UserID: 211_900_001,
				latitude: 53.5,
				longitude: 9.9,
				Sog: 10,
				Cog: 90,
				NavigationalStatus: 0,
				Timestamp: 2,
				Valid: true,
			},
		},
	}
	const [one, other] = [parseText(at('c:1795291203', [report()])), parseText(JSON.stringify(envelope))]
	expect(other).toEqual(one)
	expect(parseText(JSON.stringify([envelope], null, '\t'))).toEqual(one)
})

test('an error of aisstream.io is told in its own words', () => {
	expect(parse('aisstream-error.json').rejects).toMatchObject([
		{ reason: 'upstream-error', message: 'aisstream.io says: Api Key Is Not Valid' },
	])
})

test('reading a document backwards gives the same newest words and places', () => {
	const lines = readFileSync(new URL('aisstream.jsonl', FOLDER), 'utf8').trim().split('\n')
	const turned = parseText(lines.toReversed().join('\n'))
	const whole = parseText(lines.join('\n'))
	for (const mmsi of ['211900001', '211900002', '992111905']) expect(patchesOf(turned, mmsi)).toEqual(patchesOf(whole, mmsi))
	expect(turned.measurements).toEqual(whole.measurements)
	expect(turned.events.map(({ id }) => id).toSorted()).toEqual(whole.events.map(({ id }) => id).toSorted())
})

test('of a ship that repeats itself one position in the span, the newest', () => {
	const lines = Array.from({ length: 20 }, (_, i) => at(`c:${1_795_291_200 + i}`, [report({ second: i, lat: 53.5 + i / 1_000 })]))
	for (const some of [lines, lines.toReversed()]) {
		const { observed, lat } = parseText(some.join('\n'), { options: { thinSeconds: 10 } }).measurements[0]?.positions ?? {}
		expect([observed, lat]).toEqual([
			['2026-11-21T20:00:09.000Z', '2026-11-21T20:00:19.000Z'],
			[53.509, 53.519],
		])
	}
})

test('twice the input takes no more than twice the time, with room for noise', () => {
	const lines = (count: number): Uint8Array =>
		new TextEncoder().encode(
			Array.from({ length: count }, (_, i) => `${report({ mmsi: 211_000_000 + (i % 500), second: i % 60 })}\n!!\n${FIRST}`).join('\n'),
		)
	const took = (bytes: Uint8Array): number => {
		const begun = process.cpuUsage()
		ais.parse(bytes, { feed: 'elbe', received: instant(RECEIVED) }, AisOptions.parse({}))
		const { user, system } = process.cpuUsage(begun)
		return user + system
	}
	const [once, twice] = [lines(2_000), lines(4_000)]
	took(twice)
	expect(Math.min(took(twice), took(twice))).toBeLessThan(4 * Math.min(took(once), took(once), took(once)))
})
