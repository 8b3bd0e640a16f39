import type { StatementEvent } from '@lagebild/model/event.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { policyOf } from '@lagebild/model/kinds/table.ts'
import { DEFAULT_LABEL } from '@lagebild/model/label.ts'
import type { Label } from '@lagebild/model/label.ts'
import { instant, readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { currentPayload } from '@lagebild/model/upgrade.ts'

import { compareStamps, heardAfter, takes } from './stamp.ts'
import type { Said } from './stamp.ts'
import { internLabel, internSpeaker, slotFor } from './state.ts'
import type { Entity, PictureState, Register, Slot } from './state.ts'

export type Of<Op extends StatementEvent['op']> = Extract<StatementEvent, { op: Op }>
export type Content = Of<'upsert'> | Of<'patch'>
type Withdrawal = NonNullable<StatementEvent['withdraws']>

/** Parts of the envelope that are fields of the slot like those of the payload. Their names cannot collide with payload fields. */
export const VALIDITY = '@validity'
export const CONFIDENCE = '@confidence'
export const GEOMETRY_SOURCE = '@geometrySource'
export const ACCURACY = '@accuracyMetres'
export const GEOMETRY = 'geometry'

/** Register of one key of a keyed field; payload fields hold no dot. */
export function keyedName(field: string, key: string): string {
	return `${field}.${key}`
}

export function saidOf(picture: PictureState, event: StatementEvent, seq: Seq): Said {
	const { effective: at, revision: n, received, id, author, doubts } = event
	const said = { at, n, received, id, seq, by: internSpeaker(picture, author), withdrawn: false }
	return doubts ? { ...said, ...doubtedIn(event, doubts) } : said
}

export function doubtedIn(event: StatementEvent, doubts: NonNullable<StatementEvent['doubts']>): Pick<Said, 'claimed' | 'far'> {
	const claimed = doubts.includes('clock') ? claimedBy(event) : undefined
	return { ...(claimed !== undefined && { claimed }), ...(doubts.includes('far') && { far: true as const }) }
}

/** P43: when the sender says that it was, by its own clock and the offset that it knows of. */
export function claimedBy({ times, clockOffsetMs = 0, effective }: StatementEvent): Instant {
	const said = times?.observed === undefined ? undefined : readIso(times.observed)
	return said === undefined ? effective : instant(Math.max(0, said + clockOffsetMs))
}

/** P43. */
function hear(slot: Slot, said: Said): void {
	if (heardAfter(said, slot.heard)) slot.heard = said
}

/** The slot of a new statement. */
function slotSaying(entity: Entity, said: Said): Slot {
	const slot = slotFor(entity, said.by.source)
	if (said.at > entity.latest) entity.latest = said.at
	if (slot.withdrawn?.has(said.id)) said.withdrawn = true
	hear(slot, said)
	return slot
}

/** P5, P6: writes what an upsert or a patch says into its source's slot. */
export function stateContent(entity: Entity, event: Content, said: Said): void {
	const slot = slotSaying(entity, said)
	if (event.op === 'upsert') reset(slot, said)
	visitStated(event, (name, value, key) => setField(slot, key === undefined ? name : keyIn(slot, name, key), { value, said }))
}

/** P10: the newest end or cancellation of a source. */
export function stateEnd(entity: Entity, op: 'end' | 'cancel', said: Said): void {
	setEnd(slotSaying(entity, said), op, said)
}

function setEnd(slot: Slot, op: 'end' | 'cancel', said: Said): void {
	if (takes(said, slot.end?.said)) slot.end = { life: op === 'end' ? 'ended' : 'cancelled', said }
}

/** P5: what is older than the reset is void for ever, so it is dropped at once. */
function reset(slot: Slot, said: Said): void {
	if (!takes(said, slot.reset)) return
	slot.reset = said
	if (isNewest(slot, said)) return slot.fields.clear()
	for (const [name, held] of slot.fields) {
		if (compareStamps(held.said, said) < 0) slot.fields.delete(name)
	}
}

/** Newer than every register of the slot, as nearly always. */
function isNewest({ fields }: Slot, said: Said): boolean {
	for (const held of fields.values()) if (compareStamps(held.said, said) >= 0) return false
	return true
}

function keyIn(slot: Slot, field: string, key: string): string {
	slot.keyed = true
	return keyedName(field, key)
}

function setField(slot: Slot, name: string, register: Register): void {
	if (slot.reset && compareStamps(register.said, slot.reset) < 0) return
	if (takes(register.said, slot.fields.get(name)?.said)) slot.fields.set(name, register)
}

/** P70: every register that a statement writes, with its value, as the present version of its kind names them. */
export function statedFields(event: Content): readonly (readonly [string, unknown])[] {
	const fields: (readonly [string, unknown])[] = []
	visitStated(event, (name, value, key) => fields.push([key === undefined ? name : keyedName(name, key), value]))
	return fields
}

/** `key` is there for a key of a keyed field. */
type Visit = (name: string, value: unknown, key?: string) => void

const NO_PAYLOAD: Readonly<Record<string, unknown>> = {}

function visitStated(event: Content, visit: Visit): void {
	const { kind } = event
	const payload = currentPayload(event) ?? NO_PAYLOAD
	for (const field of Object.keys(payload)) {
		const value = payload[field]
		if (isMap(value) && isKeyed(kind, field)) for (const key of Object.keys(value)) visit(field, value[key], key)
		else visit(field, value)
	}
	visitEnvelope(event, visit)
}

function visitEnvelope({ geometry, validity, confidence, geometrySource, accuracyMetres }: Content, visit: Visit): void {
	if (geometry !== undefined) visit(GEOMETRY, geometry)
	if (validity !== undefined) visit(VALIDITY, validity)
	if (confidence !== undefined) visit(CONFIDENCE, confidence)
	if (geometrySource !== undefined) visit(GEOMETRY_SOURCE, geometrySource)
	if (accuracyMetres !== undefined) visit(ACCURACY, accuracyMetres)
}

function isKeyed(kind: EntityKind, field: string): boolean {
	return policyOf(kind, field) === 'keyed'
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** P9: the upsert that comes first in the journal gives the label until a `classify`. */
export function create(picture: PictureState, entity: Entity, { event, seq }: { event: Of<'upsert'>; seq: Seq }): void {
	if (event.author.source === entity.source && entity.kind !== 'feed') own(picture, entity)
	if (entity.created && entity.created.seq <= seq) return
	entity.created = { seq, label: internLabel(picture, event.label ?? DEFAULT_LABEL) }
}

export function own(picture: PictureState, entity: Entity): void {
	const owned = picture.owned.get(entity.source)
	if (owned) owned.add(entity)
	else picture.owned.set(entity.source, new Set([entity]))
}

export function classify(picture: PictureState, entity: Entity, { label, seq }: { label: Label; seq: Seq }): void {
	if (entity.classified && entity.classified.seq >= seq) return
	entity.classified = { seq, label: internLabel(picture, label) }
}

/** The stamp of a withdrawn statement, spoken by who withdrew it. */
export function withdrawnSaid(withdraws: Withdrawal, said: Said): Said {
	const { effective: at, revision: n, received, id, source } = withdraws
	return { at, n, received, id, seq: said.seq, by: { ...said.by, source }, withdrawn: true }
}

/**
 * P8: restates the retracted statement's stamp and fields as withdrawn, and marks what it said beside them. The id is remembered for
 * the case that the statement itself is applied later.
 */
export function withdraw(entity: Entity, withdraws: Withdrawal, said: Said): void {
	const slot = slotFor(entity, withdraws.source)
	if (said.at > entity.latest) entity.latest = said.at
	slot.withdrawn ??= new Set()
	slot.withdrawn.add(withdraws.id)
	if (withdraws.op === 'upsert') reset(slot, said)
	if (withdraws.op === 'end' || withdraws.op === 'cancel') setEnd(slot, withdraws.op, said)
	for (const name of withdraws.fields) setField(slot, name, { value: undefined, said })
	for (const held of saidIn(slot)) if (held.id === withdraws.id) held.withdrawn = true
}

function saidIn({ reset: upserted, end, heard, fields }: Slot): Said[] {
	return [upserted, end?.said, heard, ...[...fields.values()].map((held) => held.said)].filter((held) => held !== undefined)
}
