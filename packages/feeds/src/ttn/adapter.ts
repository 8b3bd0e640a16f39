import type { Submission } from '@lagebild/model/event.ts'
import { readIso } from '@lagebild/model/time.ts'

import { defineAdapter } from '../adapter.ts'
import type { Parsed, Reception, Reject } from '../adapter.ts'
import { itemsOf, readJson } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { observationBatches } from '../measure.ts'
import { NOTHING, rejected, unique } from '../parsed.ts'
import { line, rawOf } from '../text.ts'
import { TtnOptions } from './options.ts'
import type { Device, Profile } from './options.ts'
import { findPlace } from './place.ts'
import { sayAll } from './statement.ts'
import type { Row, Said } from './statement.ts'
import { readMessage } from './uplink.ts'
import type { Uplink } from './uplink.ts'

const EVERY_MS = 15 * 60_000

export const ttn = defineAdapter<TtnOptions>({
	name: 'ttn',
	standard: 'The Things Stack v3, application data as JSON, https://www.thethingsindustries.com/docs/integrations/data-formats/',
	options: TtnOptions,
	describe: ({ profiles }) => {
		const rhythms = Object.values(profiles).flatMap(({ everySeconds }) => (everySeconds === undefined ? [] : [everySeconds * 1_000]))
		const everyMs = Math.max(1_000, Math.round(Math.min(EVERY_MS, ...rhythms)))
		return {
			mode: 'delta',
			everyMs,
			silentMs: Math.max(3 * EVERY_MS, 3 * everyMs),
			key: 'DevEUI + session_key_id + f_cnt',
			version: 'none; the time at which the network received it decides',
			endRule: 'never; goes stale after three times the cadence of the profile',
			geometryFrom: 'option devices.place, else locations.user of the registry, else the payload; never that of a gateway',
		}
	},
	documents: (url) => [{ url, document: 'uplink' }],
	parse,
})

function parse(message: Uint8Array, reception: Reception, options: TtnOptions): Parsed {
	if (isEmptyStream(message, reception)) return NOTHING
	const messages = messagesIn(message)
	if ('reject' in messages) return rejected(messages.reject)
	const said = messages.items.map((item) => sayOne(item, reception, options))
	return {
		...NOTHING,
		events: withoutDoubles(said.flatMap(({ events }) => events)),
		measurements: batchesOf(said.flatMap(({ rows }) => rows)),
		rejects: said.flatMap(({ rejects }) => rejects),
	}
}

/** The store has nothing of the time that was asked for. */
function isEmptyStream(bytes: Uint8Array, { contentType }: Reception): boolean {
	return contentType?.startsWith('text/event-stream') === true && linesOf(bytes).length === 0
}

type Messages = { readonly items: readonly unknown[] } | { readonly reject: Reject }

/** One message, a list of them, or one a line as the storage integration gives them. */
function messagesIn(bytes: Uint8Array): Messages {
	const json = readJson(bytes)
	if (json.ok) return { items: Array.isArray(json.value) ? itemsOf(json.value) : [json.value] }
	const lines = json.fault.reason === 'not-json' ? linesOf(bytes) : []
	const read = lines.map((text) => ({ text, value: readJson(new TextEncoder().encode(text)) }))
	if (!read.some(({ value }) => value.ok)) return { reject: json.fault }
	return { items: read.map(({ text, value }) => (value.ok ? value.value : text)) }
}

function linesOf(bytes: Uint8Array): readonly string[] {
	const lines = new TextDecoder('utf-8').decode(bytes).split('\n')
	return lines.map((text) => text.trim()).filter((text) => text !== '')
}

const NOTHING_SAID: Said = { events: [], rows: [], rejects: [] }

function sayOne(item: unknown, { feed }: Reception, options: TtnOptions): Said {
	const message = readMessage(item)
	if (message.type === 'other') return NOTHING_SAID
	if (message.type === 'bad') return { ...NOTHING_SAID, rejects: [message.reject] }
	const { uplink } = message
	const device = deviceOf(uplink, options)
	const profile = profileOf(uplink, device, options)
	if (!profile)
		return refused(
			uplink,
			'unknown-device',
			`no profile is for ${uplink.device} (${uplink.native}): name it in "devices", or a "defaultProfile"`,
		)
	const port = profile.ports ? profile.ports.includes(uplink.port) : uplink.port !== 0 || uplink.decoded !== undefined
	if (!port) return NOTHING_SAID
	const against = faultOf(uplink, profile, options)
	if (against) return against
	const decoded = uplink.decoded ?? {}
	return sayAll({ feed, uplink, decoded, device, profile, placed: findPlace(uplink, device), options })
}

