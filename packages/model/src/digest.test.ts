import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { Digest, rowHash } from './digest.ts'

const rows = fc.array(fc.tuple(fc.constantFrom('unit:a:1', 'unit:a:2', 'unit:a:1#m', ''), fc.nat(4)), { maxLength: 8 })

function digestOf(list: readonly (readonly [string, number])[]): string {
	const digest = new Digest()
	for (const [id, version] of list) digest.add(id, version)
	return digest.toString()
}

describe('digest', () => {
	test('does not depend on the order', () => {
		fc.assert(
			fc.property(rows, (list) => {
				expect(digestOf(list.toReversed())).toBe(digestOf(list))
			}),
		)
	})

	test('is sixteen hexadecimal digits, zero for nothing', () => {
		expect(digestOf([])).toBe('0000000000000000')
		fc.assert(
			fc.property(rows, (list) => {
				expect(digestOf(list)).toMatch(/^[0-9a-f]{16}$/)
			}),
		)
	})

	test('tells every id and version of a large operation apart', () => {
		const hashes = new Set<string>()
		for (let unit = 0; unit < 2_000; unit++)
			for (let version = 0; version < 50; version++) hashes.add(rowHash(`unit:feuerwehr:${unit}`, version).join())
		expect(hashes.size).toBe(100_000)
	})

	test('does not let the two halves fall together', () => {
		const same = Array.from({ length: 10_000 }, (_, i) => rowHash(`sensor:wsv:${i}`, i)).filter(([high, low]) => high === low)
		expect(same).toEqual([])
	})

	test('carries from the low half into the high one', () => {
		const digest = new Digest()
		let expected = 0n
		for (let i = 0; i < 100; i++) {
			digest.add('unit:a:1', i)
			const [high, low] = rowHash('unit:a:1', i)
			expected = BigInt.asUintN(64, expected + (BigInt(high) << 32n) + BigInt(low))
		}
		expect(digest.toString()).toBe(expected.toString(16).padStart(16, '0'))
	})
})
