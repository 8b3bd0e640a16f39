import type { Position } from '@lagebild/model/geo.ts'

/** WGS 84; ETRS89 (EPSG:25832) differs by less than a metre. */
const RADIUS = 6_378_137
const FLATTENING = 1 / 298.257_223_563
const SCALE = 0.9996

const N = FLATTENING / (2 - FLATTENING)
const RECTIFYING = (RADIUS / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64)
/** Krüger's series for the inverse, to the third power of n: better than a millimetre within a zone. */
const BETA = [N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3, N ** 2 / 48 + N ** 3 / 15, (17 / 480) * N ** 3]
const DELTA = [2 * N - (2 / 3) * N ** 2 - 2 * N ** 3, (7 / 3) * N ** 2 - (8 / 5) * N ** 3, (56 / 15) * N ** 3]

export type Utm = { readonly zone: string; readonly easting: number; readonly northing: number }

/** UTM as latitude and longitude. Undefined for metres that no zone has. */
export function utmPosition({ zone, easting, northing }: Utm): Position | undefined {
	if (!(easting >= 100_000 && easting <= 900_000 && northing >= 0 && northing <= 10_000_000)) return undefined
	const xi = (northing - (zone.endsWith('S') ? 10_000_000 : 0)) / (SCALE * RECTIFYING)
	const eta = (easting - 500_000) / (SCALE * RECTIFYING)
	const x = BETA.reduce((total, beta, i) => total - beta * Math.sin(2 * (i + 1) * xi) * Math.cosh(2 * (i + 1) * eta), xi)
	const y = BETA.reduce((total, beta, i) => total - beta * Math.cos(2 * (i + 1) * xi) * Math.sinh(2 * (i + 1) * eta), eta)
	const chi = Math.asin(Math.sin(x) / Math.cosh(y))
	const lat = DELTA.reduce((total, delta, j) => total + delta * Math.sin(2 * (j + 1) * chi), chi)
	const lng = Number.parseInt(zone, 10) * 6 - 183 + degrees(Math.atan2(Math.sinh(y), Math.cos(x)))
	return { lat: rounded(degrees(lat)), lng: rounded(lng) }
}

function degrees(radians: number): number {
	return (radians * 180) / Math.PI
}

/** To a centimetre. */
function rounded(value: number): number {
	return Math.round(value * 1e7) / 1e7
}
