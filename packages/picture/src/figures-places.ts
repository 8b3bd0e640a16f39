import type { EntityId } from '@lagebild/model/ids.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { wholesOf } from './belongs.ts'
import { asOf, countedOf, idsOf, isStale, nameOf, namedAll, saidAt, total } from './figure-parts.ts'
import type { AsOf, CountedOf, Counting, Named } from './figure-parts.ts'

type AreaFields = RowOf<'area'>['fields']

/** One area that is to be cleared. What nobody said is absent, never zero. */
export type EvacuationArea = Named & {
	readonly state?: NonNullable<AreaFields['evacuation']>
	readonly population?: number
	readonly evacuated?: number
	/** Who is still there, when both others are known. */
	readonly open?: number
	readonly refused?: number
	readonly transportNeeded?: number
	/** The next area above that counts: this one is shown and not added. */
	readonly within?: EntityId
	readonly stale: boolean
	readonly at: Instant
}

export type Evacuation = {
	readonly areas: readonly EvacuationArea[]
	readonly population: number
	readonly evacuated: number
	readonly open: number
	/** Of these, who is still there is not known. */
	readonly unknown: readonly Named[]
	readonly ids: readonly EntityId[]
	readonly asOf?: AsOf
}

/**
 * P56: an area within another one, and one whose evacuation was lifted, are listed and not added. One that states no figure is made up of
 * its parts and hides none of theirs.
 */
export function evacuationOf(counting: Counting): Evacuation {
	const counted = countedOf(counting, 'area').filter(({ row }) => row.fields.role === 'evacuation')
	const toClear = counted.filter(({ row }) => row.fields.evacuation !== 'lifted')
	const counts = new Set(idsOf(toClear.filter(statesFigures)))
	const wholes = wholesOf(idsOf(counted), counting.rows)
	const composed = new Set([...counts].flatMap((part) => wholes.get(part) ?? []).filter((whole) => !counts.has(whole)))
	const areas = counted.map((one) =>
		areaOf(
			one,
			wholes.get(one.row.id)?.find((whole) => counts.has(whole)),
		),
	)
	const cleared = new Set(idsOf(toClear))
	const added = areas.filter(({ id, within }) => within === undefined && cleared.has(id) && !composed.has(id))
	return {
		areas,
		population: total(added.map(({ population }) => population)),
		evacuated: total(added.map(({ evacuated }) => evacuated)),
		open: total(added.map(({ open }) => open)),
		unknown: added.filter(({ open }) => open === undefined).map(({ id, name }) => ({ id, name })),
		ids: added.map(({ id }) => id),
		...asOf(added.map(({ at }) => at)),
	}
}

function statesFigures({ row: { fields } }: CountedOf<'area'>): boolean {
	return typeof fields.population === 'number' || typeof fields.evacuated === 'number'
}

function areaOf(one: CountedOf<'area'>, within: EntityId | undefined): EvacuationArea {
	const { row } = one
	const { evacuation, population, evacuated, refused, transportNeeded } = row.fields
	return {
		id: row.id,
		name: nameOf(row),
		...(evacuation && { state: evacuation }),
		...known({ population, evacuated, refused, transportNeeded }),
		...(typeof population === 'number' && typeof evacuated === 'number' && { open: Math.max(0, population - evacuated) }),
		...(within && { within }),
		stale: isStale(one),
		at: saidAt(row, 'evacuated'),
	}
}

type Known<F extends string> = { readonly [field in F]?: number }

function known<F extends string>(fields: Readonly<Record<F, number | null | undefined>>): Known<F>
function known(fields: Readonly<Record<string, number | null | undefined>>): Known<string> {
	return Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])))
}

/** `full`: said to be, or as many there as it holds. */
export type ShelterState = 'free' | 'full' | 'closed' | 'unknown'

export type Shelter = Named & {
	readonly type: 'shelter' | 'care-site'
	readonly state: ShelterState
	readonly capacity?: number
	readonly occupied?: number
	/** Places left, when both others are known; a full or closed one has none. */
	readonly free?: number
	readonly stale: boolean
	readonly at: Instant
}

export type Shelters = {
	readonly shelters: readonly Shelter[]
	readonly capacity: number
	readonly occupied: number
	readonly free: number
	readonly full: number
	readonly closed: number
	/** How many are there is not known of these: `free` leaves them out. */
	readonly unknownOccupancy: readonly Named[]
	readonly ids: readonly EntityId[]
	readonly asOf?: AsOf
}

/** P56: shelters and Betreuungsplätze. The places of a closed one are no capacity. */
export function sheltersOf(counting: Counting): Shelters {
	const counted = countedOf(counting, 'facility').filter(({ row }) => typeOf(row) !== undefined)
	const shelters = counted.map(shelterOf)
	const open = shelters.filter(({ state }) => state !== 'closed')
	const unsaid = new Set(open.filter(({ state, occupied }) => occupied === undefined && state !== 'full').map(({ id }) => id))
	return {
		shelters,
		capacity: total(open.map(({ capacity }) => capacity)),
		occupied: total(open.map(({ occupied }) => occupied)),
		free: total(open.map(({ free }) => free)),
		full: open.filter(({ state }) => state === 'full').length,
		closed: shelters.length - open.length,
		unknownOccupancy: namedAll(counted.filter(({ row }) => unsaid.has(row.id))),
		ids: idsOf(counted),
		...asOf(open.map(({ at }) => at)),
	}
}

function typeOf({ fields: { type } }: RowOf<'facility'>): Shelter['type'] | undefined {
	return type === 'shelter' || type === 'care-site' ? type : undefined
}

function shelterOf(one: CountedOf<'facility'>): Shelter {
	const { row } = one
	const { capacity, occupied } = row.fields
	const state = stateOf(row)
	const free = state === 'full' ? 0 : state === 'free' ? Math.max(0, (capacity ?? 0) - (occupied ?? 0)) : undefined
	return {
		id: row.id,
		name: nameOf(row),
		type: typeOf(row) ?? 'shelter',
		state,
		...known({ capacity, occupied, free }),
		stale: isStale(one),
		at: saidAt(row, 'occupied'),
	}
}

function stateOf({ fields: { state, capacity, occupied } }: RowOf<'facility'>): ShelterState {
	if (state === 'closed' || state === 'full') return state
	if (typeof capacity !== 'number' || typeof occupied !== 'number') return 'unknown'
	return occupied >= capacity ? 'full' : 'free'
}
