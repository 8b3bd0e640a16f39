import type { Coordinate, Geometry } from '@lagebild/model/geo.ts'

import { childOf } from './event.ts'
import type { CotElement, CotEvent, CotPoint } from './event.ts'
import { numberIn } from './read-xml.ts'

/** Shape of a drawing or route, or why it has none. */
export type Shape = { readonly geometry?: Geometry; readonly problem?: string }

const EARTH_METRES = 6_371_008.8
const DEGREE = Math.PI / 180
const CIRCLE_POINTS = 64
const MAX_RADIUS_METRES = 1_000_000
const MAX_VERTICES = 20_000

/** A route is a line through the places of its links; its own point is often 0/0 and never counts. */
export function routeShape({ detail }: CotEvent): Shape {
	return shapeThrough(linkPlaces(detail), 'line')
}

/** Drawings give their vertices as links or as a polyline, circles and ellipses their axes, bearing lines a range. */
export function drawingShape({ detail, type, point }: CotEvent): Shape {
	const shape = childOf(detail, 'shape')?.children ?? []
	const polyline = childOf(shape, 'polyline')
	if (polyline) return shapeThrough(vertices(polyline), isClosed(polyline) ? 'ring' : 'drawing')
	const ellipse = childOf(shape, 'ellipse') ?? childOf(detail, 'ellipse')
	if (ellipse) return ellipseOf(ellipse, point)
	const places = linkPlaces(detail)
	if (places.length > 0) return shapeThrough(places, isRing(type) ? 'ring' : 'drawing')
	return bearingOf(detail, point) ?? pointShape(point)
}

export function pointShape(point: CotPoint | undefined): Shape {
	return point ? { geometry: { type: 'Point', coordinates: coordinateOf(point) } } : {}
}

/** Kinds of drawing whose vertices enclose something even when the last is not the first again. */
function isRing(type: string): boolean {
	return type === 'u-d-r' || type.startsWith('u-d-r-')
}

type Pair = readonly [lat: number, lng: number]

/** Places of links that have one: `point="lat,lon"` or `point="lat,lon,height"`. */
function linkPlaces(detail: readonly CotElement[]): readonly Pair[] {
	return detail.flatMap(({ name, attributes }) => {
		const text = name === 'link' ? attributes['point'] : undefined
		if (text === undefined) return []
		const [lat, lng] = text.split(',', 3)
		return [[numberIn(lat), numberIn(lng)]]
	})
}

function isClosed({ attributes }: CotElement): boolean {
	return /^(?:true|1)$/i.test(attributes['closed'] ?? '')
}

function vertices({ children }: CotElement): readonly Pair[] {
	return children
		.filter(({ name }) => name === 'vertex')
		.map(({ attributes }) => [numberIn(attributes['lat']), numberIn(attributes['lon'])])
}

/** A `drawing` is an area when it ends where it begins, a `ring` always, a `line` never. */
function shapeThrough(pairs: readonly Pair[], wanted: 'line' | 'ring' | 'drawing'): Shape {
	const bad = pairs.find((pair) => !isPlace(pair))
	if (bad) return { problem: `a vertex of ${bad.join(', ')} is no place` }
	if (pairs.length > MAX_VERTICES) return { problem: `more than ${MAX_VERTICES} vertices` }
	const line = pairs.map(([lat, lng]): Coordinate => [lng, lat])
	const [first] = line
	if (!first) return { problem: 'no vertices' }
	if (line.length === 1) return { geometry: { type: 'Point', coordinates: first } }
	const ring = wanted === 'line' ? undefined : ringOf(line, wanted === 'ring')
	return { geometry: ring ? { type: 'Polygon', coordinates: [ring] } : { type: 'LineString', coordinates: line } }
}

/** The line as a ring when it is closed, or may be; undefined when it encloses nothing. */
function ringOf(line: Coordinate[], close: boolean): Coordinate[] | undefined {
	const first = line[0]
	const last = line.at(-1)
	if (!first || !last) return undefined
	const closed = first[0] === last[0] && first[1] === last[1]
	const ring = close && !closed ? [...line, first] : line
	return (closed || close) && ring.length >= 4 ? ring : undefined
}

function isPlace([lat, lng]: Pair): boolean {
	return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 && (lat !== 0 || lng !== 0)
}

/** Axes are radii in metres; `angle` is the bearing of the major one. */
function ellipseOf({ attributes }: CotElement, centre: CotPoint | undefined): Shape {
	const major = numberIn(attributes['major'])
	const minor = numberIn(attributes['minor'])
	if (!centre) return { problem: 'a circle without a centre' }
	if (!(major > 0 && minor > 0 && Math.max(major, minor) <= MAX_RADIUS_METRES)) return { problem: 'a circle without a radius' }
	const angle = (numberIn(attributes['angle']) || 0) * DEGREE
	const ring = Array.from({ length: CIRCLE_POINTS + 1 }, (_, i): Coordinate => {
		const turn = ((i % CIRCLE_POINTS) / CIRCLE_POINTS) * 2 * Math.PI
		const along = major * Math.cos(turn)
		const across = minor * Math.sin(turn)
		return coordinateOf(away(centre, { metres: Math.hypot(along, across), bearing: angle + Math.atan2(across, along) }))
	})
	return { geometry: { type: 'Polygon', coordinates: [ring] } }
}

function bearingOf(detail: readonly CotElement[], from: CotPoint | undefined): Shape | undefined {
	const range = childOf(detail, 'range')
	const bearing = childOf(detail, 'bearing')
	if (!range || !bearing) return undefined
	const metres = numberIn(range.attributes['value'])
	const degrees = numberIn(bearing.attributes['value'])
	if (!from || !(metres > 0 && metres <= MAX_RADIUS_METRES) || !Number.isFinite(degrees))
		return { problem: 'a bearing line without begin or length' }
	const to = away(from, { metres, bearing: degrees * DEGREE })
	return { geometry: { type: 'LineString', coordinates: [coordinateOf(from), coordinateOf(to)] } }
}

type Place = { readonly lat: number; readonly lng: number }

/** Along a great circle; bearing in radians. */
function away({ lat, lng }: Place, { metres, bearing }: { readonly metres: number; readonly bearing: number }): Place {
	const distance = metres / EARTH_METRES
	const south = lat * DEGREE
	const sine = Math.sin(south) * Math.cos(distance) + Math.cos(south) * Math.sin(distance) * Math.cos(bearing)
	const east = Math.atan2(Math.sin(bearing) * Math.sin(distance) * Math.cos(south), Math.cos(distance) - Math.sin(south) * sine)
	const turned = lng + east / DEGREE
	return { lat: rounded(Math.asin(Math.max(-1, Math.min(1, sine))) / DEGREE), lng: rounded(((((turned + 180) % 360) + 360) % 360) - 180) }
}

function rounded(degrees: number): number {
	return Math.round(degrees * 1e7) / 1e7
}

function coordinateOf({ lat, lng, hae }: CotPoint): Coordinate {
	return hae === undefined ? [lng, lat] : [lng, lat, hae]
}
