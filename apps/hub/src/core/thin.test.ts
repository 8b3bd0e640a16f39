import { EntityId } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { createPicture, headOf } from '@lagebild/picture/picture.ts'
import { indexOf, measuredAt, rowAt } from '@lagebild/picture/read.ts'
import { restorePicture, snapshotOf } from '@lagebild/picture/snapshot.ts'
import { beforeEach, describe, expect, test } from 'vitest'

import { createHub } from './hub.ts'
import type { Hub } from './hub.ts'
import type { Effect } from './input.ts'
import { step } from './step.ts'
import { Desk, unit, uuid } from './testing/desk.ts'
import { grantOf, operation, START } from './testing/make.ts'

const ELW = EntityId.parse('unit:lage:elw')
const DEVICE = grantOf({ source: 'geraet', rank: 'device' })
/** 0.001° of latitude. */
const METRES = 111.2

let desk: Desk

beforeEach(() => {
	desk = new Desk()
	desk.submit([unit(1)])
	desk.now = instant(START + 600_000)
})

type Step = readonly [second: number, metres: number]

function rows(steps: readonly Step[], entity = 'unit:lage:elw'): Record<string, unknown> {
	return {
		entity: steps.map(() => entity),
		observed: steps.map(([second]) => new Date(START + second * 1_000).toISOString()),
		lat: steps.map(([, metres]) => 53.5 + (metres / METRES) * 0.001),
		lng: steps.map(() => 10),
	}
}

/** Sends positions, and lets the hub hand on what follows from them. */
function drive(steps: readonly Step[], more: Readonly<Record<string, unknown>> = {}): void {
	desk.measure({ positions: rows(steps), ...more }, DEVICE)
	desk.tick()
}

function says(n: number, fms: number, more: Readonly<Record<string, unknown>> = {}): void {
	desk.submit([{ id: uuid(n), kind: 'unit', entity: ELW, op: 'patch', payload: { fms }, ...more }])
	desk.tick()
}

function records() {
	return desk.entries.flatMap(({ body }) => (body.type === 'event' && 'thinned' in body.event && body.event.thinned ? [body.event] : []))
}

/** Seconds at which the recorded positions were measured. */
function recorded(): readonly number[] {
	return records().map(({ effective }) => (effective - START) / 1_000)
}

function elwIn({ picture }: Hub) {
	const index = indexOf(picture, ELW) ?? -1
	return { row: rowAt(picture, index), measured: measuredAt(picture, index) }
}

function appendsOf(effects: readonly Effect[]): readonly Effect[] {
	return effects.filter(({ type }) => type === 'append')
}

