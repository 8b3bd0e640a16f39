import type { Box, Coordinate } from '@lagebild/model/geo.ts'

export type Ring = Coordinate[]

/** Where the places of a feed are. `certain`: said by the operator, or borne out by the message itself. */
export type Expected = { readonly box: Box; readonly certain: boolean }

/** A polygon, a point, or the reason why the text is neither. `swapped`: longitude stood first. */
export type Shape =
	| { readonly type: 'ring'; readonly ring: Ring; readonly swapped: boolean }
	| { readonly type: 'point'; readonly point: Coordinate; readonly swapped: boolean }
	| { readonly type: 'bad'; readonly reason: string; readonly message: string }

type Bad = Extract<Shape, { type: 'bad' }>
type Pairs = { readonly points: Ring; readonly swapped: boolean }

const CIRCLE_POINTS = 64
const EARTH_KM = 6_371.0088
const MAX_RADIUS_KM = 5_000
const MAX_TOKENS = 100_000
const PAIR = /^([+-]?(?:\d{1,9}(?:\.\d{0,17})?|\.\d{1,17})),([+-]?(?:\d{1,9}(?:\.\d{0,17})?|\.\d{1,17}))$/

/**
 * `lat,lon lat,lon …`. A ring that does not end where it begins is closed: several senders leave the last pair out.
 * The outer ring runs counter-clockwise (RFC 7946).
 */
export function ringOf(text: string, expected?: Expected): Shape {
	const read = placed(tokensOf(text), expected)
	if ('reason' in read) return read
	const { points, swapped } = read
	const first = points[0]
	const last = points.at(-1)
	const closed = first && last && (first[0] !== last[0] || first[1] !== last[1]) ? [...points, first] : points
	if (closed.length < 4) return bad('a polygon needs four pairs, the last like the first')
	return { type: 'ring', ring: turned(closed, true), swapped }
}

/** `lat,lon radius` with the radius in kilometres; a radius of 0 is a point. */
export function circleOf(text: string, expected?: Expected): Shape {
	const tokens = tokensOf(text, 3)
	const radiusText = tokens[1] ?? ''
	const radius = /^\d{1,5}(?:\.\d{1,17})?$/.test(radiusText) ? Number(radiusText) : undefined
	const read = placed(tokens.slice(0, 1), expected)
	if ('reason' in read) return read
	const centre = read.points[0]
	if (!centre || radius === undefined || radius > MAX_RADIUS_KM) return bad(`"${text.slice(0, 60)}" is no latitude,longitude radius`)
	const { swapped } = read
	return radius === 0 ? { type: 'point', point: centre, swapped } : { type: 'ring', ring: circleRing(centre, radius), swapped }
}

/** Pairs as the standard writes them, out of what senders write: blanks after the comma, semicolons between pairs, no commas at all. */
function tokensOf(text: string, most = MAX_TOKENS): readonly string[] {
	const tokens = text.replaceAll(';', ' ').replace(/,\s+/g, ',').trim().split(/\s+/, most)
	if (text.includes(',')) return tokens
	return most === 3
		? [tokens.slice(0, 2).join(','), ...tokens.slice(2)]
		: tokens.flatMap((token, i) => (i % 2 === 0 ? `${token},${tokens[i + 1] ?? ''}` : []))
}

/** Positions in GeoJSON order, or why they are none. */
function placed(pairs: readonly string[], expected: Expected | undefined): Pairs | Bad {
	const points: Ring = []
	for (const pair of pairs) {
		const [, lat, lng] = PAIR.exec(pair) ?? []
		if (lat === undefined || lng === undefined) return bad(`"${pair.slice(0, 60)}" is no latitude,longitude`)
		points.push([Number(lng), Number(lat)])
	}
	return oriented(points, expected)
}

/** Swapped axes are told by a latitude that cannot be, or by an area where the place is expected and lies only the other way round. */
function oriented(points: Ring, expected: Expected | undefined): Pairs | Bad {
	if (points.some(([lng, lat]) => lng === 0 && lat === 0)) return bad('0/0 is a position without a fix, not a place')
	const wrong = points.find((point) => !onEarth(point))
	if (wrong && !points.every((point) => onEarth(crossed(point)))) return bad(offEarth(wrong))
	const fits = expected !== undefined && liesOnlyCrossed(points, expected.box)
	if (!wrong && !fits) return { points, swapped: false }
	if (fits && (wrong || expected.certain)) return { points: points.map(crossed), swapped: true }
	const message = 'latitude and longitude seem to be swapped; say in the option "within" where the warnings of this feed are'
	return { type: 'bad', reason: 'swapped-axes', message }
}

function crossed([lng, lat]: Coordinate): Coordinate {
	return [lat, lng]
}

/** Whether a place lies in the box with its axes crossed, and no part of it as it is. */
function liesOnlyCrossed(points: Ring, box: Box): boolean {
	return points.every((point) => isIn(box, crossed(point))) && !points.some((point) => isIn(box, point))
}

function offEarth([lng, lat]: Coordinate): string {
	const metres = Math.abs(lng) > 1_000 || Math.abs(lat) > 1_000
	return metres ? `${lat},${lng} are metres of a projected system such as EPSG:25832` : `${lat},${lng} is no latitude,longitude`
}

function onEarth([lng, lat]: Coordinate): boolean {
	return Math.abs(lat) <= 90 && Math.abs(lng) <= 180
}

function isIn([west, south, east, north]: Box, [lng, lat]: Coordinate): boolean {
	return lng >= west && lng <= east && lat >= south && lat <= north
}

function bad(message: string): Bad {
	return { type: 'bad', reason: 'bad-polygon', message }
}

/** Same ring, running counter-clockwise or clockwise. */
export function turned(ring: Ring, counterClockwise: boolean): Ring {
	let doubled = 0
	let [lastX, lastY] = ring.at(-1) ?? [0, 0]
	for (const [x, y] of ring) {
		doubled += lastX * y - x * lastY
		lastX = x
		lastY = y
	}
	return doubled > 0 === counterClockwise ? ring : ring.toReversed()
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
