import { readFileSync } from 'node:fs'

import { readSubmission } from '@lagebild/model/read-submission.ts'
import { instant } from '@lagebild/model/time.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { mapping } from './adapter.ts'
import { readMapping } from './read.ts'
import { shippedText } from './shipped.ts'

const read = (name: string): string => readFileSync(new URL(`samples/${name}`, import.meta.url), 'utf8')

const PAIRS = [
	[shippedText('autobahn-closures'), read('autobahn-a7.json')],
	[shippedText('divera'), read('divera-pull.json')],
	[shippedText('mastodon'), read('mastodon-tag.json')],
	[shippedText('mastodon'), read('mastodon-stream-update.json')],
	[read('buoy.mapping.json'), read('buoy.json')],
] as const

/** What upstreams have put where something else belongs. */
const ODD: readonly unknown[] = [
	null,
	true,
	'',
	' ',
	'NaN',
	-0,
	1e308,
	0,
	-9_999,
	'2026-02-30T25:00:00Z',
	'3021-01-01T00:00:00Z',
	[],
	{},
	[[[[]]]],
	{ __proto__x: 1, constructor: { prototype: { polluted: 1 } }, toString: 1 },
	'\uD800',
	'\u0000\u202E',
	'x'.repeat(70_000),
	'<'.repeat(3_000),
	'($f := function(){$f()}; $f())',
	5_934_200,
	{ type: 'Point', coordinates: [1e9, 'a'] },
]

/** Replaces, removes, doubles or wraps the value at some place of a JSON document. */
function mutated(value: unknown, [at, way, odd]: readonly [number, number, number]): unknown {
	let count = -1
	const walk = (inner: unknown): unknown => {
		count += 1
		if (count === at) return [ODD[odd], undefined, [inner, inner], { inner }][way]
		if (Array.isArray(inner)) return inner.map(walk)
		if (typeof inner !== 'object' || inner === null) return inner
		return Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, walk(item)]))
	}
	return walk(value)
}

test('500 documents that went wrong say only what is valid, throw nothing and change no prototype', () => {
	const prototype = JSON.stringify([Object.prototype, Array.prototype, Function.prototype].map(Object.getOwnPropertyNames))
	const change = fc.tuple(fc.nat(120), fc.nat(3), fc.nat(ODD.length - 1))
	const definitions = PAIRS.map(([text]) => {
		const definition = readMapping(text, 'shipped')
		if (!definition.ok) throw new Error(JSON.stringify(definition.fault))
		return definition.value
	})
	fc.assert(
		fc.property(fc.nat(PAIRS.length - 1), fc.array(change, { minLength: 1, maxLength: 5 }), (which, changes) => {
			const document: unknown = changes.reduce<unknown>(mutated, JSON.parse(PAIRS[which]?.[1] ?? ''))
			const definition = definitions[which]
			if (!definition) return
			const bytes = new TextEncoder().encode(JSON.stringify(document) ?? '')
			const parsed = mapping.parse(bytes, { feed: 'wirr', received: instant(Date.UTC(2026, 10, 21, 20)) }, { mapping: definition })
			expect(parsed.events.flatMap((event) => (readSubmission(event).ok ? [] : [event]))).toEqual([])
			expect(parsed.rejects.filter(({ message, raw }) => message === '' || raw.length > 65_536)).toEqual([])
		}),
		{ numRuns: 500, seed: 6 },
	)
	expect(JSON.stringify([Object.prototype, Array.prototype, Function.prototype].map(Object.getOwnPropertyNames))).toBe(prototype)
})

test('twice the items take about twice the time', () => {
	const definition = readMapping(shippedText('autobahn-closures'), 'shipped')
	if (!definition.ok) throw new Error('not valid')
	const item = {
		title: 'A7',
		isBlocked: 'true',
		coordinate: { lat: '53.5', long: '9.9' },
		description: ['Beginn: 21.11.2026 20:00', 'Ende: 22.11.2026 05:00'],
	}
	const timeOf = (count: number): number => {
		const closure = Array.from({ length: count }, (_, i) => ({ ...item, identifier: `c${i}` }))
		const bytes = new TextEncoder().encode(JSON.stringify({ closure }))
		const runs = [1, 2, 3].map(() => {
			const before = performance.now()
			mapping.parse(bytes, { feed: 'viel', received: instant(0) }, { mapping: definition.value })
			return performance.now() - before
		})
		return Math.min(...runs)
	}
	timeOf(100)
	const ratios = [1, 2, 3].map(() => timeOf(400) / timeOf(200))
	expect(Math.min(...ratios)).toBeLessThan(2.5)
})
