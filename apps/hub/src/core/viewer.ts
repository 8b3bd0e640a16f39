import type { Seq } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Want } from '@lagebild/model/protocol.ts'
import { LANES } from '@lagebild/model/row.ts'
import type { Lane } from '@lagebild/model/row.ts'

import { createCredit } from './credit.ts'
import type { Credit, CreditLimits } from './credit.ts'
import type { ViewerId } from './input.ts'
import type { View } from './view.ts'

/** Where one viewer's content of one lane is, once everything on its way has arrived. */
export type LaneState = {
	/** Scope of the content; until it is the viewer's own, a frame of transition is due. */
	view: View
	/** The content equals the projection at this seq: nothing visible changed between `wire` and it. */
	sent: Seq
	/** The viewer's own cursor: `to` of the last frame written to it. */
	wire: Seq
	/** True as long as it moves with its group. */
	synced: boolean
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
	| { readonly type: 'live'; readonly lanes: Readonly<Record<Lane, LaneState>> }

export type Viewer = {
	readonly id: ViewerId
	grant: Grant
	want: Want
	/** What it shall see: computed from its grant and its wish, never taken from the client. */
	view: View
	phase: Phase
	credit: Credit
	/** Clock times of its last scope changes, resyncs and opens: all are limited. */
	scopeTimes: number[]
	resyncTimes: number[]
	openTimes: number[]
	/** A wish that came too soon after others: taken at the first tick that may. */
	deferred: Want | undefined
}

export function createViewer(seed: Pick<Viewer, 'id' | 'grant' | 'want' | 'view'>, limits: CreditLimits): Viewer {
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

export function liveAt(view: View, seq: Readonly<Record<Lane, Seq>>, tick: number): Phase {
	const lane = (name: Lane): LaneState => ({
		view,
		sent: seq[name],
		wire: seq[name],
		synced: false,
		waitingSince: tick,
		late: 0,
		fresh: true,
		enteredAt: tick,
	})
	return { type: 'live', lanes: { U: lane('U'), S: lane('S'), M: lane('M') } }
}

export function inStep(lanes: Readonly<Record<Lane, LaneState>>): boolean {
	return LANES.every((lane) => lanes[lane].synced)
}

/** Takes a viewer out of its group: it gets one personal frame when it may. */
export function leaveGroup(lane: LaneState, tick: number): void {
	if (!lane.synced) return
	lane.synced = false
	lane.waitingSince = tick
}
