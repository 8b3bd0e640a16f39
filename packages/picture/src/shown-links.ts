import type { EntityId } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Row, RowLink } from '@lagebild/model/row.ts'

import { count, kindOf } from './links.ts'
import { newest } from './ordered.ts'
import { compareText } from './stamp.ts'
import type { Entity, LinkRegister, Links } from './state.ts'

/** P42: as many as people read; what is beyond is counted. */
const MOST_SHOWN = 100

export type ShownLinks = Pick<Row, 'links' | 'moreLinks'>

/** P12, P42: both ends show a link, the target as inbound; its own first, of both the newest. */
export function linksOf({ id, links }: Entity): ShownLinks {
	if (!links) return {}
	const shown = newest(links.out, MOST_SHOWN)
	shown.push(...newest(links.in, MOST_SHOWN - shown.length))
	if (shown.length === 0) return {}
	const rows = shown.map((link) => endOf(id, link)).toSorted((a, b) => compareText(a.rel, b.rel) || compareText(a.to, b.to))
	if (shown.length === links.out.size + links.in.size) return { links: rows }
	return { links: rows, moreLinks: more(links, id, shown) }
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

function countKinds(links: Links, id: EntityId): Map<EntityKind, number> {
	const kinds = new Map<EntityKind, number>()
	for (const chunk of [...links.out.chunks, ...links.in.chunks]) for (const link of chunk) count(kinds, kindOf(id, link), 1)
	return kinds
}
