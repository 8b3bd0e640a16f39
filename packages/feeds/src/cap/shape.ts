import type { Coordinate } from '@lagebild/model/geo.ts'

export type Ring = Coordinate[]
/** A polygon with its holes, a point, or the reason why the text is neither. */
export type Shape =
	| { readonly type: 'ring'; readonly ring: Ring }
	| { readonly type: 'point'; readonly point: Coordinate }
	| { readonly type: 'bad'; readonly message: string }

const CIRCLE_POINTS = 64
const EARTH_KM = 6_371.0088
const MAX_RADIUS_KM = 5_000
const NUMBER = /^[+-]?\d{1,3}(?:\.\d{1,15})?$/

/** A CAP pair `lat,lon` in GeoJSON order; undefined when it is out of range, 0/0 or no pair. */
function coordinateOf(pair: string): Coordinate | undefined {
	const parts = pair.split(',')
	if (parts.length !== 2 || !parts.every((part) => NUMBER.test(part))) return undefined
	const [lat = 0, lng = 0] = parts.map(Number)
	return Math.abs(lat) <= 90 && Math.abs(lng) <= 180 && (lat !== 0 || lng !== 0) ? [lng, lat] : undefined
}

/**
 * `lat,lon lat,lon …`. A ring that does not end where it begins is closed: several senders leave the last pair out.
 * The outer ring runs counter-clockwise (RFC 7946).
 */
export function ringOf(text: string): Shape {
	const pairs = text.trim().split(/\s+/)
	const points: Ring = []
	for (const pair of pairs) {
		const point = coordinateOf(pair)
		if (!point) return { type: 'bad', message: `"${pair.slice(0, 60)}" is no latitude,longitude` }
		points.push(point)
	}
	const first = points[0]
	const last = points.at(-1)
	const closed = first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...points, first] : points
	if (closed.length < 4) return { type: 'bad', message: 'a polygon needs four pairs, the last like the first' }
	return { type: 'ring', ring: turned(closed, true) }
}

/** Same ring, running counter-clockwise or clockwise. */
export function turned(ring: Ring, counterClockwise: boolean): Ring {
	let doubled = 0
	ring.forEach(([x, y], i) => {
		const [nextX, nextY] = ring[(i + 1) % ring.length] ?? [x, y]
		doubled += x * nextY - nextX * y
	})
	return doubled > 0 === counterClockwise ? ring : ring.toReversed()
}

/** `lat,lon radius` with the radius in kilometres; a radius of 0 is a point. */
export function circleOf(text: string): Shape {
	const [pair = '', radiusText = ''] = text.trim().split(/\s+/)
	const centre = coordinateOf(pair)
	const radius = /^\d{1,5}(?:\.\d{1,9})?$/.test(radiusText) ? Number(radiusText) : undefined
	if (!centre || radius === undefined || radius > MAX_RADIUS_KM) {
		return { type: 'bad', message: `"${text.slice(0, 60)}" is no latitude,longitude radius` }
	}
	return radius === 0 ? { type: 'point', point: centre } : { type: 'ring', ring: circleRing(centre, radius) }
}

/** Points at equal bearings on a sphere, cut at the poles and at ±180°. */
function circleRing([lng, lat]: Coordinate, radiusKm: number): Ring {
	const angle = radiusKm / EARTH_KM
	const lat1 = radians(lat)
	const ring = Array.from({ length: CIRCLE_POINTS }, (_, i): Coordinate => {
		const bearing = (-2 * Math.PI * i) / CIRCLE_POINTS
		const lat2 = Math.asin(Math.sin(lat1) * Math.cos(angle) + Math.cos(lat1) * Math.sin(angle) * Math.cos(bearing))
		const east = Math.sin(bearing) * Math.sin(angle) * Math.cos(lat1)
		const turn = Math.atan2(east, Math.cos(angle) - Math.sin(lat1) * Math.sin(lat2))
		return [round(Math.max(-180, Math.min(180, lng + degrees(turn)))), round(degrees(lat2))]
	})
	return [...ring, ...ring.slice(0, 1)]
}

const radians = (value: number): number => (value * Math.PI) / 180
const degrees = (value: number): number => (value * 180) / Math.PI
/** Seven digits are a centimetre, and the same on every machine whatever its last bit of sine. */
const round = (value: number): number => Math.round(value * 1e7) / 1e7

/** Whether a point lies in a ring (even-odd rule). */
export function contains(ring: Ring, [x, y]: Coordinate): boolean {
	let inside = false
	for (let i = 0; i < ring.length - 1; i += 1) {
		const [x1, y1] = ring[i] ?? [0, 0]
		const [x2, y2] = ring[i + 1] ?? [0, 0]
		if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
	}
	return inside
}
