import type { Coordinate, Geometry } from '@lagebild/model/geo.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { MeasuredRow, Row, RowOf } from '@lagebild/model/row.ts'

import { uidIn } from './context.ts'
import type { CotElement, CotEvent, CotPoint } from './event.ts'
import { element } from './format-xml.ts'
import { detailOf } from './protobuf.ts'

/** What is needed beside a row to tell it to others. */
export type Telling = {
	/** Epoch ms. */
	readonly now: number
	/** Its newest measurement. */
	readonly measured?: MeasuredRow | undefined
	/** Sources whose native keys are uids already: what came over CoT keeps its uid. */
	readonly sources: ReadonlySet<string>
}

/** Others grey a thing out when it was not told again for so long. */
const STALE_MS = 5 * 60_000
const DRAWING_STALE_MS = 24 * 3_600_000
const MAX_PARTS = 20
const MAX_VERTICES = 400

/** The uid under which others know an entity. */
function uidOf(id: EntityId, sources: ReadonlySet<string>): string {
	const { source, native } = partsOf(id)
	return (sources.has(source) ? uidIn(native) : undefined) ?? `lagebild.${id}`
}

/** A row in the words of CoT: nothing for kinds that have none, and for what has no place. */
export function cotOfRow(row: Row, telling: Telling): readonly CotEvent[] {
	if (row.life !== 'live' && row.life !== 'unconfirmed') return []
	switch (row.kind) {
		case 'unit':
			return unitEvents(row, telling)
		case 'track':
			return trackEvents(row, telling)
		case 'message':
			return chatEvents(row, telling)
		case 'alarm':
			return alarmEvents(row, telling)
		default: {
			const drawn = drawnOf(row)
			return drawn ? drawnEvents(row, telling, drawn) : []
		}
	}
}

/** Name, colour and remarks of what is drawn on a map; undefined for kinds that are not. */
function drawnOf(row: Row): Drawn | undefined {
	switch (row.kind) {
		case 'area':
			return { name: row.fields.name, colour: COLOUR.blue, remarks: row.fields.description }
		case 'warning':
			return { name: row.fields.event, colour: COLOUR.orange, remarks: row.fields.senderName }
		case 'closure':
			return { name: row.fields.road, colour: COLOUR.red, remarks: row.fields.reason }
		case 'incident':
			return { name: row.fields.title, colour: COLOUR.red, remarks: row.fields.description }
		case 'facility':
			return { name: row.fields.name, colour: COLOUR.green, remarks: row.fields.remark }
		default:
			return undefined
	}
}

/** Takes an entity away from those who were told of it. */
export function cotOfDrop(id: EntityId, { now, sources }: Telling): CotEvent {
	const uid = uidOf(id, sources)
	return made({ uid: `${uid}.delete`, type: 't-x-d-d', how: 'm-g', now, staleMs: 60_000 }, [
		element('link', { uid, type: 'none', relation: 'none' }),
		element('__forcedelete'),
	])
}

type Head = {
	readonly uid: string
	readonly type: string
	readonly how: string
	readonly now: number
	readonly staleMs: number
	readonly time?: number
	readonly point?: CotPoint | undefined
}

function made({ uid, type, how, now, staleMs, time = now, point }: Head, detail: readonly CotElement[]): CotEvent {
	return { uid, type, how, time, start: time, stale: Math.max(now, time) + staleMs, ...(point && { point }), ...detailOf(detail) }
}

function placeOf(row: Row, { measured }: Telling): CotPoint | undefined {
	if (measured?.position) return { ...measured.position, ce: measured.accuracy }
	return row.geometry?.type === 'Point' ? pointAt(row.geometry.coordinates) : undefined
}

function pointAt([lng, lat, hae]: Coordinate): CotPoint {
	return { lat, lng, hae }
}

