import { partsOf } from '@lagebild/model/ids.ts'
import type { Row } from '@lagebild/model/row.ts'

const NONE: ReadonlySet<string> = new Set()

/** Kinds of the other ends that a row names or counts. */
export function linkedKinds({ links, moreLinks }: Row): ReadonlySet<string> {
	return links ? new Set([...links.map(({ to }) => partsOf(to).kind), ...Object.keys(moreLinks ?? {})]) : NONE
}

/**
 * P62: a row as it is for who sees these kinds only. Whose label hides the other end of a link from some readers of the row, the picture
 * leaves out already (P13); what is left is an end of a kind that this viewer does not see at all, be it shown or counted.
 */
export function rowWithin(row: Row, kinds: ReadonlySet<string>): Row {
	if (linkedKinds(row).isSubsetOf(kinds)) return row
	const { links, moreLinks, ...rest } = row
	const left = links?.filter(({ to }) => kinds.has(partsOf(to).kind)) ?? []
	const more = Object.entries(moreLinks ?? {}).filter(([kind]) => kinds.has(kind))
	return { ...rest, ...(left.length > 0 && { links: left }), ...(more.length > 0 && { moreLinks: Object.fromEntries(more) }) }
}
