import type { Entry } from '@lagebild/model/entry.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'

import { apply, createPicture } from '../picture.ts'
import type { Picture } from '../picture.ts'
import { curvesOf, facet, facetAt, idAt, indexOf, measuredAt, recentOf, rowAt, size } from '../read.ts'

export function fold(entries: Iterable<Entry>): Picture {
	return foldOn(createPicture(), entries)
}

export function foldOn(picture: Picture, entries: Iterable<Entry>): Picture {
	for (const each of entries) apply(picture, each)
	return picture
}

export function row(picture: Picture, id: string): Row | undefined {
	const index = indexOf(picture, EntityId.parse(id))
	return index === undefined ? undefined : rowAt(picture, index)
}

export function measuredRow(picture: Picture, id: string): MeasuredRow | undefined {
	const index = indexOf(picture, EntityId.parse(id))
	return index === undefined ? undefined : measuredAt(picture, index)
}

/**
 * Everything that a reader can learn of a picture, by id: what the law (P2) is about. Left out are the numbers of entities and facets,
 * which mean something within one picture only, and the versions of rows, which count when entries are applied by seq (P28).
 */
export function dump(picture: Picture): Readonly<Record<string, unknown>> {
	const things: [string, unknown][] = []
	for (let index = 0; index < size(picture); index++) {
		const id = idAt(picture, index)
		const state = rowAt(picture, index)
		const measured = measuredAt(picture, index)
		if (!state && !measured) continue
		const place = facet(picture, facetAt(picture, index))
		const rows = { row: state && { ...state, v: 0 }, measured: measured && { ...measured, v: 0 } }
		things.push([id, { ...rows, facet: place, curves: curvesOf(picture, id), recent: recentOf(picture, id) }])
	}
	return Object.fromEntries(things.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** `dump` with the versions, for pictures that applied their entries by seq. */
export function versions(picture: Picture): Readonly<Record<string, readonly (number | undefined)[]>> {
	const all = Array.from({ length: size(picture) }, (_, index) => index)
	return Object.fromEntries(all.map((index) => [idAt(picture, index), [rowAt(picture, index)?.v, measuredAt(picture, index)?.v]]))
}
