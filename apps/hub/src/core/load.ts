import { fault } from '@lagebild/model/fault.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import type { Grant, Label } from '@lagebild/model/label.ts'
import type { Load } from '@lagebild/model/protocol.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { NO_FACET } from '@lagebild/picture/change.ts'
import type { Change } from '@lagebild/picture/change.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { facet, facetAt } from '@lagebild/picture/read.ts'
import { scopeIdOf, scopeOf } from '@lagebild/picture/scope.ts'
import type { Scope } from '@lagebild/picture/scope.ts'
import { expired, reaches, readable } from '@lagebild/picture/visible.ts'

import { collect } from './collect.ts'
import type { Collected } from './collect.ts'
import { outdated } from './grant.ts'
import type { Hub } from './hub.ts'
import type { Effect, Input, RequestId } from './input.ts'
import { measuredRow, stateRow } from './rows.ts'
import { createView, LANE_BIT, seenLanes } from './view.ts'
import type { View } from './view.ts'
import { mayHave, viewById } from './views.ts'

/** S2: a load is shared for so long; what happened since comes from the ring. */
const FRESH_MS = 2_000
/**
 * And kept for so long to be brought up to date, which costs what changed, and while all of them take no more than this: of many covers those
 * that were asked for last. What a row takes is guessed, with its text and that deflated, which last as long as the load; a thing that is not in it has its place there.
 */
const KEPT_MS = 10_000
const KEPT_BYTES = 64_000_000
const ROW_BYTES = 400
const PLACE_BYTES = 8
/** S5: parts that are being read, and of those asked for first by one credential. */
const MOST_BUILDS = 256
const MOST_EACH = 64
const SWEEP_TICKS = 20

/**
 * Half of a load: the rows of lanes U and S, or those of lane M. Viewers of one class share the first and those of one cover the second;
 * every lane has a cursor of its own, so the halves need not be of the same moment.
 */
export type Part = {
	readonly view: View
	readonly seq: Seq
	readonly asOf: number
	readonly at: Instant
	readonly rows: readonly Row[]
	readonly measured: readonly MeasuredRow[]
	/** One of both. */
	readonly state?: Collected<Row>
	readonly moving?: Collected<MeasuredRow>
	/** As guessed. */
	readonly bytes: number
}

type Rows = Pick<Part, 'rows' | 'measured' | 'state' | 'moving'>
type Build = { readonly key: string; readonly view: View; readonly work: Generator<undefined, Rows> }
type Ask = { readonly request: RequestId; readonly grant: Grant; readonly view: View; state: Part | undefined; measured: Part | undefined }

/** What was read for a class of readers, for as long as anybody still writes it down or sends it. */
type Given = Pick<View, 'scope'> & { readonly rows: WeakRef<Rows['rows']>; readonly measured: WeakRef<Rows['measured']> }

/** Loads that are ready, being read, and waited for. */
export type Loads = {
	/** Least lately asked for first. */
	readonly parts: Map<string, Part>
	bytes: number
	readonly most: number
	/** By who asked first; whose turn it is next first. */
	readonly builds: Map<string, readonly Build[]>
	readonly building: Set<string>
	asks: Ask[]
	/** Of all parts, also those that a newer one has replaced. */
	readonly given: Set<Given>
	/** Parts that hold what a reader of theirs may not see any more (S3). */
	readonly withdrawn: WeakSet<Rows['rows'] | Rows['measured']>
	slicing: boolean
}

export function createLoads(most = KEPT_BYTES): Loads {
	return {
		parts: new Map(),
		bytes: 0,
		most,
		builds: new Map(),
		building: new Set(),
		asks: [],
		given: new Set(),
		withdrawn: new WeakSet(),
		slicing: false,
	}
}

function stateKey({ scope: { reader, kinds } }: View): string {
	return JSON.stringify(['state', reader.clearance, reader.organisation ?? null, [...kinds]])
}

function measuredKey({ scope }: View): string {
	return `measured ${scope.key}`
}

/** All rows of a scope. The scope is one that this grant was welcomed with; any other id is no scope at all. */
export function loadRows(hub: Hub, asked: Extract<Input, { type: 'rows' }>, out: Effect[]): void {
	const { request, grant, now } = asked
	const view = mayLoad(hub, grant, now) ? viewAsked(hub, asked) : undefined
	if (!view) {
		out.push({ type: 'refuse', request, fault: NOT_GIVEN })
		return
	}
	view.usedAt = now
	const ask: Ask = { request, grant, view, state: freshPart(hub, stateKey(view), now), measured: freshPart(hub, measuredKey(view), now) }
	if (!answer(hub, ask, { now, out })) seek(hub, ask, out)
}

