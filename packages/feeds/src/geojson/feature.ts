import type { EntityId } from '@lagebild/model/ids.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import { instant, iso, readIso } from '@lagebild/model/time.ts'

import type { Parsed, Reception, Reject } from '../adapter.ts'
import { contentHash, feedEntity } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { checked } from '../parsed.ts'
import { clip, rawOf } from '../text.ts'
import { extOf, fieldsOf, propertyOf } from './fields.ts'
import { placeOf } from './geometry.ts'
import type { GeojsonOptions } from './options.ts'

/** `entity` is known even when the feature is refused: it is there, whatever is wrong with it. */
export type FeatureParsed = { readonly entity?: EntityId; readonly events: Parsed['events']; readonly rejects: readonly Reject[] }

export function parseFeature(item: unknown, reception: Reception, options: GeojsonOptions): FeatureParsed {
	const refuse = (reject: Omit<Reject, 'raw'>, entity?: EntityId): FeatureParsed => ({
		...(entity && { entity }),
		events: [],
		rejects: [{ ...reject, raw: rawOf(item) }],
	})
	if (!isObject(item) || item['type'] !== 'Feature') return refuse({ reason: 'not-a-feature', message: 'the item is no GeoJSON feature' })
	const properties = isObject(item['properties']) ? item['properties'] : {}
	const native = nativeOf(item, properties, options)
	const entity = feedEntity(options.kind, reception.feed, native)
	const place = placeOf(item['geometry'], options.within)
	if (place.type === 'bad') return refuse({ reason: place.reason, message: place.message, path: place.path }, entity)
	const { payload, bad } = fieldsOf(properties, native, options)
	const ext = extOf(properties)
	const statement: Unnamed = {
		kind: options.kind,
		...(KIND_TABLE[options.kind].version > 1 && { version: KIND_TABLE[options.kind].version }),
		entity,
		op: 'upsert',
		...(options.label && { label: { level: options.label } }),
		...timesOf(properties, options),
		provenance: { externalId: clip(native, 1_000) },
		...(place.type === 'place' && { geometry: place.geometry, geometrySource: 'given' as const }),
		...(ext && { ext }),
		payload,
	}
	const result = checked(reception.feed, statement, item)
	if ('reject' in result) return { entity, events: [], rejects: [result.reject] }
	return { entity, events: [result.event], rejects: bad.map((field) => badField(field, item)) }
}

/** The configured property, else the feature's id, else what the feature says: then every change makes it another thing. */
function nativeOf(feature: JsonObject, properties: JsonObject, options: GeojsonOptions): string {
	const stated = options.id === undefined ? feature['id'] : propertyOf(properties, options.id)
	const text = typeof stated === 'number' || typeof stated === 'string' ? String(stated).trim() : ''
	return text === '' ? `sha256-${contentHash(feature)}` : text
}

function timesOf(properties: JsonObject, { observed }: GeojsonOptions): { readonly times?: { observed: string } } {
	const value = observed === undefined ? undefined : propertyOf(properties, observed)
	if (typeof value === 'string' && readIso(value) !== undefined && value.length <= 40) return { times: { observed: value.trim() } }
	const plausible = typeof value === 'number' && Number.isInteger(value) && value > 86_400_000 && value < Date.UTC(2200, 0, 1)
	return plausible ? { times: { observed: iso(instant(value)) } } : {}
}

function badField(field: string, item: unknown): Reject {
	const message = 'the value does not fit the field; the feature is kept without it'
	return { reason: 'bad-field', message, path: `payload.${field}`, raw: rawOf(item) }
}
