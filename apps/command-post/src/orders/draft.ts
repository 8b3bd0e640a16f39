import { Latitude, Longitude, pointGeometry } from '@lagebild/model/geo.ts'
import type { Position } from '@lagebild/model/geo.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import { Priority } from '@lagebild/model/kinds/words.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { iso, readIso } from '@lagebild/model/time.ts'
import { formatUtmref } from '@lagebild/model/utmref.ts'
import * as z from 'zod'

import type { ComposeWish } from '../state/facts.ts'
import { clockText, nextAt } from './due.ts'

/** The parts of the order scheme that are words. */
export const TEXTS = ['order', 'situation', 'means', 'target', 'route', 'safety', 'supply', 'communication'] as const

const Words = z.string().max(20_000).catch('')

const Draft = z.object({
	recipients: z.array(EntityId).max(40).catch([]),
	/** Where the units are assigned with the order; absent: where they are. */
	section: EntityId.optional().catch(undefined),
	order: Words,
	situation: Words,
	means: Words,
	target: Words,
	route: Words,
	safety: Words,
	supply: Words,
	communication: Words,
	/** As it was typed: `21:50`. */
	due: z.string().max(20).catch(''),
	priority: Priority.catch('einfach'),
	place: z.object({ lat: Latitude, lng: Longitude }).optional().catch(undefined),
	about: z.array(EntityId).max(20).catch([]),
	answers: EntityId.optional().catch(undefined),
	/** Of a change: why. */
	reason: z.string().max(300).catch(''),
})
export type OrderDraft = z.infer<typeof Draft>

export const EMPTY: OrderDraft = Draft.parse({})

/** What the browser kept; whatever is wrong in it is left out. */
export function readDraft(text: string | null): OrderDraft {
	try {
		const read = Draft.safeParse(JSON.parse(text ?? '{}'))
		return read.success ? read.data : EMPTY
	} catch {
		return EMPTY
	}
}

/** Nothing that anybody would miss. */
export function isBlank(draft: OrderDraft): boolean {
	return TEXTS.every((field) => draft[field].trim() === '')
}

function both<T>(a: readonly T[], b: readonly T[]): T[] {
	return [...new Set([...a, ...b])]
}

/** What was begun goes on, with what is wished for now. Whoever begins from other units begins anew, unless words were written. */
export function begunWith(kept: OrderDraft, { recipients = [], about, answers, order }: ComposeWish): OrderDraft {
	const base = isBlank(kept) ? EMPTY : kept
	return {
		...base,
		recipients: recipients.length > 0 ? [...recipients] : base.recipients,
		about: about === undefined ? base.about : both(base.about, [about]),
		answers: answers ?? base.answers,
		order: base.order.trim() === '' ? (order ?? '') : base.order,
	}
}

/** An order as it stands, to be changed. */
export function draftOf({ fields, geometry, links = [] }: RowOf<'task'>, timeZone: string): OrderDraft {
	const due = fields.due ? readIso(fields.due) : undefined
	const to = (rel: string) => links.flatMap((link) => (link.rel === rel && !link.inbound ? [link.to] : []))
	const [lng, lat] = geometry?.type === 'Point' ? geometry.coordinates : []
	const texts = Object.fromEntries(TEXTS.map((field) => [field, fields[field] ?? '']))
	return {
		...EMPTY,
		...texts,
		recipients: to('assigned-to'),
		about: to('about'),
		answers: to('answers')[0],
		due: due === undefined ? '' : clockText(due, timeZone),
		priority: fields.priority ?? 'einfach',
		place: lng === undefined || lat === undefined ? undefined : { lat, lng },
	}
}

export type DraftFault = 'recipients' | 'order' | 'due'

export function faultsOf(draft: OrderDraft, now: number, timeZone: string): ReadonlySet<DraftFault> {
	return new Set([
		...(draft.recipients.length === 0 ? (['recipients'] as const) : []),
		...(draft.order.trim() === '' ? (['order'] as const) : []),
		...(draft.due.trim() !== '' && nextAt(draft.due, now, timeZone) === undefined ? (['due'] as const) : []),
	])
}

type Clock = { readonly now: number; readonly timeZone: string }

/** What a new order says; nothing is said of what was left empty. */
export function payloadOf(draft: OrderDraft, { now, timeZone }: Clock): Readonly<Record<string, unknown>> {
	const due = nextAt(draft.due, now, timeZone)
	const texts = TEXTS.flatMap((field) => (draft[field].trim() === '' ? [] : [[field, draft[field].trim()] as const]))
	return {
		...Object.fromEntries(texts),
		...(draft.priority !== 'einfach' && { priority: draft.priority }),
		...(due !== undefined && { due: iso(due) }),
	}
}

/** What a change says: the fields that differ, and null for what was taken out. */
export function changesOf(row: RowOf<'task'>, draft: OrderDraft, clock: Clock): Readonly<Record<string, unknown>> {
	const before = draftOf(row, clock.timeZone)
	const said = payloadOf(draft, clock)
	const differs = [...TEXTS, 'due', 'priority'] as const
	const changed = differs.filter((field) => draft[field].trim() !== before[field].trim())
	return Object.fromEntries(changed.map((field) => [field, said[field] ?? (field === 'priority' ? draft.priority : null)]))
}

export function placeOf({ place }: OrderDraft) {
	return place && pointGeometry(place)
}

/** `32U NE 6557 3071` */
export function placeText(position: Position): string {
	return formatUtmref(position, 10) ?? `${position.lat.toFixed(5)}, ${position.lng.toFixed(5)}`
}
