import type { Box, Geometry, GeometrySource } from '@lagebild/model/geo.ts'

import type { Reject } from '../adapter.ts'
import { placeOf } from '../geojson/geometry.ts'
import { isObject, itemsOf } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { rawOf } from '../text.ts'

export type FoundPlace = {
	readonly place?: { readonly geometry: Geometry; readonly geometrySource: GeometrySource }
	/** Places that were stated and cannot be. */
	readonly rejects: readonly Reject[]
}

type Candidate = { readonly value: unknown; readonly path: string; readonly source: GeometrySource }

/** Where the Thing is; else what was observed; else the area that the observations cover; else nowhere, which is allowed. */
export function findPlace(
	{ thing, stream, observation }: { readonly thing?: JsonObject; readonly stream: JsonObject; readonly observation?: JsonObject },
	within: Box | undefined,
): FoundPlace {
	const feature = observation?.['FeatureOfInterest']
	const candidates: readonly Candidate[] = [
		...itemsOf(thing?.['Locations']).map((location) =>
			given(isObject(location) ? location['location'] : undefined, 'Thing.Locations.location'),
		),
		given(isObject(feature) ? feature['feature'] : undefined, 'FeatureOfInterest.feature'),
		{ value: stream['observedArea'], path: 'observedArea', source: 'estimated' },
	]
	return firstOf(candidates, within)
}

function given(value: unknown, path: string): Candidate {
	return { value, path, source: 'given' }
}

function firstOf(candidates: readonly Candidate[], within: Box | undefined): FoundPlace {
	const rejects: Reject[] = []
	for (const { value, path, source } of candidates) {
		const place = placeOf(geometryIn(value), within)
		if (place.type === 'place') return { place: { geometry: place.geometry, geometrySource: source }, rejects }
		if (place.type === 'bad') rejects.push({ reason: place.reason, message: place.message, path, raw: rawOf(value) })
	}
	return { rejects }
}

/** A location is a geometry, a feature, or a collection of one feature. */
function geometryIn(value: unknown): unknown {
	if (!isObject(value)) return value
	if (value['type'] === 'Feature') return value['geometry']
	return value['type'] === 'FeatureCollection' ? geometryIn(itemsOf(value['features'])[0]) : value
}
