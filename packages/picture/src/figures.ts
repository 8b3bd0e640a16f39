import type { FmsScheme } from '@lagebild/model/fms.ts'
import type { Row } from '@lagebild/model/row.ts'

import { byId } from './figure-parts.ts'
import type { Counted, Counting } from './figure-parts.ts'
import { countersOf } from './figures-counters.ts'
import type { CounterFigure } from './figures-counters.ts'
import { forcesOf } from './figures-forces.ts'
import type { Forces } from './figures-forces.ts'
import { evacuationOf, sheltersOf } from './figures-places.ts'
import type { Evacuation, Shelters } from './figures-places.ts'
import { onesOf } from './ones.ts'
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

function countingOf(all: Iterable<Standable>, now: number, policy: StandingPolicy): Counting {
	const { rows, things, same, merged } = onesOf(all, { now, policy })
	const counted: Counted[] = []
	for (const [id, thing] of things) {
		if (!COUNTED.has(thing.row.kind) || (same.canonical.get(id) ?? id) !== id) continue
		const { row, measured } = merged.get(id)?.thing ?? thing
		const standing = standingOf({ row, measured, now }, policy)
		if (!isOver(standing.state)) counted.push({ row, standing })
	}
	return { rows, counted: counted.toSorted(byId) }
}

const COUNTED: ReadonlySet<Row['kind']> = new Set(['unit', 'section', 'counter', 'area', 'facility'])
