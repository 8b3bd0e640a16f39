import { readFileSync } from 'node:fs'

import { instant } from '@lagebild/model/time.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import type { Adapter, Parsed, Reception } from './adapter.ts'
import { bindAdapter } from './bind.ts'
import type { BoundAdapter } from './bind.ts'
import { problemsOf } from './testing/problems.ts'

/** One document in the published shape, with the name under which a runner would hand it over. */
export type Sample = { readonly file: URL; readonly document?: string; readonly url?: string; readonly options?: unknown }

const RECEIVED = instant(Date.UTC(2026, 10, 21, 20, 0, 0))
const RUNS = 300
const FEED = 'contract'

/**
 * What every adapter must hold on every one of its samples, and on every broken form of them.
 * @param options the least that the format needs, if it needs any
 */
export function runAdapterContract<O>(adapter: Adapter<O>, samples: readonly Sample[], options: unknown = {}): void {
	describe(`${adapter.name} keeps the adapter contract`, () => {
		test('its default options are valid and describe the feed', () => {
			const bound = bind(adapter, options)
			expect(bound.descriptor.everyMs).toBeGreaterThan(0)
			expect(bound.descriptor.silentMs).toBeGreaterThanOrEqual(bound.descriptor.everyMs)
			expect(bound.documents('https://upstream.example/path')[0]?.url).toMatch(/^https:\/\/upstream\.example\//)
			expect(bindAdapter(adapter, { 'no such option': 1 }).ok).toBe(false)
		})
		for (const sample of samples) sampleTests(bind(adapter, sample.options), sample)
	})
}

function bind<O>(adapter: Adapter<O>, options: unknown): BoundAdapter {
	const bound = bindAdapter(adapter, options)
	if (!bound.ok) throw new Error(JSON.stringify(bound.fault))
	return bound.value
}

function sampleTests(adapter: BoundAdapter, sample: Sample): void {
	const bytes = new Uint8Array(readFileSync(sample.file))
	const reception: Reception = {
		feed: FEED,
		received: RECEIVED,
		url: sample.url ?? 'https://upstream.example/path/document',
		...(sample.document !== undefined && { document: sample.document }),
	}
	const parse = (message: Uint8Array): Parsed => adapter.parse(message, reception)
	const name = `${sample.file.pathname.split('/').at(-1) ?? ''}${sample.document === undefined ? '' : ` as ${sample.document}`}`
	const broken = (change: fc.Arbitrary<Uint8Array>): string => {
		const report = fc.check(
			fc.property(change, (message) => problemsOf(parse(message), FEED).length === 0),
			{ numRuns: RUNS },
		)
		return report.failed ? (fc.defaultReportMessage(report) ?? 'failed') : ''
	}

	test(`${name}: says something, and everything it says is valid`, () => {
		const parsed = parse(bytes)
		const said = [parsed.events, parsed.measurements, parsed.rejects, parsed.followUps, parsed.listing ? [1] : []]
		expect(said.flat().length).toBeGreaterThan(0)
		expect(problemsOf(parsed, FEED)).toEqual([])
	})
	test(`${name}: says the same under the same ids when it reads the same again`, () => {
		const later = adapter.parse(bytes, { ...reception, received: instant(RECEIVED + 3_600_000) })
		expect(later.events).toEqual(parse(bytes).events)
	})
	test(`${name}: survives truncation at any byte`, () => {
		expect(broken(fc.nat(bytes.length).map((length) => bytes.subarray(0, length)))).toBe('')
	})
	test(`${name}: survives changed bytes`, () => {
		const change = fc.tuple(fc.nat(Math.max(0, bytes.length - 1)), fc.nat(255))
		expect(broken(fc.array(change, { minLength: 1, maxLength: 4 }).map((changes) => mutated(bytes, changes)))).toBe('')
	})
	test(`${name}: survives random bytes`, () => {
		expect(broken(fc.uint8Array({ maxLength: 200 }))).toBe('')
	})
}

function mutated(bytes: Uint8Array, changes: readonly (readonly [at: number, value: number])[]): Uint8Array {
	const copy = Uint8Array.from(bytes)
	for (const [at, value] of changes) copy[at] = value
	return copy
}
