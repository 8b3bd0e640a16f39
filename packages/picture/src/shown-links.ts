import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Row, RowLink } from '@lagebild/model/row.ts'

import { count, kindOf, linkKey, otherEnd } from './links.ts'
import { compareLinks, createOrdered, newest } from './ordered.ts'
import { compareText } from './stamp.ts'
import type { Entity, LinkRegister, Links } from './state.ts'

/** P42: as many as people read; what is beyond is counted. */
const MOST_SHOWN = 100

export type ShownLinks = Pick<Row, 'links' | 'moreLinks'>

/** P12, P42: both ends show a link, the target as inbound. By relation; in each its own first, of both the newest first. */
export function linksOf({ id, links }: Entity): ShownLinks {
	if (!links) return {}
	const shown = newest(links.out ?? NOTHING, MOST_SHOWN)
	shown.push(...newest(links.in ?? NOTHING, MOST_SHOWN - shown.length))
	if (shown.length === 0) return {}
	const rows = shown.map((link) => endOf(id, link)).toSorted((a, b) => compareText(a.rel, b.rel))
	if (shown.length === (links.out?.size ?? 0) + (links.in?.size ?? 0)) return { links: rows }
	return { links: rows, moreLinks: more(links, id, shown) }
}

/** P12: of what it is not the same, by id; of too many the newest. */
export function apartOf({ id, links }: Entity): Pick<Row, 'apart'> {
	if (!links?.apart?.size) return {}
	const parted = [...links.apart].toSorted((a, b) => compareLinks(b, a)).slice(0, MOST_SHOWN)
	return { apart: parted.map((link) => otherEnd(id, link)).toSorted(compareText) }
}

function endOf(id: EntityId, { rel, from, to }: LinkRegister): RowLink {
	return from === id ? { rel, to } : { rel, to: from, inbound: true }
}

/** By kind, so that who may not see a kind is not told how many of it there are. */
function more(links: Links, id: EntityId, shown: readonly LinkRegister[]): NonNullable<Row['moreLinks']> {
	const left = new Map((links.kinds ??= countKinds(links, id)))
	for (const link of shown) count(left, kindOf(id, link), -1)
	const entries = [...left].filter(([, number]) => number > 0)
	return Object.fromEntries(entries.toSorted(([a], [b]) => compareText(a, b)))
}

const NOTHING = createOrdered()

function allOf({ out = NOTHING, in: inbound = NOTHING }: Links): readonly LinkRegister[] {
	return [...out.chunks, ...inbound.chunks].flat()
}

function countKinds(links: Links, id: EntityId): Map<EntityKind, number> {
	const kinds = new Map<EntityKind, number>()
	for (const link of allOf(links)) count(kinds, kindOf(id, link), 1)
	return kinds
}

/** P62: the links of a row, and how many more there are, as far as the viewer may know of their other ends. */
export function linksSeen(entity: Entity, sees: (id: EntityId) => boolean): ShownLinks {
	const { links, row } = entity
	const shown = row?.links?.filter(({ to }) => sees(to)) ?? []
	const left = links && row?.moreLinks ? moreSeen(entity, links, sees) : []
	return { ...(shown.length > 0 && { links: shown }), ...(left.length > 0 && { moreLinks: Object.fromEntries(left) }) }
}

/** Beyond those that the row names. */
function moreSeen({ id, row }: Entity, links: Links, sees: (id: EntityId) => boolean): readonly (readonly [EntityKind, number])[] {
	const named = new Set(row?.links?.map((link) => linkKey(link, id)))
	const left = new Map<EntityKind, number>()
	for (const link of allOf(links)) {
		const to = otherEnd(id, link)
		if (!named.has(linkKey({ rel: link.rel, to }, id)) && sees(to)) count(left, kindOf(id, link), 1)
	}
	return [...left].toSorted(([a], [b]) => compareText(a, b))
}

/** P62: a row as a viewer sees it who may not know of every other end; the same object where that takes nothing away. */
export function rowSeen(entity: Entity, sees: (id: EntityId) => boolean): Row | undefined {
	const { row } = entity
	if (!row || (!row.moreLinks && endsNamed(row).every(sees))) return row
	const { links: _links, moreLinks: _more, apart = [], ...rest } = row
	const parted = apart.filter(sees)
	return { ...rest, ...linksSeen(entity, sees), ...(parted.length > 0 && { apart: parted }) }
}

function endsNamed({ links = [], apart = [] }: Row): readonly EntityId[] {
	return [...links.map(({ to }) => to), ...apart]
}
