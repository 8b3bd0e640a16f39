import { forward, inverse } from 'mgrs/mgrs.js'

import type { Box, Position } from './geo.ts'
import { misread, quoted } from './notation.ts'
import type { Reading } from './notation.ts'
import { ok } from './result.ts'

/** Sides of the square that a reference names, metres, by the number of its digits. */
export const UTMREF_METRES = [100_000, 10_000, 1_000, 100, 10, 1] as const
export type UtmrefMetres = (typeof UTMREF_METRES)[number]

/** The square that a reference names. */
export type Utmref = { readonly metres: UtmrefMetres; readonly centre: Position; readonly box: Box }

export type UtmrefRule = 'shape' | 'zone' | 'band' | 'square' | 'digits' | 'elsewhere'

/**
 * `32U NE 65723 33930`: UTMREF (MGRS) on WGS 84. A reference names the square the place lies in: digits are cut off, never rounded.
 * @returns undefined beyond 80° S and 84° N, where UTM ends
 */
export function formatUtmref({ lat, lng }: Position, metres: UtmrefMetres): string | undefined {
	if (!(lat >= -80 && lat <= 84 && lng >= -180 && lng <= 180)) return undefined
	const digits = UTMREF_METRES.indexOf(metres)
	const parts = /^(\d{1,2}[A-Z])([A-Z]{2})(\d*)$/.exec(forward([lng > JUST_WEST_OF_180 ? 180 : lng, lat], digits))
	if (!parts) return undefined
	const [, zone = '', square = '', figures = ''] = parts
	return [zone, square, figures.slice(0, digits), figures.slice(digits)].filter(Boolean).join(' ')
}

/** Beyond it, at a tenth of a millimetre, the library's sum rounds up into a zone 61. */
const JUST_WEST_OF_180 = 180 - 1e-9

const SHAPE = /^(\d{1,2})([A-Z])([A-Z]{2})(\d*)$/
const BANDS = 'CDEFGHJKLMNPQRSTUVWX'

/** Reads `32U NE 65723 33930` in any case, with blanks anywhere or none, from 1 m to 100 km. */
export function readUtmref(text: string): Reading<Utmref, UtmrefRule> {
	const compact = text.replaceAll(/\s+/g, '').toUpperCase()
	const match = SHAPE.exec(compact)
	if (!match)
		return misread('shape', '"{text}" is not of the form zone, band, square, digits, such as 32U NE 657 339', { text: quoted(text) })
	const [, zone = '', band = '', , figures = ''] = match
	if (Number(zone) < 1 || Number(zone) > 60) return misread('zone', 'zone {zone} does not exist: 1 to 60', { zone })
	if (!BANDS.includes(band)) return misread('band', 'band {band} does not exist: C to X without I and O', { band })
	const metres = UTMREF_METRES[figures.length / 2]
	if (metres === undefined)
		return misread('digits', '{digits} digits: easting and northing have equally many, at most five each', { digits: figures.length })
	return squareOf({ reference: compact, zone: Number(zone), band, metres })
}

type Named = { readonly reference: string; readonly zone: number; readonly band: string; readonly metres: UtmrefMetres }

function squareOf({ reference, zone, band, metres }: Named): Reading<Utmref, 'square' | 'elsewhere'> {
	const square = reference.slice(0, -2 * UTMREF_METRES.indexOf(metres) || undefined)
	const box = boxOf(reference)
	if (!box) return misread('square', 'there is no square {square}', { square })
	const [west, south, east, north] = box
	if (!meets([west, east], meridiansOf(zone, band)) || !meets([south, north], parallelsOf(band)))
		return misread('elsewhere', 'the square {square} does not lie in that zone and band', { square })
	return ok({ metres, centre: { lat: (south + north) / 2, lng: (west + east) / 2 }, box })
}

type Span = readonly [from: number, to: number]

/** Squares stand askew on the meridians and are cut off where a zone or band ends. */
const ASKEW = 0.1

function meets([from, to]: Span, [start, end]: Span): boolean {
	const room = (to - from) * ASKEW
	return from - room < end && to + room > start
}

/** South-western Norway and Svalbard have zones of other widths, and 32X, 34X and 36X do not exist. */
const ODD_ZONES: Readonly<Record<string, Span>> = {
	'31V': [0, 3],
	'32V': [3, 12],
	'31X': [0, 9],
	'33X': [9, 21],
	'35X': [21, 33],
	'37X': [33, 42],
	'32X': [0, 0],
	'34X': [0, 0],
	'36X': [0, 0],
}

function meridiansOf(zone: number, band: string): Span {
	return ODD_ZONES[`${zone}${band}`] ?? [zone * 6 - 186, zone * 6 - 180]
}

function parallelsOf(band: string): Span {
	const south = BANDS.indexOf(band) * 8 - 80
	return [south, band === 'X' ? 84 : south + 8]
}

/** The library throws for letters that no square has. */
function boxOf(reference: string): Box | undefined {
	try {
		const [west, south, east, north] = inverse(reference)
		return [west, south, east, north].every(Number.isFinite) ? [west, south, east, north] : undefined
	} catch {
		return undefined
	}
}
