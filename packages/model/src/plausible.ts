import { distanceMetres } from './geo.ts'
import type { Box, Position } from './geo.ts'
import type { Instant } from './time.ts'

/**
 * What makes a value in range implausible (rule 8 of the fold). All figures stand here. Each is chosen so that what really happens is never
 * doubted for being fast: a doubt has to mean something to the people who read it.
 */

/** A clock is doubted from here on: more than a wrong time zone is off by in summer, and less than any device is late without saying so. */
export const CLOCK_OFF_MS = 2 * 3_600_000

/** An own unit this far from its operation's area is there by mistake, or somebody has to know that it is not. */
export const FAR_METRES = 300_000

/** Own forces on land and water, m/s. 252 km/h: no emergency vehicle drives so fast, and no two positions of one do. */
const UNIT_LIMIT = 70
/**
 * Own aircraft, m/s. Rescue and police helicopters may not exceed 175 kn (EC 155, EASA.R.105), survey aircraft some 223 kn (Do 228), which is
 * 115 m/s; a storm adds 35.
 */
const AIRCRAFT_LIMIT = 150
/** Ships, m/s. The fastest ferry made 58.1 kn (HSC Francisco, 2013), which is 30 m/s; a boat of the rescue service may be faster. */
const SHIP_LIMIT = 40
/** Other tracks, which may be airliners, m/s: their speed over ground in a jet stream. */
const TRACK_LIMIT = 340

/** What a receiver without any fault is off by for a moment, metres: between houses, after a tunnel, in a hangar. */
const SCATTER_METRES = 200

/** What a position says about itself. Radius in metres. */
export type Place = Position & { readonly at: Instant; readonly accuracy: number | null }

/** Whose positions are judged by speed. A thing that does not move is measured anew, and may have been wrong by any distance. */
export type Mover = 'unit' | 'aircraft' | 'ship' | 'track'

const LIMITS: Readonly<Record<Mover, number>> = {
	unit: UNIT_LIMIT,
	aircraft: AIRCRAFT_LIMIT,
	ship: SHIP_LIMIT,
	track: TRACK_LIMIT,
}

/** Metres per degree of latitude, rounded up. */
const DEGREE = 111_400

/** Whether a thing can have been at both places at these times, allowing for how exact they are. */
export function isReachable(a: Place, b: Place, mover: Mover): boolean {
	const room = SCATTER_METRES + (a.accuracy ?? 0) + (b.accuracy ?? 0) + (LIMITS[mover] * Math.abs(b.at - a.at)) / 1_000
	if (DEGREE * (Math.abs(b.lat - a.lat) + Math.abs(b.lng - a.lng)) <= room) return true
	return distanceMetres(a, b) <= room
}

const FLYING: ReadonlySet<unknown> = new Set(['flugzeug', 'hubschrauber', 'drohne'])

/** By the components of a unit's tactical sign. */
export function moverOfUnit(sign: unknown): Mover {
	if (typeof sign !== 'object' || sign === null) return 'unit'
	const flies = ('grundzeichen' in sign && FLYING.has(sign.grundzeichen)) || ('symbol' in sign && FLYING.has(sign.symbol))
	return flies ? 'aircraft' : 'unit'
}

/** By a track's MMSI: 111 names aircraft of the search and rescue service (ITU-R M.585), everything else what floats. */
export function moverOfTrack(mmsi: unknown): Mover {
	return typeof mmsi === 'string' && !mmsi.startsWith('111') ? 'ship' : 'track'
}

/** Waves and locks, metres … */
const JUMP_METRES = 0.5
/** … and more than any river or surge rises, metres per minute. The tide at St. Pauli, 3.8 m in five hours, rises by 0.013. */
const RISE_METRES_PER_MINUTE = 0.05

export type Level = { readonly at: Instant; readonly metres: number }

/** Whether water can have stood at both levels at these times: 3 m in a minute is a jump, after an hour without values it is not. */
export function canRise(a: Level, b: Level): boolean {
	const room = JUMP_METRES + (RISE_METRES_PER_MINUTE * Math.abs(b.at - a.at)) / 60_000
	return Math.abs(b.metres - a.metres) <= room + 1e-9
}

const METRES_PER_UNIT: readonly (readonly [RegExp, number])[] = [
	[/^mm\b/i, 0.001],
	[/^cm\b/i, 0.01],
	[/^dm\b/i, 0.1],
	[/^m(?:$|[+.\s])/i, 1],
]

/** Water level, and its forecast as a series of its own, in the short forms of feeds and in words. */
const WATER_LEVEL = /^(?:W|WV|WSTD|Wasserstand|Pegelstand|water[ _-]?level|gauge height)$/i

/** Metres in one unit of a sensor's values; undefined for what is no water level, which is never judged by its jumps. */
export function metresPerUnit(property: unknown, unit: unknown): number | undefined {
	if (typeof property !== 'string' || typeof unit !== 'string' || !WATER_LEVEL.test(property.trim())) return undefined
	return METRES_PER_UNIT.find(([form]) => form.test(unit.trim()))?.[1]
}

/** Whether a place lies further from a box than own forces have business. */
export function isFar({ lat, lng }: Position, [west, south, east, north]: Box): boolean {
	const nearest = { lat: Math.min(north, Math.max(south, lat)), lng: Math.min(east, Math.max(west, lng)) }
	return distanceMetres({ lat, lng }, nearest) > FAR_METRES
}

/** What a sender said about time, each corrected by the offset that it states. */
export type ClockClaim = { readonly observed: number | undefined; readonly sent: number | undefined; readonly received: number }

/**
 * Whether a sender's clock is wrong by hours. One that names when it sent is judged by that for being behind: what was observed may have
 * waited for a link. Nothing was observed hours after it came.
 */
export function isClockOff({ observed, sent, received }: ClockClaim): boolean {
	if (observed === undefined) return false
	if (observed - received >= CLOCK_OFF_MS) return true
	return received - (sent ?? observed) >= CLOCK_OFF_MS
}
