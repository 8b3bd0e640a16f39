import type { EntityId } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'

import { isMasterData } from './call-names.ts'
import { recognise } from './recognised.ts'
import type { Recognised, Unsure } from './recognised.ts'
import { linkedTo, stands } from './rows.ts'
import type { Rows } from './rows.ts'
import { compareText } from './stamp.ts'

/** P53, P80: what is one for whoever sees these rows. */
export type Same = {
	/** Of things that are one with another: what stands for them. */
	readonly canonical: ReadonlyMap<EntityId, EntityId>
	/** By what stands for them: the others, as they would follow it. */
	readonly others: ReadonlyMap<EntityId, readonly EntityId[]>
	/** Not said by anybody, but recognised by what they are called. */
	readonly found: readonly Recognised[]
	readonly unsure: readonly Unsure[]
}

const known = new WeakMap<Rows, Same>()

/** Made once for many questions about the same rows. */
export function sameThings(rows: Rows): Same {
	const held = known.get(rows)
	if (held) return held
	const made = findSame(rows)
	known.set(rows, made)
	return made
}

/** P53: the one thing that stands for all that are one with it, else itself. */
export function canonicalOf(rows: Rows, id: EntityId): EntityId {
	return sameThings(rows).canonical.get(id) ?? id
}

function findSame(rows: Rows): Same {
	const union = new Union()
	for (const row of rows.values()) for (const id of saidSame(row, rows)) union.join(row.id, id)
	const { found, unsure } = recognise(rows, (id) => union.nameOf(id))
	for (const { listed, reports } of found) union.join(listed, reports)
	const canonical = new Map<EntityId, EntityId>()
	const others = new Map<EntityId, readonly EntityId[]>()
	for (const ids of union.sets()) {
		const [first, ...rest] = ids.flatMap((id) => rows.get(id) ?? []).toSorted((a, b) => comparePlace(a, b, rows))
		if (!first) continue
		others.set(first.id, idsOf(rest))
		for (const id of ids) canonical.set(id, first.id)
	}
	return { canonical, others, found, unsure }
}

function idsOf(all: readonly Row[]): readonly EntityId[] {
	return all.map(({ id }) => id)
}

function saidSame({ kind, links = [] }: Row, rows: Rows): readonly EntityId[] {
	return links.flatMap(({ rel, to }) => (rel === 'duplicates' && rows.get(to)?.kind === kind ? [to] : []))
}

/** P53: which of two stands for both. */
function comparePlace(a: Row, b: Row, rows: Rows): number {
	return (
		Number(stands(b)) - Number(stands(a)) ||
		Number(isMasterData(a)) - Number(isMasterData(b)) ||
		Number(duplicates(a, rows)) - Number(duplicates(b, rows)) ||
		compareText(a.id, b.id)
	)
}

/** An end that is not visible is none. */
function duplicates(row: Row, rows: Rows): boolean {
	return linkedTo(row, rows, { rel: 'duplicates', kind: row.kind }).length > 0
}

/** Disjoint sets of things. The name of a set is the smallest of its ids. */
class Union {
	readonly #above = new Map<EntityId, EntityId>()

	nameOf(id: EntityId): EntityId {
		const path: EntityId[] = []
		let name = id
		for (let next = this.#above.get(name); next !== undefined && next !== name; next = this.#above.get(name)) {
			path.push(name)
			name = next
		}
		for (const passed of path) this.#above.set(passed, name)
		return name
	}

	join(a: EntityId, b: EntityId): void {
		const [low, high] = [this.nameOf(a), this.nameOf(b)].toSorted(compareText)
		if (low === undefined || high === undefined || low === high) return
		this.#above.set(low, low).set(high, low)
	}

	/** Every set of more than one. */
	sets(): readonly (readonly EntityId[])[] {
		return [...Map.groupBy(this.#above.keys(), (id) => this.nameOf(id)).values()]
	}
}
