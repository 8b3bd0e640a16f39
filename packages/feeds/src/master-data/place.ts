import type { Box, Position } from '@lagebild/model/geo.ts'
import { distanceMetres } from '@lagebild/model/geo.ts'
import { ok } from '@lagebild/model/result.ts'
import { readUtmref } from '@lagebild/model/utmref.ts'

import { trouble } from './trouble.ts'
import type { Read } from './trouble.ts'

/** Further outside the operation's area than this a place is mistyped or its two numbers are swapped. */
const MAX_OUTSIDE_METRES = 300_000

export type PlaceColumns = {
	readonly lat: string | undefined
	readonly lng: string | undefined
	/** UTMREF, or latitude and longitude in one value. */
	readonly position: string | undefined
}

/** The place of a row; undefined when the list says none. */
export function placeOf({ lat, lng, position }: PlaceColumns, area: Box | undefined): Read<Position | undefined> {
	const read = position === undefined ? pairOf(lat, lng) : written(position)
	if (!read.ok || read.value === undefined) return read
	if (read.value.lat === 0 && read.value.lng === 0) return trouble('zero')
	const far = area === undefined ? 0 : outsideMetres(read.value, area)
	return far > MAX_OUTSIDE_METRES ? trouble('far', { km: Math.round(far / 1_000) }) : read
}

function pairOf(lat: string | undefined, lng: string | undefined): Read<Position | undefined> {
	if (lat === undefined && lng === undefined) return ok(undefined)
	if (lat === undefined || lng === undefined) return trouble('half-position')
	const north = degrees(lat)
	const east = degrees(lng)
	if (north === undefined || Math.abs(north) > 90) return trouble('latitude')
	if (east === undefined || Math.abs(east) > 180) return trouble('longitude')
	return ok({ lat: north, lng: east })
}

/** `53,5412`, `53.5412° N`, `9° 58' 12" E`. */
function degrees(text: string): number | undefined {
	const match =
		/^([+-]?)(\d{1,3}(?:[.,]\d+)?)\s*°?\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*['′]\s*(?:(\d{1,2}(?:[.,]\d+)?)\s*["″])?)?\s*([NSEOW]?)$/iu.exec(
			text.trim().replace('−', '-'),
		)
	if (!match) return undefined
	const [, sign, whole, minutes = '0', seconds = '0', side = ''] = match
	const value = figure(whole) + figure(minutes) / 60 + figure(seconds) / 3_600
	return sign === '-' || /[SW]/i.test(side) ? -value : value
}

function figure(text: string | undefined): number {
	return Number((text ?? '').replace(',', '.'))
}

function written(text: string): Read<Position | undefined> {
	if (/^\s*\d{1,2}\s*[A-Z]\s*[A-Z]{2}/i.test(text)) {
		const read = readUtmref(text)
		return read.ok ? ok(read.value.centre) : trouble('position')
	}
	const [lat, lng, ...more] = text.includes(';') || text.includes('/') ? text.split(/[;/]/) : pairIn(text)
	return lat === undefined || lng === undefined || more.length > 0 ? trouble('position') : pairOf(lat, lng)
}

/** `53.54, 9.97` and `53,54 9,97`: a comma with a blank behind it parts, others are decimal. */
function pairIn(text: string): readonly string[] {
	const parts = text.trim().split(/,\s+|\s+(?=[+-]?\d+[.,]\d)/)
	return parts.length === 2 ? parts : text.trim().split(',').length === 2 ? text.split(',') : parts
}

function outsideMetres({ lat, lng }: Position, [west, south, east, north]: Box): number {
	const nearest = { lat: Math.min(north, Math.max(south, lat)), lng: Math.min(east, Math.max(west, lng)) }
	return distanceMetres({ lat, lng }, nearest)
}
