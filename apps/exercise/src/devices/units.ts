import type { Position } from '@lagebild/model/geo.ts'
import { iso } from '@lagebild/model/time.ts'

import { MINUTE, ranFor, startOf, wallAfter } from '../scenario/clock.ts'
import type { Clock } from '../scenario/clock.ts'
import { FLEET } from '../scenario/fleet.ts'
import type { Unit } from '../scenario/fleet.ts'
import { offset } from '../scenario/geometry.ts'
import { strayPlace, tabletBehind } from '../scenario/implausible.ts'
import { fixIn, legsOf } from '../scenario/missions.ts'
import type { Call, Fix, Leg, World } from '../scenario/missions.ts'
import { between, chance } from '../scenario/random.ts'
import type { Statement } from './statement.ts'

/** Source name of the devices in the vehicles. */
export const VEHICLES = 'fahrzeuge'

export type PositionRow = Fix & { readonly entity: string; readonly at: number }

/** One unit of the fleet as its radio sees it. */
export type Radio = {
	/** What it says from the time of the last call until `until`, in order (wall time). */
	readonly statements: (until: number) => readonly Statement[]
	/** Its position when one is due at `now`. */
	readonly position: (now: number) => PositionRow | undefined
}

type Trip = { readonly unit: Unit; readonly clock: Clock; readonly legs: Iterator<Leg, never>; leg: Leg }

export function unitEntity(native: string): string {
	return `unit:${VEHICLES}:${native}`
}

/** Introduces every unit as it was at the first start. The same at each restart, so the hub knows it already. */
export function introductions(world: World, clock: Clock): readonly Statement[] {
	return FLEET.map((unit) => {
		const trip = tripOf(unit, { world, clock, calls: [] }, 0)
		const { native, net: _net, pace: _pace, home: _home, carries: _carries, ...fields } = unit
		return {
			entity: unitEntity(native),
			at: startOf(clock),
			op: 'upsert',
			payload: { ...fields, fms: trip.leg.fms },
			geometry: fixIn(trip.leg, 0).place,
		}
	})
}

type Setting = { readonly world: World; readonly clock: Clock; readonly calls: readonly Call[] }

function tripOf(unit: Unit, { world, clock, calls }: Setting, ran: number): Trip {
	const legs = legsOf(unit, world, { calls, ran })
	const trip = { unit, clock, legs, leg: legs.next().value }
	advance(trip, ran)
	return trip
}

/** Moves on to the leg of a moment; returns the legs that began on the way. */
function advance(trip: Trip, ran: number): readonly Leg[] {
	const begun: Leg[] = []
	while (trip.leg.to <= ran) {
		trip.leg = trip.legs.next().value
		begun.push(trip.leg)
	}
	return begun
}

/** Radios of the whole fleet, which have said everything up to `told` (wall time). */
export function radiosOf(setting: Setting, told: number): readonly Radio[] {
	return FLEET.map((unit) => radioOf(tripOf(unit, setting, ranFor(setting.clock, told))))
}

function radioOf(trip: Trip): Radio {
	const entity = unitEntity(trip.unit.native)
	const everyMs = Math.round(between(2_000, 5_000, 'every', trip.unit.native))
	const later: Statement[] = []
	let nextPosition = 0
	let told: number | undefined
	return {
		statements: (until) => {
			const begun = advance(trip, ranFor(trip.clock, until))
			later.push(...begun.flatMap((leg) => saidIn(leg, trip, entity)))
			const due = later.filter(({ at }) => at <= until)
			later.splice(0, later.length, ...later.filter(({ at }) => at > until))
			return due
		},
		position: (now) => {
			if (now < nextPosition) return undefined
			const ran = ranFor(trip.clock, now)
			const fix = fixIn(trip.leg, ran)
			const stray = strayPlace(trip.unit.native, told ?? ran, ran)
			told = ran
			nextPosition = now + (stray?.silentMs ?? (fix.speed > 0 ? everyMs : STANDING_MS))
			if (stray) return { ...fix, place: stray.place, entity, at: now }
			return { ...fix, place: scattered(fix, entity, now), entity, at: now }
		},
	}
}

/** A vehicle that stands sends its position this often. */
const STANDING_MS = 30_000

/** Satellite positions of a standing vehicle scatter by a few metres. */
function scattered({ place, speed }: Fix, entity: string, now: number): Position {
	if (speed > 0) return place
	return offset(place, between(-3, 3, entity, now, 'east'), between(-3, 3, entity, now, 'north'))
}

/** Share of arrivals after which a crew wishes to speak (overlay 5). */
const SPEAKS = 0.12

function saidIn(leg: Leg, { unit, clock }: Trip, entity: string): readonly Statement[] {
	const at = wallAfter(clock, leg.from)
	const behind = tabletBehind(unit.native, leg.from)
	const status: Statement = {
		entity,
		at,
		...(behind > 0 && { behind }),
		op: 'patch',
		payload: { fms: leg.fms },
		geometry: fixIn(leg, leg.from).place,
	}
	if (leg.fms !== 4 || leg.to - leg.from < 3 * MINUTE || chance('speaks', entity, leg.from) > SPEAKS) return [status]
	return [
		status,
		{ entity, at: at + 40_000, op: 'patch', payload: { overlay: 5 } },
		{ entity, at: at + 95_000, op: 'patch', payload: { overlay: null } },
	]
}

/** Columns of `POST …/measurements`. */
export function columnsOf(rows: readonly PositionRow[]): unknown {
	return {
		positions: {
			entity: rows.map(({ entity }) => entity),
			observed: rows.map(({ at }) => iso(at)),
			lat: rows.map(({ place }) => rounded(place.lat)),
			lng: rows.map(({ place }) => rounded(place.lng)),
			course: rows.map(({ course }) => (course === undefined ? null : Math.round(course) % 360)),
			speed: rows.map(({ speed }) => Math.round(speed * 10) / 10),
		},
	}
}

function rounded(degrees: number): number {
	return Math.round(degrees * 1e6) / 1e6
}
