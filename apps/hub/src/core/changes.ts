import type { Lane } from '@lagebild/model/row.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { facetAt } from '@lagebild/picture/read.ts'

import type { Delta } from './delta.ts'
import type { Hub } from './hub.ts'
import { changedAfter, changedSince, MEASURED, STATE } from './ring.ts'
import type { Changed } from './ring.ts'

/** What was worked out about the present head, for all who are at the same place before it. */
export type Changes = {
	head: number
	readonly since: Map<number, Changed>
	readonly state: Map<number, Columns>
	readonly measured: Map<number, Columns>
	readonly after: Map<number, number | undefined>
	/** What groups of lanes U and S are told, by lane, class of readers and `from`: it does not depend on the cover (F4). */
	readonly shared: Map<string, Delta>
}

/** Changes that can concern one kind of lane, as columns: thousands of groups look through them at each tick (F3). */
export type Columns = {
	readonly index: Int32Array
	readonly before: Int32Array
	readonly after: Int32Array
	readonly flags: Uint8Array
}

export function createChanges(): Changes {
	return { head: -1, since: new Map(), state: new Map(), measured: new Map(), after: new Map(), shared: new Map() }
}

export function presentChanges(hub: Hub): Changes {
	const head = headOf(hub.picture)
	const { changes } = hub
	if (changes.head === head) return changes
	changes.head = head
	changes.since.clear()
	changes.state.clear()
	changes.measured.clear()
	changes.after.clear()
	changes.shared.clear()
	return changes
}

export function changesSince(hub: Hub, from: number): Changed {
	const { since } = presentChanges(hub)
	const known = since.get(from) ?? changedSince(hub.ring, from, hub.scratch)
	since.set(from, known)
	return known
}

/** Those that can show in this lane to somebody who sees the same as before: its rows are others, or who may see them are. */
export function columnsSince(hub: Hub, lane: Lane, from: number): Columns {
	const known = presentChanges(hub)[lane === 'M' ? 'measured' : 'state']
	const columns = known.get(from) ?? columnsOf(hub, changesSince(hub, from), lane === 'M' ? MEASURED : STATE)
	known.set(from, columns)
	return columns
}

function columnsOf({ picture }: Hub, { index, before, flags }: Changed, flag: number): Columns {
	const places: number[] = []
	for (const [i, entity] of index.entries()) {
		if (((flags[i] ?? 0) & flag) !== 0 || before[i] !== facetAt(picture, entity)) places.push(i)
	}
	return {
		index: Int32Array.from(places, (i) => index[i] ?? 0),
		before: Int32Array.from(places, (i) => before[i] ?? 0),
		after: Int32Array.from(places, (i) => facetAt(picture, index[i] ?? -1)),
		flags: Uint8Array.from(places, (i) => flags[i] ?? 0),
	}
}

/** When the first change after a seq was recorded; undefined at the head. */
export function firstChangeAfter(hub: Hub, at: number): number | undefined {
	const { after } = presentChanges(hub)
	if (!after.has(at)) after.set(at, changedAfter(hub.ring, at))
	return after.get(at)
}
