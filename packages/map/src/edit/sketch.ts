import type { Coordinate, Geometry, Position } from '@lagebild/model/geo.ts'
import { distanceMetres } from '@lagebild/model/geo.ts'

import { crossingOf } from './crossing.ts'
import type { Crossing } from './crossing.ts'

export const DRAW_SHAPES = ['point', 'line', 'polygon', 'circle'] as const
export type DrawShape = (typeof DRAW_SHAPES)[number]

/** What is being drawn, whether it is whole or not. A polygon names each corner once; a circle is stored as a polygon and drawn by its middle. */
export type Sketch =
	| { readonly shape: 'point' | 'line' | 'polygon'; readonly points: readonly Position[] }
	| { readonly shape: 'circle'; readonly centre?: Position; readonly radiusMetres?: number }

/** More cannot be set or moved by hand; feeds may send fifty thousand, which are shown and not taken apart. */
export const MOST_POINTS = 500
/** Corners of the polygon that a circle becomes: off the true circle by 0.2 % of its radius. */
export const CIRCLE_CORNERS = 48
const METRES_PER_DEGREE = 111_195
/** Some seven centimetres: no hand points closer, and no sum of the drawing leaves more digits behind. */
const DECIMALS = 1e6

export function emptySketch(shape: DrawShape): Sketch {
	return shape === 'circle' ? { shape } : { shape, points: [] }
}

/** What can be moved by hand; undefined of several parts, holes, and more points than that. */
export function sketchOf(geometry: Geometry): Sketch | undefined {
	switch (geometry.type) {
		case 'Point':
			return { shape: 'point', points: [positionOf(geometry.coordinates)] }
		case 'LineString':
			return small({ shape: 'line', points: geometry.coordinates.map(positionOf) })
		case 'Polygon': {
			const [ring, ...holes] = geometry.coordinates
			if (!ring || holes.length > 0) return undefined
			return small({ shape: 'polygon', points: ring.slice(0, -1).map(positionOf) })
		}
		default:
			return undefined
	}
}

function small(sketch: Extract<Sketch, { readonly points: unknown }>): Sketch | undefined {
	return sketch.points.length <= MOST_POINTS ? sketch : undefined
}

function positionOf([lng, lat]: Coordinate): Position {
	return { lat, lng }
}

function round(value: number): number {
	return Math.round(value * DECIMALS) / DECIMALS
}

function coordinateOf({ lat, lng }: Position): Coordinate {
	return [round(lng), round(lat)]
}

export type SketchFault =
	| { readonly code: 'few'; readonly least: number }
	| { readonly code: 'many'; readonly most: number }
	| ({ readonly code: 'crossing' } & Crossing)
	| { readonly code: 'radius' }

const LEAST = { point: 1, line: 2, polygon: 3 } as const

/** Why it cannot be said as it is. Nothing drawn at all is no fault. */
export function sketchFault(sketch: Sketch): SketchFault | undefined {
	if (isEmpty(sketch)) return undefined
	if (sketch.shape === 'circle') return circleFault(sketch)
	const { shape, points } = sketch
	if (points.length < LEAST[shape]) return { code: 'few', least: LEAST[shape] }
	if (points.length > MOST_POINTS) return { code: 'many', most: MOST_POINTS }
	const crossing = shape === 'polygon' ? crossingOf(points) : undefined
	return crossing && { code: 'crossing', ...crossing }
}

/** As far as a circle round a place of Hamburg makes sense. */
const RADIUS_METRES = { least: 5, most: 50_000 } as const

function circleFault({ centre, radiusMetres }: Extract<Sketch, { readonly shape: 'circle' }>): SketchFault | undefined {
	if (!centre) return { code: 'few', least: 1 }
	const fits = radiusMetres !== undefined && radiusMetres >= RADIUS_METRES.least && radiusMetres <= RADIUS_METRES.most
	return fits ? undefined : { code: 'radius' }
}

export function isEmpty(sketch: Sketch): boolean {
	return sketch.shape === 'circle' ? !sketch.centre && sketch.radiusMetres === undefined : sketch.points.length === 0
}

/** As it is said; undefined while it is not whole. */
export function geometryOf(sketch: Sketch): Geometry | undefined {
	if (isEmpty(sketch) || sketchFault(sketch)) return undefined
	switch (sketch.shape) {
		case 'point': {
			const [point] = sketch.points
			return point && { type: 'Point', coordinates: coordinateOf(point) }
		}
		case 'line':
			return { type: 'LineString', coordinates: sketch.points.map(coordinateOf) }
		case 'polygon':
			return { type: 'Polygon', coordinates: [closed(sketch.points)] }
		case 'circle':
			return { type: 'Polygon', coordinates: [closed(circlePoints(sketch))] }
	}
}

function closed(points: readonly Position[]): Coordinate[] {
	const ring = points.map(coordinateOf)
	const [first] = ring
	return first ? [...ring, first] : ring
}

/** Corners of a circle, from the north clockwise. */
export function circlePoints({ centre, radiusMetres = 0 }: Extract<Sketch, { readonly shape: 'circle' }>): readonly Position[] {
	if (!centre) return []
	const south = radiusMetres / METRES_PER_DEGREE
	const east = south / Math.cos((centre.lat * Math.PI) / 180)
	return Array.from({ length: CIRCLE_CORNERS }, (_, index) => {
		const angle = (index * 2 * Math.PI) / CIRCLE_CORNERS
		return { lat: centre.lat + south * Math.cos(angle), lng: centre.lng + east * Math.sin(angle) }
	})
}

/** The circle that a drawn polygon stands for: its middle, and the mean distance of its corners. */
export function circleOf(points: readonly Position[]): Sketch {
	if (points.length === 0) return { shape: 'circle' }
	const centre = {
		lat: points.reduce((sum, { lat }) => sum + lat, 0) / points.length,
		lng: points.reduce((sum, { lng }) => sum + lng, 0) / points.length,
	}
	const radius = points.reduce((sum, point) => sum + distanceMetres(centre, point), 0) / points.length
	return { shape: 'circle', centre, radiusMetres: Math.round(radius) }
}
