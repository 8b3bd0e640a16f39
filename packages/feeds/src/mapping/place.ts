import { pointGeometry } from '@lagebild/model/geo.ts'
import type { Box, Geometry, GeometrySource, Position } from '@lagebild/model/geo.ts'
import { readLatLng } from '@lagebild/model/lat-lng.ts'
import { readUtmref } from '@lagebild/model/utmref.ts'

import { placeOf as geometryOf } from '../geojson/geometry.ts'
import type { Place } from '../geojson/geometry.ts'
import { numberOf } from '../json.ts'
import type { JsonValue } from '../json.ts'
import type { Mapping, PlaceSource } from './definition.ts'
import { placesOf } from './expressions.ts'
import { isBlank } from './said.ts'
import type { Note, Said } from './said.ts'
import { utmPosition } from './utm.ts'

export type FoundPlace = { readonly geometry: Geometry; readonly source: GeometrySource; readonly accuracyMetres?: number }
export type PlaceReading = { readonly place?: FoundPlace; readonly notes: readonly Note[] }

/** The first place of the mapping that says something; one that says nonsense is told, and the next is tried. */
export function readPlace(mapping: Mapping, said: Said): PlaceReading {
	const notes: Note[] = []
	for (const [i, source] of placesOf(mapping).entries()) {
		const path = `place.${i}`
		const shown = Array.isArray(mapping.place) ? path : 'place'
		const read = placeFrom(source, (name) => said.at(name === '' ? path : `${path}.${name}`), mapping.within)
		if (read.type === 'bad') notes.push({ path: shown, reason: read.reason, message: `${read.message}; kept without this place` })
		if (read.type === 'place')
			return { place: { geometry: read.geometry, source: source.source ?? 'given', ...accuracyOf(said, path) }, notes }
	}
	return { notes }
}

function accuracyOf(said: Said, path: string): { readonly accuracyMetres?: number } {
	const metres = numberOf(said.at(`${path}.accuracyMetres`))
	return metres !== undefined && metres >= 0 && metres <= 1_000_000 ? { accuracyMetres: metres } : {}
}

type At = (name: string) => JsonValue | undefined

function placeFrom(source: PlaceSource, at: At, within: Box | undefined): Place {
	if ('utm' in source) return ofUtm(source.utm.zone, at, within)
	if ('lat' in source) return ofPair(at('lat'), at('lng'), within)
	const value = at('')
	if (isBlank(value)) return { type: 'none' }
	if ('geojson' in source) return geometryOf(value, within)
	if ('text' in source) return ofText(value, within)
	const [first, second] = pairIn(value)
	return 'lngLat' in source ? ofPair(second, first, within) : ofPair(first, second, within)
}

/** `[9.98, 53.54]`, `"9.98,53.54"`, `"9.98 53.54"`. */
function pairIn(value: JsonValue): readonly JsonValue[] {
	if (Array.isArray(value)) return value
	return typeof value === 'string' ? value.trim().split(/[\s,;]+/, 3) : []
}

function ofPair(lat: JsonValue | undefined, lng: JsonValue | undefined, within: Box | undefined): Place {
	if (isBlank(lat) && isBlank(lng)) return { type: 'none' }
	const [north, east] = [numberOf(lat), numberOf(lng)]
	if (north === undefined || east === undefined) return bad('latitude and longitude are not two numbers')
	return ofPosition({ lat: north, lng: east }, within)
}

function ofPosition(position: Position, within: Box | undefined): Place {
	return geometryOf(pointGeometry(position), within)
}

function ofText(value: JsonValue, within: Box | undefined): Place {
	if (typeof value !== 'string') return bad('the place is no text')
	const text = value.trim()
	if (text.length > 100) return bad('the text is longer than any position')
	if (/^\d{1,2}\s*[A-Z]\s*[A-Z]{2}/i.test(text)) {
		const read = readUtmref(text)
		return read.ok ? ofPosition(read.value.centre, within) : bad(read.fault.message)
	}
	const read = readLatLng(text)
	return read.ok ? ofPosition(read.value, within) : bad(read.fault.message)
}

function ofUtm(zone: string, at: At, within: Box | undefined): Place {
	const [east, north] = [at('easting'), at('northing')]
	if (isBlank(east) && isBlank(north)) return { type: 'none' }
	const [easting, northing] = [numberOf(east), numberOf(north)]
	if (easting === undefined || northing === undefined) return bad('easting and northing are not two numbers')
	const position = utmPosition({ zone, easting, northing })
	return position ? ofPosition(position, within) : bad(`${easting}, ${northing} are not metres of a UTM zone`)
}

function bad(message: string): Place {
	return { type: 'bad', reason: 'bad-position', message, path: '' }
}
