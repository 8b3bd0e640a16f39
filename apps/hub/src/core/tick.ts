import { LANES } from '@lagebild/model/row.ts'
import type { Lane } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { runBeats } from './beat.ts'
import { runGroups, sweepGroups } from './group.ts'
import type { Live } from './group.ts'
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

/** Every 100 ms: what was measured goes to the journal, what changed goes to the viewers, U before S before M. */
export function tick(hub: Hub, now: Instant, out: Effect[]): void {
	if (hub.stopping) return
	hub.ticks++
	dismissGone(hub, now, out)
	takeDeferred(hub, now, out)
	catchUp(hub, now, out)
	flushMeasured(hub, out)
	flushThinned(hub, out)
	askForHole(hub, now, out)
	const live = liveViewers(hub)
	if (live.length > 0) refreshMeasured(hub.picture, hub.rows)
	for (const lane of LANES) runLane(hub, lane, { live, now, out })
	hub.urgentAt = now
	runBeats(hub, { live, now, out })
	sweepViews(hub, now)
	sweepLoads(hub, now)
}

function runLane(hub: Hub, lane: Lane, run: { readonly live: readonly Live[]; readonly now: Instant; readonly out: Effect[] }): void {
	runGroups(hub, lane, run)
	runPersonal(hub, lane, run)
	sweepGroups(hub, lane)
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
	runLane(hub, 'U', { live: liveViewers(hub), now, out })
}

export function woken(hub: Hub, now: Instant, out: Effect[]): void {
	hub.wakeAsked = false
	if (!hub.stopping) runUrgent(hub, now, out)
}

function liveViewers(hub: Hub): readonly Live[] {
	const live: Live[] = []
	for (const viewer of hub.viewers.values()) {
		if (viewer.phase.type === 'live') live.push({ viewer, lanes: viewer.phase.lanes })
	}
	return live
}
