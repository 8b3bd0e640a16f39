import fc from 'fast-check'
import { expect, test } from 'vitest'

import { positionReport, voyageData } from './encode.ts'
import { aisFramer } from './frame.ts'

const SHIP = {
	mmsi: 211_900_001,
	imo: 0,
	callsign: 'DQ',
	name: 'ELBSTROM',
	shipType: 70,
	bow: 9,
	stern: 9,
	port: 2,
	starboard: 2,
	draught: 1,
	destination: 'HAMBURG',
}
const [FIRST = '', SECOND = ''] = voyageData(SHIP).sentences()
const OTHER = voyageData(SHIP).sentences({ channel: 'B', sequence: '7' })
const [ALONE = ''] = positionReport({ mmsi: 1, lat: 53, lng: 9, knots: 0, course: 0, second: 0 }).sentences()

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const texts = (frames: readonly Uint8Array[]): readonly string[] => frames.map((frame) => new TextDecoder().decode(frame))

test('the sentences of one message come out together, however the stream is cut', () => {
	const stream = bytes(`${FIRST}\r\n${ALONE}\r\n${OTHER.join('\r\n')}\r\n${SECOND}\r\n`)
	fc.assert(
		fc.property(fc.array(fc.nat(stream.length), { maxLength: 6 }), (cuts) => {
			const framer = aisFramer()
			const places = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
			const frames = places.slice(1).flatMap((to, i) => framer.push(stream.subarray(places[i], to)))
			expect(texts(frames)).toEqual([ALONE, OTHER.join('\n'), `${FIRST}\n${SECOND}`])
			expect(framer.rest()).toEqual([])
		}),
	)
})

test('a message that lacks a sentence comes out when the stream ends, or when too many others came', () => {
	const framer = aisFramer()
	expect(framer.push(bytes(`${FIRST}\n`))).toEqual([])
	expect(texts(framer.rest())).toEqual([FIRST])
	framer.push(bytes(`${FIRST}\n`))
	const out = Array.from({ length: 600 }, () => texts(framer.push(bytes(`${OTHER.join('\n')}\n`)))).flat()
	expect(out).toContain(FIRST)
})

test('everything else is a line', () => {
	expect(texts(aisFramer().push(bytes('{"MessageType":"x"}\n$GPGGA,1*00\ngarbage\n')))).toEqual([
		'{"MessageType":"x"}',
		'$GPGGA,1*00',
		'garbage',
	])
})
