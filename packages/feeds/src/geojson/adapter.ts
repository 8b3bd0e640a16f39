import { readIso } from '@lagebild/model/time.ts'

import { defineAdapter } from '../adapter.ts'
import type { Listing, Parsed, Reception, Reject } from '../adapter.ts'
import { isObject, itemsOf, readJson } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { rejected, unique } from '../parsed.ts'
import { rawBytes, rawOf } from '../text.ts'
import { parseFeature } from './feature.ts'
import type { FeatureParsed } from './feature.ts'
import { nextOf } from './next.ts'
import { GeojsonOptions } from './options.ts'

const GEOMETRIES = new Set(['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'])

export const geojson = defineAdapter<GeojsonOptions>({
	name: 'geojson',
	standard: 'GeoJSON, RFC 7946, https://www.rfc-editor.org/rfc/rfc7946; paging of OGC API Features 1.0',
	options: GeojsonOptions,
	describe: ({ mode }) => ({
		mode,
		everyMs: 300_000,
		silentMs: 30 * 60_000,
		key: 'configured property, else feature id, else content',
		version: 'content',
		endRule: mode === 'full' ? 'absence from the complete list' : 'never; goes stale',
		geometryFrom: 'geometry of the feature; null is a thing without a place',
	}),
	documents: (url) => [{ url, document: 'features' }],
	parse,
})

function parse(message: Uint8Array, reception: Reception, options: GeojsonOptions): Parsed {
	const json = readJson(message)
	if (!json.ok) return rejected(json.fault)
	const items = isObject(json.value) ? featuresOf(json.value) : undefined
	if (!items || !isObject(json.value)) {
		return rejected({ reason: 'not-geojson', message: 'the document is no FeatureCollection, Feature or geometry', raw: rawBytes(message) })
	}
	const { kept, doubles } = withoutDoubles(items.map((item) => parseFeature(item, reception, options)))
	return {
		events: unique(kept.flatMap(({ events }) => events)),
		measurements: [],
		rejects: [...kept.flatMap(({ rejects }) => rejects), ...doubles],
		followUps: nextOf(json.value, reception),
		...(options.mode === 'full' && { listing: listingOf(kept, json.value, reception) }),
	}
}

function featuresOf(value: JsonObject): readonly unknown[] | undefined {
	if (value['type'] === 'FeatureCollection') return Array.isArray(value['features']) ? itemsOf(value['features']) : undefined
	if (value['type'] === 'Feature') return [value]
	const isShape = typeof value['type'] === 'string' && GEOMETRIES.has(value['type'])
	return isShape ? [{ type: 'Feature', properties: {}, geometry: value }] : undefined
}

/** Two features of one id in one list: the first counts, and the second is told. */
function withoutDoubles(parsed: readonly FeatureParsed[]): {
	readonly kept: readonly FeatureParsed[]
	readonly doubles: readonly Reject[]
} {
	const seen = new Set<string>()
	const kept: FeatureParsed[] = []
	const doubles: Reject[] = []
	for (const feature of parsed) {
		const id = feature.entity
		const other = id !== undefined && seen.has(id)
		if (other) doubles.push({ reason: 'duplicate-id', message: `${id} comes twice in the list`, path: 'id', raw: rawOf(feature.events) })
		else kept.push(feature)
		if (id !== undefined) seen.add(id)
	}
	return { kept, doubles }
}

/** What is refused but identified is there: only what nobody can identify makes the list incomplete. */
function listingOf(features: readonly FeatureParsed[], collection: JsonObject, { received }: Reception): Listing {
	const stamp = collection['timeStamp']
	const listTime = typeof stamp === 'string' ? (readIso(stamp) ?? received) : received
	return {
		listTime: listTime > received ? received : listTime,
		complete: features.every(({ entity }) => entity !== undefined),
		ids: features.flatMap(({ entity }) => entity ?? []),
	}
}
