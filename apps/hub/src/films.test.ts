import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
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

const UNIT = 'unit:admin:1'
const SECRET = 'incident:admin:geheim'

const Step = z.object({
	at: z.number(),
	put: z.array(z.custom<Row>()).default([]),
	measured: z.array(z.custom<MeasuredRow>()).default([]),
	gone: z.array(z.string()).default([]),
	goneMeasured: z.array(z.string()).default([]),
})
const Film = z.object({ to: z.string(), steps: z.array(Step) })
type Step = z.infer<typeof Step>

async function filmOf(query: Readonly<Record<string, string>>, key = hub.admin): Promise<z.infer<typeof Film>> {
	const { body } = await hub.ask(`/api/v1/operations/lage/film?${new URLSearchParams(query).toString()}`, { key })
	return Film.parse(body)
}

type Held = { readonly rows: Map<string, Row>; readonly measured: Map<string, MeasuredRow> }

function play({ rows, measured }: Held, steps: readonly Step[]): void {
	for (const step of steps) {
		for (const id of [...step.gone, ...step.goneMeasured]) measured.delete(id)
		for (const id of step.gone) rows.delete(id)
		for (const row of step.put) rows.set(row.id, row)
		for (const row of step.measured) measured.set(row.id, row)
	}
}

async function pictureAt(at: string, key = hub.admin): Promise<unknown> {
	const { body } = await hub.ask(`/api/v1/operations/lage/picture?bases=false&at=${at}`, { key })
	return z
		.object({ entities: z.array(z.looseObject({ id: z.string() })) })
		.parse(body)
		.entities.toSorted(byId)
}

function byId(a: { readonly id: string }, b: { readonly id: string }): number {
	return a.id < b.id ? -1 : 1
}

function shown({ rows, measured }: Held): unknown {
	const entities = [...rows.values()].map((row) => {
		const values = measured.get(row.id)
		return { ...row, ...(values && { measured: values }), operation: 'lage' }
	})
	return entities.toSorted(byId)
}

/** A moment that lies between two entries. */
async function momentNow(): Promise<string> {
	const begin = Date.now()
	while (Date.now() < begin + 30) await new Promise((resolve) => setImmediate(resolve))
	const at = new Date(Date.now() - 10).toISOString()
	return at
}

async function tellScene(): Promise<readonly string[]> {
	const incident = (n: number, title: string) => ({
		id: uuid(n),
		kind: 'incident',
		entity: 'incident:admin:1',
		op: 'upsert',
		payload: { title, category: 'fire' },
	})
	const unit = { id: uuid(1), kind: 'unit', entity: UNIT, op: 'upsert', payload: { callsign: 'F1', organisation: 'feuerwehr' } }
	const secret = { ...incident(2, 'Geheim'), entity: SECRET, label: { level: 'restricted' } }
	const moments = [await momentNow()]
	await hub.post([unit])
	moments.push(await momentNow())
	await hub.post([incident(3, 'Feuer'), secret])
	moments.push(await momentNow())
	const positions = { entity: [UNIT], observed: [new Date().toISOString()], lat: [53.5], lng: [10] }
	await hub.ask('/api/v1/operations/lage/measurements', { key: hub.admin, json: { positions } })
	moments.push(await momentNow())
	await hub.post([incident(4, 'Feuer aus')])
	moments.push(await momentNow())
	return moments
}

describe('the record as a film', () => {
	test('[S8] leads from what was known at its beginning to what was known at its end, in parts or in one', async () => {
		const moments = await tellScene()
		const held: Held = { rows: new Map(), measured: new Map() }
		for (const [i, to] of moments.entries()) {
			const from = moments[i - 1] ?? to
			const part = await filmOf({ from, to, every: '100', whole: String(i === 0) })
			expect(part.to).toBe(to)
			play(held, part.steps)
			expect(shown(held)).toEqual(await pictureAt(to))
		}
		const [from = '', to = ''] = [moments[0], moments.at(-1)]
		const whole: Held = { rows: new Map(), measured: new Map() }
		play(whole, (await filmOf({ from, to, every: '100' })).steps)
		expect(shown(whole)).toEqual(shown(held))
		expect(whole.rows.size).toBeGreaterThan(2)
	})

	test('[S8] holds nothing that its reader may not see now, and begins in the middle when asked to', async () => {
		const moments = await tellScene()
		const { key } = hub.access.createKey({ name: 'leser', role: 'observer', operations: 'all', clearance: 'internal' })
		const [from = '', to = ''] = [moments[2], moments.at(-1)]
		const held: Held = { rows: new Map(), measured: new Map() }
		const film = await filmOf({ from, to }, key)
		play(held, film.steps)
		expect(JSON.stringify(film)).not.toContain(SECRET)
		expect(shown(held)).toEqual(await pictureAt(to, key))
	})

	test('[S8] refuses what would have too many steps, an end before its beginning, and nonsense', async () => {
		const ask = async (query: string) => (await hub.ask(`/api/v1/operations/lage/film?${query}`, { key: hub.admin })).body
		const day = 'from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z'
		expect(await ask(`${day}&every=1000`)).toMatchObject({ fault: 'bad-query', path: 'every' })
		expect(await ask('from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z')).toMatchObject({ fault: 'bad-query', path: 'from' })
		expect(await ask('from=gestern&to=2026-01-01T00:00:00Z')).toMatchObject({ fault: 'bad-query', path: 'from' })
	})
})
