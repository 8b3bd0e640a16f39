import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import fc from 'fast-check'
import { generate } from 'mqtt-packet'
import { describe, expect, test } from 'vitest'

import { mergedGaps, readMarks, writeMarks } from './gaps.ts'
import { Mailbox } from './mailbox.ts'
import { MqttFramer } from './mqtt-frames.ts'
import { reconnectMs } from './pause.ts'
import type { Held } from './reader.ts'

function held(text: string, kept?: () => void): Held {
	return { bytes: new TextEncoder().encode(text), at: 0, ...(kept && { kept }) }
}

const texts = (messages: readonly Held[]): readonly string[] => messages.map(({ bytes }) => new TextDecoder().decode(bytes))

describe('a mailbox', () => {
	test('of which nobody waits loses the oldest, counts them, and never what is acknowledged', () => {
		const mailbox = new Mailbox({ messages: 3, bytes: 1_000 })
		mailbox.put(
			held('kept', () => undefined),
			true,
		)
		for (const text of ['a', 'b', 'c', 'd']) expect(mailbox.put(held(text), false)).toBe(true)
		expect(mailbox.takeDropped()).toBe(2)
		expect(mailbox.takeDropped()).toBe(0)
		expect(texts(mailbox.take({ messages: 9, bytes: 9 }))).toEqual(['kept', 'c', 'd'])
	})
	test('that is full asks who can wait to wait, until half of it is free', () => {
		const mailbox = new Mailbox({ messages: 2, bytes: 10 })
		expect(mailbox.put(held('a'), true)).toBe(true)
		expect(mailbox.put(held('123456789'), true)).toBe(false)
		expect(mailbox.hasRoom).toBe(false)
		expect(texts(mailbox.take({ messages: 9, bytes: 1 }))).toEqual(['a'])
		expect([mailbox.hasRoom, mailbox.length, mailbox.bytes]).toEqual([false, 1, 9])
		expect(texts(mailbox.take({ messages: 9, bytes: 1 }))).toEqual(['123456789'])
		expect(mailbox.hasRoom).toBe(true)
	})
})

test('packets of MQTT come out whole however they are cut, and one that is too long is passed over', () => {
	const packet = (length: number): Uint8Array =>
		generate({ cmd: 'publish', topic: 'a/b', payload: Buffer.alloc(length), qos: 0, dup: false, retain: false })
	fc.assert(
		fc.property(fc.array(fc.constantFrom(0, 1, 130, 400), { maxLength: 6 }), fc.array(fc.nat(999), { maxLength: 9 }), (lengths, cuts) => {
			const whole = Buffer.concat(lengths.map(packet))
			const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).toSorted((a, b) => a - b), whole.length]
			const framer = new MqttFramer(200)
			const frames = places.slice(1).flatMap((to, i) => framer.push(whole.subarray(places[i], to)))
			expect(frames.map(({ type }) => type)).toEqual(lengths.map((length) => (length > 200 ? 'overlong' : 'packet')))
			expect(frames.map(({ length }) => length)).toEqual(lengths.map((length) => packet(length).length))
		}),
	)
	expect(() => new MqttFramer(200).push(Uint8Array.of(0x30, 0xff, 0xff, 0xff, 0xff, 0xff))).toThrow('does not speak MQTT')
})

test('gaps that touch are one, and none reaches back too far', () => {
	const gaps = [
		{ since: 50, until: 60 },
		{ since: 0, until: 20 },
		{ since: 20, until: 30 },
	]
	expect(mergedGaps(gaps, 1_000)).toEqual([
		{ since: 0, until: 30 },
		{ since: 50, until: 60 },
	])
	expect(mergedGaps(gaps, 5)).toEqual([
		{ since: 25, until: 30 },
		{ since: 55, until: 60 },
	])
})

test('up to when a stream was heard outlives the program; a file that is broken says nothing', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'lagebild-marks-'))
	try {
		const marks = { heard: 7, open: [{ since: 1, until: 2 }] }
		await writeMarks(join(folder, 'streams'), 'a', marks)
		expect(await readMarks(join(folder, 'streams'), 'a')).toEqual(marks)
		writeFileSync(join(folder, 'b.json'), '{"heard":')
		expect(await readMarks(folder, 'b')).toEqual({ heard: null, open: [] })
	} finally {
		rmSync(folder, { recursive: true })
	}
})

test('the next try comes within a second after a good connection, then more and more rarely, and never before it is asked for', () => {
	expect([0, 1].map((random) => reconnectMs(0, random))).toEqual([100, 1_000])
	expect([1, 2, 3, 20].map((failures) => reconnectMs(failures, 1))).toEqual([2_000, 4_000, 8_000, 300_000])
	expect(reconnectMs(1, 0, 60_000)).toBe(60_000)
})
