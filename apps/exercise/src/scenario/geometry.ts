import type { Position } from '@lagebild/model/geo.ts'

export type Ring = readonly Position[]

/** Degrees true from a to b, 0–360; flat-earth, good for the length of a street. */
export function bearing(a: Position, b: Position): number {
	const east = (b.lng - a.lng) * Math.cos((a.lat * Math.PI) / 180)
	return (Math.atan2(east, b.lat - a.lat) * (180 / Math.PI) + 360) % 360
}

export function between(a: Position, b: Position, part: number): Position {
	return { lat: a.lat + (b.lat - a.lat) * part, lng: a.lng + (b.lng - a.lng) * part }
}

/** A place some metres east and north of another. */
export function offset({ lat, lng }: Position, eastMetres: number, northMetres: number): Position {
	return { lat: lat + northMetres / 111_320, lng: lng + eastMetres / (111_320 * Math.cos((lat * Math.PI) / 180)) }
}

/** Even-odd rule over one ring. */
export function contains(ring: Ring, { lat, lng }: Position): boolean {
	let inside = false
	let before = ring.at(-1)
	for (const point of ring) {
		if (before && point.lat > lat !== before.lat > lat) {
			const crossing = point.lng + ((lat - point.lat) / (before.lat - point.lat)) * (before.lng - point.lng)
			if (lng < crossing) inside = !inside
		}
		before = point
	}
	return inside
}

/** True when the segment a–b cuts an edge of the ring. */
export function cuts(ring: Ring, a: Position, b: Position): boolean {
	let before = ring.at(-1)
	for (const point of ring) {
		if (before && crosses([a, b], [before, point])) return true
		before = point
	}
	return false
}

type Line = readonly [Position, Position]

function crosses([a, b]: Line, [c, d]: Line): boolean {
	return side([a, b], c) !== side([a, b], d) && side([c, d], a) !== side([c, d], b)
}

function side([a, b]: Line, point: Position): boolean {
	return (b.lng - a.lng) * (point.lat - a.lat) > (b.lat - a.lat) * (point.lng - a.lng)
}
