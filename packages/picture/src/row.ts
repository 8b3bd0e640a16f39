import type { Seq } from '@lagebild/model/ids.ts'
import type { Policy } from '@lagebild/model/kinds/kind.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { policyOf } from '@lagebild/model/kinds/policy.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import type { Claim, Row, RowOf } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { stateDoubts } from './doubts.ts'
import { asRow, isConfidence, isGeometry, isGeometrySource, isValidity } from './guards.ts'
import { labelOf } from './label.ts'
import { endingsOf, lifeOf, LIVES } from './life.ts'
import { apartOf, linksOf } from './shown-links.ts'
import { compareSaid, compareStamps, later } from './stamp.ts'
import type { Said } from './stamp.ts'
import { slotOf } from './state.ts'
import type { Entity, Register, Slot } from './state.ts'
import { decideKeyed, decisionOf, registerPolicy } from './value.ts'
import type { Decision } from './value.ts'
import { verdictOf } from './verdict.ts'
import { ACCURACY, CONFIDENCE, GEOMETRY, GEOMETRY_SOURCE, heldIn, saidIn, VALIDITY } from './words.ts'

type FieldPolicy = { readonly name: string; readonly policy: Policy }

/** Payload fields of each kind in the table's order, which is the order in rows. */
const FIELDS: ReadonlyMap<EntityKind, readonly FieldPolicy[]> = new Map(
	Object.values(KIND_TABLE).map(({ kind, policies }) => [
		kind,
		Object.keys(policies)
			.filter((name) => name !== GEOMETRY)
			.map((name) => ({ name, policy: policyOf(kind, name) })),
	]),
)

/** A row in the making, and the names of what it shows with the statements that said so. */
type Draft = {
	readonly fields: Record<string, unknown>
	readonly names: string[]
	readonly said: Said[]
	readonly claims: Claim[]
	readonly conflicts: Claim[]
}
type Shown = Omit<RowOf<'unit'>, 'kind' | 'fields'> & { readonly kind: EntityKind; readonly fields: Readonly<Record<string, unknown>> }
type Making = { -readonly [K in keyof Shown]: Shown[K] }

/**
 * P26: the state row of an entity; undefined until content was said. A pure function of the registers but for `v`. Most of what a row may hold
 * is absent from most rows, and is put in by an `if` each: this runs for every statement.
 */
export function buildRow(entity: Entity, v: Seq): Row | undefined {
	const { created } = entity
	return created ? asRow(drawRow(entity, created, v)) : undefined
}

function drawRow(entity: Entity, k: Seq, v: Seq): Making {
	const { id, kind } = entity
	const { number } = entity.seldom
	const draft: Draft = { fields: {}, names: [], said: [], claims: [], conflicts: [] }
	for (const field of FIELDS.get(kind) ?? []) takeField(draft, entity, field)
	const geometry = geometryOf(entity)
	note(draft, GEOMETRY, geometry)
	const validity = takeEnvelope(draft, entity, 'validity')
	const confidence = takeEnvelope(draft, entity, 'confidence')
	addTaskConflict(draft, entity)
	const verdict = verdictOf(entity)
	for (const { end } of verdict.objections) draft.conflicts.push(claimOf('life', { value: end.life, said: end.said }))
	addObjections(draft, entity)
	const at = newestOf(draft, entity)
	const { life, since } = lifeOf(entity, verdict)
	const row: Making = { id, k, v, kind, fields: draft.fields, at, sources: sourcesOf(entity), life, label: labelOf(entity) }
	if (geometry.winner) takePlace(row, entity, geometry.winner)
	if (isValidity(validity)) row.validity = validity
	if (isConfidence(confidence)) row.confidence = confidence
	if (since !== undefined) row.lifeAt = since
	if (number !== undefined) row.number = number
	takeBeside(row, draft)
	takeDoubts(row, entity, geometry.winner)
	if (entity.links) takeLinks(row, entity)
	return row
}

/** P11: links that weigh too little to end it. */
function addObjections(draft: Draft, entity: Entity): void {
	for (const { rel, said } of endingsOf(entity).objections) draft.conflicts.push(claimOf('life', { value: LIVES[rel], said }))
}

function takeField(draft: Draft, entity: Entity, { name, policy }: FieldPolicy): void {
	if (policy !== 'keyed') {
		const decision = decisionOf(entity, name, policy)
		if (decision.winner) draft.fields[name] = decision.winner.value
		note(draft, name, decision)
		return
	}
	const keyed = decideKeyed(entity, name)
	if (!keyed) return
	draft.fields[name] = keyed.value
	noteSaid(draft, name, keyed.newest)
}

function noteSaid(draft: Draft, name: string, { said }: Register): void {
	draft.names.push(name)
	draft.said.push(said)
}

function note(draft: Draft, name: string, { winner, claims, conflicts }: Decision): void {
	if (winner) noteSaid(draft, name, winner)
	if (claims) for (const claim of claims) draft.claims.push(claimOf(name, claim))
	if (conflicts) for (const conflict of conflicts) draft.conflicts.push(claimOf(name, conflict))
}

function claimOf(field: string, { value, said }: Register): Claim {
	return { field, value, source: said.by.source, rank: said.by.rank, at: said.at }
}

