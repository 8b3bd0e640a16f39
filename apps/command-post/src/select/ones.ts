import type { EntityId } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'
import { mergedThing, onesOf } from '@lagebild/picture/ones.ts'
import type { One, Ones } from '@lagebild/picture/ones.ts'
import { stands } from '@lagebild/picture/rows.ts'

import type { Content, Thing } from '../state/facts.ts'
import { memoLast } from './memo.ts'

type Kept = { readonly others: readonly Thing[]; readonly one: One<Thing> }
const kept = new WeakMap<Thing, Kept>()

/** What did not change keeps its identity, so that lists and map have nothing to do about it. */
function mergeKept(first: Thing, others: readonly Thing[]): One<Thing> {
	const held = kept.get(first)
	if (held?.others.length === others.length && held.others.every((other, at) => other === others[at])) return held.one
	const one = mergedThing(first, others)
	kept.set(first, { others, one })
	return one
}

const MINUTE_MS = 60_000

/** What is one for this viewer, across the operation and its bases (picture SPEC, P53, P80, P81). */
export const onesIn = memoLast((content: Content, minute: number): Ones<Thing> => {
	const { policy } = content.things.values().next().value ?? {}
	return onesOf(content.things.values(), { now: minute * MINUTE_MS, policy }, mergeKept)
})

/** Two of these that are one are shown as one. Of dangers and gates nobody's word ever hides behind another's. */
export function isShownAsOne({ kind, fields }: Row): boolean {
	switch (kind) {
		case 'unit':
		case 'incident':
		case 'contact':
		case 'section':
			return true
		case 'facility':
			return fields.type !== 'gate'
		default:
			return false
	}
}

/** Every thing as it is shown, each once. */
export const thingsOnce = memoLast((content: Content, minute: number): readonly Thing[] => {
	const { same, merged } = onesIn(content, minute)
	const once: Thing[] = []
	for (const [id, thing] of content.things) {
		const behind = (same.canonical.get(id) ?? id) !== id && stands(thing.row) && isShownAsOne(thing.row)
		if (!behind) once.push(merged.get(id)?.thing ?? thing)
	}
	return once
})

/** A thing as it is shown; what another stands for is shown as it is itself. */
export function shownThing(content: Content, minute: number, id: EntityId | undefined): Thing | undefined {
	return id === undefined ? undefined : (onesIn(content, minute).merged.get(id)?.thing ?? content.things.get(id))
}

/** Whose word a field is that a thing shows and does not say itself. */
export function sayerOf(
	content: Content,
	minute: number,
	{ id, field }: { readonly id: EntityId; readonly field: string },
): Thing | undefined {
	const from = onesIn(content, minute).merged.get(id)?.filled.get(field)
	return from === undefined ? undefined : content.things.get(from)
}

/** Why two things are one: `said` by a link, or recognised by what they are called. */
export type Bond = 'said' | 'callsign' | 'opta' | 'issi'

export type Side = { readonly thing: Thing; readonly bond: Bond; readonly first: boolean }

/** The other sides of a thing that is one with others; `first` stands for all of them. */
export function sidesOf(content: Content, minute: number, id: EntityId): readonly Side[] {
	const { same } = onesIn(content, minute)
	const first = same.canonical.get(id)
	if (first === undefined) return []
	const members = [first, ...(same.others.get(first) ?? [])]
	const all = new Set(members)
	const found = same.found.find(({ listed, reports }) => all.has(listed) && all.has(reports))
	return members.flatMap((other) => {
		const thing = other === id ? undefined : content.things.get(other)
		if (!thing) return []
		const isSaid = !found || isLinked(thing, all)
		return [{ thing, bond: isSaid ? 'said' : found.by, first: other === first }]
	})
}

function isLinked({ row }: Thing, members: ReadonlySet<EntityId>): boolean {
	return row.links?.some(({ rel, to }) => rel === 'duplicates' && members.has(to)) ?? false
}
