import type { Coordinate, Geometry } from '@lagebild/model/geo.ts'

import type { Reject } from '../adapter.ts'
import { rawOf } from '../text.ts'
import type { XmlElement } from '../xml/read.ts'
import { pairsOf, textsOf } from '../xml/walk.ts'
import { circleOf, contains, ringOf, turned } from './shape.ts'
import type { Ring, Shape } from './shape.ts'

/** DWD writes a hole of an area as a geocode of this name. */
const HOLE = 'EXCLUDE_POLYGON'
const MAX_POLYGONS = 1_000

export type Place = { readonly geometry?: Geometry; readonly rejects: readonly Reject[] }

type Found = { readonly shape: Shape; readonly path: string; readonly text: string }
type Polygon = { readonly outer: Ring; readonly holes: Ring[] }

/**
 * The union of all polygons and circles of the areas. Areas that name only codes have no geometry: no place is invented.
 * Points stand only where there is no polygon, since a geometry is of one type.
 */
export function placeOf(areas: readonly XmlElement[]): Place {
	const found = areas.flatMap(shapesOf)
	const bad = found.flatMap(({ shape, path, text }) => (shape.type === 'bad' ? [badShape(path, shape.message, text)] : []))
	const polygons = distinct(found)
	const stray = areas.flatMap((area) => holesOf(area).flatMap((hole) => cutOut(polygons, hole)))
	const points = found.flatMap(({ shape }) => (shape.type === 'point' ? [shape.point] : []))
	const rejects = [...bad, ...stray]
	if (polygons.length > MAX_POLYGONS) {
		const message = `${polygons.length} polygons; the warning is kept without its outline`
		return { rejects: [...rejects, { reason: 'too-many-polygons', message, path: 'info.area', raw: '' }] }
	}
	const geometry = polygons.length > 0 ? outline(polygons) : pointsOf(points)
	return { ...(geometry && { geometry }), rejects }
}

function shapesOf(area: XmlElement): readonly Found[] {
	return [
		...textsOf(area, 'polygon').map((text) => ({ shape: ringOf(text), path: 'info.area.polygon', text })),
		...textsOf(area, 'circle').map((text) => ({ shape: circleOf(text), path: 'info.area.circle', text })),
	]
}

export function hasShape(area: XmlElement): boolean {
	return shapesOf(area).some(({ shape }) => shape.type !== 'bad')
}

function badShape(path: string, message: string, raw: string): Reject {
	return { reason: 'bad-polygon', message, path, raw: rawOf(raw) }
}

/** Several infos often repeat the same outline. */
function distinct(found: readonly Found[]): readonly Polygon[] {
	const rings = new Map<string, Polygon>()
	for (const { shape, text } of found) {
		if (shape.type === 'ring' && !rings.has(text)) rings.set(text, { outer: shape.ring, holes: [] })
	}
	return [...rings.values()]
}

function holesOf(area: XmlElement): readonly Found[] {
	const codes = pairsOf(area, 'geocode').filter(({ name, value }) => name === HOLE && value !== '')
	return codes.map(({ value }) => ({ shape: ringOf(value), path: 'info.area.geocode', text: value }))
}

/** Cuts a hole into the polygon around its first point. A hole that lies in none is told, not dropped in silence. */
function cutOut(polygons: readonly Polygon[], { shape, path, text }: Found): readonly Reject[] {
	if (shape.type !== 'ring') return shape.type === 'bad' ? [badShape(path, shape.message, text)] : []
	const first = shape.ring[0]
	const around = first && polygons.find(({ outer }) => contains(outer, first))
	if (!around) return [badShape(path, 'the excluded polygon lies in no polygon of the warning', text)]
	const hole = turned(shape.ring, false)
	if (!around.holes.some((other) => JSON.stringify(other) === JSON.stringify(hole))) around.holes.push(hole)
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
