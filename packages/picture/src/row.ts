import type { Seq } from '@lagebild/model/ids.ts'
import type { Policy } from '@lagebild/model/kinds/kind.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { KIND_TABLE, policyOf } from '@lagebild/model/kinds/table.ts'
import type { Claim, Row } from '@lagebild/model/row.ts'
import { instant } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { stateDoubts } from './doubts.ts'
import { asRow, isConfidence, isGeometry, isGeometrySource, isValidity } from './guards.ts'
import { labelOf } from './label.ts'
import { lifeOf } from './life.ts'
import { linksOf } from './shown-links.ts'
import { compareSaid, compareStamps, later } from './stamp.ts'
import type { Said } from './stamp.ts'
import { slotOf } from './state.ts'
import type { Entity, Register, Slot } from './state.ts'
import { ACCURACY, CONFIDENCE, GEOMETRY, GEOMETRY_SOURCE, VALIDITY } from './statement.ts'
import { decide, decideKeyed, registerPolicy, registersOf } from './value.ts'
import type { Decision } from './value.ts'
import { verdictOf } from './verdict.ts'

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

/** A row in the making. */
type Draft = {
	readonly fields: Record<string, unknown>
	/** Times of the fields that are shown, with the time that each shows. */
	readonly times: Map<string, Instant>
	readonly claims: Claim[]
	readonly conflicts: Claim[]
}

/** P26: the state row of an entity; undefined until content was said. A pure function of the registers but for `v`. */
export function buildRow(entity: Entity, v: Seq): Row | undefined {
	const { id, kind, created } = entity
	if (!created) return undefined
	const draft: Draft = { fields: {}, times: new Map(), claims: [], conflicts: [] }
	for (const field of FIELDS.get(kind) ?? []) takeField(draft, entity, field)
	const shape = shapeOf(draft, entity)
	addTaskConflict(draft, entity)
	const verdict = verdictOf(entity)
	const { life, since: lifeAt } = lifeOf(entity, verdict)
	for (const { end } of verdict.objections) draft.conflicts.push(claimOf('life', { value: end.life, said: end.said }))
	const at = newestOf(draft, entity)
	const fieldAt = Object.fromEntries([...draft.times].filter(([, time]) => time < at))
	const row = {
		id,
		k: created.seq,
		v,
		kind,
		...(entity.number !== undefined && { number: entity.number }),
		fields: draft.fields,
		...shape,
		at,
		...(Object.keys(fieldAt).length > 0 && { fieldAt }),
		sources: sourcesOf(entity),
		life,
		...(lifeAt !== undefined && { lifeAt }),
		label: labelOf(entity),
		...(draft.claims.length > 0 && { claims: draft.claims }),
		...(draft.conflicts.length > 0 && { conflicts: draft.conflicts }),
		...stateDoubts(entity, geometryOf(entity).winner),
		...linksOf(entity),
	}
	return asRow(row)
}

function takeField(draft: Draft, entity: Entity, { name, policy }: FieldPolicy): void {
	if (policy !== 'keyed') {
		const decision = decide(policy, registersOf(entity, name))
		if (decision.winner) draft.fields[name] = decision.winner.value
		note(draft, name, decision)
		return
	}
	const keyed = decideKeyed(entity, name)
	if (!keyed) return
	draft.fields[name] = keyed.value
	draft.times.set(name, keyed.newest.said.at)
}

function note(draft: Draft, name: string, { winner, claims = [], conflicts = [] }: Decision): void {
	if (winner) draft.times.set(name, winner.said.at)
	for (const claim of claims) draft.claims.push(claimOf(name, claim))
	for (const conflict of conflicts) draft.conflicts.push(claimOf(name, conflict))
}

function claimOf(field: string, { value, said }: Register): Claim {
	return { field, value, source: said.by.source, rank: said.by.rank, at: said.at }
}

type Shape = Pick<Row, 'geometry' | 'geometrySource' | 'accuracyMetres' | 'validity' | 'confidence'>

/** P25: the fields of the envelope. How a geometry came about is what its own source said with it or since. */
function shapeOf(draft: Draft, entity: Entity): Shape {
	const geometry = geometryOf(entity)
	const validity = decide(registerPolicy(entity.kind, VALIDITY), registersOf(entity, VALIDITY))
	const confidence = decide(registerPolicy(entity.kind, CONFIDENCE), registersOf(entity, CONFIDENCE))
	note(draft, 'geometry', geometry)
	note(draft, 'validity', validity)
	note(draft, 'confidence', confidence)
	const shape: { -readonly [K in keyof Shape]: Shape[K] } = placeOf(entity, geometry.winner)
	if (isValidity(validity.winner?.value)) shape.validity = validity.winner.value
	if (isConfidence(confidence.winner?.value)) shape.confidence = confidence.winner.value
	return shape
}

export function geometryOf(entity: Entity): Decision {
	return decide(registerPolicy(entity.kind, GEOMETRY), registersOf(entity, GEOMETRY))
}

export function placeOf(entity: Entity, winner: Register | undefined): Pick<Row, 'geometry' | 'geometrySource' | 'accuracyMetres'> {
	if (!winner || !isGeometry(winner.value)) return {}
	const slot = slotOf(entity, winner.said.by.source)
	const source = valueSince(slot, GEOMETRY_SOURCE, winner.said)
	const accuracy = valueSince(slot, ACCURACY, winner.said)
	return {
		geometry: winner.value,
		...(isGeometrySource(source) && { geometrySource: source }),
		...(typeof accuracy === 'number' && { accuracyMetres: accuracy }),
	}
}

function valueSince(slot: Slot | undefined, name: string, said: Said): unknown {
	const held = slot?.fields.get(name)
	return held && !held.said.withdrawn && compareStamps(held.said, said) >= 0 ? held.value : undefined
}

/** P27: a task that was withdrawn and carried out all the same is shown as a conflict, which both sides have to see. */
function addTaskConflict(draft: Draft, entity: Entity): void {
	if (entity.kind !== 'task') return
	const { command, execution } = draft.fields
	if (stateIn(command) !== 'withdrawn' || stateIn(execution) !== 'done') return
	const { winner } = decide('newest', registersOf(entity, 'execution'))
	if (winner) draft.conflicts.push(claimOf('execution', winner))
}

function stateIn(value: unknown): unknown {
	return typeof value === 'object' && value !== null && 'state' in value ? value.state : undefined
}

/** Time of the newest statement that shows; without one, of the newest upsert, even if it was withdrawn. */
function newestOf({ times }: Draft, entity: Entity): Instant {
	let newest: Instant | undefined
	for (const time of times.values()) if (newest === undefined || time > newest) newest = time
	if (newest !== undefined) return newest
	let reset: Said | undefined
	for (const slot of entity.slots) if (slot.reset) reset = later(reset, slot.reset)
	return reset?.at ?? instant(0)
}

/** Each source by the newest of its statements that still counts, newest source first. */
function sourcesOf(entity: Entity): Row['sources'] {
	return entity.slots
		.map(newestSaid)
		.filter((said) => said !== undefined)
		.toSorted((a, b) => compareSaid(b, a))
		.map(({ by, at }) => ({ source: by.source, rank: by.rank, name: by.name, at }))
}

function newestSaid({ reset, end, fields }: Slot): Said | undefined {
	let newest: Said | undefined
	for (const { said } of fields.values()) if (!said.withdrawn) newest = later(newest, said)
	if (reset && !reset.withdrawn) newest = later(newest, reset)
	if (end && !end.said.withdrawn) newest = later(newest, end.said)
	return newest
}
