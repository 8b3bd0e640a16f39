import type { Entry } from '@lagebild/model/entry.ts'
import type { BatchPart } from '@lagebild/model/measurement.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { Lane } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { runBeats } from './beat.ts'
import { runGroups } from './group.ts'
import { askForHole } from './hole.ts'
import type { Hub } from './hub.ts'
import type { Effect } from './input.ts'
import { sweepLoads } from './load.ts'
import { flushMeasured } from './measure.ts'
import { catchUp } from './open.ts'
import { runPersonal } from './personal.ts'
import { refreshMeasured } from './rows.ts'
import { dismissGone, takeDeferred } from './session.ts'
import { flushThinned } from './thin.ts'
import { sweepViews } from './views.ts'

/** H5: lane U runs at once, but not more often than this. */
const URGENT_EVERY_MS = 20

/** Some 5 ms of deflating; beyond it frames travel as they are. */
const PACKED_EACH_TICK = 500_000

/** Every 100 ms: what was measured goes to the journal, what changed goes to the viewers, U before S before M. */
export function tick(hub: Hub, now: Instant, out: Effect[]): void {
	if (hub.stopping) return
	hub.ticks++
	dismissGone(hub, now, out)
	takeDeferred(hub, now, out)
	catchUp(hub, now, out)
	const late = hub.awaitedBatch !== undefined
	const flushed = flushMeasured(hub, out)
	hub.awaitedBatch = late ? undefined : flushed
	flushThinned(hub, now, out)
	askForHole(hub, now, out)
	if (hub.viewers.size > 0) refreshMeasured(hub.picture, hub.rows)
	hub.packable = PACKED_EACH_TICK
	for (const lane of LANES) if (lane !== 'M' || !hub.awaitedBatch) runLane(hub, lane, { now, out })
	hub.urgentAt = now
	runBeats(hub, { now, out })
	sweepViews(hub, now)
	sweepLoads(hub, now)
}

type Moment = { readonly now: Instant; readonly out: Effect[] }

function runLane(hub: Hub, lane: Lane, run: Moment): void {
	runGroups(hub, lane, run)
	runPersonal(hub, lane, run)
}

/**
 * F5: what was measured until the last tick is applied: its rows travel now and not a tick later. When it takes longer than a tick, lane M runs
 * without it.
 */
export function runAwaited(hub: Hub, entries: readonly Entry[], { now, out }: Moment): void {
	const { awaitedBatch: part } = hub
	if (!part || hub.stopping || !entries.some(({ body }) => body.type === 'batch' && isSame(body.batch.parts[0], part))) return
	hub.awaitedBatch = undefined
	refreshMeasured(hub.picture, hub.rows)
	runLane(hub, 'M', { now, out })
}

function isSame(a: BatchPart | undefined, b: BatchPart): boolean {
	return a?.received === b.received && a.author.credential === b.author.credential
}

/** Urgent rows changed: run lane U now, or ask to be woken when it ran a moment ago. */
export function runUrgent(hub: Hub, now: Instant, out: Effect[]): void {
	const wait = hub.urgentAt + URGENT_EVERY_MS - now
	if (wait > 0) {
		if (!hub.wakeAsked) out.push({ type: 'wake', inMs: wait })
		hub.wakeAsked = true
		return
	}
	hub.urgentAt = now
	runLane(hub, 'U', { now, out })
}

export function woken(hub: Hub, now: Instant, out: Effect[]): void {
	hub.wakeAsked = false
	if (hub.stopping) return
	askForHole(hub, now, out)
	runUrgent(hub, now, out)
}
