import type { StatementEvent } from '@lagebild/model/event.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import { DEFAULT_LABEL } from '@lagebild/model/label.ts'
import type { Label } from '@lagebild/model/label.ts'
import { instant, readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { currentPayload } from '@lagebild/model/upgrade.ts'

import { heardAfter, takes } from './stamp.ts'
import type { Said } from './stamp.ts'
import { internLabel, internSpeaker, slotFor } from './state.ts'
import type { Entity, PictureState, Slot } from './state.ts'
import {
	ACCURACY,
	CONFIDENCE,
	dropVoid,
	GEOMETRY,
	GEOMETRY_SOURCE,
	isMap,
	keyedFields,
	keyedName,
	saidIn,
	speak,
	VALIDITY,
} from './words.ts'
import type { Words } from './words.ts'

export type Of<Op extends StatementEvent['op']> = Extract<StatementEvent, { op: Op }>
export type Content = Of<'upsert'> | Of<'patch'>
type Withdrawal = NonNullable<StatementEvent['withdraws']>

/** A statement that says nothing of fields. */
export function saidOf(picture: PictureState, event: StatementEvent, seq: Seq): Said {
	const { effective: at, revision: n, received, id, author, doubts } = event
	const said = { id, at, n, received, seq, by: internSpeaker(picture, author), withdrawn: false }
	return doubts ? { ...said, ...doubtedIn(event, doubts) } : said
}

export function wordsOf(picture: PictureState, event: Content, seq: Seq): Words {
	const { effective: at, revision: n, received, id, author, doubts, geometry } = event
	const payload = currentPayload(event)
	if (payload && event.op === 'upsert') picture.texts.share(payload)
	const words: Words = {
		id,
		at,
		n,
		received,
		seq,
		by: internSpeaker(picture, author),
		withdrawn: false,
		payload,
		geometry,
		named: envelopeOf(event),
		keyed: keyedFields(event.kind),
		older: undefined,
	}
	return doubts ? { ...words, ...doubtedIn(event, doubts) } : words
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
export function stateContent(entity: Entity, op: Content['op'], words: Words): void {
	const slot = slotSaying(entity, words)
	if (op === 'upsert') reset(slot, words)
	speak(slot, words)
}

/** P10: the newest end or cancellation of a source. */
export function stateEnd(entity: Entity, op: 'end' | 'cancel', said: Said): void {
	setEnd(slotSaying(entity, said), op, said)
}

function setEnd(slot: Slot, op: 'end' | 'cancel', said: Said): void {
	if (takes(said, slot.end?.said)) slot.end = { life: op === 'end' ? 'ended' : 'cancelled', said }
}

/** P5. */
function reset(slot: Slot, said: Said): void {
	if (!takes(said, slot.reset)) return
	slot.reset = said
	dropVoid(slot, said)
}

/** P70: every register that a statement writes, with its value, as the present version of its kind names them. */
export function statedFields(event: Content): readonly (readonly [string, unknown])[] {
	const keyed = keyedFields(event.kind)
	const payload = Object.entries(currentPayload(event) ?? {}).flatMap(([field, value]): (readonly [string, unknown])[] => {
		if (!isMap(value) || !keyed.includes(field)) return [[field, value]]
		return Object.entries(value).map(([key, each]) => [keyedName(field, key), each])
	})
	const { geometry } = event
	return [...payload, ...(geometry === undefined ? [] : [[GEOMETRY, geometry] as const]), ...Object.entries(envelopeOf(event) ?? {})]
}

/** Parts of the envelope that are fields of the slot like those of the payload. */
function envelopeOf({ validity, confidence, geometrySource, accuracyMetres }: Content): Words['named'] {
	if ((validity ?? confidence ?? geometrySource ?? accuracyMetres) === undefined) return undefined
	const named: Record<string, unknown> = {}
	if (validity !== undefined) named[VALIDITY] = validity
	if (confidence !== undefined) named[CONFIDENCE] = confidence
	if (geometrySource !== undefined) named[GEOMETRY_SOURCE] = geometrySource
	if (accuracyMetres !== undefined) named[ACCURACY] = accuracyMetres
	return named
}

/** P9: the upsert that comes first in the journal gives the label until a `classify`. */
export function create(picture: PictureState, entity: Entity, { event, seq }: { event: Of<'upsert'>; seq: Seq }): void {
	if (event.author.source === entity.source && entity.kind !== 'feed') own(picture, entity)
	if (entity.created !== undefined && entity.created <= seq) return
	entity.created = seq
	entity.label = internLabel(picture, event.label ?? DEFAULT_LABEL)
}

export function own(picture: PictureState, entity: Entity): void {
	if (entity.owned) return
	entity.owned = true
	const owned = picture.owned.get(entity.source)
	if (owned) owned.push(entity)
	else picture.owned.set(entity.source, [entity])
}

export function classify(picture: PictureState, entity: Entity, { label, seq }: { label: Label; seq: Seq }): void {
	const { classified } = entity.seldom
	if (classified && classified.seq >= seq) return
	entity.setSeldom({ classified: { seq, label: internLabel(picture, label) } })
}

/** The stamp of a withdrawn statement, spoken by who withdrew it. */
export function withdrawnSaid(withdraws: Withdrawal, said: Said): Said {
	const { effective: at, revision: n, received, id, source } = withdraws
	return { id, at, n, received, seq: said.seq, by: { ...said.by, source }, withdrawn: true }
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
	const named = Object.fromEntries(withdraws.fields.map((name) => [name, null]))
	speak(slot, { ...said, payload: undefined, geometry: undefined, named, keyed: [], older: undefined })
	for (const held of [slot.reset, slot.end?.said, slot.heard, ...saidIn(slot)]) if (held?.id === withdraws.id) held.withdrawn = true
}
