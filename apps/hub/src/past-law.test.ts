import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { TestHub, uuid } from './testing/harness.ts'

let hub: TestHub
beforeEach(async () => {
	hub = await TestHub.start()
})
afterEach(async () => {
	await hub.close()
})

const HOUR = 3_600_000
const UNITS = ['unit:admin:1', 'unit:admin:2']
const PEGEL = 'sensor:admin:pegel'
const small = (max: number) => fc.integer({ min: 0, max })
const seconds = fc.constantFrom(0, 0, 1, 2, 60, 3 * 3_600)

type Say = (id: string, said: readonly string[], now: number) => object

const content: fc.Arbitrary<Say> = fc
	.record({ n: small(3), op: fc.constantFrom('upsert', 'patch'), ago: seconds, title: fc.constantFrom('x', 'y'), about: small(3) })
	.map(({ n, op, ago, title, about }) => (id, _said, now) => ({
		id,
		kind: 'incident',
		entity: `incident:admin:${n}`,
		op,
		times: { observed: new Date(now - ago * 1_000).toISOString() },
		payload: op === 'upsert' ? { title, category: 'fire' } : { title },
		links: [{ rel: about === 0 ? 'duplicates' : 'about', to: `incident:admin:${about}`, removed: about === 3 }],
	}))

const other: fc.Arbitrary<Say> = fc
	.record({ n: small(3), what: fc.constantFrom('end', 'classify', 'retract'), pick: fc.nat() })
	.map(({ n, what, pick }) => (id, said) => ({
		id,
		kind: 'incident',
		entity: `incident:admin:${n}`,
		op: what,
		...(what === 'classify' && { label: { level: 'internal' } }),
		...(what === 'retract' && { retracts: said[pick % Math.max(1, said.length)] ?? id }),
	}))

const diary: fc.Arbitrary<Say> = small(2).map((n) => (id) => ({
	id,
	kind: 'message',
	entity: `message:admin:${id}`,
	op: 'upsert',
	payload: { text: `Eintrag ${n}`, type: 'diary', book: 'S2' },
}))

const status: fc.Arbitrary<Say> = fc
	.record({ unit: fc.constantFrom(...UNITS), fms: fc.constantFrom(3, 4), ago: seconds, away: fc.boolean() })
	.map(({ unit, fms, ago, away }) => (id, _said, now) => ({
		id,
		kind: 'unit',
		entity: unit,
		op: 'patch',
		payload: { fms },
		times: { observed: new Date(now - ago * 1_000).toISOString() },
		...(away && { geometry: { type: 'Point', coordinates: [11.5, 48.1] } }),
	}))

const row = fc.record({
	unit: fc.constantFrom(...UNITS),
	ago: seconds,
	north: fc.constantFrom(0, 0, 0.001, 2),
	value: fc.constantFrom(500, 501, 900),
})

const turn = fc.record({ says: fc.array(fc.oneof(content, other, status, diary), { maxLength: 4 }), rows: fc.array(row, { maxLength: 3 }) })

type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never

async function tell({ says, rows }: Turn, said: string[]): Promise<void> {
	const now = Date.now()
	const events = says.map((say, i) => say(uuid(said.length + i + 100), said, now))
	said.push(...events.map((_, i) => uuid(said.length + i + 100)))
	if (events.length > 0) await hub.post(events)
	if (rows.length === 0) return
	const observed = rows.map(({ ago }) => new Date(now - ago * 1_000).toISOString())
	const positions = { entity: rows.map(({ unit }) => unit), observed, lat: rows.map(({ north }) => 53.5 + north), lng: rows.map(() => 10) }
	const observations = { entity: rows.map(() => PEGEL), observed, value: rows.map(({ value }) => value) }
	await hub.ask('/api/v1/operations/lage/measurements', { key: hub.admin, json: { positions, observations } })
}

const Known = z.object({ seq: z.number(), entities: z.array(z.unknown()) })
type Known = z.infer<typeof Known>

async function known(at?: string): Promise<Known> {
	const query = at === undefined ? '' : `?at=${at}`
	return Known.parse((await hub.ask(`/api/v1/operations/lage/picture${query}`, { key: hub.admin })).body)
}

/** Now, and as of an hour from now: of one seq, for the hub may write an entry of its own between two questions. */
async function knownTwice(): Promise<readonly [Known, Known]> {
	for (;;) {
		const shown = await known()
		const later = await known(new Date(Date.now() + HOUR).toISOString())
		if (shown.seq === later.seq) return [shown, later]
	}
}

const Line = z.object({ seq: z.number(), recorded: z.string() })

async function recordedTimes(): Promise<ReadonlyMap<number, string>> {
	const { text } = await hub.ask('/api/v1/operations/lage/journal', { key: hub.admin })
	const lines = text
		.trim()
		.split('\n')
		.map((line) => Line.parse(JSON.parse(line)))
	return new Map(lines.map(({ seq, recorded }) => [seq, recorded]))
}

async function setScene(): Promise<void> {
	const unit = (n: number) => ({
		id: uuid(n),
		kind: 'unit',
		entity: `unit:admin:${n}`,
		op: 'upsert',
		payload: { callsign: `F${n}`, organisation: 'feuerwehr' },
	})
	const pegel = { id: uuid(3), kind: 'sensor', entity: PEGEL, op: 'upsert', payload: { name: 'P', property: 'W', unit: 'cm' } }
	await hub.post([unit(1), unit(2), pegel])
}

describe('what was known at a time', () => {
	test(
		'[P2, P38] is what was shown then, now and at every seq before, also across restarts and snapshots',
		{ timeout: 60_000 },
		async () => {
			await setScene()
			const kept: Known[] = []
			const said: string[] = []
			for (const [i, each] of fc.sample(turn, { numRuns: 18, seed: 7 }).entries()) {
				await tell(each, said)
				const [shown, later] = await knownTwice()
				kept.push(shown)
				expect(later).toEqual(shown)
				if (i % 7 === 6) await hub.restart()
			}
			const times = await recordedTimes()
			let compared = 0
			for (const then of kept) {
				const again = await known(times.get(then.seq))
				if (again.seq !== then.seq) continue
				compared++
				expect(again.entities).toEqual(then.entities)
			}
			expect(compared).toBeGreaterThan(kept.length / 2)
			expect(JSON.stringify(kept)).toMatch(/"what":"jump".*"what":"clock"|"what":"clock".*"what":"jump"/)
		},
	)
})
