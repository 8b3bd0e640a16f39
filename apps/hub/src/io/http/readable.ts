import type { Entry } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import type { StatementEvent, SystemEvent } from '@lagebild/model/event.ts'
import { EntityId, partsOf } from '@lagebild/model/ids.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Grant, Label } from '@lagebild/model/label.ts'
import type { BatchPart } from '@lagebild/model/measurement.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Row } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { newerEntry } from '@lagebild/model/upgrade.ts'
import { NO_FACET } from '@lagebild/picture/change.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { facet, facetAt, indexOf, rowAt, seenRow } from '@lagebild/picture/read.ts'
import { rowWithin } from '@lagebild/picture/row-within.ts'
import { visible } from '@lagebild/picture/visible.ts'
import * as z from 'zod'

/**
 * Who reads, in which operation, and when: labels are judged by the present picture, also for what is long past. Bases are read through
 * the operation that shows them, under its name.
 */
export type ReaderNow = {
	readonly grant: Grant
	readonly operation: OperationId
	readonly now: Instant
	/** Pictures of the bases that are shown with it: what they hide is not named here either. */
	readonly beside?: readonly Picture[]
}

type Reading = { readonly grant: Grant; readonly running: { readonly operation: Pick<Operation, 'id' | 'bases'> } }
type Around = {
	readonly now: () => Instant
	readonly operations?: { readonly get: (id: string) => { readonly picture: Picture } | undefined }
}

export function readerOf({ now, operations }: Around, { grant, running }: Reading): ReaderNow {
	const { id, bases } = running.operation
	return { grant, operation: id, now: now(), beside: bases.flatMap((base) => operations?.get(base)?.picture ?? []) }
}

export function mayRead({ grant, operation, now }: ReaderNow, thing: { readonly kind: EntityKind; readonly label: Label }): boolean {
	return (grant.kinds?.includes(thing.kind) ?? true) && visible(thing.label, grant, { operation, now })
}

/** False for what the present picture does not know: nobody can say what label it has. */
export function mayReadEntity(reader: ReaderNow, picture: Picture, id: EntityId): boolean {
	const index = indexOf(picture, id)
	return index !== undefined && mayRead(reader, facet(picture, facetAt(picture, index)))
}

/** May this body be shown? A batch only whole: its commitment is over all of it. Of what a newer build wrote nobody here can say whom it concerns. */
export function mayReadEntry(reader: ReaderNow, picture: Picture, entry: Entry): boolean {
	if (newerEntry(entry) !== undefined) return false
	const { body } = entry
	switch (body.type) {
		case 'erased':
			return true
		case 'event':
			return isStatement(body.event)
				? mayReadStatement(reader, picture, body.event)
				: namedIn(body.event).every((id) => !isHiddenAnywhere(reader, picture, id))
		case 'batch':
			return body.batch.parts.every((part) => entitiesOf(part).every((id) => mayReadEntity(reader, picture, id)))
	}
}

/**
 * P62: what the reader may learn of the other ends of links: nothing of kinds beyond the grant, and of what the present picture holds,
 * what its label lets them see. Of what it holds nothing at all, there is no label that could be broken.
 */
export function mayName(reader: ReaderNow, picture: Picture, id: EntityId): boolean {
	return (reader.grant.kinds?.includes(partsOf(id).kind) ?? true) && !isHiddenAnywhere(reader, picture, id)
}

/** `present` knows the labels; it is `picture` itself unless the past was asked for. */
type Pictures = { readonly picture: Picture; readonly present: Picture }

/** A state row as this reader sees it. Its own picture leaves out already what its labels hide (P13), and knows no label of a base. */
export function readableRow(reader: ReaderNow, { picture, present }: Pictures, index: number): Row | undefined {
	if (picture !== present || reader.beside?.length) return seenRow(picture, index, (id) => mayName(reader, present, id))
	const row = rowAt(picture, index)
	return row && reader.grant.kinds ? rowWithin(row, new Set(reader.grant.kinds)) : row
}

/** A statement about something open that names something hidden would tell its id. */
function mayReadStatement(reader: ReaderNow, picture: Picture, event: StatementEvent): boolean {
	if (!mayReadEntity(reader, picture, event.entity)) return false
	const links = [...(event.links ?? []), ...(event.withdraws?.links ?? [])].map(({ to }) => to)
	const listed = event.op === 'roster' ? event.roster.ids : []
	return [...links, ...listed].every((id) => !isHiddenAnywhere(reader, picture, id))
}

/** An entry about the operation may name the sensors that it shows first, and the section in which somebody has a function. */
function namedIn({ details }: SystemEvent): readonly EntityId[] {
	const gauges = Gauges.safeParse(details?.['operation'])
	const assigned = Assigned.safeParse(details?.['assigned'])
	return [...(gauges.success ? gauges.data.gauges : []), ...(assigned.success ? [assigned.data.section] : [])]
}

const Gauges = z.object({ gauges: z.array(EntityId) })
const Assigned = z.object({ section: EntityId })

/** Of what the picture holds nothing at all, there is no label that could be broken. */
export function isHidden(reader: ReaderNow, picture: Picture, id: EntityId): boolean {
	const index = indexOf(picture, id)
	return index !== undefined && facetAt(picture, index) !== NO_FACET && !mayReadEntity(reader, picture, id)
}

/** An operation names what its bases hold: gauges that it shows first, ends of links. */
function isHiddenAnywhere(reader: ReaderNow, picture: Picture, id: EntityId): boolean {
	return [picture, ...(reader.beside ?? [])].some((one) => isHidden(reader, one, id))
}

function entitiesOf({ positions, observations, curves }: BatchPart): readonly EntityId[] {
	return [...new Set([...(positions?.entity ?? []), ...(observations?.entity ?? []), ...(curves ?? []).map(({ entity }) => entity)])]
}
