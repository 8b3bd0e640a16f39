import type { EntityId } from '@lagebild/model/ids.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type { Reception } from '../adapter.ts'
import { feedEntity } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { numberOf } from '../json.ts'
import type { JsonValue } from '../json.ts'
import { clip, line } from '../text.ts'
import type { Mapping } from './definition.ts'
import type { Moments } from './moments.ts'
import type { FoundPlace } from './place.ts'
import { isTrue, keyOf } from './said.ts'
import type { Said } from './said.ts'
import { readTime } from './time.ts'

/** Everything that was read of one item. */
export type ItemFacts = {
	readonly mapping: Mapping
	/** Of the mapping. */
	readonly version: string
	readonly reception: Reception
	readonly said: Said
	readonly native: string
	/** Absent for plain sensors, whose series are entities of their own. */
	readonly entity?: EntityId
	/** Field that names the item. */
	readonly title: string
	readonly payload: { readonly [field: string]: JsonValue }
	readonly moments: Moments
	readonly place?: FoundPlace
	readonly status?: 'actual' | 'exercise' | 'test'
}

/** How it ends, if the item says that it does. In a full list the end is the absence from it. */
export function endOf({ at }: Said): 'end' | 'cancel' | undefined {
	if (isTrue(at('end.cancelled'))) return 'cancel'
	return isTrue(at('end.ended')) ? 'end' : undefined
}

/** Things that move have their place as a measurement, and not as a field. */
export function isMoving({ kind }: Mapping): boolean {
	return kind === 'unit' || kind === 'track'
}

/** What has no name of its own goes by its id; a message without words says nothing. */
export function mainStatement(facts: ItemFacts, entity: EntityId): Unnamed {
	const { mapping, said, native, payload, moments, place } = facts
	const end = endOf(said)
	if (end) return { ...envelopeOf(facts, entity), op: end }
	const { kind } = mapping
	const shown = isMoving(mapping) ? undefined : place
	return {
		...envelopeOf(facts, entity),
		op: 'upsert',
		...(mapping.label && { label: { level: mapping.label } }),
		...(mapping.confidence && { confidence: mapping.confidence }),
		...(moments.validity && { validity: moments.validity }),
		...linksOf(facts, entity),
		...(shown && { geometry: shown.geometry, geometrySource: shown.source }),
		...(shown?.accuracyMetres !== undefined && { accuracyMetres: shown.accuracyMetres }),
		payload: { ...(kind === 'message' ? {} : { [facts.title]: clip(native, 300) }), ...payload },
	}
}

const MAX_SAME = 20

/** What the source shows under several ids, now under one and then under another, counts as one thing. */
function linksOf({ said, mapping, reception }: ItemFacts, entity: EntityId): { readonly links?: { rel: 'duplicates'; to: EntityId }[] } {
	const value = said.at('same')
	const keys = (Array.isArray(value) ? value : [value]).flatMap((one) => keyOf(one) ?? [])
	const others = [...new Set(keys)].slice(0, MAX_SAME).map((key) => feedEntity(mapping.kind, reception.feed, key))
	const links = others.filter((to) => to !== entity).map((to) => ({ rel: 'duplicates' as const, to }))
	return links.length === 0 ? {} : { links }
}

type Envelope = Pick<Unnamed, 'kind' | 'entity' | 'version' | 'status' | 'times' | 'revision' | 'provenance'>

function envelopeOf({ mapping, version, said, native, moments, status }: ItemFacts, entity: EntityId): Envelope {
	const { kind } = mapping
	const stated = said.at('version')
	const revision = revisionOf(stated, mapping, said.received)
	const times = Object.fromEntries(Object.entries(moments.times).map(([name, { wire }]) => [name, wire]))
	const url = addressOf(said.at('url'))
	return {
		kind,
		entity,
		...(KIND_TABLE[kind].version > 1 && { version: KIND_TABLE[kind].version }),
		...(status && { status }),
		...(Object.keys(times).length > 0 && { times }),
		...(revision !== undefined && { revision }),
		provenance: { externalId: clip(native, 1_000), mapping: version, ...versionText(stated), ...(url !== undefined && { url }) },
	}
}

/** A number of the source, or the time of its statement. */
function revisionOf(value: JsonValue | undefined, { timeZone }: Mapping, received: Instant): number | undefined {
	const number = numberOf(value)
	if (number !== undefined && Number.isSafeInteger(number) && number >= 0) return number
	return value === undefined ? undefined : readTime(value, timeZone, received)?.at
}

function versionText(value: JsonValue | undefined): { readonly version?: string } {
	const text = line(keyOf(value), 200)
	return text === undefined ? {} : { version: text }
}

function addressOf(value: JsonValue | undefined): string | undefined {
	const url = typeof value === 'string' && value.length <= 2_000 ? URL.parse(value.trim()) : null
	return url && /^https?:$/.test(url.protocol) ? url.href : undefined
}
