import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { readIso } from '@lagebild/model/time.ts'

import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { line } from '../text.ts'
import { dimensionsOf, draughtOf, etaOf, fixOf, imoOf, knotsOf, secondOf } from './message.ts'
import type { AisFacts, AisFault, AisMessage } from './message.ts'
import { bearerOf, mmsiOf } from './mmsi.ts'
import { aidType, shipType } from './words.ts'

type Body = Omit<AisMessage, 'type' | 'mmsi'>

/** Fields by their names in lower case: aisstream.io writes `Latitude` and `latitude`. */
type Fields = ReadonlyMap<string, unknown>

type Shape = { readonly type: number; readonly body: (fields: Fields, mmsi: string) => Body }

const SHAPES: ReadonlyMap<string, Shape> = new Map([
	['positionreport', { type: 1, body: classA }],
	['basestationreport', { type: 4, body: baseStation }],
	['shipstaticdata', { type: 5, body: voyage }],
	['standardsearchandrescueaircraftreport', { type: 9, body: aircraft }],
	['safetybroadcastmessage', { type: 14, body: (fields) => ({ text: textIn(fields, 'text') }) }],
	['standardclassbpositionreport', { type: 18, body: classB }],
	['extendedclassbpositionreport', { type: 19, body: extendedClassB }],
	['aidstonavigationreport', { type: 21, body: aid }],
	['staticdatareport', { type: 24, body: parts }],
	['longrangeaisbroadcastmessage', { type: 27, body: longRange }],
])

/** One message out of an envelope. `at`: when aisstream.io heard it; `shipName`: how it knows the sender. */
export type Enveloped =
	| { readonly type: 'message'; readonly message: AisMessage; readonly at?: number; readonly shipName?: string }
	| { readonly type: 'unused'; readonly what: string }

/** Reads what aisstream.io sends: `{MessageType, MetaData, Message}`, or `{error}`. */
export function readEnvelope(value: unknown): Result<Enveloped, AisFault> {
	const fields = fieldsOf(value)
	const error = line(fields.get('error'))
	if (error !== undefined) return fail({ reason: 'upstream-error', message: `aisstream.io says: ${error}`, path: 'error' })
	const name = line(fields.get('messagetype'), 60)
	if (name === undefined) return fail({ reason: 'not-ais', message: 'the object has no MessageType', path: 'MessageType' })
	const shape = SHAPES.get(name.toLowerCase())
	if (!shape) return ok({ type: 'unused', what: name })
	const body = fieldsOf(fieldsOf(fields.get('message')).get(name.toLowerCase()))
	if (body.size === 0) return fail({ reason: 'not-ais', message: `the message holds no ${name}`, path: `Message.${name}` })
	if (body.get('valid') === false)
		return fail({ reason: 'not-valid', message: 'aisstream.io calls the message not valid', path: `Message.${name}.Valid` })
	return enveloped(shape, body, fieldsOf(fields.get('metadata')))
}

function enveloped({ type, body }: Shape, fields: Fields, meta: Fields): Result<Enveloped, AisFault> {
	const mmsi = mmsiIn(fields, 'userid') ?? mmsiIn(meta, 'mmsi')
	if (mmsi === undefined) return fail({ reason: 'bad-mmsi', message: 'the MMSI names nobody', path: 'MetaData.MMSI' })
	const said = meta.get('time_utc')
	const at = timeOf(said)
	if (said !== undefined && at === undefined)
		return fail({ reason: 'bad-time', message: 'the time cannot be read', path: 'MetaData.time_utc' })
	const shipName = textIn(meta, 'shipname')
	const message: AisMessage = { type: numberIn(fields, 'messageid', type), mmsi, ...body(fields, mmsi) }
	return ok({ type: 'message', message, ...(at !== undefined && { at }), ...(shipName !== '' && { shipName }) })
}

function fieldsOf(value: unknown): Fields {
	const object: JsonObject = isObject(value) ? value : {}
	return new Map(Object.entries(object).map(([key, item]) => [key.toLowerCase(), item]))
}

/** `2022-12-29 18:22:32.318353 +0000 UTC`, as Go writes a time. */
function timeOf(said: unknown): number | undefined {
	return typeof said === 'string' ? readIso(said.replace(/ (?:UTC|[A-Z]{3,4})(?: m=.*)?$/, '')) : undefined
}

/** Some write numbers as text. */
function numberIn(fields: Fields, key: string, fallback: number): number {
	const value = fields.get(key)
	if (typeof value === 'number') return value
	return typeof value === 'string' && /^-?\d{1,12}(?:\.\d{1,15})?$/.test(value) ? Number(value) : fallback
}

function mmsiIn(fields: Fields, key: string): string | undefined {
	return mmsiOf(numberIn(fields, key, 0))
}

/** Padded with blanks, or with the `@` of the six-bit alphabet. */
function textIn(fields: Fields, key: string): string {
	const value = fields.get(key)
	return typeof value === 'string' ? value.replace(/@.*$/s, '').trim() : ''
}

/** Unknown, where the field is missing. */
const [NO_LATITUDE, NO_LONGITUDE, NO_SPEED, NO_COURSE, NO_SECOND] = [91, 181, 102.3, 360, 60] as const

