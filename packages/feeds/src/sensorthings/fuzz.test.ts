import { readdirSync, readFileSync } from 'node:fs'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { openFormat } from '../registry.ts'
import { brokenValue, harmless } from '../testing/broken.ts'

const RUNS = 250

test.each(['sensorthings', 'ttn'])('%s: no input throws, hangs, changes a prototype or says what the hub refuses', (format) => {
	const folder = new URL(`../${format}/samples/`, import.meta.url)
	const samples = readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.map((name): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8')))
	const opened = openFormat(format, {})
	if (!opened.ok) throw new Error(format)
	fc.assert(
		fc.property(brokenValue(samples), (value) => {
			expect(harmless(opened.value, new TextEncoder().encode(JSON.stringify(value)))).toEqual([])
		}),
		{ numRuns: RUNS, seed: 20261121 },
	)
	expect({}).not.toHaveProperty('polluted')
})

test.each([
	[
		'sensorthings',
		(n: number) => ({
			value: Array.from({ length: n }, (_, i) => ({
				'@iot.id': i,
				unitOfMeasurement: { symbol: 'cm' },
				Observations: [{ phenomenonTime: '2026-11-21T19:00:00Z', result: i }],
			})),
		}),
	],
	[
		'ttn',
		(n: number) =>
			Array.from({ length: n }, (_, i) => ({
				end_device_ids: { device_id: `d${i}` },
				received_at: '2026-11-21T19:00:00Z',
				uplink_message: { f_port: 1, decoded_payload: { a: i } },
			})),
	],
] as const)('%s: takes time by the length of the document', (format, documentOf) => {
	const opened = openFormat(format, {})
	if (!opened.ok) throw new Error(format)
	const took = (n: number): number => {
		const bytes = new TextEncoder().encode(JSON.stringify(documentOf(n)))
		const begun = process.cpuUsage()
		expect(harmless(opened.value, bytes)).toEqual([])
		const { user, system } = process.cpuUsage(begun)
		return user + system
	}
	took(200)
	expect(Math.min(took(500), took(500))).toBeLessThan(5 * Math.min(took(250), took(250), took(250)))
})
