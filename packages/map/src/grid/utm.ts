import type { Position } from '@lagebild/model/geo.ts'

/** UTM of one zone, northern hemisphere, metres. Eastings outside the zone's own strip are continued, as map sheets do. */
export type Utm = { readonly zone: number; readonly easting: number; readonly northing: number }

const SCALE = 0.9996
const FALSE_EASTING = 500_000
const FLATTENING = 1 / 298.257_223_563
const N = FLATTENING / (2 - FLATTENING)
const RADIUS = (6_378_137 / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64)
const ALPHA = [N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3, (13 / 48) * N ** 2 - (3 / 5) * N ** 3, (61 / 240) * N ** 3] as const
const BETA = [N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3, (1 / 48) * N ** 2 + (1 / 15) * N ** 3, (17 / 480) * N ** 3] as const
const DELTA = [2 * N - (2 / 3) * N ** 2 - 2 * N ** 3, (7 / 3) * N ** 2 - (8 / 5) * N ** 3, (56 / 15) * N ** 3] as const

const radians = (degrees: number) => (degrees * Math.PI) / 180
const degrees = (value: number) => (value * 180) / Math.PI
const centralMeridian = (zone: number) => zone * 6 - 183

export function zoneOf(lng: number): number {
	return Math.min(60, Math.max(1, Math.floor((lng + 180) / 6) + 1))
}

/** Krüger's series to n³: within a millimetre inside the zone. */
export function toUtm({ lat, lng }: Position, zone: number): Utm {
	const phi = radians(lat)
	const lambda = radians(lng - centralMeridian(zone))
	const e = (2 * Math.sqrt(N)) / (1 + N)
	const t = Math.sinh(Math.atanh(Math.sin(phi)) - e * Math.atanh(e * Math.sin(phi)))
	const xi = Math.atan2(t, Math.cos(lambda))
	const eta = Math.atanh(Math.sin(lambda) / Math.sqrt(1 + t * t))
	let x = eta
	let y = xi
	ALPHA.forEach((alpha, index) => {
		const j = 2 * (index + 1)
		x += alpha * Math.cos(j * xi) * Math.sinh(j * eta)
		y += alpha * Math.sin(j * xi) * Math.cosh(j * eta)
	})
	return { zone, easting: FALSE_EASTING + SCALE * RADIUS * x, northing: SCALE * RADIUS * y }
}

export function fromUtm({ zone, easting, northing }: Utm): Position {
	const xi = northing / (SCALE * RADIUS)
	const eta = (easting - FALSE_EASTING) / (SCALE * RADIUS)
	let x = eta
	let y = xi
	BETA.forEach((beta, index) => {
		const j = 2 * (index + 1)
		x -= beta * Math.cos(j * xi) * Math.sinh(j * eta)
		y -= beta * Math.sin(j * xi) * Math.cosh(j * eta)
	})
	const chi = Math.asin(Math.sin(y) / Math.cosh(x))
	const phi = DELTA.reduce((sum, delta, index) => sum + delta * Math.sin(2 * (index + 1) * chi), chi)
	return { lat: degrees(phi), lng: centralMeridian(zone) + degrees(Math.atan2(Math.sinh(x), Math.cos(y))) }
}
