import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { ackBegin, ackInBytes } from './ack-bytes.ts'

const ROOM = '/operations/lage'
const BEGIN = ackBegin(ROOM)

/** One text message as a client sends it. */
function message(text: string, mask: readonly number[] = [1, 2, 3, 4]): Buffer {
	const payload = Buffer.from(text)
	const head = payload.length < 126 ? [0x81, 0x80 | payload.length] : [0x81, 0xfe, payload.length >> 8, payload.length & 255]
	return Buffer.from([...head, ...mask, ...payload.map((byte, i) => byte ^ (mask[i & 3] ?? 0))])
}

const texts = fc.oneof(
	fc.nat(1_000_000_000_000_000_000).map((frame) => `42${ROOM},["ack",{"frame":${frame}}]`),
	fc.string({ unit: 'grapheme', maxLength: 130 }),
	fc
		.tuple(fc.constantFrom('0', '00', '01', '-1', '1.5', '1e3', ' 1', '1 ', '', '"1"'), fc.constantFrom('}]', '},1]', '}] ', ',"x":1}]'))
		.map(([number, end]) => `42${ROOM},["ack",{"frame":${number}${end}`),
	fc.constantFrom(
		`42,["ack",{"frame":1}]`,
		`42/operations/lag,["ack",{"frame":1}]`,
		`421${ROOM},["ack",{"frame":1}]`,
		`42${ROOM},["act",{"frame":1}]`,
	),
)

test('[F8] an acknowledgement is found in bytes exactly when its text is one as the client writes it', () => {
	fc.assert(
		fc.property(texts, fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)), (text, mask) => {
			const frame = /^42\/operations\/lage,\["ack",\{"frame":(0|[1-9]\d{0,14})\}\]$/.exec(text)?.[1]
			expect(ackInBytes(message(text, mask), BEGIN)).toBe(frame === undefined ? undefined : Number(frame))
		}),
		{ numRuns: 2_000 },
	)
})

test('[F8] anything but one whole masked text message is none', () => {
	const whole = message(`42${ROOM},["ack",{"frame":12}]`)
	expect(ackInBytes(whole, BEGIN)).toBe(12)
	for (let length = 0; length < whole.length; length++) expect(ackInBytes(whole.subarray(0, length), BEGIN)).toBeUndefined()
	expect(ackInBytes(Buffer.concat([whole, whole]), BEGIN)).toBeUndefined()
	expect(ackInBytes(Buffer.concat([whole, Buffer.from([0])]), BEGIN)).toBeUndefined()
	for (const [at, byte] of [
		[0, 0x01],
		[0, 0x82],
		[0, 0xc1],
		[1, whole.length - 6],
	] as const) {
		const other = Buffer.from(whole)
		other[at] = byte
		expect(ackInBytes(other, BEGIN)).toBeUndefined()
	}
})
