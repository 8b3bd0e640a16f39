import { LANES } from '@lagebild/model/row.ts'
import type { Lane } from '@lagebild/model/row.ts'
import { headOf } from '@lagebild/picture/picture.ts'

import { addressing } from './addressing.ts'
import type { Addressed } from './addressing.ts'
import { affords, spend } from './credit.ts'
import { deltaOf, isEmpty } from './delta.ts'
import { asOfFor, frameOf } from './frame.ts'
import type { Encoded } from './frame.ts'
import { enterGroup, isDue, isLate } from './group.ts'
import type { Hub } from './hub.ts'
import type { Effect } from './input.ts'
import type { LaneState, Live } from './viewer.ts'

/**
 * Records scanned and rows written (20 each) for personal frames in one tick and lane: some 5 ms of work, counted because the core has no
 * clock. The first one is always made, so the oldest never waits for ever (H4).
 */
const TICK_BUDGET = 50_000

type Run = { readonly now: number; readonly out: Effect[] }

/** One frame for each viewer that is not in step with its group: after joining, a change of scope, or want of credit. Oldest first. */
export function runPersonal(hub: Hub, lane: Lane, { now, out }: Run): void {
	const made = new Map<string, Made>()
	let budget = TICK_BUDGET
	for (const live of waiting(hub, lane, now)) {
		if (budget <= 0) break
		budget -= serve(hub, lane, { live, now, made })
	}
	for (const { addressed } of made.values()) addressed.send(out)
}

/** Viewers at the same place that are told the same time share one frame as well. */
type Made = { readonly frame: Encoded; readonly empty: boolean; readonly addressed: Addressed }

function waiting(hub: Hub, lane: Lane, now: number): readonly Live[] {
	return [...hub.behind[lane]]
		.filter(({ viewer, lanes }) => {
			const state = lanes[lane]
			if (!isDue(hub, lane, viewer.view)) return false
			if (lane !== 'U' && hub.ticks % 2 ** state.late !== 0) return false
			return affords(viewer.credit, lane, { bytes: viewer.credit.expected[lane], now, late: isLate(state, hub.ticks) })
		})
		.toSorted((a, b) => a.lanes[lane].waitingSince - b.lanes[lane].waitingSince)
}

type Serving = { readonly live: Live; readonly now: number; readonly made: Map<string, Made> }

/** @returns what it cost; nothing when the frame was made for another viewer already. */
function serve(hub: Hub, lane: Lane, { live, now, made }: Serving): number {
	const { viewer, lanes } = live
	const state = lanes[lane]
	const asOf = asOfFor(hub, lanes, lane)
	const key = [viewer.view.serial, state.view.serial, state.sent, state.wire, Number(state.fresh), asOf].join(' ')
	const held = made.get(key)
	const { frame, cost, empty } = held ? { ...held, cost: 0 } : makePersonal(hub, lane, { viewer, lanes, asOf })
	const entry = held ?? { frame, empty, addressed: addressing(hub, frame) }
	made.set(key, entry)
	if (!(empty && hub.flaw === 'elide-personal')) {
		entry.addressed.add(viewer)
		state.wire = frame.message.to
		spend(viewer.credit, lane, { no: frame.message.no, bytes: entry.addressed.bytesFor(viewer), now })
	}
	arrive(hub, state, viewer.view)
	enterGroup(hub, lane, live)
	return cost
}

function makePersonal(
	hub: Hub,
	lane: Lane,
	{ viewer, lanes, asOf }: Pick<Live, 'viewer' | 'lanes'> & { readonly asOf: number },
): { frame: Encoded; empty: boolean; cost: number } {
	const state = lanes[lane]
	const delta = deltaOf(hub, { lane, before: state.view, from: state.sent, after: viewer.view, putOnly: state.fresh })
	const from = hub.flaw === 'sent-as-from' ? state.sent : state.wire
	const previous = state.view === viewer.view ? undefined : state.view
	const frame = frameOf(hub, { lane, view: viewer.view, ...(previous && { previous }), from, asOf, delta })
	return { frame, empty: isEmpty(delta), cost: delta.cost }
}

function arrive(hub: Hub, state: LaneState, view: LaneState['view']): void {
	state.sent = headOf(hub.picture)
	state.view = view
	state.fresh = false
}

/**
 * H7: brings every lane of one viewer to its new, narrower scope before anything else is sent to it.
 * @returns false, and sends nothing, when a lane has no credit: then the viewer has to go.
 */
export function narrowNow(hub: Hub, { viewer, lanes }: Live, { now, out }: Pick<Run, 'now' | 'out'>): boolean {
	if (!LANES.every((lane) => affords(viewer.credit, lane, { bytes: 0, now }))) return false
	for (const lane of LANES) {
		const state = lanes[lane]
		const { frame } = makePersonal(hub, lane, { viewer, lanes, asOf: asOfFor(hub, lanes, lane) })
		const addressed = addressing(hub, frame)
		spend(viewer.credit, lane, { no: frame.message.no, bytes: addressed.bytesFor(viewer), now })
		addressed.add(viewer)
		addressed.send(out)
		arrive(hub, state, viewer.view)
		state.wire = frame.message.to
	}
	return true
}
