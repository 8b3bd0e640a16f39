import { distanceMetres } from '@lagebild/model/geo.ts'
import type { Position } from '@lagebild/model/geo.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import { describe, expect, test } from 'vitest'

import { introductions } from '../devices/units.ts'
import { startClock } from './clock.ts'
import { HOUR } from './clock.ts'
import { FLEET } from './fleet.ts'
import { fixIn, legsOf } from './missions.ts'
import type { Leg, ShownFms, World } from './missions.ts'
import { roadsOf, watersOf } from './network.ts'
import { readLand } from './schematic.ts'

const land = readLand(new URL('../../data/hamburg-schematic.geojson', import.meta.url))
const world: World = { roads: roadsOf(land), rivers: watersOf(land) }

function legsUntil(unit: (typeof FLEET)[number], from: number, to: number): readonly Leg[] {
	const legs: Leg[] = []
	for (const leg of legsOf(unit, world, { calls: [], ran: from })) {
		if (leg.from > to) return legs
		legs.push(leg)
	}
	return legs
}

function placeAt(legs: readonly Leg[], at: number): Position {
	const leg = legs.find((one) => at < one.to)
	if (!leg) throw new Error('the plan ends too early')
	return fixIn(leg, at).place
}

/** What may follow what in this exercise. */
const NEXT: Readonly<Record<ShownFms, readonly ShownFms[]>> = {
	1: [1, 2],
	2: [1, 2, 3, 6],
	3: [4],
	4: [1, 7],
	6: [2],
	7: [8],
	8: [1],
}

test('120 units with names of their own', () => {
	expect(FLEET).toHaveLength(120)
	expect(new Set(FLEET.map(({ native }) => native)).size).toBe(120)
	expect(new Set(FLEET.map(({ callsign }) => callsign)).size).toBe(120)
})

test('every unit fits the payload of its kind', () => {
	for (const { payload, geometry } of introductions(world, startClock(1_800_000_000_000, 1))) {
		expect(KIND_TABLE.unit.payload.safeParse(payload).error?.issues).toBeUndefined()
		expect(geometry).toBeDefined()
	}
})

test('at the start most of the fleet moves', () => {
	const moving = FLEET.filter((unit) => {
		const leg = legsUntil(unit, 0, 0).at(-1)
		return leg !== undefined && fixIn(leg, 0).speed > 0
	})
	expect(moving.length).toBeGreaterThanOrEqual(90)
})

describe.each(FLEET.filter((_, index) => index % 6 === 0).map((unit) => [unit.callsign, unit] as const))('%s', (_, unit) => {
	const legs = legsUntil(unit, 0, 10 * HOUR)

	test('follows the order of FMS statuses without a gap', () => {
		const pairs = legs.slice(1).map((next, index) => [legs[index], next] as const)
		const broken = pairs.filter(([leg, next]) => !leg || leg.to !== next.from || !NEXT[leg.fms].includes(next.fms))
		expect(broken).toEqual([])
	})

	test('moves at 120 km/h at most, on its roads or rivers', () => {
		const network = unit.net === 'river' ? world.rivers : world.roads
		const places = Array.from({ length: (9 * HOUR) / 5_000 }, (_none, index) => placeAt(legs, index * 5_000))
		const speeds = places.slice(1).map((place, index) => distanceMetres(places[index] ?? place, place) / 5)
		expect(Math.max(...speeds) * 3.6).toBeLessThan(120)
		const astray = places
			.filter((_place, index) => index % 120 === 0)
			.map((place) => Math.min(...network.nodes.map((node) => distanceMetres(node, place))))
		expect(Math.max(...astray)).toBeLessThan(1_500)
	})

	test('does the same again after a restart', () => {
		const later = legsUntil(unit, 5 * HOUR, 6 * HOUR)
		const seen = later.find((leg) => leg.from >= 5 * HOUR)
		expect(legs).toContainEqual(seen)
	})
})
