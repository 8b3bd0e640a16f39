import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'

import { TestHub, uuid } from './testing/harness.ts'

let hub: TestHub

vi.setConfig({ testTimeout: 90_000 })

beforeEach(async () => {
	hub = await TestHub.start()
})

afterEach(async () => {
	await hub.close()
})

const ELW = 'unit:admin:elw'
const BASE = Date.now() - 600_000
const about = { kind: 'unit', entity: ELW }

function at(second: number): string {
	return new Date(BASE + second * 1_000).toISOString()
}

/** 10 m/s northwards, once a second. */
async function drive(from: number, to: number): Promise<void> {
	const seconds = Array.from({ length: to - from + 1 }, (_, n) => from + n)
	const positions = {
		entity: seconds.map(() => ELW),
		observed: seconds.map(at),
		lat: seconds.map((second) => 53.5 + second * 0.00009),
		lng: seconds.map(() => 10),
		course: seconds.map(() => 0),
	}
	const { body } = await hub.ask('/api/v1/operations/lage/measurements', { key: hub.admin, json: { positions } })
	expect(body).toMatchObject({ stored: seconds.length, refused: [] })
}

const Lines = z.array(
	z.object({ event: z.looseObject({ op: z.string(), times: z.object({ observed: z.string() }), thinned: z.unknown().optional() }) }),
)

/** Times of the recorded positions, as the history of the unit tells them, oldest first. */
async function recorded(): Promise<readonly string[]> {
	const { body } = await hub.ask(`/api/v1/operations/lage/entities/${ELW}/history`, { key: hub.admin })
	const events = Lines.parse(body).map(({ event }) => event)
	return events.flatMap(({ thinned, times }) => (thinned === undefined ? [] : [times.observed])).toReversed()
}

const Shown = z.object({ row: z.unknown(), measured: z.unknown() })

async function shown(): Promise<unknown> {
	return Shown.parse((await hub.ask(`/api/v1/operations/lage/entities/${ELW}`, { key: hub.admin })).body)
}

test('[A13] three minutes on the road leave four records and one per change of status, and a restart adds none', async () => {
	const payload = { callsign: 'Florian Hamburg 11/1', organisation: 'feuerwehr', fms: 3 }
	await hub.post({ id: uuid(1), ...about, op: 'upsert', times: { observed: at(0) }, payload })
	await drive(0, 45)
	await drive(46, 150)
	await drive(151, 185)
	await vi.waitFor(async () => expect(await recorded()).toEqual([0, 60, 120, 180].map(at)))
	await hub.post({ id: uuid(2), ...about, op: 'patch', times: { observed: at(186) }, payload: { fms: 4 } })
	await vi.waitFor(async () => expect(await recorded()).toEqual([0, 60, 120, 180, 185].map(at)))
	const before = await shown()
	expect(before).toMatchObject({ row: { at: BASE + 186_000, sources: [{ source: 'admin' }] }, measured: { at: BASE + 185_000, course: 0 } })
	expect(before).not.toHaveProperty('row.geometry')
	await hub.restart()
	expect(await shown()).toEqual(before)
	await drive(186, 186)
	await drive(187, 187)
	expect(await recorded()).toHaveLength(5)
	expect(hub.logged).toEqual([])
})
