import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { SystemEvent } from '@lagebild/model/event.ts'
import { laneOf } from '@lagebild/model/kinds/table.ts'
import { operationAfter } from '@lagebild/model/operation-history.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { newerEntry } from '@lagebild/model/upgrade.ts'
import { NO_FACET } from '@lagebild/picture/change.ts'
import type { Change } from '@lagebild/picture/change.ts'
import { apply, headOf } from '@lagebild/picture/picture.ts'
import { facet } from '@lagebild/picture/read.ts'

import { noticeApplied } from './answer.ts'
import type { Hub } from './hub.ts'
import type { Effect, Input } from './input.ts'
import { withdrawLoads } from './load.ts'
import { noticeRegranted } from './regrant.ts'
import { record } from './ring.ts'
import { tellOperation } from './tell-operation.ts'
import { thin } from './thin.ts'
import { runUrgent } from './tick.ts'

/** More entries than this ahead of a hole are not kept: the journal has them. */
const MOST_EARLY = 10_000

type Moment = { readonly now: Instant; readonly out: Effect[] }

/** Applies what was committed, strictly by seq. */
export function appended(hub: Hub, { entries, now }: Extract<Input, { type: 'appended' }>, out: Effect[]): void {
	if (hub.newer) return
	let urgent = false
	for (const entry of entries) urgent = takeEntry(hub, entry, { now, out }) || urgent
	if (hub.newer) {
		hub.early.clear()
		hub.hole = undefined
	} else if (hub.early.size === 0) {
		hub.hole = undefined
		hub.asOf = Math.max(hub.asOf, now)
	} else hub.hole ??= { since: now, asked: false }
	if (urgent && !hub.stopping) runUrgent(hub, now, out)
}

/** One that comes early waits for those before it; one that was applied already is nothing. */
function takeEntry(hub: Hub, entry: Entry, moment: Moment): boolean {
	const next = headOf(hub.picture) + 1
	if (entry.seq > next && hub.early.size < MOST_EARLY) hub.early.set(entry.seq, entry)
	if (entry.seq !== next || isNewer(hub, entry)) return false
	const urgent = applyEntry(hub, entry, moment)
	return applyEarly(hub, moment) || urgent
}

function applyEarly(hub: Hub, moment: Moment): boolean {
	let urgent = false
	for (;;) {
		const next = headOf(hub.picture) + 1
		const entry = hub.early.get(next)
		if (!entry || isNewer(hub, entry)) return urgent
		hub.early.delete(next)
		urgent = applyEntry(hub, entry, moment) || urgent
	}
}

/** A20. Up to this entry the picture was the present one. */
function isNewer(hub: Hub, entry: Entry): boolean {
	const what = newerEntry(entry)
	if (what === undefined) return false
	hub.newer = { seq: entry.seq, what }
	hub.asOf = entry.recorded
	return true
}

function applyEntry(hub: Hub, entry: Entry, moment: Moment): boolean {
	let urgent = false
	for (const change of apply(hub.picture, entry)) {
		note(hub, change, entry.recorded)
		urgent = urgent || (change.state && isUrgent(hub, change))
	}
	noticeApplied(hub, entry, moment.out)
	noticeSystem(hub, entry, moment)
	thin(hub, entry)
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
