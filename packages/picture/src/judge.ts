import { canRise, isReachable, metresPerUnit, moverOfTrack, moverOfUnit } from '@lagebild/model/plausible.ts'
import type { Level, Mover } from '@lagebild/model/plausible.ts'
import type { Ghost } from '@lagebild/model/row.ts'

import { countOf, fixAt } from './fixes.ts'
import type { Entity, Fix, Observation, Track } from './state.ts'
import { decide, registerPolicy, registersOf } from './value.ts'

/** Whether item `i` of a series and an earlier item of the same source can both be true. */
type Agrees = (i: number, earlier: number) => boolean

/** P44: one that has no other before it is believed; else it has to agree with the one before or with the one before that. */
function isPlausible(agrees: Agrees, i: number): boolean {
	return i <= 0 || agrees(i, i - 1) || (i > 1 && agrees(i, i - 2))
}

/** P44: two stories that a source tells by turns, each of which agrees with itself. */
function isByTurns(agrees: Agrees, i: number): boolean {
	return i > 1 && !agrees(i, i - 1) && isPlausible(agrees, i - 1)
}

/** What a source's positions come to. `byTurns`: the ghost is as good as the place shown, and the one that came before it. */
export type Judged = { readonly shown: Fix; readonly ghost?: Fix; readonly what?: Ghost['what']; readonly byTurns?: true }

/** P44: the newest plausible position of one source, and beside it the newest that is not. */
export function judgeTrack(entity: Entity, track: Track): Judged | undefined {
	const last = countOf(track) - 1
	if (last < 0) return undefined
	const newest = fixAt(track, last)
	if (last === 0) return { shown: newest }
	const agrees: Agrees = (i, earlier) => agree(entity, i === last ? newest : fixAt(track, i), fixAt(track, earlier))
	if (agrees(last, last - 1)) return { shown: newest }
	if (!isPlausible(agrees, last)) return beside(entity, newest, lastPlausible(track, agrees, last - 1))
	return isByTurns(agrees, last) ? byTurns(entity, newest, fixAt(track, last - 1)) : { shown: newest }
}

/** The newer of both, but a place far outside does not win by insisting. */
function byTurns(entity: Entity, newest: Fix, before: Fix): Judged {
	const [shown, ghost] = newest.far && !before.far ? [before, newest] : [newest, before]
	return { ...beside(entity, ghost, shown), byTurns: true }
}

function lastPlausible(track: Track, agrees: Agrees, from: number): Fix {
	let i = from
	while (!isPlausible(agrees, i)) i--
	return fixAt(track, i)
}

function beside(entity: Entity, ghost: Fix, shown: Fix): Judged {
	return { shown, ghost, what: isInReach(entity, ghost, shown) ? 'far' : 'speed' }
}

/** P44: why the kept position number `i` of a source is not believed; undefined when it is. */
export function doubtOf(entity: Entity, track: Track, i: number): Ghost['what'] | undefined {
	const { ghost, what } = judgeTrack(entity, track) ?? {}
	const fix = fixAt(track, i)
	if (ghost && fix.at === ghost.at) return what
	const agrees: Agrees = (a, b) => agree(entity, fixAt(track, a), fixAt(track, b))
	return isPlausible(agrees, i) ? undefined : beside(entity, fix, lastPlausible(track, agrees, i - 1)).what
}

/** A place far outside agrees with another one far outside only: the first of them is not believed. */
function agree(entity: Entity, fix: Fix, earlier: Fix): boolean {
	return (!fix.far || earlier.far) && isInReach(entity, fix, earlier)
}

/** What the slowest can reach, all can: few have to be asked what they are. */
function isInReach(entity: Entity, a: Fix, b: Fix): boolean {
	if (entity.kind !== 'unit' && entity.kind !== 'track') return true
	return isReachable(a, b, entity.kind === 'unit' ? 'unit' : 'ship') || isReachable(a, b, moverOf(entity))
}

function moverOf(entity: Entity): Mover {
	return entity.kind === 'unit' ? moverOfUnit(stated(entity, 'sign')) : moverOfTrack(stated(entity, 'mmsi'))
}

function stated(entity: Entity, field: string): unknown {
	return decide(registerPolicy(entity.kind, field), registersOf(entity, field)).winner?.value
}

/** Values that may be doubted at once; a sensor that is broken altogether says so by the newest. */
const MOST_JUMPS = 8

/** P45: the values of one source since an instant that its water cannot have had, the newest first. */
export function jumpsIn(entity: Entity, series: readonly Observation[], since: number): readonly Observation[] {
	const metres =
		series.length > 1 && entity.kind === 'sensor' ? metresPerUnit(stated(entity, 'property'), stated(entity, 'unit')) : undefined
	if (metres === undefined) return []
	const values = series.filter(({ value }) => value !== null)
	const agrees: Agrees = (i, earlier) => canRise(levelAt(values, i, metres), levelAt(values, earlier, metres))
	const jumps: Observation[] = []
	for (let i = values.length - 1; i > 0 && jumps.length < MOST_JUMPS; i--) {
		const value = values[i]
		if (!value || value.at < since) break
		if (!isPlausible(agrees, i) || isByTurns(agrees, i)) jumps.push(value)
	}
	return jumps
}

function levelAt(values: readonly Observation[], i: number, metres: number): Level {
	const held = values[i]
	if (!held) throw new RangeError(`the series has no value ${i}`)
	return { at: held.at, metres: (held.value ?? 0) * metres }
}
