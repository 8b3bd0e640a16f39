import { readFileSync } from 'node:fs'

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { CotEvent } from './event.ts'
import { element, formatCotXml } from './format-xml.ts'
import { CotFramer, meshFrame, meshMessage, streamFrame } from './frame.ts'
import type { CotFrame } from './frame.ts'
import { detailOf, formatTakMessage, readTakMessage } from './protobuf.ts'
import { readCotXml } from './read-xml.ts'
import { readFrame } from './reader.ts'

const sample = (name: string): Uint8Array => readFileSync(new URL(`samples/${name}`, import.meta.url))

function framesOf(bytes: Uint8Array, size = bytes.length): readonly CotFrame[] {
	const framer = new CotFramer()
	const frames: CotFrame[] = []
	for (let from = 0; from < bytes.length; from += size) frames.push(...framer.push(bytes.subarray(from, from + size)))
	return [...frames, ...framer.end()]
}

function eventsIn(name: string): readonly CotEvent[] {
	return framesOf(sample(name)).flatMap((frame) => readFrame(frame).event ?? [])
}

const EVENTS = [...eventsIn('units.xml'), ...eventsIn('talk.xml'), ...eventsIn('drawings.xml')]

const text = fc.string({
	unit: fc.constantFrom('a', 'ß', '<', '&', '"', "'", '\n', '\t', ' ', '\u{1F6A4}', ']'),
	minLength: 1,
	maxLength: 6,
})
const attributes = fc.dictionary(fc.constantFrom('callsign', 'name', 'speed', 'battery', 'x'), text, { maxKeys: 3 })
const detail = fc.array(
	fc.tuple(fc.constantFrom('contact', '__group', 'track', 'status', 'remarks', 'a.b'), attributes, fc.oneof(fc.constant(''), text)),
	{ maxLength: 4 },
)
const event = fc
	.record({
		uid: text.filter((uid) => uid.trim() !== ''),
		time: fc.integer({ min: 1_600_000_000_000, max: 1_600_000_000_009 }),
		lat: fc.constantFrom(53.5, -0.000001, 90),
		hae: fc.constantFrom(undefined, 0, -12.25),
		opex: fc.constantFrom(undefined, 'e-Übung & mehr'),
		detail,
	})
	.map(({ uid, time, lat, hae, opex, detail: parts }): CotEvent => {
		const made = detailOf(parts.map(([name, given, inside]) => element(name, given, inside)))
		const point = { lat, lng: 9.9, hae, ce: undefined, le: 3 }
		return { uid, type: 'a-f-G', how: 'm-g', time, start: time, stale: time + 5, point, ...(opex !== undefined && { opex }), ...made }
	})

/** Without prototypes, the order of attributes and what is undefined. */
function plain({ detailText: _text, ...rest }: CotEvent): { readonly detail?: unknown } {
	const value: unknown = JSON.parse(JSON.stringify(rest))
	return Object.assign({}, value)
}

/** A message put together by the field numbers of TAK's own files, not by our writer. */
const FOREIGN =
	'0a040801100112b1010a09612d662d472d552d4312002a09464f524549474e2d3130bb86d6fd9f3438bb86d6fd9f344093f8ecfd9f344a036d2d67510000000000c04a4059cdcccccccccc234069000000000000124071000000e0cf1263417a560a103c7569642044726f69643d2258222f3e12150a092a3a2d313a7374637012084cc39653434820311a0a0a044379616e120248512a02084d3a1209000000000000f83f1100000000007076409a0606667574757265c00c051801'

/** Elements in any order: typed ones stand first in protobuf. */
function sorted(value: CotEvent): unknown {
	return plain({ ...value, detail: value.detail.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) })
}

describe('XML', () => {
	test('what is written again is what was read', () => {
		for (const one of EVENTS) {
			const again = readCotXml(formatCotXml(one).slice(formatCotXml(one).indexOf('<event')))
			expect(again).toEqual({ ok: true, value: one })
		}
	})
	test('[law] any event comes back', () => {
		fc.assert(
			fc.property(event, (one) => {
				const again = readFrame(
					framesOf(Buffer.from(formatCotXml(one)))[0] ?? { type: 'junk', bytes: Buffer.alloc(0), reason: '', fatal: true },
				)
				expect(again.fault).toBeUndefined()
				expect(again.event && plain(again.event)).toEqual(plain(one))
			}),
		)
	})
})