/** N8: another hub named the scope; the same grant and wish give the same id here. Nobody follows it here yet, so it is not kept. */
function viewAsked(hub: Hub, { grant, scopeId, want, now }: Extract<Input, { type: 'rows' }>): View | undefined {
	const known = viewById(hub, scopeId, grant)
	if (known || !want) return known
	const scope = scopeOf(grant, want)
	return scopeIdOf(scope) === scopeId ? createView(scope, ++hub.serials, now) : undefined
}

const NOT_GIVEN = fault('bad-cursor', 'this scope was not given to this credential by this hub')

function mayLoad(hub: Hub, grant: Grant, now: Instant): boolean {
	return !expired(grant, now) && reaches(grant, hub.operation.id) && !outdated(hub, grant)
}

function freshPart({ loads }: Hub, key: string, now: Instant): Part | undefined {
	const part = loads.parts.get(key)
	if (!part || now - part.at > FRESH_MS) return undefined
	loads.parts.delete(key)
	loads.parts.set(key, part)
	return part
}

/** Lets a request wait for what is missing, which is read once for all who wait for it. */
function seek(hub: Hub, ask: Ask, out: Effect[]): void {
	const { loads } = hub
	const missing = missingIn(hub, ask).filter(({ key }) => !loads.building.has(key))
	const own = loads.builds.get(ask.grant.credential) ?? []
	if (missing.length > 0 && (loads.building.size >= MOST_BUILDS || own.length >= MOST_EACH)) {
		out.push({ type: 'refuse', request: ask.request, fault: fault('too-many-requests', 'too many whole pictures are being read') })
		return
	}
	for (const { key } of missing) loads.building.add(key)
	if (missing.length > 0) loads.builds.set(ask.grant.credential, [...own, ...missing])
	loads.asks.push(ask)
	if (!loads.slicing) out.push({ type: 'slice' })
	loads.slicing = true
}

function missingIn(hub: Hub, { view, state, measured }: Ask): readonly Build[] {
	return [
		...(state ? [] : [{ key: stateKey(view), view, work: readState(hub, view) }]),
		...(measured ? [] : [{ key: measuredKey(view), view, work: readMeasured(hub, view) }]),
	]
}

function* readState(hub: Hub, view: View): Generator<undefined, Rows> {
	const sees = (index: number): boolean => (seenLanes(view, hub.picture, facetAt(hub.picture, index)) & (LANE_BIT.U | LANE_BIT.S)) !== 0
	const read = (index: number): Row | undefined => (sees(index) ? stateRow(hub.picture, index, view) : undefined)
	const state = yield* collect(hub, read, hub.loads.parts.get(stateKey(view))?.state)
	return { rows: state.rows, measured: [], state }
}

function* readMeasured(hub: Hub, view: View): Generator<undefined, Rows> {
	const sees = (index: number): boolean => (seenLanes(view, hub.picture, facetAt(hub.picture, index)) & LANE_BIT.M) !== 0
	const read = (index: number): MeasuredRow | undefined => (sees(index) ? measuredRow(hub.picture, hub.rows, index) : undefined)
	const moving = yield* collect(hub, read, hub.loads.parts.get(measuredKey(view))?.moving)
	return { rows: [], measured: moving.rows, moving }
}

/** S1: one piece of what is being read, of one asker after the other. */
export function sliced(hub: Hub, { now }: Extract<Input, { type: 'sliced' }>, out: Effect[]): void {
	const { loads } = hub
	const [turn] = loads.builds
	if (turn) readOn(hub, turn, { now, out })
	loads.slicing = loads.builds.size > 0
	if (loads.slicing) out.push({ type: 'slice' })
}

function readOn(hub: Hub, [asker, [build, ...others]]: readonly [string, readonly Build[]], moment: Moment): void {
	const { builds } = hub.loads
	const read = build?.work.next()
	builds.delete(asker)
	const left = build && !read?.done ? [build, ...others] : others
	if (left.length > 0) builds.set(asker, left)
	if (build && read?.done) finish(hub, build, { part: partOf(hub, build, { ...read.value, now: moment.now }), ...moment })
}

