import type { Geometry } from '@lagebild/model/geo.ts'

import { numberOf } from '../json.ts'
import type { JsonObject } from '../json.ts'

/** `bad`: the station states coordinates that cannot be its place, and is kept without. */
type StationPlace =
	| { readonly type: 'place'; readonly geometry: Geometry }
	| { readonly type: 'none' }
	| { readonly type: 'bad'; readonly message: string }

/** West, south, east, north around the waters of the service. */
const SERVED = [2, 44, 20, 58] as const

export function placeOf(station: JsonObject): StationPlace {
	const { longitude, latitude } = station
	if ([longitude, latitude].every((value) => value === undefined || value === null)) return { type: 'none' }
	const [lng, lat] = [numberOf(longitude), numberOf(latitude)]
	if (lng === undefined || lat === undefined) return bad('longitude and latitude are not two numbers')
	if (lng === 0 && lat === 0) return bad('0/0 is no place')
	if (Math.abs(lng) > 180 || Math.abs(lat) > 90) return bad(`${lng}, ${lat} are no degrees; metres of a projected system?`)
	if (!isServed(lng, lat) && isServed(lat, lng)) return bad('latitude and longitude are swapped')
	return { type: 'place', geometry: { type: 'Point', coordinates: [lng, lat] } }
}

function isServed(lng: number, lat: number): boolean {
	const [west, south, east, north] = SERVED
	return lng >= west && lng <= east && lat >= south && lat <= north
}

function bad(message: string): StationPlace {
	return { type: 'bad', message: `${message}; the station is kept without a place` }
}