function placed(fields: Fields, knots: number | null): Body {
	return fixOf({
		lat: numberIn(fields, 'latitude', NO_LATITUDE),
		lng: numberIn(fields, 'longitude', NO_LONGITUDE),
		knots,
		course: numberIn(fields, 'cog', NO_COURSE),
		accuracy: fields.get('positionaccuracy') === true ? 10 : null,
	})
}

function moving(fields: Fields): Body {
	const knots = knotsOf(numberIn(fields, 'sog', NO_SPEED))
	return { ...placed(fields, knots), ...secondOf(numberIn(fields, 'timestamp', NO_SECOND)) }
}

function statusIn(fields: Fields): { readonly status?: number } {
	const status = numberIn(fields, 'navigationalstatus', -1)
	return status < 0 ? {} : { status }
}

function classA(fields: Fields): Body {
	return { ...moving(fields), rhythm: 'class-a', ...statusIn(fields) }
}

function classB(fields: Fields): Body {
	return { ...moving(fields), rhythm: 'class-b' }
}

function extendedClassB(fields: Fields): Body {
	const code = numberIn(fields, 'type', 0)
	return {
		...classB(fields),
		facts: { ...named(textIn(fields, 'name')), type: shipType(code) ?? null, ...dimension(fields) },
		ext: { shipType: code },
	}
}

function aircraft(fields: Fields): Body {
	const knots = numberIn(fields, 'sog', NO_SPEED * 10)
	return {
		...placed(fields, knots >= 0 && knots < 1_000 ? knots : null),
		...secondOf(numberIn(fields, 'timestamp', NO_SECOND)),
		rhythm: 'steady',
	}
}

function longRange(fields: Fields): Body {
	const knots = numberIn(fields, 'sog', 63)
	const { fix, ...rest } = placed(fields, knots >= 0 && knots < 63 ? knots : null)
	return { ...rest, ...(fix && { fix: { ...fix, accuracy: 200 } }), rhythm: 'slow', ...statusIn(fields) }
}

function baseStation(fields: Fields): Body {
	const [year, month, day] = ['utcyear', 'utcmonth', 'utcday'].map((key) => numberIn(fields, key, 0))
	const [hour, minute, second] = ['utchour', 'utcminute', 'utcsecond'].map((key) => numberIn(fields, key, NO_SECOND))
	const at = readIso(
		`${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}T${padded(hour, 2)}:${padded(minute, 2)}:${padded(second, 2)}Z`,
	)
	return { ...placed(fields, null), ...(at !== undefined && { at }), rhythm: 'steady' }
}

function padded(value: number | undefined, digits: number): string {
	return String(value).padStart(digits, '0')
}

function voyage(fields: Fields): Body {
	const code = numberIn(fields, 'type', 0)
	const eta = fieldsOf(fields.get('eta'))
	const [month = 0, day = 0, hour = 24, minute = 60] = ['month', 'day', 'hour', 'minute'].map((key) => numberIn(eta, key, 0))
	return {
		facts: {
			...named(textIn(fields, 'name')),
			type: shipType(code) ?? null,
			imo: imoOf(numberIn(fields, 'imonumber', 0)),
			callsign: line(textIn(fields, 'callsign'), 60) ?? null,
			destination: line(textIn(fields, 'destination')) ?? null,
			...dimension(fields),
			draughtMetres: draughtOf(numberIn(fields, 'maximumstaticdraught', 0)),
		},
		ext: { shipType: code, eta: etaOf({ month, day, hour, minute }) },
	}
}

function named(name: string): AisFacts {
	const known = line(name)
	return known === undefined ? {} : { name: known }
}

function dimension(fields: Fields): AisFacts {
	const sides = fieldsOf(fields.get('dimension'))
	const [bow = 0, stern = 0, port = 0, starboard = 0] = ['a', 'b', 'c', 'd'].map((key) => numberIn(sides, key, 0))
	return dimensionsOf({ bow, stern, port, starboard })
}

function aid(fields: Fields): Body {
	const code = numberIn(fields, 'type', 0)
	const second = secondOf(numberIn(fields, 'timestamp', NO_SECOND))
	const off = second.second !== undefined && fields.get('offposition') === true
	return {
		...placed(fields, null),
		...second,
		rhythm: 'slow',
		facts: {
			...named(`${textIn(fields, 'name')}${textIn(fields, 'nameextension')}`),
			type: aidType(code, fields.get('virtualaton') === true),
			navStatus: off ? 'off position' : null,
			...dimension(fields),
		},
		ext: { aidType: code },
	}
}

/** Part A or part B; the other one is there too and not valid. */
function parts(fields: Fields, mmsi: string): Body {
	const [a, b] = [fieldsOf(fields.get('reporta')), fieldsOf(fields.get('reportb'))]
	const facts: AisFacts = a.get('valid') === false ? {} : named(textIn(a, 'name'))
	if (b.size === 0 || b.get('valid') === false) return { facts }
	const code = numberIn(b, 'shiptype', 0)
	const craft = bearerOf(mmsi) === 'craft'
	const known = { ...facts, type: shipType(code) ?? null, callsign: line(textIn(b, 'callsign'), 60) ?? null }
	return { facts: craft ? known : { ...known, ...dimension(b) }, ext: { shipType: code } }
}
