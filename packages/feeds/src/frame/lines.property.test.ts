import fc from 'fast-check'
import { expect, test } from 'vitest'

import { lineFramer } from './lines.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const text = (lines: readonly Uint8Array[]): readonly string[] => lines.map((line) => new TextDecoder().decode(line))

/** A text cut at the given places. */
function chunks(whole: Uint8Array, cuts: readonly number[]): readonly Uint8Array[] {
	const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)).toSorted((a, b) => a - b), whole.length]
	return places.slice(1).map((to, i) => whole.subarray(places[i], to))
}

test('lines come out whole however the stream is cut, without empty ones and without their ends', () => {
	const word = fc.constantFrom('', 'a', 'ä€', 'a\rb', '!AIVDM')
	const stream = fc.array(fc.tuple(word, fc.constantFrom('\n', '\r\n')), { maxLength: 6 })
	fc.assert(
		fc.property(stream, fc.array(fc.nat(60), { maxLength: 8 }), (lines, cuts) => {
			const framer = lineFramer()
			const got = chunks(bytes(lines.flat().join('')), cuts).flatMap((chunk) => framer.push(chunk))
			expect(text(got)).toEqual(lines.map(([said]) => said).filter((said) => said !== ''))
			expect(framer.rest()).toEqual([])
		}),
	)
})

test('what has no end yet is the rest', () => {
	const framer = lineFramer()
	expect(text(framer.push(bytes('one\ntw')))).toEqual(['one'])
	expect(text(framer.rest())).toEqual(['tw'])
	expect(framer.rest()).toEqual([])
})

test('a line beyond the limit is dropped and told, the one behind it is read; endless lines take no memory', () => {
	const framer = lineFramer(10)
	const long = bytes('x'.repeat(100_000))
	expect(framer.push(bytes('ok\nxxxxx'))).toHaveLength(1)
	for (let i = 0; i < 100; i += 1) expect(framer.push(long)).toEqual([])
	expect(text(framer.push(bytes('xx\n0123456789\n')))).toEqual(['0123456789'])
	expect(framer.overlong?.().map(({ length }) => length)).toEqual([65_536])
	expect(framer.overlong?.()).toEqual([])
})