const ENVELOPE = { validity: { register: VALIDITY, policy: 'newest' }, confidence: { register: CONFIDENCE, policy: 'rank' } } as const

/** P25. */
function takeEnvelope(draft: Draft, entity: Entity, name: keyof typeof ENVELOPE): unknown {
	const { register, policy } = ENVELOPE[name]
	const decision = decisionOf(entity, register, policy)
	note(draft, name, decision)
	return decision.winner?.value
}

function takePlace(row: Making, entity: Entity, winner: Register): void {
	const { geometry, geometrySource, accuracyMetres } = placeOf(entity, winner)
	if (geometry) row.geometry = geometry
	if (geometrySource) row.geometrySource = geometrySource
	if (accuracyMetres !== undefined) row.accuracyMetres = accuracyMetres
}

/** What is older than the rest, and what is shown beside. */
function takeBeside(row: Making, draft: Draft): void {
	const { names, said, claims, conflicts } = draft
	let fieldAt: Record<string, Instant> | undefined
	for (const [i, name] of names.entries()) {
		const time = said[i]?.at
		if (time !== undefined && time < row.at) (fieldAt ??= {})[name] = time
	}
	if (fieldAt) row.fieldAt = fieldAt
	if (row.sources.length > 1) takeSources(row, draft)
	if (claims.length > 0) row.claims = claims
	if (conflicts.length > 0) row.conflicts = conflicts
}

/** What another than the newest source said. */
function takeSources(row: Making, { names, said }: Draft): void {
	const newest = row.sources[0]?.source
	let fieldBy: Record<string, string> | undefined
	for (const [i, name] of names.entries()) {
		const source = said[i]?.by.source
		if (source !== undefined && source !== newest) (fieldBy ??= {})[name] = source
	}
	if (fieldBy) row.fieldBy = fieldBy
}

function takeDoubts(row: Making, entity: Entity, winner: Register | undefined): void {
	const { doubts } = stateDoubts(entity, winner)
	if (doubts) row.doubts = doubts
}

function takeLinks(row: Making, entity: Entity): void {
	const { links, moreLinks } = linksOf(entity)
	const { apart } = apartOf(entity)
	if (links) row.links = links
	if (moreLinks) row.moreLinks = moreLinks
	if (apart) row.apart = apart
}

export function geometryOf(entity: Entity): Decision {
	return decisionOf(entity, GEOMETRY, registerPolicy(entity.kind, GEOMETRY))
}

export function placeOf(entity: Entity, winner: Register | undefined): Pick<Row, 'geometry' | 'geometrySource' | 'accuracyMetres'> {
	if (!winner || !isGeometry(winner.value)) return NOWHERE
	const slot = slotOf(entity, winner.said.by.source)
	const source = valueSince(slot, GEOMETRY_SOURCE, winner.said)
	const accuracy = valueSince(slot, ACCURACY, winner.said)
	if (source === undefined && accuracy === undefined) return { geometry: winner.value }
	return {
		geometry: winner.value,
		...(isGeometrySource(source) && { geometrySource: source }),
		...(typeof accuracy === 'number' && { accuracyMetres: accuracy }),
	}
}

const NOWHERE = {} as const

function valueSince(slot: Slot | undefined, name: string, said: Said): unknown {
	const held = slot && heldIn(slot, name)
	return held && !held.said.withdrawn && compareStamps(held.said, said) >= 0 ? held.value : undefined
}

/** P27: a task that was withdrawn and carried out all the same is shown as a conflict, which both sides have to see. */
function addTaskConflict(draft: Draft, entity: Entity): void {
	if (entity.kind !== 'task') return
	const { command, execution } = draft.fields
	if (stateIn(command) !== 'withdrawn' || stateIn(execution) !== 'done') return
	const { winner } = decisionOf(entity, 'execution', 'newest')
	if (winner) draft.conflicts.push(claimOf('execution', winner))
}

function stateIn(value: unknown): unknown {
	return typeof value === 'object' && value !== null && 'state' in value ? value.state : undefined
}

/** Time of the newest statement that shows; without one, of the newest upsert, even if it was withdrawn. */
function newestOf({ said }: Draft, entity: Entity): Instant {
	let newest: Instant | undefined
	for (const { at } of said) if (newest === undefined || at > newest) newest = at
	if (newest !== undefined) return newest
	let reset: Said | undefined
	for (let slot = entity.slot; slot; slot = slot.next) if (slot.reset) reset = later(reset, slot.reset)
	return reset?.at ?? instant(0)
}

/** Each source by the newest of its statements that still counts, newest source first. */
function sourcesOf(entity: Entity): Row['sources'] {
	const heard: Said[] = []
	for (let slot = entity.slot; slot; slot = slot.next) {
		const newest = newestSaid(slot)
		if (newest) heard.push(newest)
	}
	if (heard.length > 1) heard.sort((a, b) => compareSaid(b, a))
	return heard.map(({ by, at }) => ({ source: by.source, rank: by.rank, name: by.name, at }))
}

function newestSaid(slot: Slot): Said | undefined {
	const { reset, end } = slot
	let newest: Said | undefined
	for (const said of saidIn(slot)) if (!said.withdrawn) newest = later(newest, said)
	if (reset && !reset.withdrawn) newest = later(newest, reset)
	if (end && !end.said.withdrawn) newest = later(newest, end.said)
	return newest
}
