import type { Life } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { compareRanks, compareSaid, compareStamps, later } from './stamp.ts'
import type { Said } from './stamp.ts'
import { slotsOf } from './state.ts'
import type { Entity, Slot } from './state.ts'

export type End = NonNullable<Slot['end']>

/** An end that is later than an upsert and weighs too little to end it. */
export type Objection = { readonly end: End; readonly to: Said }

/** P10: what its own sources make of an entity's life. */
export type Verdict = {
	readonly life: Life
	readonly since?: Instant
	/** The statement that decides: the newest upsert that stands, else the newest end. Undefined when nobody spoke of life. */
	readonly by: Said | undefined
	/** Newest first; none when it is over anyway. */
	readonly objections: readonly Objection[]
}

const SILENCE: Verdict = { life: 'live', by: undefined, objections: [] }

/** P10. A pure function of the slots: their newest upserts and ends, and what lists say about the feed's own. */
export function verdictOf(entity: Entity): Verdict {
	const by = undisputed(entity)
	if (by) return { life: 'live', by, objections: NONE }
	const ends = endsOf(entity)
	const upserts = slotsOf(entity).flatMap(({ reset }) => (reset && !reset.withdrawn ? [reset] : []))
	if (upserts.length === 0) return withoutContent(entity)
	const alive = ends.length === 0 ? upserts : upserts.filter((upsert) => !ends.some((end) => overcomes(end, upsert)))
	const last = newestEnd(alive.length > 0 ? [] : ends.filter((end) => upserts.some((upsert) => overcomes(end, upsert))))
	return last ? { ...wordOf(last), objections: [] } : present(entity, { alive, ends })
}

const NONE: readonly Objection[] = []

/** The upsert of an entity of which a single source speaks, and nobody ended it: nearly always. */
function undisputed({ slot: only, seldom: { absence } }: Entity): Said | undefined {
	if (!only?.reset || only.next || only.end || absence || only.reset.withdrawn) return undefined
	return only.reset
}

function endsOf(entity: Entity): readonly End[] {
	return slotsOf(entity).flatMap(({ end }) => (end && !end.said.withdrawn ? [end] : []))
}

/** At the same stamp the upsert stands. */
function overcomes({ said }: End, upsert: Said): boolean {
	if (compareStamps(said, upsert) <= 0) return false
	return said.by.source === upsert.by.source || compareRanks(said.by.rank, upsert.by.rank) >= 0
}

function newestEnd(ends: readonly End[]): End | undefined {
	const [first] = ends
	return first && ends.reduce((a, b) => (compareSaid(b.said, a.said) > 0 ? b : a), first)
}

function wordOf({ life, said }: End): Pick<Verdict, 'life' | 'since' | 'by'> {
	return { life, since: said.at, by: said }
}

/** P15: lists end the upsert of their own feed and no other. */
function present(entity: Entity, { alive, ends }: { readonly alive: readonly Said[]; readonly ends: readonly End[] }): Verdict {
	const { absence } = entity.seldom
	const by = alive.reduce((a, b) => later(a, b))
	const objections = objectionsTo(alive, ends)
	if (!absence || alive.some((upsert) => upsert.by.source !== entity.source)) return { life: 'live', by, objections }
	return { life: absence.life, since: absence.since, by, objections: absence.life === 'ended' ? [] : objections }
}

function objectionsTo(alive: readonly Said[], ends: readonly End[]): readonly Objection[] {
	const objections = ends.flatMap((end) => {
		const [first, ...others] = alive.filter((upsert) => compareStamps(end.said, upsert) > 0)
		return first ? [{ end, to: others.reduce(later, first) }] : []
	})
	return objections.length > 1 ? objections.toSorted((a, b) => compareSaid(b.end.said, a.end.said)) : objections
}

/** Nothing that was said stands: an end that came first, or after what was withdrawn, else retracted. */
function withoutContent(entity: Entity): Verdict {
	const slots = slotsOf(entity)
	const last = newestEnd(slots.flatMap(({ reset, end }) => (end && speaks(end, reset) ? [end] : [])))
	if (last) return { ...wordOf(last), objections: [] }
	const [first, ...others] = slots.flatMap(({ reset }) => reset ?? [])
	const by = first && others.reduce(later, first)
	return by ? { life: 'retracted', since: by.at, by, objections: [] } : SILENCE
}

function speaks({ said }: End, reset: Said | undefined): boolean {
	return !said.withdrawn && (!reset || compareStamps(said, reset) > 0)
}

/** The newest end that ends this upsert. */
export function endOf(entity: Entity, upsert: Said): End | undefined {
	return newestEnd(endsOf(entity).filter((end) => overcomes(end, upsert)))
}

export function isRetracted(entity: Entity): boolean {
	for (let slot = entity.slot; slot; slot = slot.next) if (slot.reset && !slot.reset.withdrawn) return false
	return verdictOf(entity).life === 'retracted'
}
