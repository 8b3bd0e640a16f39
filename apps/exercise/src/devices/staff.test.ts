import { EntityId, partsOf } from '@lagebild/model/ids.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import { expect, test } from 'vitest'

import { feedsOf } from '../feeds.ts'
import { HOUR, startClock } from '../scenario/clock.ts'
import { FLEET } from '../scenario/fleet.ts'
import { CYCLE } from '../scenario/water.ts'
import { staffStatements } from './staff.ts'
import { unitEntity } from './units.ts'

const START = Date.UTC(2026, 10, 21, 18)
const clock = startClock(START, 1)
const said = staffStatements(clock, { from: START - 24 * HOUR, to: START + 5 * HOUR })

test('what the staff says is valid, in order, and about things that are there', () => {
	const known = new Set(FLEET.map(({ native }) => unitEntity(native)))
	for (const { entity, op, payload } of said) {
		const { kind } = partsOf(EntityId.parse(entity))
		if (op === 'upsert') {
			known.add(entity)
			KIND_TABLE[kind].payload.parse(payload)
		}
		expect(known).toContain(entity)
	}
	expect(said.map(({ at }) => at)).toEqual(said.map(({ at }) => at).toSorted((a, b) => a - b))
})

test('there is something of every sort: sub-sections, moved units, figures of several levels, an end and a cancel', () => {
	const sources = new Set(
		feedsOf({ base: 'http://127.0.0.1:1', operation: 'sturmflut', standing: 'base', speed: 1 }).map(({ id }) => String(id)),
	)
	const targets = said.flatMap(({ links }) => links ?? []).map(({ to }) => partsOf(EntityId.parse(to)).source)
	expect(targets.every((source) => source === 'leitstelle' || sources.has(source))).toBe(true)
	expect(new Set(said.map(({ op }) => op))).toEqual(new Set(['upsert', 'patch', 'end', 'cancel']))
	expect(said.filter(({ links }) => links?.some(({ rel }) => rel === 'assigned-to')).length).toBeGreaterThan(8)
	expect(new Set(said.flatMap(({ payload }) => payload?.['scope'] ?? [])).size).toBeGreaterThanOrEqual(5)
})

test('nothing is said twice, and the next surge has its own', () => {
	const middle = START + 20 * 60_000
	const parts = [
		...staffStatements(clock, { from: START - 24 * HOUR, to: middle }),
		...staffStatements(clock, { from: middle, to: START + 5 * HOUR }),
	]
	expect(parts).toEqual(said)
	expect(staffStatements(clock, { from: START + CYCLE - 2 * HOUR, to: START + CYCLE + 2 * HOUR }).length).toBeGreaterThan(20)
})