/** Teams by their colour, as the tactical signs have them. */
const TEAM: Readonly<Record<string, string>> = {
	feuerwehr: 'Red',
	thw: 'Blue',
	polizei: 'Green',
	hilfsorganisation: 'White',
	bundeswehr: 'Dark Green',
	fuehrung: 'Yellow',
	gefahrenabwehr: 'Orange',
	zivil: 'Teal',
}

function unitEvents(row: RowOf<'unit'>, telling: Telling): readonly CotEvent[] {
	const point = placeOf(row, telling)
	if (!point) return []
	const { callsign, organisation, remark } = row.fields
	const uid = uidOf(row.id, telling.sources)
	const time = telling.measured?.at ?? telling.now
	return [
		made({ uid, type: unitType(row), how: 'm-g', now: time, staleMs: STALE_MS, point }, [
			element('contact', { callsign: callsign ?? uid }),
			element('__group', { name: TEAM[organisation ?? ''] ?? 'Orange', role: 'Team Member' }),
			...trackOf(telling.measured),
			element('remarks', {}, remark ?? ''),
		]),
	]
}

function unitType({ fields: { sign } }: RowOf<'unit'>): string {
	const { symbol, grundzeichen = '' } = sign ?? {}
	if (symbol === 'drohne') return 'a-f-A-M-H-Q'
	if (symbol === 'boot' || grundzeichen.startsWith('wasserfahrzeug')) return 'a-f-S'
	return grundzeichen.startsWith('kraftfahrzeug') ? 'a-f-G-E-V' : 'a-f-G-U-C'
}

function trackOf(measured: MeasuredRow | undefined): readonly CotElement[] {
	if (measured?.course === undefined && measured?.speed === undefined) return []
	return [element('track', { course: String(measured.course ?? 0), speed: String(measured.speed ?? 0) })]
}

/** Neutral: what is not ours and not known to be anything else. */
function trackEvents(row: RowOf<'track'>, telling: Telling): readonly CotEvent[] {
	const point = placeOf(row, telling)
	if (!point) return []
	const head = {
		uid: uidOf(row.id, telling.sources),
		type: trackType(row),
		how: 'm-p',
		now: telling.now,
		staleMs: STALE_MS,
		time: telling.measured?.at ?? row.at,
	}
	return [made({ ...head, point }, [element('contact', { callsign: row.fields.name ?? head.uid }), ...trackOf(telling.measured)])]
}

function trackType({ fields: { type, mmsi, icao, uasId } }: RowOf<'track'>): string {
	if (type?.startsWith('a-')) return type
	if (uasId != null) return 'a-n-A-M-H-Q'
	if (icao != null) return 'a-n-A'
	return mmsi == null ? 'a-u-G' : 'a-n-S-X'
}

const ROOM = 'All Chat Rooms'

/** Reports, orders and chat. The diary stays with the staff. */
function chatEvents(row: RowOf<'message'>, telling: Telling): readonly CotEvent[] {
	const { type, text, from } = row.fields
	if (type === 'diary' || text == null) return []
	const writer = from ?? row.sources[0]?.name ?? 'Lagebild'
	const sender = `lagebild.${row.sources[0]?.source ?? 'hub'}`
	const known = uidOf(row.id, telling.sources)
	const uid = known.startsWith('GeoChat.') ? known : `GeoChat.${sender}.${ROOM}.${row.id}`
	const at = new Date(row.at).toISOString()
	return [
		made(
			{ uid, type: 'b-t-f', how: 'h-g-i-g-o', now: telling.now, staleMs: DRAWING_STALE_MS, time: row.at, point: placeOf(row, telling) },
			[
				{
					...element('__chat', {
						parent: 'RootContactGroup',
						groupOwner: 'false',
						messageId: row.id,
						chatroom: ROOM,
						id: ROOM,
						senderCallsign: writer,
					}),
					children: [element('chatgrp', { uid0: sender, uid1: ROOM, id: ROOM })],
				},
				element('link', { uid: sender, type: 'a-f-G-U-C', relation: 'p-p' }),
				element('remarks', { source: sender, to: ROOM, time: at }, text),
			],
		),
	]
}

