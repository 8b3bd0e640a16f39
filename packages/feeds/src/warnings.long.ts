import { readdirSync, readFileSync } from 'node:fs'

import { readSubmission } from '@lagebild/model/read-submission.ts'
import { instant } from '@lagebild/model/time.ts'
import fc from 'fast-check'
import { expect, test } from 'vitest'

import { openFormat } from './registry.ts'

const RUNS = 12_000
const RECEPTION = { feed: 'fuzz', received: instant(Date.UTC(2026, 10, 21, 20)), url: 'https://upstream.example/api31/dwd/mapData.json' }

const PIECES = [
	'<',
	'>',
	'"',
	"'",
	'&',
	']]>',
	'<!DOCTYPE a>',
	'\u0000',
	'\uFEFF',
	'{',
	'}',
	'[',
	']',
	',',
	'"__proto__":',
	'1e999',
	'-',
	'9'.repeat(40),
	' '.repeat(5_000),
]

/** A sample with a few bytes changed, pieces put in, and parts cut out or said again. */
function broken(samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
	const at = fc.nat(1_000_000)
	const change = fc.oneof(
		fc.record({ at, put: fc.constantFrom(...PIECES).map((piece) => new TextEncoder().encode(piece)) }),
		fc.record({ at, put: fc.uint8Array({ minLength: 1, maxLength: 3 }) }),
		fc.record({ at, cut: fc.nat(400) }),
		fc.record({ at, again: fc.nat(400) }),
	)
	return fc.tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: 5 })).map(([sample, changes]) =>
		changes.reduce((bytes, one) => {
			const from = bytes.length === 0 ? 0 : one.at % bytes.length
			if ('cut' in one) return Uint8Array.from(Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + one.cut)]))
			const put = 'put' in one ? one.put : bytes.subarray(from, from + one.again)
			return Uint8Array.from(Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from)]))
		}, sample),
	)
}

test.each(['cap', 'dwd', 'nina', 'sensorthings', 'ttn'])(
	'%s: no input throws, hangs, changes a prototype or says what the hub refuses',
	(format) => {
		const folder = new URL(`${format}/samples/`, import.meta.url)
		const samples = readdirSync(folder).map((name) => new Uint8Array(readFileSync(new URL(name, folder))))
		const adapter = openFormat(format, {})
		if (!adapter.ok) throw new Error(format)
		const before = Object.getOwnPropertyNames(Object.prototype).length
		fc.assert(
			fc.property(broken(samples), (message) => {
				const started = process.cpuUsage()
				const { events } = adapter.value.parse(message, RECEPTION)
				expect((process.cpuUsage(started).user + process.cpuUsage(started).system) / 1_000).toBeLessThan(1_000)
				for (const event of events) expect(readSubmission(event)).toMatchObject({ ok: true })
			}),
			{ numRuns: RUNS },
		)
		expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(before)
	},
	300_000,
)
