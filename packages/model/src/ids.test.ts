import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { EntityId, entityId, EventId, OperationId, partsOf, Seq, SourceName } from './ids.ts'

describe('ids', () => {
	test('splits an entity id at its first two colons', () => {
		expect(partsOf(EntityId.parse('warning:dwd:urn:oid:2.49.0.1'))).toEqual({ kind: 'warning', source: 'dwd', native: 'urn:oid:2.49.0.1' })
	})

	test.each([
		'',
		'unit',
		'unit:a',
		'unit:a:',
		'ufo:a:1',
		'unit:A:1',
		'unit::1',
		'unit:a:b c',
		'unit:a:b\u0000',
		' unit:a:1',
		'unit:a:1\n',
		`unit:a:${'x'.repeat(257)}`,
	])('refuses the entity id %j', (text) => {
		expect(EntityId.safeParse(text).success).toBe(false)
	})

	test('makes an id of any native key, and takes it apart again', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 600 }), (native) => {
				const id = entityId('sensor', 'wsv', native)
				expect(EntityId.parse(id)).toBe(id)
				expect(partsOf(id)).toMatchObject({ kind: 'sensor', source: 'wsv' })
			}),
		)
	})

	test('cuts a long key between characters, never inside one', () => {
		expect(partsOf(entityId('sensor', 'wsv', `${'x'.repeat(255)}😀😀`)).native).toBe(`${'x'.repeat(255)}😀`)
	})

	test('replaces white space and control characters', () => {
		expect(entityId('track', 'ais', 'MS "A B"\n')).toBe('track:ais:MS_"A_B"_')
	})

	test('takes event ids of versions 1 to 8 in lower case only', () => {
		expect(EventId.safeParse('0199f0a2-6c1e-7c3b-9d52-0f6b1c2d3e4f').success).toBe(true)
		for (const text of [
			'0199f0a2-6c1e-9c3b-9d52-0f6b1c2d3e4f',
			'0199F0A2-6c1e-7c3b-9d52-0f6b1c2d3e4f',
			'0199f0a26c1e7c3b9d520f6b1c2d3e4f',
			'00000000-0000-0000-0000-000000000000',
		]) {
			expect(EventId.safeParse(text).success).toBe(false)
		}
	})

	test('keeps names for addresses and sources apart from everything else', () => {
		expect(OperationId.safeParse('sturmflut-2026').success).toBe(true)
		expect(SourceName.safeParse('hafen.stab_1').success).toBe(true)
		for (const text of ['', '-a', 'A', 'a/b', 'a:b', 'ä', 'a'.repeat(65)]) {
			expect([OperationId.safeParse(text).success, SourceName.safeParse(text).success]).toEqual([false, false])
		}
	})

	test('counts entries in whole numbers from 0', () => {
		expect(Seq.safeParse(0).success).toBe(true)
		for (const value of [-1, 0.5, NaN, '1']) expect(Seq.safeParse(value).success).toBe(false)
	})
})