describe('positions of own units', () => {
	test('[A13] become records once a minute and only after 100 m', () => {
		for (let second = 0; second <= 180; second++) drive([[second, second * 10]])
		expect(recorded()).toEqual([0, 60, 120, 180])
		drive([[260, 1_850]])
		expect(recorded()).toHaveLength(4)
		drive([[270, 1_905]])
		expect(recorded()).toEqual([0, 60, 120, 180, 270])
	})

	test('[A13] that one message tells of several minutes are thinned row by row, whatever their order', () => {
		const steps = Array.from({ length: 181 }, (_, second): Step => [second, second * 10])
		drive(steps.toReversed())
		expect(recorded()).toEqual([0, 60, 120, 180])
	})

	test('[A13] become a record with each change of the status, once, if a newer one was measured', () => {
		drive([[0, 0]])
		drive([[5, 1]])
		says(2, 3)
		expect(recorded()).toEqual([0, 5])
		says(3, 4)
		expect(recorded()).toEqual([0, 5])
		drive([[6, 1]])
		drive([[7, 1]])
		expect(recorded()).toEqual([0, 5, 6])
		says(4, 4)
		expect(recorded()).toEqual([0, 5, 6])
		expect(records().map(({ thinned }) => thinned?.fms)).toEqual([null, 3, 4])
	})

	test('[A13] are restated as they were measured, by who measured them, and change nothing that is shown', () => {
		desk.measure({ positions: { ...rows([[0, 0]]), course: [90], speed: [7], accuracy: [12] }, revision: 3 }, DEVICE)
		const before = elwIn(desk.hub)
		desk.take('append')
		desk.tick()
		expect(desk.take('append')).toMatchObject([{ urgency: 'backfill', credential: DEVICE.credential }])
		expect(records()).toMatchObject([
			{
				op: 'patch',
				entity: ELW,
				author: { source: 'geraet', rank: 'device', credential: DEVICE.credential },
				times: { observed: new Date(START).toISOString() },
				effective: START,
				received: START + 600_000,
				revision: 3,
				geometry: { type: 'Point', coordinates: [10, 53.5] },
				geometrySource: 'given',
				accuracyMetres: 12,
				thinned: { seq: 2, fms: null, course: 90, speed: 7 },
			},
		])
		expect(elwIn(desk.hub).row).toBe(before.row)
		expect(elwIn(desk.hub).measured).toBe(before.measured)
	})

	test('[A13] told late on purpose, and those of other things, do not become records', () => {
		drive(
			[
				[0, 0],
				[90, 900],
			],
			{ backfill: true },
		)
		desk.submit([{ ...unit(8), kind: 'track', entity: 'track:lage:boot', payload: { name: 'Boot' } }])
		expect(desk.measure({ positions: rows([[0, 0]], 'track:lage:boot') })).toMatchObject({ stored: 1 })
		says(9, 3, { backfill: true })
		desk.tick()
		expect(recorded()).toEqual([])
	})

	test('[A13] are handed on at most 200 a tick, and nobody is answered', () => {
		const ids = Array.from({ length: 250 }, (_, n) => `hlf-${n}`)
		desk.submit(ids.map((id, n) => unit(100 + n, id)))
		const all = ids.map((id) => rows([[0, 0]], `unit:lage:${id}`))
		const column = (name: string): unknown[] => all.flatMap((one) => one[name])
		desk.measure({ positions: { entity: column('entity'), observed: column('observed'), lat: column('lat'), lng: column('lng') } })
		desk.effects = []
		desk.tick()
		expect(records()).toHaveLength(200)
		desk.tick()
		desk.tick()
		expect(records()).toHaveLength(250)
		expect(desk.effects.filter(({ type }) => type !== 'append' && type !== 'applied')).toEqual([])
		expect([desk.hub.desk.errands.size, desk.hub.thinning.due.size, desk.hub.thinning.decided.size]).toEqual([0, 0, 0])
	})

	test('[A13] are not decided twice by a hub that starts again, from the beginning or from a snapshot', () => {
		for (let second = 0; second <= 130; second += 10) drive([[second, second * 10]])
		says(2, 3)
		for (const cut of [0, 3, 5, desk.entries.length]) {
			const early = createHub({ operation: operation(), epoch: 'e1', picture: createPicture() })
			step(early, { type: 'appended', entries: desk.entries.slice(0, cut), now: desk.now })
			const picture = restorePicture(JSON.parse(JSON.stringify(snapshotOf(early.picture))))
			const hub = createHub({ operation: operation(), epoch: 'e1', picture })
			step(hub, { type: 'appended', entries: desk.entries.slice(headOf(picture)), now: desk.now })
			expect(appendsOf(step(hub, { type: 'tick', now: instant(desk.now + 100) }))).toEqual([])
			expect(elwIn(hub)).toEqual(elwIn(desk.hub))
		}
	})

	test('[A13] are decided alike by two hubs, and one that failed is decided by the next position', () => {
		const batches = desk.entries.length
		desk.measure({ positions: rows([[0, 0]]) }, DEVICE)
		const other = createHub({ operation: operation(), epoch: 'e1', picture: createPicture() })
		step(other, { type: 'appended', entries: desk.entries.slice(0, batches + 1), now: desk.now })
		const theirs = appendsOf(step(other, { type: 'tick', now: desk.now }))
		desk.effects = []
		desk.tick()
		expect(theirs).toMatchObject(desk.take('append').map(({ body }) => ({ body })))
		const [sent] = theirs
		const ref = sent?.type === 'append' ? sent.ref : 0
		step(other, { type: 'failed', ref, fault: { fault: 'storage-full', message: 'full' } })
		expect([other.thinning.decided.size, other.desk.errands.size]).toEqual([0, 0])
	})

	test('[A13] wait while the operation is not open', () => {
		const closed = createHub({ operation: operation({ state: 'closed' }), epoch: 'e1', picture: createPicture() })
		desk.measure({ positions: rows([[0, 0]]) }, DEVICE)
		step(closed, { type: 'appended', entries: desk.entries, now: desk.now })
		expect(appendsOf(step(closed, { type: 'tick', now: desk.now }))).toEqual([])
	})

	test('[A8] cannot be taken back', () => {
		drive([[0, 0]])
		const [record] = records()
		const said = { id: uuid(50), kind: 'unit', entity: ELW, op: 'retract', retracts: record?.id }
		expect(desk.submit([said])).toMatchObject([{ fault: 'not-allowed', path: 'retracts' }])
	})
})
