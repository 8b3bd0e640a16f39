import type { StatementEvent } from '@lagebild/model/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { DEFAULT_LABEL } from '@lagebild/model/label.ts'
import type { Grant, Label } from '@lagebild/model/label.ts'
import { NO_FACET } from '@lagebild/picture/change.ts'
import { heldLinks } from '@lagebild/picture/held-links.ts'
import { facet, facetAt, indexOf, rowAt } from '@lagebild/picture/read.ts'
import { readable } from '@lagebild/picture/visible.ts'
import type { Reader } from '@lagebild/picture/visible.ts'

import type { Hub } from './hub.ts'

/** An order as it would be with this statement: who is to carry it out, what it refers to, and where the statement says the one that is new. */
type Order = { readonly task: EntityId; readonly to: readonly Named[]; readonly refers: readonly Named[] }
type Named = { readonly id: EntityId; readonly path: string | undefined }

/** A32: who is to carry out an order sees it and what it refers to, or the order is refused. Most statements are about no order and cost nothing. */
export function recipientFault(hub: Hub, event: StatementEvent, grant: Grant): Fault | undefined {
	if (event.op !== 'upsert' && event.op !== 'patch') return undefined
	if (!event.links?.some(({ removed }) => !removed)) return undefined
	for (const order of ordersIn(hub, event)) {
		const no = orderFault({ hub, event, grant }, order)
		if (no) return no
	}
	return undefined
}

function ordersIn(hub: Hub, event: StatementEvent): readonly Order[] {
	const { entity, kind } = event
	if (kind === 'task') return [orderOf(hub, entity, linksIn(event))]
	if (!CARRIES.has(kind)) return []
	const assigned = linksIn(event).filter(({ rel, id }) => rel === 'assigned-to' && partsOf(id).kind === 'task')
	return assigned.map(({ id, path }) => orderOf(hub, id, [{ rel: 'assigned-to', id: entity, path }]))
}

const CARRIES: ReadonlySet<StatementEvent['kind']> = new Set(['unit', 'section'])

type Linked = Named & { readonly rel: string }

function linksIn({ links = [] }: StatementEvent): readonly Linked[] {
	return links.flatMap(({ rel, to, removed }, index) => (removed ? [] : [{ rel, id: to, path: `links.${index}.to` }]))
}

function orderOf(hub: Hub, task: EntityId, said: readonly Linked[]): Order {
	const held = heldLinks(hub.picture, task).map(({ rel, to }) => ({ rel, id: to, path: undefined }))
	const all = [...said, ...held.filter((one) => !said.some(({ rel, id }) => rel === one.rel && id === one.id))]
	const carries = ({ rel, id }: Linked): boolean => rel === 'assigned-to' && CARRIES.has(partsOf(id).kind)
	return { task, to: all.filter(carries), refers: all.filter((one) => !carries(one)) }
}

type Judged = { readonly hub: Hub; readonly event: StatementEvent; readonly grant: Grant }

function orderFault(judged: Judged, { task, to, refers }: Order): Fault | undefined {
	const { hub, event } = judged
	const label = (event.entity === task ? event.label : undefined) ?? labelAt(hub, task) ?? DEFAULT_LABEL
	const things = refers.map((one) => ({ ...one, label: labelKnown(judged, one.id) }))
	for (const recipient of to.filter(({ id, path }) => path !== undefined || !isHiddenFrom(judged, id))) {
		const readers = readersOf(hub, recipient.id, label)
		if (readers.some((sees) => sees({ id: task, label }) && things.every(sees))) continue
		const hidden = things.find((thing) => !readers.some((sees) => sees(thing)))
		return fault('recipient-cannot-see', `${recipient.id} does not see ${hidden?.id ?? 'the order'}`, hidden?.path ?? recipient.path)
	}
	return undefined
}

/** Whom somebody else has put there unseen: a refusal would name them. */
function isHiddenFrom({ hub, grant }: Judged, id: EntityId): boolean {
	return !seesAs(grant, { id, label: labelAt(hub, id) })
}

/** What the sender does not see itself counts for nothing: a refusal would tell that it is there. */
function labelKnown({ hub, grant }: Judged, id: EntityId): Label | undefined {
	const label = labelAt(hub, id)
	return seesAs(grant, { id, label }) ? label : undefined
}

/** Of what is not there yet nobody can say who sees it. */
type Thing = { readonly id: EntityId; readonly label: Label | undefined }
type Sees = (thing: Thing) => boolean

/** Its devices, or who leads it. Where there are none, somebody of its organisation with the usual clearance; of a section, that asks for the level alone. */
function readersOf({ recipients, picture }: Hub, id: EntityId, { organisations }: Label): readonly Sees[] {
	const known = recipients.get(id)
	if (known && known.length > 0) return known.map((grant) => (thing) => seesAs(grant, thing))
	const index = indexOf(picture, id)
	const row = index === undefined ? undefined : rowAt(picture, index)
	const organisation = row?.kind === 'unit' ? row.fields.organisation : organisations?.[0]
	return [(thing) => seesAs({ clearance: 'internal', ...(typeof organisation === 'string' && { organisation }) }, thing)]
}

function seesAs(reader: Reader & Pick<Grant, 'kinds'>, { id, label }: Thing): boolean {
	return (reader.kinds?.includes(partsOf(id).kind) ?? true) && (label === undefined || readable(label, reader))
}

/** What is on its way to the journal has the label that it brings. */
function labelAt({ picture, desk }: Hub, id: EntityId): Label | undefined {
	const index = indexOf(picture, id)
	const number = index === undefined ? NO_FACET : facetAt(picture, index)
	if (number !== NO_FACET) return facet(picture, number).label
	if (!desk.coming.has(id)) return undefined
	const brings = desk.errands.values().find((one) => one.type === 'append' && one.event.op === 'upsert' && one.event.entity === id)
	return brings?.type === 'append' ? (brings.event.label ?? DEFAULT_LABEL) : undefined
}
