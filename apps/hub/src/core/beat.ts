import { Digest } from '@lagebild/model/digest.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import type { Cursors } from '@lagebild/model/protocol.ts'
import type { Lane } from '@lagebild/model/row.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { facetAt, idAt, size, versionAt } from '@lagebild/picture/read.ts'

import { completeUntil } from './frame.ts'
import type { Group, Hub } from './hub.ts'
import type { Effect, ViewerId } from './input.ts'
import { LANE_BIT, seenLanes } from './view.ts'
import type { View } from './view.ts'
import { inStep } from './viewer.ts'

/** After so long without a frame, so that a client knows that silence means quiet. */
const QUIET_MS = 2_000
/** At the latest, also under constant frames: the cursors of idle lanes must not fall out of the ring, and digests must be compared. */
const OFTEN_MS = 10_000

/** Classes that come and go are not remembered for ever. */
const MOST_CLASSES = 1_000

type Moment = { readonly now: number; readonly out: Effect[] }

/** One beat per scope, to the viewers that are in step in all lanes. */
export function runBeats(hub: Hub, moment: Moment): void {
	const due = classDue(hub, moment.now)
	for (const view of hub.groups.M.keys()) {
		const groups = groupsOf(hub, view)
		if (groups && (view.stateKey === due || isQuiet(view, groups, moment.now)))
			beat(hub, { view, groups, due: view.stateKey === due }, moment)
	}
}

type Beating = { readonly view: View; readonly groups: Groups; readonly due: boolean }

function beat(hub: Hub, { view, groups, due }: Beating, { now, out }: Moment): void {
	const to: ViewerId[] = []
	for (const { viewer, lanes } of groups.M.members) if (inStep(lanes)) to.push(viewer.id)
	if (to.length === 0) return
	view.beatAt = now
	const { from, to: until } = cursorsOf(groups)
	const digest = due ? { digest: digestsOf(hub, view) } : {}
	out.push({ type: 'beat', to, message: { scopeId: view.id, from, to: until, asOf: completeUntil(hub, groups.M.at), ...digest } })
}

type Groups = Readonly<Record<Lane, Group>>

function groupsOf(hub: Hub, view: View): Groups | undefined {
	const U = hub.groups.U.get(view)
	const S = hub.groups.S.get(view)
	const M = hub.groups.M.get(view)
	return U && S && M && { U, S, M }
}

function isQuiet(view: View, groups: Groups, now: number): boolean {
	const last = Math.max(groups.U.writtenAt, groups.S.writtenAt, groups.M.writtenAt)
	return now - Math.max(last, view.beatAt) >= QUIET_MS || now - view.beatAt >= OFTEN_MS
}

function cursorsOf({ U, S, M }: Groups): { readonly from: Cursors; readonly to: Cursors } {
	return { from: { U: U.written, S: S.written, M: M.written }, to: { U: U.at, S: S.at, M: M.at } }
}

/** When each class of readers was sent digests, and those of the present head. */
export type Digests = {
	readonly at: Map<string, number>
	known: { readonly key: string; readonly head: Seq; readonly U: string; readonly S: string } | undefined
}

export function createDigests(): Digests {
	return { at: new Map(), known: undefined }
}

/**
 * C3, F4: the class of readers that is sent digests at this tick, one at most, and each every 10 s at most: all rows of the class are looked at, once for all
 * of its views. It is one of which a view has a beat due.
 */
function classDue(hub: Hub, now: number): string | undefined {
	for (const view of hub.groups.M.keys()) {
		if (now - (hub.digests.at.get(view.stateKey) ?? 0) < OFTEN_MS) continue
		const groups = groupsOf(hub, view)
		if (!groups || !isQuiet(view, groups, now) || !isAtHead(hub, groups)) continue
		if (hub.digests.at.size >= MOST_CLASSES) hub.digests.at.clear()
		hub.digests.at.set(view.stateKey, now)
		return view.stateKey
	}
	return undefined
}

function isAtHead(hub: Hub, { U, S }: Groups): boolean {
	const head = headOf(hub.picture)
	return U.at === head && S.at === head
}

function digestsOf(hub: Hub, view: View): { readonly U: string; readonly S: string } {
	const head = headOf(hub.picture)
	const { known } = hub.digests
	if (known?.key === view.stateKey && known.head === head) return { U: known.U, S: known.S }
	const digest = { U: digestOf(hub, view, 'U'), S: digestOf(hub, view, 'S') }
	hub.digests.known = { key: view.stateKey, head, ...digest }
	return digest
}

/** Of everything that the view sees of a lane at the head. */
export function digestOf(hub: Hub, view: View, lane: Lane): string {
	const digest = new Digest()
	for (let index = 0; index < size(hub.picture); index++) {
		if ((seenLanes(view, hub.picture, facetAt(hub.picture, index)) & LANE_BIT[lane]) === 0) continue
		const version = versionAt(hub.picture, index, lane)
		if (version !== undefined) digest.add(idAt(hub.picture, index), version)
	}
	return digest.toString()
}