function partOf(hub: Hub, { view }: Build, { now, ...rows }: Rows & { readonly now: Instant }): Part {
	return { view, seq: headOf(hub.picture), asOf: hub.asOf, at: now, ...rows, bytes: bytesOf(rows) }
}

type Moment = { readonly now: Instant; readonly out: Effect[] }

function finish(hub: Hub, { key }: Build, { part, now, out }: Moment & { readonly part: Part }): void {
	const { loads } = hub
	const before = loads.parts.get(key)
	if (before?.rows !== part.rows || before.measured !== part.measured)
		loads.given.add({ scope: part.view.scope, rows: new WeakRef(part.rows), measured: new WeakRef(part.measured) })
	keep(loads, key, part)
	loads.building.delete(key)
	const asks = loads.asks
	loads.asks = []
	for (const ask of asks) {
		if (!ask.state && stateKey(ask.view) === key) ask.state = part
		if (!ask.measured && measuredKey(ask.view) === key) ask.measured = part
		if (!answer(hub, ask, { now, out })) seek(hub, ask, out)
	}
}

/** The newest stays, however large it is. */
function keep(loads: Loads, key: string, part: Part): void {
	drop(loads, key)
	loads.parts.set(key, part)
	loads.bytes += part.bytes
	for (const oldest of loads.parts.keys()) {
		if (loads.bytes <= loads.most || oldest === key) return
		drop(loads, oldest)
	}
}

function drop(loads: Loads, key: string): void {
	const part = loads.parts.get(key)
	if (!part) return
	loads.parts.delete(key)
	loads.bytes -= part.bytes
}

function bytesOf({ rows, measured, state, moving }: Rows): number {
	return ROW_BYTES * (rows.length + measured.length) + PLACE_BYTES * ((state ?? moving)?.found.length ?? 0)
}

/** @returns false while something is missing. Whether the scope is this grant's is asked once more: reading took its time. */
function answer(hub: Hub, ask: Ask, { now, out }: Moment): boolean {
	const { request, grant, view } = ask
	const { withdrawn } = hub.loads
	if (ask.state && withdrawn.has(ask.state.rows)) ask.state = undefined
	if (ask.measured && withdrawn.has(ask.measured.measured)) ask.measured = undefined
	if (!ask.state || !ask.measured) return false
	if (!mayLoad(hub, grant, now) || !mayHave(view, grant)) out.push({ type: 'refuse', request, fault: NOT_GIVEN })
	else out.push({ type: 'load', request, load: loadOf(hub, view, { state: ask.state, measured: ask.measured }) })
	return true
}

function loadOf(hub: Hub, view: View, { state, measured }: { readonly state: Part; readonly measured: Part }): Load {
	return {
		epoch: hub.epoch,
		scopeId: view.id,
		seq: { U: state.seq, S: state.seq, M: measured.seq },
		asOf: Math.min(state.asOf, measured.asOf),
		rows: state.rows,
		measured: measured.measured,
	}
}

/** S3: a label that came to hide something from a class of readers ends the loads that show it to them. */
export function withdrawLoads(hub: Hub, { before, after }: Pick<Change, 'before' | 'after'>): void {
	const { loads } = hub
	const { parts, given, withdrawn } = loads
	if (given.size === 0 || before === after || before === NO_FACET || after === NO_FACET) return
	const [was, is] = [facet(hub.picture, before).label, facet(hub.picture, after).label]
	if (was === is) return
	for (const [key, { view }] of parts) if (hides(view.scope, was, is)) drop(loads, key)
	for (const one of given) if (hides(one.scope, was, is)) withdraw(withdrawn, one)
}

function withdraw(withdrawn: Loads['withdrawn'], given: Given): void {
	const [rows, measured] = [given.rows.deref(), given.measured.deref()]
	if (rows) withdrawn.add(rows)
	if (measured) withdrawn.add(measured)
}

function hides({ reader }: Scope, was: Label, is: Label): boolean {
	return readable(was, reader) && !readable(is, reader)
}

/** What nobody has asked for lately is not kept. */
export function sweepLoads(hub: Hub, now: Instant): void {
	if (hub.ticks % SWEEP_TICKS !== 0) return
	const { loads } = hub
	const { parts, given } = loads
	for (const [key, part] of parts) if (now - part.at > KEPT_MS) drop(loads, key)
	for (const one of given) if (!one.rows.deref() && !one.measured.deref()) given.delete(one)
}
