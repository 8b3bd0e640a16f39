import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

import type { Position } from '@lagebild/model/geo.ts'
import { iso } from '@lagebild/model/time.ts'

import { HOUR, MINUTE, scenarioAt, startOf, wallAt } from '../scenario/clock.ts'
import type { Clock } from '../scenario/clock.ts'
import { offset } from '../scenario/geometry.ts'
import { PLACES } from '../scenario/places.ts'
import { element, text } from '../serve/xml.ts'

/** A tablet with ATAK. It walks around a place, says one thing an hour, and one of them calls for help. */
export type Tablet = {
	readonly uid: string
	readonly callsign: string
	readonly around: Position
	readonly words: string
	/** Minutes of the hour of the scenario in which its emergency is on. */
	readonly emergency?: readonly [from: number, until: number]
}

export const TABLETS: readonly [Tablet, Tablet] = [
	{ uid: 'ANDROID-UEBUNG-1', callsign: 'ÜB Deichwacht 1', around: PLACES.moorwerder, words: 'ÜBUNG: Sickerstelle am Deichfuß markiert.' },
	{
		uid: 'ANDROID-UEBUNG-2',
		callsign: 'ÜB Bootstrupp 2',
		around: PLACES.kleinergrasbrook,
		words: 'ÜBUNG: Anleger unter Wasser, legen bei Tor 7 an.',
		emergency: [6, 14],
	},
]

const SPEAKS_AT = 4
const POSITION_MS = 5_000
const EMERGENCY_MS = 10_000
/** One round on foot, ms, and how far it leads, metres. */
const ROUND_MS = 20 * MINUTE
const RADIUS = 140

type Span = { readonly from: number; readonly to: number }

/** Everything that a tablet sends after `from` and up to `to` (wall time), in Cursor on Target. */
export function sentBy(tablet: Tablet, clock: Clock, span: Span): readonly string[] {
	const round = Math.floor(scenarioAt(clock, span.to) / HOUR)
	const inSpan = (at: number): boolean => at > span.from && at <= span.to
	const wall = (minute: number): number => Math.floor(wallAt(clock, round * HOUR + minute * MINUTE))
	const [on, off] = tablet.emergency?.map(wall) ?? []
	const run = `${Math.floor(startOf(clock) / 1_000)}-${round}`
	return [
		...ticks(POSITION_MS, span).map((at) => position(tablet, at)),
		...(inSpan(wall(SPEAKS_AT)) ? [chat(tablet, wall(SPEAKS_AT), run)] : []),
		...ticks(EMERGENCY_MS, span).flatMap((at) =>
			on !== undefined && off !== undefined && at >= on && at < off ? [emergency(tablet, at, run)] : [],
		),
		...(off !== undefined && inSpan(off) ? [allClear(tablet, off, run)] : []),
	]
}

function ticks(every: number, { from, to }: Span): readonly number[] {
	const first = (Math.floor(from / every) + 1) * every
	return first > to ? [] : Array.from({ length: Math.floor((to - first) / every) + 1 }, (_, n) => first + n * every)
}

function placeAt({ around }: Tablet, at: number): Position {
	const angle = (2 * Math.PI * (at % ROUND_MS)) / ROUND_MS
	return offset(around, RADIUS * Math.cos(angle), RADIUS * Math.sin(angle))
}

type Said = { readonly uid: string; readonly type: string; readonly at: number; readonly staleMs: number; readonly detail: string }

/** `opex` says that it is an exercise. */
function event(tablet: Tablet, { uid, type, at, staleMs, detail }: Said): string {
	const { lat, lng } = placeAt(tablet, at)
	const times = `time="${iso(at)}" start="${iso(at)}" stale="${iso(at + staleMs)}"`
	const point = `<point lat="${lat.toFixed(6)}" lon="${lng.toFixed(6)}" hae="9999999.0" ce="6.0" le="9999999.0"/>`
	return `<event version="2.0" uid="${text(uid)}" type="${type}" how="m-g" opex="e-Sturmflut" ${times}>${point}<detail>${detail}</detail></event>\n`
}

