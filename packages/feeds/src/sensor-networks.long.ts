import { readdirSync, readFileSync } from 'node:fs'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { openFormat } from './registry.ts'
import { brokenValue, harmless } from './testing/broken.ts'

const RUNS = 10_000
const GATE = { values: { zu: 'closed', auf: 'open' } }
const PROFILE = {
	gate: { field: 'closed', values: { true: 'closed', false: 'open' } },
	values: [{ field: 'distance', property: 'W', unit: 'm', as: 'cm', mountedAt: 6.5, zero: { metres: 0 } }],
}

test.each([
	['sensorthings', { streams: [{ match: { property: 'Torzustand' }, gate: GATE }], within: [5, 47, 15, 56] }],
	['ttn', { profiles: { a: PROFILE }, defaultProfile: 'a', simulated: 'test' }],
])(
	'%s: no document throws, changes a prototype, asks elsewhere or says what the hub refuses, however it is mixed up',
	(format, options) => {
		const folder = new URL(`${format}/samples/`, import.meta.url)
		const samples = readdirSync(folder)
			.filter((name) => name.endsWith('.json'))
			.map((name): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
		const opened = openFormat(format, options)
		if (!opened.ok) throw new Error(JSON.stringify(opened.fault))
		fc.assert(
			fc.property(brokenValue(samples), (value) => {
				expect(harmless(opened.value, new TextEncoder().encode(JSON.stringify(value)))).toEqual([])
			}),
			{ numRuns: RUNS },
		)
		expect({}).not.toHaveProperty('polluted')
	},
	300_000,
)
