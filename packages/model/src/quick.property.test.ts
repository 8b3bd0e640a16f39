import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as z from 'zod'

import { Geometry } from './geo.ts'
import { isJson, quick } from './quick.ts'

/** JSON, and what comes near it: numbers that JSON has not, holes, classes, keys that are none, foreign prototypes, depth. */
const odd = fc.oneof(
	fc.constantFrom<unknown>(undefined, Number.NaN, Infinity, -0, 1n, Symbol.iterator, new Date(0), new Map(), Object.create(null)),
	fc
		.constantFrom<() => unknown>(
			() => JSON.parse('{"__proto__":{"a":1},"b":2}'),
			() => Object.assign([1], { 2: 2 }),
			() => ({ [Symbol.iterator]: 1 }),
			() => Object.create({ inherited: 1 }),
			() => JSON.parse(`${'['.repeat(80)}1${']'.repeat(80)}`),
		)
		.map((make) => make()),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
	value: fc.oneof(
		{ maxDepth: 3, withCrossShrink: true },
		{ weight: 4, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
		{ weight: 1, arbitrary: odd },
		{ weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
		{ weight: 2, arbitrary: fc.dictionary(fc.string({ maxLength: 3 }), tie('value'), { maxKeys: 3 }) },
	),
}))

test('the quick check of JSON lets through what the schema does, as it gives it, and refuses in its words', () => {
	const slow = z.json()
	const fast = quick(z.json(), isJson)
	fc.assert(
		fc.property(value, (json) => {
			const [expected, seen] = [slow.safeParse(json), fast.safeParse(json)]
			expect(seen.success).toBe(expected.success)
			expect(seen.data).toStrictEqual(expected.data)
			expect(seen.error?.issues).toStrictEqual(expected.error?.issues)
		}),
		{ numRuns: 2_000 },
	)
})

const part = fc.oneof(
	fc.double({ min: -200, max: 200, noNaN: true }),
	fc.constantFrom<unknown>(0, -0, 90, -90, 180, -180, 90.001, Number.NaN, Infinity, null, undefined, '9', [9]),
)

test('the quick check of a position lets through what lies on the earth, has at most a height, and is not 0/0', () => {
	fc.assert(
		fc.property(fc.array(part, { maxLength: 4 }), (coordinates) => {
			const [lng, lat, height] = coordinates
			const numbers = coordinates.every((each) => typeof each === 'number' && Number.isFinite(each))
			const place = Math.abs(Number(lng)) <= 180 && Math.abs(Number(lat)) <= 90 && (Number(lng) !== 0 || Number(lat) !== 0)
			const fits = numbers && place && (coordinates.length === 2 || (coordinates.length === 3 && typeof height === 'number'))
			const read = Geometry.safeParse({ type: 'Point', coordinates })
			expect(read.success).toBe(fits)
			expect(read.data).toStrictEqual(fits ? { type: 'Point', coordinates } : undefined)
		}),
		{ numRuns: 2_000 },
	)
})