function position(tablet: Tablet, at: number): string {
	const { uid, callsign } = tablet
	const detail = `<contact callsign="${text(callsign)}"/><__group name="Cyan" role="Team Member"/><status battery="74"/><takv platform="ATAK-CIV" version="5.2"/><track speed="0.7" course="90.0"/>`
	return event(tablet, { uid, type: 'a-f-G-U-C', at, staleMs: MINUTE, detail })
}

function chat(tablet: Tablet, at: number, run: string): string {
	const { uid, callsign, words } = tablet
	const room = 'All Chat Rooms'
	const head = `<__chat parent="RootContactGroup" groupOwner="false" messageId="${run}" chatroom="${room}" id="${room}" senderCallsign="${text(callsign)}"/>`
	const detail = `${head}${parent(uid)}${element('remarks', words)}`
	return event(tablet, { uid: `GeoChat.${uid}.${room}.${run}`, type: 'b-t-f', at, staleMs: 24 * HOUR, detail })
}

function emergency(tablet: Tablet, at: number, run: string): string {
	const { uid, callsign } = tablet
	const name = text(callsign)
	const detail = `${parent(uid)}<contact callsign="${name}-Alert"/><emergency type="911 Alert">${name}</emergency>`
	return event(tablet, { uid: `${uid}-9-1-1-${run}`, type: 'b-a-o-tbl', at, staleMs: EMERGENCY_MS, detail })
}

function allClear(tablet: Tablet, at: number, run: string): string {
	const { uid, callsign } = tablet
	const detail = `<emergency cancel="true">${text(callsign)}</emergency>`
	return event(tablet, { uid: `${uid}-9-1-1-${run}`, type: 'b-a-o-can', at, staleMs: EMERGENCY_MS, detail })
}

function parent(uid: string): string {
	return `<link uid="${uid}" type="a-f-G-U-C" relation="p-p"/>`
}

export type Door = { readonly port: number; readonly clock: Clock; readonly now: () => number; readonly signal: AbortSignal }

const TICK_MS = 1_000
const AGAIN_MS = 3_000
/** What a tablet did not get rid of while it had no line. */
const KEPT_MS = 60_000

/** A tablet at a door for TAK clients: it comes back whenever its line is cut, until the signal ends it. */
export async function playTablet(tablet: Tablet, door: Door): Promise<void> {
	let told = door.now() - KEPT_MS
	while (!door.signal.aborted) {
		told = await stayConnected(tablet, door, Math.max(told, door.now() - KEPT_MS))
		await pause(AGAIN_MS, undefined, { signal: door.signal }).catch(() => undefined)
	}
}

/** @returns up to when it has said everything */
async function stayConnected(tablet: Tablet, { port, clock, now, signal }: Door, from: number): Promise<number> {
	const socket = connect({ port, host: '127.0.0.1', signal })
	const ended = new AbortController()
	socket.on('error', () => ended.abort())
	socket.on('close', () => ended.abort())
	socket.resume()
	// Whoever comes back says at once where it is.
	let told = Math.min(from, now() - POSITION_MS)
	await once(socket, 'connect', { signal: ended.signal }).catch(() => undefined)
	while (!ended.signal.aborted && !signal.aborted) {
		const to = now()
		socket.write(sentBy(tablet, clock, { from: told, to }).join(''))
		told = to
		await pause(TICK_MS, undefined, { signal: ended.signal }).catch(() => undefined)
	}
	socket.destroy()
	return told
}

/** A port of loopback that is free, the same again as long as nobody else takes it. */
export async function freePortAfter(port: number): Promise<number> {
	for (const wanted of [port + 1, port + 2, port + 3, 0]) {
		const probe = createServer()
		probe.listen({ port: wanted > 65_535 ? 0 : wanted, host: '127.0.0.1' })
		const open = await once(probe, 'listening').then(
			() => true,
			() => false,
		)
		const address = probe.address()
		if (!open || address === null || typeof address !== 'object') continue
		probe.close()
		await once(probe, 'close')
		return address.port
	}
	throw new Error('there is no free port for TAK')
}
