import type { Coordinate, Geometry } from '@lagebild/model/geo.ts'

import type { Reject } from '../adapter.ts'
import { rawOf } from '../text.ts'
import type { XmlElement } from '../xml/tree.ts'
import { childrenOf, pairsOf, textsOf } from '../xml/walk.ts'
import { circleOf, contains, ringOf, turned } from './shape.ts'
import type { Expected, Ring, Shape } from './shape.ts'

/** DWD writes a hole of an area as a geocode of this name. */
const HOLE = 'EXCLUDE_POLYGON'
const MAX_POLYGONS = 1_000
const MAX_HOLES = 300
/** Characters of all outlines of a message: some 30,000 positions, more than any map of warnings shows. */
const MAX_CHARACTERS = 600_000

export type Place = { readonly geometry?: Geometry; readonly rejects: readonly Reject[] }

type Written = { readonly text: string; readonly path: string; readonly circle: boolean }
type Found = { readonly shape: Shape; readonly path: string; readonly text: string }
type Polygon = { readonly outer: Ring; readonly holes: Ring[] }

/**
 * The union of all polygons and circles of the areas. Areas that name only codes have no geometry: no place is invented.
 * Points stand only where there is no polygon, since a geometry is of one type.
 */
export function placeOf(areas: readonly XmlElement[], expected?: Expected): Place {
	const written = distinct(areas.flatMap(writtenIn))
	const holes = distinct(areas.flatMap(holesIn))
	const much = tooMuch(written, holes)
	if (much) return { rejects: [much] }
	const found = written.map((one) => foundOf(one, expected))
	const polygons = found.flatMap(({ shape }) => (shape.type === 'ring' ? [{ outer: shape.ring, holes: [] }] : []))
	const points = found.flatMap(({ shape }) => (shape.type === 'point' ? [shape.point] : []))
	const cut = holes.map((one) => foundOf(one, expected))
	const stray = cut.flatMap((hole) => cutOut(polygons, hole))
	const geometry = polygons.length > 0 ? outline(polygons) : pointsOf(points)
	return { ...(geometry && { geometry }), rejects: [...found.flatMap(badShape), ...stray, ...swapTold([...found, ...cut])] }
}

/** Whether an area gives an outline at all, usable or not. */
export function hasShape(area: XmlElement): boolean {
	return area.children.some(({ name, text }) => (name === 'polygon' || name === 'circle') && /\d/.test(text))
}

function writtenIn(area: XmlElement): readonly Written[] {
	return [
		...textsOf(area, 'polygon').map((text) => ({ text, path: 'info.area.polygon', circle: false })),
		...textsOf(area, 'circle').map((text) => ({ text, path: 'info.area.circle', circle: true })),
	]
}

function holesIn(area: XmlElement): readonly Written[] {
	if (childrenOf(area, 'geocode').length === 0) return []
	const codes = pairsOf(area, 'geocode').filter(({ name, value }) => name === HOLE && value !== '')
	return codes.map(({ value }) => ({ text: value, path: 'info.area.geocode', circle: false }))
}

/** Several infos often repeat the same outline. */
function distinct(written: readonly Written[]): readonly Written[] {
	return [...new Map(written.map((one) => [`${one.path} ${one.text}`, one])).values()]
}

function tooMuch(written: readonly Written[], holes: readonly Written[]): Reject | undefined {
	const characters = [...written, ...holes].reduce((sum, { text }) => sum + text.length, 0)
	if (written.length > MAX_POLYGONS) return refuse('too-many-polygons', `${written.length} polygons`)
	if (holes.length > MAX_HOLES) return refuse('too-many-polygons', `${holes.length} excluded polygons`)
	return characters > MAX_CHARACTERS ? refuse('too-many-positions', `${characters} characters of positions`) : undefined
}

function foundOf({ text, path, circle }: Written, expected: Expected | undefined): Found {
	return { shape: circle ? circleOf(text, expected) : ringOf(text, expected), path, text }
}

function badShape({ shape, path, text }: Found): readonly Reject[] {
	return shape.type === 'bad' ? [{ reason: shape.reason, message: shape.message, path, raw: rawOf(text) }] : []
}

function refuse(reason: string, what: string): Reject {
	return { reason, message: `${what}; the warning is kept without its outline`, path: 'info.area', raw: '' }
}

/** What was repaired is told once for a message, with the first of its outlines. */
function swapTold(found: readonly Found[]): readonly Reject[] {
	const swapped = found.filter(({ shape }) => shape.type !== 'bad' && shape.swapped)
	const first = swapped[0]
	if (!first) return []
	const message = `longitude stands before latitude and was read the other way round (outlines: ${swapped.length})`
	return [{ reason: 'swapped-axes', message, path: first.path, raw: rawOf(first.text) }]
}

/** Cuts a hole into the polygon around its first point. A hole that lies in none is told, not dropped in silence. */
function cutOut(polygons: readonly Polygon[], found: Found): readonly Reject[] {
	const { shape, path, text } = found
	if (shape.type !== 'ring') return badShape(found)
	const first = shape.ring[0]
	const around = first && polygons.find(({ outer }) => contains(outer, first))
	if (!around) {
		return [{ reason: 'bad-polygon', message: 'the excluded polygon lies in no polygon of the warning', path, raw: rawOf(text) }]
	}
	around.holes.push(turned(shape.ring, false))
	return []
}

function outline(polygons: readonly Polygon[]): Geometry {
	return { type: 'MultiPolygon', coordinates: polygons.map(({ outer, holes }) => [outer, ...holes]) }
}

function pointsOf(points: readonly Coordinate[]): Geometry | undefined {
	const first = points[0]
	if (!first) return undefined
	return points.length === 1 ? { type: 'Point', coordinates: first } : { type: 'MultiPoint', coordinates: [...points] }
}
