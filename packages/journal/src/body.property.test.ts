import fc from 'fast-check'
import { expect, test } from 'vitest'

import { packBatch, unpack } from './body.ts'

test('[J1] a packed body gives back its canonical bytes, and one changed byte of it shows', () => {
	const content = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' })
	fc.assert(
		fc.property(content, fc.nat(), fc.integer({ min: 1, max: 255 }), (word, at, bits) => {
			const canonical = JSON.stringify({ parts: Array.from({ length: 600 }, (_, i) => `${word}${i % 7}`) })
			const stored = packBatch(canonical)
			const packed = typeof stored === 'string' ? Buffer.alloc(0) : Buffer.from(stored)
			expect(packed.length).toBeLessThan(Buffer.byteLength(canonical))
			expect(unpack(packed)?.toString()).toBe(canonical)
			packed.writeUInt8(packed.readUInt8(at % packed.length) ^ bits, at % packed.length)
			expect(unpack(packed)).toBeUndefined()
		}),
	)
})

test('a short body stays as it is, and no bytes are no body', () => {
	expect(packBatch('{"parts":[]}')).toBe('{"parts":[]}')
	expect(unpack(new Uint8Array(0))).toBeUndefined()
	expect(unpack(new Uint8Array(4))).toBeUndefined()
})
