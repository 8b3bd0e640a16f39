import type { Position } from './geo.ts'
import { misread, quoted } from './notation.ts'
import type { Reading } from './notation.ts'
import { ok } from './result.ts'

const NUMBER = String.raw`([+-]?\d{1,3}(?:[.,]\d+)?)\s*°?\s*`
/** Latitude first, as people say it: `53.54, 9.98`, `53,54; 9,98`, `53.54 9.98`, `53.54° N 9.98° E`, `53,54 N 9,98 O`. */
const PAIR = new RegExp(String.raw`^${NUMBER}([NS]?)(?:\s*;\s*|\s*,\s+|\s+|,(?=[+-]?\d{1,3}[.])|(?<=[NS]))${NUMBER}([EOW]?)$`, 'i')

export type LatLngRule = 'shape' | 'latitude' | 'longitude' | 'zero'

/** Reads decimal degrees WGS 84, latitude first, with decimal points or commas. `O` is Ost. */
export function readLatLng(text: string): Reading<Position, LatLngRule> {
	const match = PAIR.exec(text.trim())
	if (!match) return misread('shape', '"{text}" is not of the form latitude, longitude, such as 53.54, 9.98', { text: quoted(text) })
	const [, north = '', ns = '', east = '', ew = ''] = match
	const lat = signed(north, /s/i.test(ns))
	const lng = signed(east, /w/i.test(ew))
	if (Math.abs(lat) > 90) return misread('latitude', 'latitude {lat} is not within −90 to 90', { lat })
	if (Math.abs(lng) > 180) return misread('longitude', 'longitude {lng} is not within −180 to 180', { lng })
	return lat === 0 && lng === 0 ? misread('zero', '0, 0 is a position sensor without a fix, not a place') : ok({ lat, lng })
}

function signed(text: string, negative: boolean): number {
	const value = Number(text.replace(',', '.'))
	return negative ? -value : value
}

/** `53.54012, 9.98034`: to about a metre, to be pasted anywhere. */
export function formatLatLng({ lat, lng }: Position): string {
	return `${lat.toFixed(5)}, ${lng.toFixed(5)}`
}
