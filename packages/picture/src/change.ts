import type { Seq } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Label } from '@lagebild/model/label.ts'

/**
 * Everything about an entity that decides who may see which of its rows: kind, label, whether it has a state row and a measured
 * row, and where it is. Facets are interned by the picture: equal facets have the same number, and the hub's ring keeps numbers only.
 */
export type Facet = {
	readonly kind: EntityKind
	readonly label: Label
	/** It has a row in lane U or S: content was said, and not only a tombstone or a link. */
	readonly shown: boolean
	/** It has a measured row. */
	readonly measured: boolean
	/** Smallest slippy tile `z/x/y` that holds it (points: zoom 14), or `none` for a thing without a place. */
	readonly cell: string
}

/** Facet number of an entity that the picture does not know. */
export const NO_FACET = 0

/** What one entry did to one entity. */
export type Change = {
	readonly seq: Seq
	/** Number of the entity in this picture, from 0 in order of first mention. */
	readonly index: number
	/** The state row (lane U or S) is another than before, or came, or went. */
	readonly state: boolean
	/** The measured row is another than before, or came, or went. */
	readonly measured: boolean
	readonly before: number
	readonly after: number
}