function deviceOf({ device, eui, native }: Uplink, { devices }: TtnOptions): Device {
	const name = [device, eui, eui?.toLowerCase(), native].find((one) => one !== undefined && Object.hasOwn(devices, one))
	return (name === undefined ? undefined : devices[name]) ?? {}
}

/** Without any profile each number is a series: enough to see what a device sends. */
function profileOf({ decoded, model }: Uplink, { profile }: Device, { profiles, defaultProfile }: TtnOptions): Profile | undefined {
	if (profile !== undefined) return profiles[profile]
	const named = Object.values(profiles).find(({ models }) => model !== undefined && models.includes(model))
	if (named) return named
	if (defaultProfile !== undefined) return profiles[defaultProfile]
	return Object.keys(profiles).length === 0 ? plainProfile(decoded ?? {}) : undefined
}

const MOST_FIELDS = 50

function plainProfile(decoded: JsonObject): Profile {
	const fields = Object.entries(decoded).filter(([, value]) => typeof value === 'number' || typeof value === 'boolean')
	const values = fields.slice(0, MOST_FIELDS).flatMap(([field]) => {
		const property = line(field, 60)
		return property === undefined ? [] : [{ field, property, unit: '--', missing: [], omitted: null }]
	})
	return { models: [], values, warnings: 'refuse' }
}

function refused({ item }: Uplink, reason: string, message: string): Said {
	return { ...NOTHING_SAID, rejects: [{ reason, message, raw: rawOf(item) }] }
}

/** Why an uplink is not taken; the frame is in what is kept, so that it can be read again when the decoder is right. */
function faultOf(uplink: Uplink, { warnings }: Profile, { simulated }: TtnOptions): Said | undefined {
	const frame = `frm_payload ${uplink.frame ?? 'is missing'} on port ${uplink.port}`
	if (uplink.simulated && simulated === 'refuse')
		return refused(uplink, 'simulated', 'a simulated uplink is no measurement (option "simulated")')
	if (!uplink.decoded) return refused(uplink, 'not-decoded', `the uplink has no decoded_payload: it needs a payload formatter; ${frame}`)
	if (uplink.warnings.length > 0 && warnings === 'refuse') {
		return refused(uplink, 'decoder-warning', `the decoder warns: ${uplink.warnings.slice(0, 3).join('; ')}; ${frame}`)
	}
	return undefined
}

/** A device that speaks twice in one document is described once, as it was described last. */
function withoutDoubles(events: readonly Submission[]): readonly Submission[] {
	const last = new Map(events.filter(({ times }) => !times).map((event) => [event.entity, event]))
	return unique(events.filter((event) => event.times !== undefined || last.get(event.entity) === event))
}

/** The same uplink twice is one. A request names one time of sending: what was handed on within one hour shares the latest. */
function batchesOf(rows: readonly Row[]): Parsed['measurements'] {
	const single = new Map(rows.map((row) => [`${row.entity} ${row.observed}`, row]))
	const byHour = new Map<number, Row[]>()
	for (const row of single.values()) {
		const hour = Math.floor((sentAt(row) ?? 0) / HOUR_MS)
		const group = byHour.get(hour) ?? []
		byHour.set(hour, group)
		group.push(row)
	}
	return [...byHour.values()].flatMap((group) => {
		const last = group.toSorted((a, b) => (sentAt(a) ?? 0) - (sentAt(b) ?? 0)).at(-1)?.sent
		const batches = observationBatches(
			group.map(({ sent: _sent, ...row }) => row),
			{},
		)
		return batches.map((batch) => (last === undefined ? batch : { ...batch, sent: last }))
	})
}

const HOUR_MS = 3_600_000

function sentAt({ sent }: Row): number | undefined {
	return sent === undefined ? undefined : readIso(sent)
}
