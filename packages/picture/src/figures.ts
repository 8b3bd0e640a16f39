import type { FmsScheme } from '@lagebild/model/fms.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'

import { canonicalsOf } from './belongs.ts'
import { byId, idsOf } from './figure-parts.ts'
import type { Counted, Counting } from './figure-parts.ts'
import { countersOf } from './figures-counters.ts'
import type { CounterFigure } from './figures-counters.ts'
import { forcesOf } from './figures-forces.ts'
import type { Forces } from './figures-forces.ts'
import { evacuationOf, sheltersOf } from './figures-places.ts'
import type { Evacuation, Shelters } from './figures-places.ts'
import { isOver, STANDING_POLICY, standingOf } from './standing.ts'
import type { Standable, StandingPolicy } from './standing.ts'

export type Figures = {
	readonly forces: Forces
	readonly counters: readonly CounterFigure[]
	readonly evacuation: Evacuation
	readonly shelters: Shelters
}

/** What the operator of a hub has set: whose status means what, and how long silence may last. */
export type FigureSettings = { readonly scheme?: FmsScheme; readonly policy?: StandingPolicy }

/**
 * P55, P56: what the picture sums to at a moment, of nothing but these rows: they must be the ones that the viewer may see. An id that
 * comes twice counts as it came first.
 */
export function figuresOf(rows: Iterable<Standable>, now: number, settings: FigureSettings = {}): Figures {
	const counting = countingOf(rows, now, settings.policy ?? STANDING_POLICY)
	return {
		forces: forcesOf(counting, settings.scheme ?? {}),
		counters: countersOf(counting),
		evacuation: evacuationOf(counting),
		shelters: sheltersOf(counting),
	}
}

function countingOf(things: Iterable<Standable>, now: number, policy: StandingPolicy): Counting {
	const rows = new Map<EntityId, Row>()
	const counted: Counted[] = []
	for (const { row, measured } of things) {
		if (rows.has(row.id)) continue
		rows.set(row.id, row)
		if (!BELONGING.has(row.kind)) continue
		const standing = standingOf({ row, measured, now }, policy)
		if (standing.state === 'expired') rows.set(row.id, { ...row, life: 'ended' })
		if (COUNTED.has(row.kind) && !isOver(standing.state)) counted.push({ row, standing })
	}
	const canonicals = canonicalsOf(idsOf(counted), rows)
	return { rows, counted: counted.filter(({ row: { id } }) => canonicals.get(id) === id).toSorted(byId) }
}

const COUNTED: ReadonlySet<Row['kind']> = new Set(['unit', 'section', 'counter', 'area', 'facility'])
/** P53, P54: what expired is over as well, which belonging can only tell by the life. */
const BELONGING: ReadonlySet<Row['kind']> = COUNTED.union(new Set<Row['kind']>(['incident']))
