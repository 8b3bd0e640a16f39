import { distanceMetres } from '@lagebild/model/geo.ts'
import type { Geometry } from '@lagebild/model/geo.ts'
import { describe, expect, test } from 'vitest'

import { crossingOf } from './crossing.ts'
import { circleOf, circlePoints, emptySketch, geometryOf, MOST_POINTS, sketchFault, sketchOf } from './sketch.ts'

const at = (lat: number, lng: number) => ({ lat: 53.5 + lat / 1_000, lng: 10 + lng / 1_000 })
const SQUARE = [at(0, 0), at(0, 4), at(4, 4), at(4, 0)]

describe('a drawn shape', () => {
	test('becomes GeoJSON with the longitude first and a closed ring', () => {
		expect(geometryOf({ shape: 'point', points: [at(1, 2)] })).toEqual({ type: 'Point', coordinates: [10.002, 53.501] })
		expect(geometryOf({ shape: 'polygon', points: SQUARE })).toEqual({
			type: 'Polygon',
			coordinates: [
				[
					[10, 53.5],
					[10.004, 53.5],
					[10.004, 53.504],
					[10, 53.504],
					[10, 53.5],
				],
			],
		})
	})

	test.each(['point', 'line', 'polygon'] as const)('of the kind %s is read back as it was', (shape) => {
		const sketch = { shape, points: shape === 'point' ? SQUARE.slice(0, 1) : SQUARE }
		const geometry = geometryOf(sketch)
		expect(geometry && sketchOf(geometry)).toEqual(sketch)
	})

	test('with too few points, or none at all, is not said', () => {
		expect(sketchFault(emptySketch('polygon'))).toBeUndefined()
		expect(geometryOf(emptySketch('polygon'))).toBeUndefined()
		expect(sketchFault({ shape: 'polygon', points: SQUARE.slice(0, 2) })).toEqual({ code: 'few', least: 3 })
		expect(geometryOf({ shape: 'line', points: SQUARE.slice(0, 1) })).toBeUndefined()
	})

	test('with more points than a hand moves is refused, and one of a feed is not taken apart', () => {
		const points = circlePoints({ shape: 'circle', centre: at(0, 0), radiusMetres: 500 })
		const many = Array.from({ length: MOST_POINTS + 1 }, (_, index) => at(Math.cos(index), index))
		expect(sketchFault({ shape: 'line', points: many })).toEqual({ code: 'many', most: MOST_POINTS })
		const coast: Geometry = {
			type: 'Polygon',
			coordinates: [Array.from({ length: 50_000 }, (_, index): [number, number] => [10 + (index % 49_999) / 1e5, 53.5])],
		}
		expect(sketchOf(coast)).toBeUndefined()
		expect(points).toHaveLength(48)
	})

	test('of several parts or with a hole is not moved by hand', () => {
		const ring = geometryOf({ shape: 'polygon', points: SQUARE })
		if (ring?.type !== 'Polygon') throw new Error('no ring')
		expect(sketchOf({ type: 'MultiPolygon', coordinates: [ring.coordinates] })).toBeUndefined()
		expect(sketchOf({ type: 'Polygon', coordinates: [...ring.coordinates, ...ring.coordinates] })).toBeUndefined()
	})
})

describe('an outline that crosses itself', () => {
	test('is refused, and the two sides are named', () => {
		const bow = [at(0, 0), at(4, 4), at(0, 4), at(4, 0)]
		expect(crossingOf(bow)).toEqual({ side: 1, other: 3 })
		expect(sketchFault({ shape: 'polygon', points: bow })).toEqual({ code: 'crossing', side: 1, other: 3 })
		expect(geometryOf({ shape: 'polygon', points: bow })).toBeUndefined()
	})

	test('is one that touches itself as well; neighbours may share their corner', () => {
		expect(crossingOf(SQUARE)).toBeUndefined()
		expect(crossingOf([at(0, 0), at(0, 4), at(4, 4), at(0, 2)])).toEqual({ side: 1, other: 3 })
	})

	test('may be as long as can be drawn', () => {
		const round = Array.from({ length: MOST_POINTS }, (_, index) => at(5 * Math.cos(index / 80), 5 * Math.sin(index / 80)))
		expect(crossingOf(round)).toBeUndefined()
	})
})

describe('a circle', () => {
	test('is found again in the polygon that it became', () => {
		const circle = { shape: 'circle', centre: at(1, 1), radiusMetres: 750 } as const
		const found = circleOf(circlePoints(circle))
		if (found.shape !== 'circle' || !found.centre) throw new Error('no circle')
		expect(distanceMetres(found.centre, circle.centre)).toBeLessThan(1)
		expect(Math.abs((found.radiusMetres ?? 0) - 750)).toBeLessThan(5)
	})

	test('needs a middle and a sensible radius', () => {
		expect(sketchFault({ shape: 'circle', radiusMetres: 100 })).toEqual({ code: 'few', least: 1 })
		expect(sketchFault({ shape: 'circle', centre: at(0, 0) })).toEqual({ code: 'radius' })
		expect(sketchFault({ shape: 'circle', centre: at(0, 0), radiusMetres: 60_000 })).toEqual({ code: 'radius' })
	})
})
