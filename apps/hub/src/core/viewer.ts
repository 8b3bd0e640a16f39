import type { Seq } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Want } from '@lagebild/model/protocol.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { Lane } from '@lagebild/model/row.ts'

import { createCredit } from './credit.ts'
import type { Credit, CreditLimits } from './credit.ts'
import type { Group, Hub } from './hub.ts'
import type { ViewerId } from './input.ts'
import type { View } from './view.ts'

/** Where one viewer's content of one lane is, once everything on its way has arrived. */
export type LaneState = {
	/** Scope of the content; until it is the viewer's own, a frame of transition is due. */
	view: View
	/** As long as it moves with it; then `sentOf` and `wireOf` follow from where the group is. */
	group: Group | undefined
	/** The content equals the projection at this seq: nothing visible changed between `wire` and it. */
	sent: Seq
	/** The viewer's own cursor: `to` of the last frame written to it alone. */
	wire: Seq
	/** Number of the tick since which it waits for a personal frame. */
	waitingSince: number
	/** It starved so many times lately: personal frames come every 2^late ticks, so that late viewers meet again (H4). */
	late: number
	/** Nothing was written to it by this hub yet: its rows may come from another hub, so it is sent no moves. */
	fresh: boolean
	/** Number of the tick at which it entered its group. */
	enteredAt: number
}

/**
 * - `loading`: it was told to load and will open again.
 * - `ahead`: its cursor lies ahead of this hub, which may catch up until `deadline` (H6).
 * - `live`: it gets frames.
 */
export type Phase =
	| { readonly type: 'loading' }
	| { readonly type: 'ahead'; readonly seq: Readonly<Record<Lane, Seq>>; readonly deadline: number }
	| Live

/** A viewer that gets frames, with its lanes. */
export type Live = { readonly type: 'live'; readonly viewer: Viewer; readonly lanes: Readonly<Record<Lane, LaneState>> }

export type Viewer = {
	readonly id: ViewerId
	grant: Grant
	want: Want
	/** What it shall see: computed from its grant and its wish, never taken from the client. */
	view: View
	/** Changed by `enter` alone. */
	phase: Phase
	/** It reads `packed`. */
	readonly packed: boolean
	credit: Credit
	/** Clock times of its last scope changes, resyncs and opens: all are limited. */
	scopeTimes: number[]
	resyncTimes: number[]
	openTimes: number[]
	/** A wish that came too soon after others: taken at the first tick that may. */
	deferred: Want | undefined
}

export function createViewer(seed: Pick<Viewer, 'id' | 'grant' | 'want' | 'view' | 'packed'>, limits: CreditLimits): Viewer {
	return {
		...seed,
		phase: { type: 'loading' },
		credit: createCredit(limits),
		scopeTimes: [],
		resyncTimes: [],
		openTimes: [],
		deferred: undefined,
	}
}

export function liveAt(viewer: Viewer, seq: Readonly<Record<Lane, Seq>>, tick: number): Live {
	const lane = (name: Lane): LaneState => ({
		view: viewer.view,
		group: undefined,
		sent: seq[name],
		wire: seq[name],
		waitingSince: tick,
		late: 0,
		fresh: true,
		enteredAt: tick,
	})
	return { type: 'live', viewer, lanes: { U: lane('U'), S: lane('S'), M: lane('M') } }
}

/** The only way into another phase: who gets frames stands in a group or among those behind, in each lane. */
export function enter(hub: Hub, viewer: Viewer, phase: Phase): void {
	leaveAll(hub, viewer)
	viewer.phase = phase
	if (phase.type === 'live') for (const lane of LANES) hub.behind[lane].add(phase)
}

export function forget(hub: Hub, viewer: Viewer): void {
	leaveAll(hub, viewer)
	hub.viewers.delete(viewer.id)
}

function leaveAll(hub: Hub, { phase }: Viewer): void {
	if (phase.type !== 'live') return
	for (const lane of LANES) {
		phase.lanes[lane].group?.members.delete(phase)
		hub.behind[lane].delete(phase)
	}
}

export function sentOf({ group, sent }: LaneState): Seq {
	return group ? group.at : sent
}

export function wireOf({ group, wire }: LaneState): Seq {
	return group && group.written > wire ? group.written : wire
}

export function inStep({ U, S, M }: Readonly<Record<Lane, LaneState>>): boolean {
	return U.group !== undefined && S.group !== undefined && M.group !== undefined
}

/** Takes a viewer out of its group: it gets one personal frame when it may. */
export function leaveGroup(hub: Hub, lane: Lane, live: Live): void {
	const state = live.lanes[lane]
	const { group } = state
	if (!group) return
	state.sent = sentOf(state)
	state.wire = wireOf(state)
	state.group = undefined
	state.waitingSince = hub.ticks
	group.members.delete(live)
	hub.behind[lane].add(live)
}