describe('protobuf', () => {
	test('says the same as XML', () => {
		const events = eventsIn('stream.bin')
		expect(events).toHaveLength(14)
		for (const [i, one] of [...eventsIn('units.xml'), ...eventsIn('talk.xml')].entries()) {
			const { detail: _detail, ...same } = plain(one)
			expect(events[i] && plain(events[i])).toMatchObject(same)
			expect(events[i]?.detail).toHaveLength(one.detail.length)
		}
	})
	test('bytes that another program wrote are read, fields of later versions skipped', () => {
		const read = readTakMessage(Buffer.from(FOREIGN, 'hex'))
		expect(read).toMatchObject({
			ok: true,
			value: {
				control: { min: 1, max: 1 },
				event: {
					uid: 'FOREIGN-1',
					type: 'a-f-G-U-C',
					how: 'm-g',
					time: 1_795_291_448_123,
					stale: 1_795_291_823_123,
					point: { lat: 53.5, lng: 9.9, hae: 0, ce: 4.5 },
				},
			},
		})
		expect(read.ok && read.value.event?.detailText).toBe(
			'<contact endpoint="*:-1:stcp" callsign="LÖSCH 1"/><__group name="Cyan" role="HQ"/><status battery="77"/><track speed="1.5" course="359"/><uid Droid="X"/>',
		)
	})
	test('[law] any event comes back, its free markup too', () => {
		fc.assert(
			fc.property(event, (one) => {
				const again = readTakMessage(formatTakMessage({ event: one }))
				expect(again.ok && again.value.event && sorted(again.value.event)).toEqual(sorted(one))
			}),
		)
	})
	test('free markup wins over the typed part, and one that breaks out is refused', () => {
		const base = EVENTS[0]
		if (!base) throw new Error('no sample')
		const typed = detailOf([element('contact', { callsign: 'typed' })])
		const written = formatTakMessage({ event: { ...base, ...typed, detailText: '' } })
		expect(readTakMessage(written)).toMatchObject({ ok: true, value: { event: { detail: [{ attributes: { callsign: 'typed' } }] } } })
		const escape = formatTakMessage({ event: { ...base, detail: [], detailText: '<a/></detail><point lat="1" lon="1"/><detail>' } })
		expect(readTakMessage(escape)).toMatchObject({ ok: false, fault: { reason: 'not-xml' } })
	})
	test('a battery of 0 is none, and a control without an event is heard', () => {
		const control = { min: 1, max: 1, contactUid: 'ANDROID-1' }
		expect(readTakMessage(formatTakMessage({ control }))).toEqual({ ok: true, value: { control } })
		expect(readTakMessage(Uint8Array.of(0x0a, 0x00))).toMatchObject({ ok: true, value: { control: { min: 1, max: 1 } } })
	})
})

describe('a stream', () => {
	const mixed = Buffer.concat([sample('units.xml'), sample('stream.bin'), Buffer.from('\n\uFEFF'), sample('talk.xml')])
	test('is the same however it is cut', () => {
		const whole = framesOf(mixed).map(({ type, bytes }) => [type, bytes.length])
		for (const size of [1, 7, 1_000]) expect(framesOf(mixed, size).map(({ type, bytes }) => [type, bytes.length])).toEqual(whole)
		expect(whole.map(([type]) => type)).not.toContain('junk')
	})
	test('a message without an end is given up once, at the limit', () => {
		const framer = new CotFramer()
		const endless = Buffer.from('<event '.repeat(20_000))
		const frames = Array.from({ length: 20 }, () => framer.push(endless)).flat()
		expect(frames).toMatchObject([{ type: 'junk', fatal: true }])
		expect(framesOf(Uint8Array.of(0xbf, 0xff, 0xff, 0xff, 0xff, 0x0f))).toMatchObject([{ type: 'junk', fatal: true }])
	})
	test('the forms of mesh and stream', () => {
		const message = Uint8Array.from({ length: 300 }, (_, i) => i & 0xff)
		expect(framesOf(streamFrame(message))).toEqual([{ type: 'protobuf', bytes: message }])
		expect(meshMessage(meshFrame(message))).toMatchObject({ version: 1 })
		expect(Buffer.from(meshMessage(meshFrame(message))?.message ?? []).equals(message)).toBe(true)
	})
})
