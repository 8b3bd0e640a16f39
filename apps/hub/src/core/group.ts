import type { Lane } from '@lagebild/model/row.ts'
import { headOf } from '@lagebild/picture/picture.ts'

import { addressing } from './addressing.ts'
import { affords, spend } from './credit.ts'
import { groupDelta, isEmpty } from './delta.ts'
import { asOfFor, frameOf } from './frame.ts'
import type { Encoded } from './frame.ts'
import type { Group, Hub } from './hub.ts'
import type { Effect } from './input.ts'
import type { View } from './view.ts'
import { leaveGroup } from './viewer.ts'
import type { LaneState, Live } from './viewer.ts'

/** Measured rows of a slower scope travel at every second, fourth, … tick; the other lanes at each. */
export function isDue(hub: Hub, lane: Lane, view: View): boolean {
	return lane !== 'M' || hub.ticks % view.scope.every === 0
}

type Moment = { readonly now: number; readonly out: Effect[] }

/** H3: one delta and one encoding per tick, lane and group. Groups without members are gone. */
export function runGroups(hub: Hub, lane: Lane, moment: Moment): void {
	const head = headOf(hub.picture)
	for (const group of hub.groups[lane].values()) {
		if (group.members.size === 0) hub.groups[lane].delete(group.view)
		else if (group.at !== head && isDue(hub, lane, group.view)) runGroup(hub, group, moment)
	}
}

function runGroup(hub: Hub, group: Group, moment: Moment): void {
	const head = headOf(hub.picture)
	const delta = groupDelta(hub, group)
	if (!isEmpty(delta)) {
		const from = hub.flaw === 'previous-tick' ? group.at : group.written
		for (const [asOf, list] of byAsOf(hub, group)) {
			const frame = frameOf(hub, { lane: group.lane, view: group.view, from, asOf, delta })
			write(hub, { group, frame, members: list }, moment)
		}
		group.written = head
		group.writtenAt = moment.now
	}
	group.at = head
}

/** Nearly always one; viewers who wait in another lane are told an older time. */
function byAsOf(hub: Hub, { lane, members }: Group): ReadonlyMap<number, readonly Live[]> {
	const parts = new Map<number, Live[]>()
	let last = NaN
	let part: Live[] = []
	let before: Live | undefined
	for (const one of members) {
		const asOf = before && isWithElsewhere(before, one, lane) ? last : asOfFor(hub, one.lanes, lane)
		before = one
		if (asOf !== last) {
			part = parts.get(asOf) ?? []
			parts.set(asOf, part)
			last = asOf
		}
		part.push(one)
	}
	return parts
}

/** In the other lanes too both move with the same groups. */
function isWithElsewhere(a: Live, b: Live, besides: Lane): boolean {
	const [{ U, S, M }, other] = [a.lanes, b.lanes]
	if (besides !== 'U' && (!U.group || U.group !== other.U.group)) return false
	if (besides !== 'S' && (!S.group || S.group !== other.S.group)) return false
	return besides === 'M' || (M.group !== undefined && M.group === other.M.group)
}

type Writing = { readonly group: Group; readonly frame: Encoded; readonly members: readonly Live[] }

/** To the members that can take it; the others leave, where the group was before, and get one personal frame when they can. */
function write(hub: Hub, { group: { lane }, frame, members }: Writing, { now, out }: Moment): void {
	const addressed = addressing(hub, frame)
	for (const one of members) {
		const { viewer, lanes } = one
		const state = lanes[lane]
		const bytes = addressed.bytesFor(viewer)
		if (affords(viewer.credit, lane, { bytes, now, late: isLate(state, hub.ticks) })) {
			spend(viewer.credit, lane, { no: frame.message.no, bytes, now })
			addressed.add(viewer)
		} else {
			starve(hub, lane, one)
			viewer.credit.expected[lane] = bytes
		}
	}
	addressed.send(out)
}

/** Starved a moment ago: it waits for its personal frame, or got one and has not kept step for long since. */
export function isLate({ late, group, enteredAt }: LaneState, tick: number): boolean {
	return late > 0 && !(group && tick - enteredAt > RECOVERED_TICKS)
}

function starve(hub: Hub, lane: Lane, live: Live): void {
	const state = live.lanes[lane]
	state.late = isLate(state, hub.ticks) ? Math.min(MOST_LATE, state.late + 1) : 1
	leaveGroup(hub, lane, live)
}

/** 5 s in step with the group. */
const RECOVERED_TICKS = 50
/** 4 ticks: a viewer that starves again and again waits at most 0.4 s for company. */
const MOST_LATE = 2

/** Joins the group of its scope, which is at this tick because groups run before personal frames. */
export function enterGroup(hub: Hub, lane: Lane, live: Live): void {
	const head = headOf(hub.picture)
	const state = live.lanes[lane]
	const { view } = state
	const held = hub.groups[lane].get(view)
	const group = held?.at === head ? held : { view, lane, members: new Set<Live>(), at: head, written: head, writtenAt: 0 }
	hub.groups[lane].set(view, group)
	group.members.add(live)
	hub.behind[lane].delete(live)
	state.group = group
	state.enteredAt = hub.ticks
}
