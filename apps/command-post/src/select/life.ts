import { isCancel, isInSight, isOver, standingOf } from '@lagebild/picture/standing.ts'
import type { Standing } from '@lagebild/picture/standing.ts'

import type { Thing } from '../state/facts.ts'

/** How a thing stands now: the picture's own rules (SPEC, P48 to P52), the same on the map, in lists, figures and details. */
export function standOf({ row, measured, policy }: Thing, now: number): Standing {
	return standingOf({ row, measured, now }, policy)
}

/** In sight by itself; `over`: somebody asks for what is over as well. */
export function isShown(thing: Thing, now: number, over = false): boolean {
	return over || isInSight(standOf(thing, now), now, thing.policy)
}

/** Holds and counts. A message that announces the end of another is no danger of its own. */
export function isLive(thing: Thing, now: number): boolean {
	return !isOver(standOf(thing, now).state) && !isCancel(thing.row)
}

/** The newest moment at which anybody said anything about it, measured or told. */
export function newestAt({ row, measured }: Thing): number {
	return Math.max(row.at, measured?.at ?? 0)
}

/** Since when it has been silent, if it should have spoken by now. */
export function oldSince(thing: Thing, now: number): number | undefined {
	const { state, since } = standOf(thing, now)
	return state === 'stale' ? since : undefined
}
