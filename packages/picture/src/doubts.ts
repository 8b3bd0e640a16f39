import type { Doubt } from '@lagebild/model/row.ts'
import { iso } from '@lagebild/model/time.ts'

import { fixesOf } from './fixes.ts'
import { jumpsIn } from './judge.ts'
import { observationsOf } from './series.ts'
import { compareText } from './stamp.ts'
import { chained } from './state.ts'
import type { Clocked, Entity, Measured, Observation, Register, Taken } from './state.ts'

/** P43, P46: the doubts that a state row shows: a place far outside, and clocks by source. `place` is what the geometry follows from. */
export function stateDoubts(entity: Entity, place: Register | undefined): { readonly doubts?: readonly Doubt[] } {
	const doubts: Doubt[] = place?.said.far ? [{ what: 'far', field: 'position', source: place.said.by.source, at: place.said.at }] : []
	const clocks: Doubt[] = []
	for (let slot = entity.slot; slot; slot = slot.next) {
		const said = slot.heard
		if (said?.claimed !== undefined && !said.withdrawn) clocks.push(clockDoubt({ ...said, source: slot.source }, said.claimed))
	}
	doubts.push(...clocks.toSorted((a, b) => compareText(a.source, b.source)))
	return doubts.length > 0 ? { doubts } : NONE
}

const NONE = {} as const

function clockDoubt({ source, at, received }: Pick<Taken, 'source' | 'at' | 'received'>, claimed: number): Doubt {
	return { what: 'clock', field: 'time', source, at, said: iso(claimed), received }
}

/** P43: sources whose clock was doubted when they were heard last. */
export function clockDoubts(measured: Measured): readonly Doubt[] {
	if (!measured.clocked) return []
	const last = [...measured.clocked.values()].filter((clocked) => !heardSince(measured, clocked))
	return last.toSorted((a, b) => compareText(a.source, b.source)).map((clocked) => clockDoubt(clocked, clocked.claimed))
}

/** Something else of the same source, whose time nobody doubts, was received later. */
function heardSince(measured: Measured, clocked: Clocked): boolean {
	const track = chained(measured.track).find(({ source }) => source === clocked.source)
	const series = chained(measured.series).find(({ source }) => source === clocked.source)
	const kept: readonly Taken[] = [...(track ? fixesOf(track) : []), ...(series ? observationsOf(series) : [])]
	return kept.some(({ received }) => received > clocked.received)
}

/** P45: the newest value if it jumped, and older ones that the trend was computed from. */
export function valueDoubts(entity: Entity, series: readonly Observation[], since: number): readonly Doubt[] {
	const newest = series.at(-1)
	return jumpsIn(entity, series, since).map((jump) => ({
		what: 'jump',
		field: jump === newest ? 'value' : 'trend',
		source: jump.source,
		at: jump.at,
		value: jump.value,
	}))
}
