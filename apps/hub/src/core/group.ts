import type { Lane } from '@lagebild/model/row.ts'
import { headOf } from '@lagebild/picture/picture.ts'

import { affords, spend } from './credit.ts'
import { deltaOf, isEmpty } from './delta.ts'
import { asOfFor, frameOf } from './frame.ts'
import type { Encoded } from './frame.ts'
import type { Group, Hub } from './hub.ts'
import type { Effect, ViewerId } from './input.ts'
import type { View } from './view.ts'
import { leaveGroup } from './viewer.ts'
import type { LaneState, Viewer } from './viewer.ts'

/** A viewer that gets frames, with its lanes. */
export type Live = { readonly viewer: Viewer; readonly lanes: Readonly<Record<Lane, LaneState>> }

/** Measured rows of a slower scope travel at every second, fourth, … tick; the other lanes at each. */
export function isDue(hub: Hub, lane: Lane, view: View): boolean {
	return lane !== 'M' || hub.ticks % view.scope.every === 0
}

/** H3: one delta and one encoding per tick, lane and group. */
export function runGroups(
	hub: Hub,
	lane: Lane,
	{ live, now, out }: { readonly live: readonly Live[]; readonly now: number; readonly out: Effect[] },
): void {
	const members = new Map<View, Live[]>()
	for (const one of live) {
		const state = one.lanes[lane]
		if (!state.synced || !isDue(hub, lane, state.view)) continue
		const others = members.get(state.view)
		if (others) others.push(one)
		else members.set(state.view, [one])
	}
	for (const [view, list] of members) {
		const group = hub.groups[lane].get(view)
		if (group) runGroup(hub, { group, members: list, now, out })
		else for (const { lanes } of list) leaveGroup(lanes[lane], hub.ticks)
	}
}

type GroupRun = { readonly group: Group; readonly members: readonly Live[]; readonly now: number; readonly out: Effect[] }

function runGroup(hub: Hub, run: GroupRun): void {
	const { group, members } = run
	const head = headOf(hub.picture)
	const delta = deltaOf(hub, { lane: group.lane, before: group.view, from: group.at, after: group.view })
	const from = hub.flaw === 'previous-tick' ? group.at : group.written
	group.at = head
	if (isEmpty(delta)) {
		for (const { lanes } of members) lanes[group.lane].sent = head
		return
	}
	for (const [asOf, list] of byAsOf(hub, group.lane, members)) {
		write(hub, { ...run, members: list }, frameOf(hub, { lane: group.lane, view: group.view, from, asOf, delta }))
	}
	group.written = head
	group.writtenAt = run.now
}

/** Nearly always one; viewers who wait in another lane are told an older time. */
function byAsOf(hub: Hub, lane: Lane, members: readonly Live[]): ReadonlyMap<number, readonly Live[]> {
	const parts = new Map<number, Live[]>()
	for (const one of members) {
		const asOf = asOfFor(hub, one.lanes, lane)
		const part = parts.get(asOf)
		if (part) part.push(one)
		else parts.set(asOf, [one])
	}
	return parts
}

/** To the members that can take it; the others leave and get one personal frame when they can. */
function write(hub: Hub, { group, members, now, out }: GroupRun, { message, text }: Encoded): void {
	const to: ViewerId[] = []
	for (const { viewer, lanes } of members) {
		const state = lanes[group.lane]
		if (affords(viewer.credit, group.lane, { bytes: text.length, now, late: isLate(state, hub.ticks) })) {
			spend(viewer.credit, group.lane, { no: message.no, bytes: text.length, now })
			state.sent = message.to
			state.wire = message.to
			to.push(viewer.id)
		} else {
			starve(state, hub.ticks)
			viewer.credit.expected[group.lane] = text.length
		}
	}
	if (to.length > 0) out.push({ type: 'frame', to, message, text })
}

/** Starved a moment ago: it waits for its personal frame, or got one and has not kept step for long since. */
export function isLate({ late, synced, enteredAt }: LaneState, tick: number): boolean {
	return late > 0 && !(synced && tick - enteredAt > RECOVERED_TICKS)
}

function starve(state: LaneState, tick: number): void {
	state.late = isLate(state, tick) ? Math.min(MOST_LATE, state.late + 1) : 1
	leaveGroup(state, tick)
}

/** 5 s in step with the group. */
const RECOVERED_TICKS = 50
/** 4 ticks: a viewer that starves again and again waits at most 0.4 s for company. */
const MOST_LATE = 2

/** Joins the group of its scope, which is at this tick because groups run before personal frames. */
export function enterGroup(hub: Hub, lane: Lane, state: LaneState): void {
	const head = headOf(hub.picture)
	const group = hub.groups[lane].get(state.view)
	if (group?.at !== head) hub.groups[lane].set(state.view, { view: state.view, lane, at: head, written: head, writtenAt: 0 })
	state.synced = true
	state.enteredAt = hub.ticks
}

/** Groups that nobody moved are gone: their members left. */
export function sweepGroups(hub: Hub, lane: Lane): void {
	const head = headOf(hub.picture)
	for (const [view, group] of hub.groups[lane]) {
		if (group.at !== head && isDue(hub, lane, view)) hub.groups[lane].delete(view)
	}
}
