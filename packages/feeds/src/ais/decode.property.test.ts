import library from 'ais-stream-decoder'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'

import { decodeMessage } from './decode.ts'
import { AisWriter, positionReport, voyageData } from './encode.ts'
import type { AisFix, AisMessage } from './message.ts'
import { partsOfLine } from './sentence.ts'
import { SixBits, sextetsOf } from './six-bit.ts'
import { shipType } from './words.ts'

const RUNS = { numRuns: 200, seed: 1_371 }

function decoded(writer: AisWriter): AisMessage {
	const parts = writer.sentences().flatMap((line) => partsOfLine(line))
	const sentences = parts.flatMap((part) => (part.type === 'sentence' ? [part.sentence] : []))
	const sextets = sextetsOf(sentences.map(({ payload }) => payload).join('')) ?? new Uint8Array()
	const read = decodeMessage(new SixBits(sextets, sentences.at(-1)?.fill ?? 0))
	if (!read.ok) throw new Error(read.fault.message)
	return read.value
}

/** It is CommonJS: some loaders hand over the class, some what holds it. */
const AisDecoder = 'default' in library ? library.default : library

/** The other decoder's word about the same sentences. */
function foreign(writer: AisWriter): unknown {
	const decoder = new AisDecoder()
	const said: unknown[] = []
	decoder.on('data', (text: Buffer | string) => said.push(JSON.parse(text.toString())))
	for (const line of writer.sentences()) decoder.write(line)
	for (let left = decoder.read() !== null; left;) left = decoder.read() !== null
	return said[0]
}

const mmsi = fc.integer({ min: 1, max: 999_999_999 })
const place = fc.record({
	lat: fc.integer({ min: -54_000_000, max: 54_000_000 }),
	lng: fc.integer({ min: -107_999_999, max: 108_000_000 }),
})
const alphabet = fc.integer({ min: 32, max: 95 }).map((code) => (code === 64 ? ' ' : String.fromCharCode(code)))
const words = (most: number): fc.Arbitrary<string> => fc.string({ unit: alphabet, maxLength: most }).map((text) => text.trim())

/** To a meter, which is what the other one rounds to. */
function expectPlace(other: unknown, fix: AisFix | undefined): void {
	const { lat, lon } = z.object({ lat: z.number(), lon: z.number() }).parse(other)
	expect(Math.abs(lat - (fix?.lat ?? 0)) + Math.abs(lon - (fix?.lng ?? 0))).toBeLessThan(2e-5)
}

test('a position comes back as it was sent, and as another decoder reads it', () => {
	const ship = fc.record({
		mmsi,
		place,
		tenths: fc.integer({ min: 0, max: 1_022 }),
		course: fc.integer({ min: 0, max: 3_599 }),
		second: fc.nat(59),
		status: fc.nat(15),
		accurate: fc.boolean(),
	})
	fc.assert(
		fc.property(ship, ({ place: { lat, lng }, tenths, course, ...rest }) => {
			fc.pre(lat !== 0 || lng !== 0)
			const writer = positionReport({ ...rest, lat: lat / 600_000, lng: lng / 600_000, knots: tenths / 10, course: course / 10 })
			const message = decoded(writer)
			expect(message).toMatchObject({
				type: 1,
				mmsi: String(rest.mmsi).padStart(9, '0'),
				second: rest.second,
				status: rest.status,
				knots: tenths / 10,
			})
			expect(message.fix?.lat).toBeCloseTo(lat / 600_000, 6)
			const other = foreign(writer)
			expect(other).toMatchObject({
				mmsi: rest.mmsi,
				navStatus: rest.status,
				speedOverGround: tenths / 10,
				courseOverGround: message.fix?.course,
				utcSecond: rest.second,
			})
			expectPlace(other, message.fix)
		}),
		RUNS,
	)
})

test('voyage data come back as they were sent, and as another decoder reads them', () => {
	const voyage = fc.record({
		mmsi,
		imo: fc.constantFrom(0, 9_134_270, 9_719_458),
		callsign: words(7),
		name: words(20),
		shipType: fc.nat(99),
		bow: fc.nat(511),
		stern: fc.nat(511),
		port: fc.nat(63),
		starboard: fc.nat(63),
		draught: fc.nat(255).map((tenths) => tenths / 10),
		destination: words(20),
	})
	const orNull = <T>(value: T): T | null => (value === '' || value === 0 ? null : value)
	fc.assert(
		fc.property(voyage, (ship) => {
			const writer = voyageData(ship)
			expect(decoded(writer).facts).toEqual({
				...(ship.name !== '' && { name: ship.name.replaceAll(/\s+/g, ' ') }),
				type: shipType(ship.shipType) ?? null,
				imo: orNull(ship.imo) === null ? null : String(ship.imo),
				callsign: orNull(ship.callsign.replaceAll(/\s+/g, ' ')),
				destination: orNull(ship.destination.replaceAll(/\s+/g, ' ')),
				lengthMetres: orNull(ship.bow + ship.stern),
				widthMetres: orNull(ship.port + ship.starboard),
				draughtMetres: orNull(ship.draught),
			})
			expect(foreign(writer)).toMatchObject({
				mmsi: ship.mmsi,
				name: ship.name,
				callsign: ship.callsign,
				destination: ship.destination,
				typeAndCargo: ship.shipType,
			})
		}),
		RUNS,
	)
})

test('class B comes as another decoder reads it', () => {
	fc.assert(
		fc.property(mmsi, place, fc.nat(1_022), (id, { lat, lng }, tenths) => {
			fc.pre(lat !== 0 || lng !== 0)
			const head = new AisWriter().put(18, 6).put(0, 2).put(id, 30).put(0, 8).put(tenths, 10).put(1, 1).put(lng, 28).put(lat, 27)
			const writer = head.put(1_234, 12).put(511, 9).put(7, 6).put(0, 29)
			const { fix, knots } = decoded(writer)
			expect({ knots, course: fix?.course, accuracy: fix?.accuracy }).toEqual({ knots: tenths / 10, course: 123.4, accuracy: 10 })
			const other = foreign(writer)
			expect(other).toMatchObject({ mmsi: id, speedOverGround: tenths / 10, courseOverGround: 123.4 })
			expectPlace(other, fix)
		}),
		RUNS,
	)
})

test('any bits of any length are read or refused', () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(5), (sextets, fill) => {
			const read = decodeMessage(
				new SixBits(
					sextets.map((value) => value & 63),
					fill,
				),
			)
			expect(read.ok || read.fault.message !== '').toBe(true)
		}),
		RUNS,
	)
})
