import { Digest } from '@lagebild/model/digest.ts'
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

/** One beat per scope, to the viewers that are in step in all lanes. */
export function runBeats(hub: Hub, { now, out }: { readonly now: number; readonly out: Effect[] }): void {
	for (const [view, { members }] of hub.groups.M) {
		const groups = groupsOf(hub, view)
		if (!groups || !isQuiet(view, groups, now)) continue
		const to: ViewerId[] = []
		for (const { viewer, lanes } of members) if (inStep(lanes)) to.push(viewer.id)
		if (to.length === 0) continue
		view.beatAt = now
		const { from, to: until } = cursorsOf(groups)
		out.push({
			type: 'beat',
			to,
			message: { scopeId: view.id, from, to: until, asOf: completeUntil(hub, groups.M.at), ...digestsOf(hub, { view, groups, now }) },
		})
	}
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

/** C3: of U and S, whose groups are at the head at every tick; every 10 s at most, because it reads all rows of the view. */
function digestsOf(
	hub: Hub,
	{ view, groups, now }: { readonly view: View; readonly groups: Groups; readonly now: number },
): { digest?: { U: string; S: string } } {
	const head = headOf(hub.picture)
	if (now - view.digestAt < OFTEN_MS || groups.U.at !== head || groups.S.at !== head) return {}
	view.digestAt = now
	const { known } = hub.digests
	if (hub.digests.head !== head) known.clear()
	hub.digests.head = head
	const digest = known.get(view.stateKey) ?? { U: digestOf(hub, view, 'U'), S: digestOf(hub, view, 'S') }
	known.set(view.stateKey, digest)
	return { digest }
}

/** Of lanes U and S at one head, by class of readers. */
export type Digests = { head: number; readonly known: Map<string, { readonly U: string; readonly S: string }> }

export function createDigests(): Digests {
	return { head: -1, known: new Map() }
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