function alarmEvents(row: RowOf<'alarm'>, telling: Telling): readonly CotEvent[] {
	const point = placeOf(row, telling)
	if (!point) return []
	const { title, about, cause } = row.fields
	const head = { uid: uidOf(row.id, telling.sources), type: 'b-a-o-tbl', how: 'm-g', now: telling.now }
	return [
		made({ ...head, staleMs: STALE_MS, time: row.at, point }, [
			element('contact', { callsign: about ?? title ?? head.uid }),
			element('emergency', { type: '911 Alert' }, title ?? ''),
			element('remarks', {}, cause ?? ''),
		]),
	]
}

/** An alarm that is over. */
export function cotOfAlarmEnd(id: EntityId, { now, sources }: Telling): CotEvent {
	return made({ uid: uidOf(id, sources), type: 'b-a-o-can', how: 'm-g', now, staleMs: 60_000 }, [element('emergency', { cancel: 'true' })])
}

/** ARGB as a signed number of 32 bits. */
const COLOUR = { red: -65_536, orange: -35_072, green: -16_744_448, blue: -16_776_961 } as const

type Drawn = { readonly name: string | null | undefined; readonly colour: number; readonly remarks: string | null | undefined }

/** Points as spots, lines and outlines as drawings; holes are not drawn, and of many parts the first twenty. */
function drawnEvents(row: Row, telling: Telling, drawn: Drawn): readonly CotEvent[] {
	const { geometry } = row
	if (!geometry) return []
	const uid = uidOf(row.id, telling.sources)
	return partsIn(geometry)
		.slice(0, MAX_PARTS)
		.flatMap((part, i) => drawnEvent(part, { ...drawn, uid: i === 0 ? uid : `${uid}.${i + 1}`, at: row.at, now: telling.now }))
}

function drawnEvent(
	part: readonly Coordinate[],
	{ uid, at, now, name, colour, remarks }: Drawn & { readonly uid: string; readonly at: number; readonly now: number },
): readonly CotEvent[] {
	const [first] = part
	if (!first) return []
	const spot = part.length === 1
	const links = spot ? [] : thinned(part).map(([lng, lat]) => element('link', { point: `${lat},${lng}` }))
	const style = spot
		? [element('color', { argb: String(colour) })]
		: [element('strokeColor', { value: String(colour) }), element('strokeWeight', { value: '3.0' })]
	const head = {
		uid,
		type: spot ? 'b-m-p-s-m' : 'u-d-f',
		how: spot ? 'h-g-i-g-o' : 'h-e',
		now,
		staleMs: DRAWING_STALE_MS,
		time: at,
		point: pointAt(first),
	}
	return [
		made(head, [
			...links,
			element('contact', { callsign: name ?? uid }),
			...style,
			element('remarks', {}, remarks ?? ''),
			element('archive'),
		]),
	]
}

/** Tablets draw some hundred vertices well: every n-th one, and the last. */
function thinned(part: readonly Coordinate[]): readonly Coordinate[] {
	const step = Math.ceil(part.length / MAX_VERTICES)
	return step === 1 ? part : part.filter((_, i) => i % step === 0 || i === part.length - 1)
}

function partsIn(geometry: Geometry): readonly (readonly Coordinate[])[] {
	switch (geometry.type) {
		case 'Point':
			return [[geometry.coordinates]]
		case 'MultiPoint':
			return geometry.coordinates.map((one) => [one])
		case 'LineString':
			return [geometry.coordinates]
		case 'MultiLineString':
			return geometry.coordinates
		case 'Polygon':
			return geometry.coordinates.slice(0, 1)
		case 'MultiPolygon':
			return geometry.coordinates.flatMap((rings) => rings.slice(0, 1))
	}
}
