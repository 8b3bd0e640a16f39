import { distanceMetres, verticesOf } from '@lagebild/model/geo.ts'
import type { Position } from '@lagebild/model/geo.ts'
import type { Row, RowOf } from '@lagebild/model/row.ts'
import { readUtmref } from '@lagebild/model/utmref.ts'

import type { ReportType } from './draft.ts'

const DECIMAL = /^\s*(-?\d{1,2}[.,]\d+)\s*[;,\s]\s*(-?\d{1,3}[.,]\d+)\s*$/

/** A place as somebody reads it from a map or hears it by radio: UTMREF to 100 m or finer, or degrees, latitude first. */
export function readPlace(text: string): Position | undefined {
	const degrees = DECIMAL.exec(text)
	if (degrees) return onEarth({ lat: number(degrees[1]), lng: number(degrees[2]) })
	const read = readUtmref(text)
	return read.ok && read.value.metres <= 100 ? read.value.centre : undefined
}

function number(text = ''): number {
	return Number(text.replace(',', '.'))
}

function onEarth({ lat, lng }: Position): Position | undefined {
	return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 && (lat !== 0 || lng !== 0) ? { lat, lng } : undefined
}

export type Near = { readonly row: RowOf<'facility'>; readonly metres: number | undefined }

const WANTED: Partial<Record<ReportType, RowOf<'facility'>['fields']['type']>> = {
	gate: 'gate',
	seepage: 'dike-section',
	breach: 'dike-section',
}

/** What there is to report about: the nearest first, without a place by name. */
export function assetsFor(type: ReportType, rows: readonly Row[], from: Position | undefined): readonly Near[] {
	const wanted = WANTED[type]
	if (wanted === undefined) return []
	return rows
		.flatMap((row) =>
			row.kind === 'facility' && row.fields.type === wanted && row.life === 'live' ? [{ row, metres: metresTo(row, from) }] : [],
		)
		.toSorted((a, b) => (a.metres ?? Infinity) - (b.metres ?? Infinity) || nameOf(a).localeCompare(nameOf(b), 'de'))
}

function nameOf({ row }: Near): string {
	return row.fields.name ?? row.id
}

function metresTo({ geometry }: Row, from: Position | undefined): number | undefined {
	if (!geometry || !from) return undefined
	return Math.min(...verticesOf(geometry).map(([lng, lat]) => distanceMetres(from, { lat, lng })))
}
