import type { Seq } from '@lagebild/model/ids.ts'
import type { Instant } from '@lagebild/model/time.ts'
import type { Change } from '@lagebild/picture/change.ts'

/** H1: how far back a client's cursor may lie. Both hold; beyond `MOST` records the age gives way, so that memory stays bounded (88 MB). */
const KEPT_MS = 120_000
const KEPT = 100_000
const MOST = 1 << 22

export const STATE = 1
export const MEASURED = 2

/** What the last entries changed, oldest first, as a circle of columns. */
export type Ring = {
	/** Every change after this seq is in the ring. */
	floor: number
	/** Place of the oldest record. */
	start: number
	length: number
	seq: Float64Array
	recorded: Float64Array
	index: Int32Array
	before: Int32Array
	flags: Uint8Array
}

export function createRing(floor: Seq, capacity = 1 << 12): Ring {
	return { floor, start: 0, length: 0, ...columns(capacity) }
}

function columns(capacity: number): Pick<Ring, 'seq' | 'recorded' | 'index' | 'before' | 'flags'> {
	return {
		seq: new Float64Array(capacity),
		recorded: new Float64Array(capacity),
		index: new Int32Array(capacity),
		before: new Int32Array(capacity),
		flags: new Uint8Array(capacity),
	}
}

/** Adds one change. `recorded` never falls: it is the journal's time of the entry. */
export function record(ring: Ring, change: Omit<Change, 'after'>, recorded: Instant): void {
	if (ring.length === ring.seq.length) makeRoom(ring, recorded)
	const at = (ring.start + ring.length) % ring.seq.length
	ring.seq[at] = change.seq
	ring.recorded[at] = recorded
	ring.index[at] = change.index
	ring.before[at] = change.before
	ring.flags[at] = (change.state ? STATE : 0) | (change.measured ? MEASURED : 0)
	ring.length++
}

function makeRoom(ring: Ring, now: Instant): void {
	const oldest = ring.recorded[ring.start] ?? 0
	if (ring.length >= MOST || (ring.length > KEPT && oldest < now - KEPT_MS)) forget(ring, now)
	else grow(ring)
}

/** An eighth at most leaves at once. Whole entries leave: a cursor in the middle of one does not exist. */
function forget(ring: Ring, now: Instant): void {
	const full = ring.length >= MOST
	const least = ring.length - Math.max(1, ring.length >> 3)
	while (ring.length > 0 && (ring.seq[ring.start] === ring.floor || (ring.length > least && mayGo(ring, now, full)))) {
		ring.floor = ring.seq[ring.start] ?? ring.floor
		ring.start = (ring.start + 1) % ring.seq.length
		ring.length--
	}
}

function mayGo(ring: Ring, now: Instant, full: boolean): boolean {
	return full || (ring.length > KEPT && (ring.recorded[ring.start] ?? 0) < now - KEPT_MS)
}

function grow(ring: Ring): void {
	const old = { ...ring }
	Object.assign(ring, columns(Math.min(MOST, old.seq.length * 2)), { start: 0 })
	for (let i = 0; i < old.length; i++) {
		const at = (old.start + i) % old.seq.length
		ring.seq[i] = old.seq[at] ?? 0
		ring.recorded[i] = old.recorded[at] ?? 0
		ring.index[i] = old.index[at] ?? 0
		ring.before[i] = old.before[at] ?? 0
		ring.flags[i] = old.flags[at] ?? 0
	}
}

/** Number of records at or before a seq; the record after them, if any, is the first later one. */
export function placeAfter(ring: Ring, seq: number): number {
	let low = 0
	let high = ring.length
	while (low < high) {
		const middle = (low + high) >>> 1
		if ((ring.seq[(ring.start + middle) % ring.seq.length] ?? 0) <= seq) low = middle + 1
		else high = middle
	}
	return low
}

/** When the first change after a seq was recorded: until then, who is at that seq knew everything. */
export function changedAfter(ring: Ring, seq: number): number | undefined {
	const place = placeAfter(ring, seq)
	return place < ring.length ? ring.recorded[(ring.start + place) % ring.seq.length] : undefined
}

/** Entities that changed after a seq, each once: its facet before the first change, and all flags together. */
export type Changed = { readonly index: readonly number[]; readonly before: readonly number[]; readonly flags: readonly number[] }

/** Reusable: `mark[index]` is the place in the result plus one, and zero again when the call ends. */
export type Scratch = { mark: Int32Array }

export function changedSince(ring: Ring, from: number, scratch: Scratch): Changed {
	const changed: Collected = { index: [], before: [], flags: [] }
	for (let place = placeAfter(ring, from); place < ring.length; place++)
		addChange(ring, (ring.start + place) % ring.seq.length, { changed, scratch })
	for (const entity of changed.index) scratch.mark[entity] = 0
	return changed
}

type Collected = { readonly [C in keyof Changed]: number[] }

function addChange(ring: Ring, at: number, { changed, scratch }: { readonly changed: Collected; readonly scratch: Scratch }): void {
	const entity = ring.index[at] ?? 0
	if (entity >= scratch.mark.length) widen(scratch, entity)
	const mark = scratch.mark[entity] ?? 0
	const flags = ring.flags[at] ?? 0
	if (mark > 0) {
		changed.flags[mark - 1] = (changed.flags[mark - 1] ?? 0) | flags
		return
	}
	changed.index.push(entity)
	changed.before.push(ring.before[at] ?? 0)
	changed.flags.push(flags)
	scratch.mark[entity] = changed.index.length
}

function widen(scratch: Scratch, entity: number): void {
	const wider = new Int32Array(Math.max(1_024, 2 * entity))
	wider.set(scratch.mark)
	scratch.mark = wider
}
