import { readIso } from '@lagebild/model/time.ts'

import type { Reject } from '../adapter.ts'
import { isObject, itemsOf } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { wireTime } from '../parsed.ts'
import { clip, line, rawOf } from '../text.ts'

/** An uplink with what the stack leaves out filled in. */
export type Uplink = {
	readonly device: string
	/** DevEUI in capitals, else application and device: what identifies the device for ever. */
	readonly native: string
	readonly eui: string | undefined
	readonly model: string | undefined
	readonly observed: string
	readonly sent: string | undefined
	readonly session: string
	/** Counts from 0 after each join. */
	readonly count: number
	readonly port: number
	readonly decoded: JsonObject | undefined
	readonly warnings: readonly string[]
	readonly frame: string | undefined
	readonly locations: JsonObject
	readonly simulated: boolean
	/** The message as it came. */
	readonly item: JsonObject
}

/** `other`: a message about a device that measures nothing. */
export type Message =
	| { readonly type: 'uplink'; readonly uplink: Uplink }
	| { readonly type: 'other' }
	| { readonly type: 'bad'; readonly reject: Reject }

/** Joins, downlinks, solved places and service data say nothing that is measured; a normalized uplink is told as an uplink as well. */
const OTHERS = [
	'join_accept',
	'downlink_ack',
	'downlink_nack',
	'downlink_sent',
	'downlink_failed',
	'downlink_queued',
	'downlink_queue_invalidated',
	'location_solved',
	'service_data',
	'uplink_normalized',
]

export function readMessage(value: unknown): Message {
	const item = unwrapped(value)
	if (!isObject(item)) return bad('not-ttn', 'the message is no object', value)
	const uplink = item['uplink_message']
	if (!isObject(uplink)) return withoutUplink(item)
	const ids = item['end_device_ids']
	const device = isObject(ids) ? line(ids['device_id'], 200) : undefined
	if (!isObject(ids) || device === undefined) return bad('no-device', 'the uplink names no device (end_device_ids.device_id)', item)
	const observed = timeOf(uplink['received_at']) ?? timeOf(item['received_at'])
	if (observed === undefined) return bad('bad-time', 'the uplink has no time with an offset (received_at)', item)
	return {
		type: 'uplink',
		uplink: { ...whoOf(ids, device), ...whatOf(uplink), observed, sent: timeOf(item['received_at']), ...honestyOf(item), item },
	}
}

/** As events of the console and the storage integration wrap it. */
function unwrapped(value: unknown): unknown {
	if (!isObject(value) || 'end_device_ids' in value) return value
	return [value['result'], value['data']].find((inner) => isObject(inner) && 'end_device_ids' in inner) ?? value
}

function withoutUplink(item: JsonObject): Message {
	if ('payload_fields' in item || 'hardware_serial' in item)
		return bad('ttn-v2', 'this is The Things Network version 2, which is no more', item)
	if (OTHERS.some((name) => name in item)) return { type: 'other' }
	return bad('not-ttn', 'this is no message of The Things Stack version 3', item)
}

function bad(reason: string, message: string, item: unknown): Message {
	return { type: 'bad', reject: { reason, message, raw: rawOf(item) } }
}

function timeOf(value: unknown): string | undefined {
	const at = typeof value === 'string' ? readIso(value) : undefined
	return at === undefined || typeof value !== 'string' ? undefined : wireTime(value, at)
}

function whoOf(ids: JsonObject, device: string): Pick<Uplink, 'device' | 'native' | 'eui'> {
	const stated = ids['dev_eui']
	const eui = typeof stated === 'string' && /^[0-9a-f]{16}$/i.test(stated) ? stated.toUpperCase() : undefined
	const application = isObject(ids['application_ids']) ? line(ids['application_ids']['application_id'], 100) : undefined
	return { device, eui, native: eui ?? `${application ?? 'application'}.${device}` }
}

type What = Omit<Uplink, 'device' | 'native' | 'eui' | 'observed' | 'sent' | 'simulated' | 'item'>

function whatOf(uplink: JsonObject): What {
	const { decoded_payload: decoded, locations, version_ids: version } = uplink
	return {
		model: isObject(version) ? `${line(version['brand_id']) ?? ''}/${line(version['model_id']) ?? ''}` : undefined,
		session: line(uplink['session_key_id'], 100) ?? '',
		count: whole(uplink['f_cnt']),
		port: whole(uplink['f_port']),
		decoded: isObject(decoded) ? decoded : undefined,
		warnings: itemsOf(uplink['decoded_payload_warnings']).flatMap((one) => line(one) ?? []),
		frame: typeof uplink['frm_payload'] === 'string' ? clip(uplink['frm_payload'], 400) : undefined,
		locations: isObject(locations) ? locations : {},
	}
}

/** Left out is 0. */
function whole(value: unknown): number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0
}

/** The stack marks a simulated uplink on the message. */
function honestyOf(item: JsonObject): Pick<Uplink, 'simulated'> {
	const inner = item['uplink_message']
	return { simulated: isSaid(item['simulated']) || (isObject(inner) && isSaid(inner['simulated'])) }
}

function isSaid(value: unknown): boolean {
	return value !== undefined && value !== null && value !== false && value !== 'false'
}
