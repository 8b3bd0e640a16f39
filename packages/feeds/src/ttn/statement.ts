import type { Submission } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { GateState } from '@lagebild/model/kinds/facility.ts'

import type { Reject } from '../adapter.ts'
import { propertyOf } from '../geojson/fields.ts'
import { feedEntity } from '../ids.ts'
import type { Unnamed } from '../ids.ts'
import { numberOf } from '../json.ts'
import type { JsonObject, JsonValue } from '../json.ts'
import { converted } from '../mapping/units.ts'
import type { Observation } from '../measure.ts'
import { checked } from '../parsed.ts'
import { clip, line, rawOf } from '../text.ts'
import type { Device, Profile, TtnOptions, ValueField } from './options.ts'
import type { Placed } from './place.ts'
import type { Uplink } from './uplink.ts'

/** `sent`: when the stack handed it on; late is not wrong. */
export type Row = Observation & { readonly sent: string | undefined }

export type Said = { readonly events: readonly Submission[]; readonly rows: readonly Row[]; readonly rejects: readonly Reject[] }

export type Facts = {
	readonly feed: string
	readonly uplink: Uplink
	readonly decoded: JsonObject
	readonly device: Device
	readonly profile: Profile
	readonly placed: Placed
	readonly options: TtnOptions
}

/** Everything that the profile declares, present or left out. */
export function sayAll(facts: Facts): Said {
	const gate = facts.profile.gate ? gateOf(facts, facts.profile.gate) : undefined
	const series = facts.profile.values.map((field) => valueOf(facts, field))
	const parts = [...(gate ? [gate] : []), ...series]
	return {
		events: parts.flatMap(({ events }) => events),
		rows: parts.flatMap(({ rows }) => rows),
		rejects: [...facts.placed.rejects, ...parts.flatMap(({ rejects }) => rejects)],
	}
}

/** Simulated devices are others than the real ones: their values reach no sensor that an actual operation knows. */
function nativeOf({ native, simulated }: Uplink): string {
	return simulated ? `simulated/${native}` : native
}

function facilityOf({ feed, uplink, device }: Facts): EntityId {
	return device.facility ?? feedEntity('facility', feed, nativeOf(uplink))
}

function calledOf({ uplink, device }: Facts): string {
	return device.name ?? uplink.device
}

function envelopeOf({ uplink }: Facts): Pick<Unnamed, 'status' | 'provenance'> {
	const { simulated, native, session, count } = uplink
	return {
		...(simulated && { status: 'test' as const }),
		provenance: { externalId: clip(`${native}/${session}/${count}`, 1_000) },
	}
}

function rhythmOf({ everySeconds }: Profile): { readonly everyMs?: number } {
	return everySeconds === undefined ? {} : { everyMs: Math.round(everySeconds * 1_000) }
}

function gateOf(facts: Facts, { field, values, omitted }: NonNullable<Profile['gate']>): Said {
	const found = propertyOf(facts.decoded, field)
	const stated = found === undefined ? omitted : found
	const word = wordOf(stated)
	const known = word !== undefined && Object.hasOwn(values, word)
	const gate = (known ? values[word] : undefined) ?? 'unknown'
	const said = checked(facts.feed, gateStatement(facts, gate), facts.uplink.item)
	const rejects: readonly Reject[] = known || stated === null ? [] : [unknownWord(facts, field, stated)]
	return 'reject' in said ? { events: [], rows: [], rejects: [...rejects, said.reject] } : { events: [said.event], rows: [], rejects }
}

/** A gate that is known already is only spoken of; its name and place are its register's. */
function gateStatement(facts: Facts, gate: GateState): Unnamed {
	const { uplink, device, profile, placed, options } = facts
	const shared = {
		kind: 'facility' as const,
		entity: facilityOf(facts),
		...envelopeOf(facts),
		times: { observed: uplink.observed, ...(uplink.sent !== undefined && { sent: uplink.sent }) },
	}
	if (device.facility) return { ...shared, op: 'patch', payload: { gate, ...rhythmOf(profile) } }
	const payload = { name: calledOf(facts), type: 'gate', gate, ...rhythmOf(profile) }
	return { ...shared, op: 'upsert', ...(options.label && { label: { level: options.label } }), ...placed.place, payload }
}

function unknownWord({ uplink }: Facts, field: string, stated: unknown): Reject {
	const message = `${clip(JSON.stringify(stated) ?? 'nothing', 60).toWellFormed()} is not one of the values of the gate; it is told as unknown`
	return { reason: 'unknown-word', message, path: `decoded_payload.${field}`, raw: rawOf(uplink.item) }
}

function wordOf(value: unknown): string | undefined {
	if (typeof value === 'string') return value.trim()
	return typeof value === 'boolean' || typeof value === 'number' ? String(value) : undefined
}

const SENSOR_VERSION = 2

function valueOf(facts: Facts, field: ValueField): Said {
	const { feed, uplink, profile, placed, options } = facts
	const entity = feedEntity('sensor', feed, `${nativeOf(uplink)}/${field.property}`)
	const statement: Unnamed = {
		kind: 'sensor',
		version: SENSOR_VERSION,
		entity,
		op: 'upsert',
		...envelopeOf(facts),
		provenance: { externalId: clip(uplink.native, 1_000) },
		...(options.label && { label: { level: options.label } }),
		...placed.place,
		...(profile.gate && { links: [{ rel: 'about' as const, to: facilityOf(facts) }] }),
		payload: { ...payloadOf(facts, field), ...rhythmOf(profile) },
	}
	const said = checked(feed, statement, uplink.item)
	if ('reject' in said) return { events: [], rows: [], rejects: [said.reject] }
	const value = readValue(propertyOf(facts.decoded, field.field), field)
	const { status } = envelopeOf(facts)
	if (value === undefined) return { events: [said.event], rows: [], rejects: [notANumber(facts, field)] }
	return {
		events: [said.event],
		rows: [{ entity, observed: uplink.observed, value, sent: uplink.sent, ...(status && { status }) }],
		rejects: [],
	}
}

function payloadOf(facts: Facts, { property, unit, as, zero }: ValueField): { [field: string]: JsonValue } {
	const name = calledOf(facts)
	const shown = as ?? unit
	return {
		name: property === 'W' && !facts.profile.gate ? name : (line(`${name} ${property}`) ?? name),
		property,
		unit: shown,
		station: facts.uplink.native,
		zeros: zero && shown === 'cm' ? { [zero.from]: { metres: zero.metres, datum: zero.datum } } : null,
	}
}

/** `null`: the device measured and got nothing. */
function readValue(stated: unknown, field: ValueField): number | null | undefined {
	const { values, omitted, missing, mountedAt, unit, as } = field
	const word = wordOf(stated)
	const number = word !== undefined && values && Object.hasOwn(values, word) ? values[word] : plainNumber(stated, omitted)
	if (number === undefined || number === null) return number
	if (missing.includes(number)) return null
	const level = mountedAt === undefined ? number : mountedAt - number
	return as === undefined ? level : converted(level, unit, as)
}

function plainNumber(stated: unknown, omitted: number | null): number | null | undefined {
	if (stated === undefined) return omitted
	if (stated === null) return null
	return typeof stated === 'boolean' ? Number(stated) : numberOf(stated)
}

function notANumber({ uplink }: Facts, { field }: ValueField): Reject {
	return {
		reason: 'not-a-number',
		message: 'the value is no number; it is left out',
		path: `decoded_payload.${field}`,
		raw: rawOf(uplink.item),
	}
}
