import { readSubmission } from '@lagebild/model/read-submission.ts'
import { instant } from '@lagebild/model/time.ts'
import fc from 'fast-check'

import type { BoundAdapter } from '../bind.ts'

/** What upstreams have put where something else belongs. */
const ODD: readonly unknown[] = [
	null,
	true,
	false,
	'',
	'-',
	'NaN',
	0,
	-0,
	1e308,
	99_999,
	'2026-02-30T25:00:00Z',
	'3021-01-01T00:00:00Z',
	'2026-11-21T19:00:00Z/..',
	[],
	{},
	[[[[]]]],
	{ constructor: { prototype: { polluted: 1 } }, toString: 1 },
	'\uD800',
	'\u0000\u202E',
	'x'.repeat(70_000),
	'('.repeat(3_000),
	'https://127.0.0.1/v1.1/Datastreams?$skip=1',
	{ type: 'Point', coordinates: [1e9, 'a'] },
]

/** A document with values at a few places replaced, removed, doubled or wrapped. */
export function brokenValue(samples: readonly unknown[]): fc.Arbitrary<unknown> {
	const change = fc.record({ at: fc.nat(400), way: fc.nat(3), odd: fc.nat(ODD.length - 1) })
	return fc
		.tuple(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 4 }))
		.map(([sample, changes]) => changes.reduce(changed, sample))
}

function changed(value: unknown, { at, way, odd }: { readonly at: number; readonly way: number; readonly odd: number }): unknown {
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

/** What is wrong with what a format makes of a document; nothing when all of it can be told. */
export function harmless(adapter: BoundAdapter, message: Uint8Array): readonly string[] {
	const reception = { feed: 'fuzz', received: instant(Date.UTC(2026, 10, 21, 20)), url: 'https://upstream.example/v1.1/Datastreams' }
	const { events, followUps } = adapter.parse(message, reception)
	return [
		...events.flatMap((event) => {
			const read = readSubmission(event)
			return read.ok ? [] : [read.fault.message]
		}),
		...followUps.flatMap(({ url }) => (url.startsWith('https://upstream.example/') ? [] : [`asks ${url}`])),
	]
}
