import type { Geometry, GeometrySource } from '@lagebild/model/geo.ts'

import type { Reject } from '../adapter.ts'
import { placeOf } from '../geojson/geometry.ts'
import { isObject } from '../json.ts'
import { rawOf } from '../text.ts'
import type { Device } from './options.ts'
import type { Uplink } from './uplink.ts'

export type Placed = {
	readonly place?: { readonly geometry: Geometry; readonly geometrySource: GeometrySource }
	readonly rejects: readonly Reject[]
}

/** Set by a person in the registry, or sent by the device itself; what others computed is an estimate. */
const GIVEN = ['user', 'frm-payload']

/** Where the device is. The places of gateways, in `rx_metadata`, are none: a gateway hears devices kilometres away. */
export function findPlace({ locations }: Uplink, { place }: Device): Placed {
	if (place) return { place: { geometry: { type: 'Point', coordinates: [place.lng, place.lat] }, geometrySource: 'given' }, rejects: [] }
	const rejects: Reject[] = []
	const names = [...GIVEN, ...Object.keys(locations).filter((name) => !GIVEN.includes(name))]
	for (const name of names.slice(0, 20)) {
		const location = Object.hasOwn(locations, name) ? locations[name] : undefined
		if (!isObject(location) || !('latitude' in location) || !('longitude' in location)) continue
		const found = placeOf({ type: 'Point', coordinates: [location['longitude'], location['latitude']] }, undefined)
		const geometrySource = GIVEN.includes(name) ? 'given' : 'estimated'
		if (found.type === 'place') return { place: { geometry: found.geometry, geometrySource }, rejects }
		if (found.type === 'bad')
			rejects.push({ reason: found.reason, message: found.message, path: `locations.${name}`, raw: rawOf(location) })
	}
	return { rejects }
}
