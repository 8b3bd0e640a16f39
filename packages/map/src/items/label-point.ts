import type { Coordinate, Geometry, Position } from '@lagebild/model/geo.ts'
import { verticesOf } from '@lagebild/model/geo.ts'

/** A place on the thing itself for its name: inside an area, on a line. */
export function labelPoint(geometry: Geometry): Position {
	switch (geometry.type) {
		case 'Polygon':
			return insideRing(geometry.coordinates[0] ?? [])
		case 'MultiPolygon':
			return insideRing(largest(geometry.coordinates.map((rings) => rings[0] ?? [])))
		case 'LineString':
			return middle(geometry.coordinates)
		case 'MultiLineString':
			return middle(longest(geometry.coordinates))
		case 'Point':
		case 'MultiPoint': {
			const [lng, lat] = verticesOf(geometry)[0] ?? [0, 0]
			return { lat, lng }
		}
	}
}

/** Direction of a line at its middle, degrees true; undefined for other geometries. */
export function lineCourse(geometry: Geometry): number | undefined {
	if (geometry.type !== 'LineString' && geometry.type !== 'MultiLineString') return undefined
	const points = geometry.type === 'LineString' ? geometry.coordinates : longest(geometry.coordinates)
	const { from, to } = middleSegment(points)
	const dx = (to[0] - from[0]) * Math.cos((from[1] * Math.PI) / 180)
	return ((Math.atan2(dx, to[1] - from[1]) * 180) / Math.PI + 360) % 360
}

type Ring = readonly Coordinate[]

/** Middle of the widest run of the area on the latitude of its middle: inside even where the centre of mass is not. */
function insideRing(ring: Ring): Position {
	const lats = ring.map(([, lat]) => lat)
	const lat = (Math.min(...lats) + Math.max(...lats)) / 2
	const crossings = ring
		.flatMap(([lng, y], index) => {
			const [nextLng, nextY] = ring[index + 1] ?? [lng, y]
			return y > lat !== nextY > lat ? [lng + ((lat - y) / (nextY - y)) * (nextLng - lng)] : []
		})
		.toSorted((a, b) => a - b)
	let best = { width: -1, lng: ring[0]?.[0] ?? 0 }
	for (let index = 0; index + 1 < crossings.length; index += 2) {
		const [left = 0, right = 0] = [crossings[index], crossings[index + 1]]
		if (right - left > best.width) best = { width: right - left, lng: (left + right) / 2 }
	}
	return { lat, lng: best.lng }
}

function largest(rings: readonly Ring[]): Ring {
	return rings.reduce<Ring>((best, ring) => (area(ring) > area(best) ? ring : best), [])
}

function area(ring: Ring): number {
	const sum = ring.reduce((total, [x, y], index) => {
		const [nextX, nextY] = ring[index + 1] ?? [x, y]
		return total + x * nextY - nextX * y
	}, 0)
	return Math.abs(sum) / 2
}

function longest(lines: readonly Ring[]): Ring {
	return lines.reduce<Ring>((best, line) => (lengthOf(line) > lengthOf(best) ? line : best), [])
}

function lengthOf(line: Ring): number {
	return line.reduce((sum, [x, y], index) => {
		const [nextX, nextY] = line[index + 1] ?? [x, y]
		return sum + Math.hypot(nextX - x, nextY - y)
	}, 0)
}

function middle(line: Ring): Position {
	const { from, to, share } = middleSegment(line)
	return { lng: from[0] + (to[0] - from[0]) * share, lat: from[1] + (to[1] - from[1]) * share }
}

function middleSegment(line: Ring): { readonly from: Coordinate; readonly to: Coordinate; readonly share: number } {
	let left = lengthOf(line) / 2
	for (const [index, from] of line.entries()) {
		const to = line[index + 1]
		if (!to) break
		const length = Math.hypot(to[0] - from[0], to[1] - from[1])
		if (length >= left && length > 0) return { from, to, share: left / length }
		left -= length
	}
	const only = line[0] ?? [0, 0]
	return { from: only, to: line[1] ?? only, share: 0 }
}
