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
	flushMeasured(hub, out)
	flushThinned(hub, now, out)
	askForHole(hub, now, out)
	if (hub.viewers.size > 0) refreshMeasured(hub.picture, hub.rows)
	hub.packable = PACKED_EACH_TICK
	for (const lane of LANES) runLane(hub, lane, { now, out })
	hub.urgentAt = now
	runBeats(hub, { now, out })
	sweepViews(hub, now)
	sweepLoads(hub, now)
}

function runLane(hub: Hub, lane: Lane, run: { readonly now: Instant; readonly out: Effect[] }): void {
	runGroups(hub, lane, run)
	runPersonal(hub, lane, run)
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
