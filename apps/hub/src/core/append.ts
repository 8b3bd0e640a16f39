import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { SystemEvent } from '@lagebild/model/event.ts'
import { laneOf } from '@lagebild/model/kinds/policy.ts'
import { operationAfter } from '@lagebild/model/operation-history.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { newerEntry } from '@lagebild/model/upgrade.ts'
import { NO_FACET } from '@lagebild/picture/change.ts'
import type { Change } from '@lagebild/picture/change.ts'
import { apply, headOf } from '@lagebild/picture/picture.ts'
import { facet } from '@lagebild/picture/read.ts'

import { noticeApplied } from './answer.ts'
import type { Come } from './early.ts'
import { HOLE_MS } from './hole.ts'
import type { Hub } from './hub.ts'
import type { Effect, Input } from './input.ts'
import { withdrawLoads } from './load.ts'
import { noticeRegranted } from './regrant.ts'
import { record } from './ring.ts'
import { tellOperation } from './tell-operation.ts'
import { OTHERS_FIRST_MS, thin } from './thin.ts'
import { runAwaited, runUrgent } from './tick.ts'

type Moment = { readonly now: Instant; readonly out: Effect[] }
type Run = Moment & { readonly applied: Entry[] }

/** Applies what was committed, strictly by seq. */
export function appended(hub: Hub, { entries, now, elsewhere }: Extract<Input, { type: 'appended' }>, out: Effect[]): void {
	if (hub.newer) return
	const run: Run = { now, out, applied: [] }
	let urgent = false
	for (const entry of entries) urgent = takeEntry(hub, { entry, elsewhere: elsewhere ?? false }, run) || urgent
	if (run.applied.length > 0) out.push({ type: 'applied', entries: run.applied })
	noticeWhere(hub, run, elsewhere === undefined)
	if (urgent && !hub.stopping) runUrgent(hub, now, out)
	runAwaited(hub, run.applied, { now, out })
}

/** Whether something is missing, and if not, whether this was the journal's head. */
function noticeWhere(hub: Hub, run: Run, isHead: boolean): void {
	if (hub.newer) {
		hub.early.clear()
		hub.hole = undefined
	} else if (hub.early.size > 0) noticeHole(hub, run)
	else if (!hub.hole?.doubt) {
		hub.hole = undefined
		if (isHead) hub.asOf = Math.max(hub.asOf, run.now)
	}
}

/** Also between two ticks: what is missing is asked for as soon as it is late. */
function noticeHole(hub: Hub, { now, out }: Moment): void {
	if (hub.hole) return
	hub.hole = { since: now, asked: false }
	out.push({ type: 'wake', inMs: HOLE_MS })
}

/** One that comes early waits for those before it; one that was applied already is nothing. */
function takeEntry(hub: Hub, come: Come, run: Run): boolean {
	const { entry } = come
	const next = headOf(hub.picture) + 1
	if (entry.seq > next) hub.early.keep(come)
	if (entry.seq !== next || isForeign(hub, entry, run) || isNewer(hub, entry)) return false
	const urgent = applyEntry(hub, come, run)
	return applyEarly(hub, run) || urgent
}

function applyEarly(hub: Hub, run: Run): boolean {
	let urgent = false
	for (;;) {
		const come = hub.early.take(headOf(hub.picture) + 1)
		if (!come) return urgent
		if (isForeign(hub, come.entry, run) || isNewer(hub, come.entry)) return urgent
		urgent = applyEntry(hub, come, run) || urgent
	}
}

/** N4: it does not follow from what was applied. Either it is not this journal's, or this journal lost what was applied. */
function isForeign(hub: Hub, entry: Entry, { now, out }: Moment): boolean {
	if (hub.hash === undefined || entry.prevHash === hub.hash) return false
	hub.early.clear()
	out.push({ type: 'doubted', after: headOf(hub.picture) })
	if (!hub.hole?.doubt) hub.hole = { since: now, asked: false, doubt: true }
	return true
}

/** A20. Up to this entry the picture was the present one. */
function isNewer(hub: Hub, entry: Entry): boolean {
	const what = newerEntry(entry)
	if (what === undefined) return false
	hub.newer = { seq: entry.seq, what }
	hub.asOf = entry.recorded
	return true
}

function applyEntry(hub: Hub, { entry, elsewhere }: Come, moment: Run): boolean {
	let urgent = false
	if (hub.hash !== undefined) hub.hash = entry.hash
	if (hub.hole?.doubt) hub.hole = undefined
	moment.applied.push(entry)
	for (const change of apply(hub.picture, entry)) {
		note(hub, change, entry.recorded)
		urgent = urgent || (change.state && isUrgent(hub, change))
	}
	noticeApplied(hub, entry, moment.out)
	noticeSystem(hub, entry, moment)
	thin(hub, entry, elsewhere ? moment.now + OTHERS_FIRST_MS : 0)
	return urgent
}

/** What the journal says about itself takes effect at its place. */
function noticeSystem(hub: Hub, { body }: Entry, moment: Moment): void {
	if (body.type !== 'event' || isStatement(body.event)) return
	if (body.event.op === 'regranted') noticeRegranted(hub, body.event, moment)
	noticeOperation(hub, body.event, moment.out)
}

/** A15: the journal says what the operation is now; everybody who follows it hears that at once. */
function noticeOperation(hub: Hub, event: SystemEvent, out: Effect[]): void {
	const after = operationAfter(hub.operation, event)
	if (after === hub.operation) return
	hub.operation = after
	tellOperation(hub, out)
}

function isUrgent(hub: Hub, { before, after }: Change): boolean {
	const number = after === NO_FACET ? before : after
	return number !== NO_FACET && laneOf(facet(hub.picture, number).kind) === 'U'
}

function note(hub: Hub, change: Change, recorded: Instant): void {
	record(hub.ring, change, recorded)
	if (change.measured) hub.rows.stale.add(change.index)
	withdrawLoads(hub, change)
}
