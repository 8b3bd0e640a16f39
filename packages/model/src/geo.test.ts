import { describe, expect, test } from 'vitest'

import { boundsOf, distanceMetres, Geometry, pointGeometry, verticesOf } from './geo.ts'

const ring = [
	[9, 53],
	[10, 53],
	[10, 54],
	[9, 53],
]

describe('geometry', () => {
	test.each([
		[{ type: 'Point', coordinates: [9, 53] }, [9, 53, 9, 53]],
		[
			{
				type: 'MultiPoint',
				coordinates: [
					[9, 53],
					[10, 52],
				],
			},
			[9, 52, 10, 53],
		],
		[
			{
				type: 'LineString',
				coordinates: [
					[9, 53, 5],
					[10, 54, 7],
				],
			},
			[9, 53, 10, 54],
		],
		[
			{
				type: 'MultiLineString',
				coordinates: [
					[
						[9, 53],
						[10, 54],
					],
					[
						[-1, 50],
						[0, 51],
					],
				],
			},
			[-1, 50, 10, 54],
		],
		[{ type: 'Polygon', coordinates: [ring] }, [9, 53, 10, 54]],
		[
			{
				type: 'MultiPolygon',
				coordinates: [
					[ring],
					[
						[
							[1, 1],
							[2, 1],
							[2, 2],
							[1, 1],
						],
					],
				],
			},
			[1, 1, 10, 54],
		],
	])('has a box around all its vertices: %j', (value, box) => {
		expect(boundsOf(Geometry.parse(value))).toEqual(box)
	})

	test('names a position as GeoJSON does, longitude first', () => {
		expect(pointGeometry({ lat: 53.5, lng: 10 })).toEqual({ type: 'Point', coordinates: [10, 53.5] })
		expect(verticesOf(pointGeometry({ lat: 53.5, lng: 10 }))).toEqual([[10, 53.5]])
	})

	test('takes the edges of the world, not what lies beyond them', () => {
		expect(Geometry.safeParse({ type: 'Point', coordinates: [-180, 90] }).success).toBe(true)
		for (const coordinates of [[-180.1, 0], [0, -90.1], [NaN, 1], [Infinity, 1], [10], [10, 53, 1, 2], ['10', 53], [0, 0], [-0, 0]]) {
			expect(Geometry.safeParse({ type: 'Point', coordinates }).success).toBe(false)
		}
	})

	test('measures distance on the sphere', () => {
		const stPauli = { lat: 53.5456, lng: 9.97 }
		const cuxhaven = { lat: 53.8678, lng: 8.7175 }
		expect(distanceMetres(stPauli, stPauli)).toBe(0)
		expect(distanceMetres(stPauli, cuxhaven)).toBeCloseTo(distanceMetres(cuxhaven, stPauli), 6)
		expect(distanceMetres({ lat: 0, lng: 0 }, { lat: 1, lng: 0 })).toBeCloseTo(111_195, 0)
		expect(distanceMetres({ lat: 0, lng: 0 }, { lat: 0, lng: 180 })).toBeCloseTo(Math.PI * 6_371_008.8, 0)
	})
})
