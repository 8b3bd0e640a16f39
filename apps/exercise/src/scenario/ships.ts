import { distanceMetres } from '@lagebild/model/geo.ts'
import type { Position } from '@lagebild/model/geo.ts'

import { bearing, between } from './geometry.ts'
import { middleOf } from './schematic.ts'
import type { Land } from './schematic.ts'

/** An invented ship. Under way it goes to and fro on its stretch of the river, at rest it lies in the middle of it. */
export type Ship = {
	readonly mmsi: number
	readonly name: string
	readonly callsign: string
	/** Sort by the number of AIS. */
	readonly shipType: number
	readonly length: number
	readonly width: number
	readonly draught: number
	readonly destination: string
	/** Navigational status of AIS: 0 under way, 1 at anchor, 2 not under command, 5 moored, 12 pushing. */
	readonly status: number
	readonly knots: number
	readonly river: string
	/** Parts of the river's length, from its first point on. */
	readonly stretch: readonly [from: number, to: number]
	/** To all ships, by VHF data link. */
	readonly text?: string
}

const FIRST = 211_999_001

export const SHIPS: readonly Ship[] = [
	{
		mmsi: FIRST,
		name: 'ELBMOEWE',
		callsign: 'DXAA2',
		shipType: 70,
		length: 141,
		width: 22,
		draught: 7.8,
		destination: 'HAMBURG',
		status: 0,
		knots: 9.5,
		river: 'Elbe',
		stretch: [0.55, 0.95],
	},
	{
		mmsi: FIRST + 1,
		name: 'NORDERWERFT 4',
		callsign: 'DXAB3',
		shipType: 52,
		length: 28,
		width: 10,
		draught: 4.6,
		destination: 'HAMBURG',
		status: 0,
		knots: 6,
		river: 'Norderelbe',
		stretch: [0.05, 0.4],
	},
	{
		mmsi: FIRST + 2,
		name: 'LEICHTER SL 17',
		callsign: '',
		shipType: 99,
		length: 76,
		width: 11,
		draught: 2.7,
		destination: '',
		status: 2,
		knots: 1.4,
		river: 'Norderelbe',
		stretch: [0.34, 0.47],
		text: 'SL 17 NOT UNDER COMMAND DRIFTING TO ELBBRUECKEN',
	},
	{
		mmsi: FIRST + 3,
		name: 'TIDENKIEKER II',
		callsign: 'DXAD5',
		shipType: 60,
		length: 31,
		width: 7,
		draught: 1.6,
		destination: 'LANDUNGSBRUECKEN',
		status: 5,
		knots: 0,
		river: 'Norderelbe',
		stretch: [0.3, 0.3],
	},
	{
		mmsi: FIRST + 4,
		name: 'SCHULAUER SAND',
		callsign: 'DXAE6',
		shipType: 33,
		length: 98,
		width: 18,
		draught: 5.9,
		destination: 'AMERIKAHAFEN',
		status: 1,
		knots: 0,
		river: 'Elbe',
		stretch: [0.62, 0.62],
	},
	{
		mmsi: FIRST + 5,
		name: 'KOEHLBRAND TANK 2',
		callsign: 'DXAF7',
		shipType: 81,
		length: 85,
		width: 11,
		draught: 3.9,
		destination: 'HARBURG',
		status: 0,
		knots: 5,
		river: 'Köhlbrand',
		stretch: [0.1, 0.9],
	},
]

export type Sailing = { readonly place: Position; readonly course: number | null; readonly knots: number }

const METRES_PER_SECOND = 1_852 / 3_600

/** Where a ship is after some time of its exercise, ms. */
export function sailing({ river, stretch, knots }: Ship, { waters }: Land, ms: number): Sailing | undefined {
	const points = middleOf(waters.find(({ name }) => name === river)?.points ?? [])
	const total = lengthOf(points)
	const [from, to] = stretch
	const { metres, back } = toAndFro((to - from) * total, (Math.max(0, ms) / 1_000) * knots * METRES_PER_SECOND)
	const found = along(points, from * total + metres)
	return found && { place: found.place, course: knots > 0 ? (found.course + (back ? 180 : 0)) % 360 : null, knots }
}

/** How far from the first end of a stretch one is who has gone so far on it. */
function toAndFro(span: number, gone: number): { readonly metres: number; readonly back: boolean } {
	if (span <= 0) return { metres: 0, back: false }
	const turn = gone % (2 * span)
	return turn > span ? { metres: 2 * span - turn, back: true } : { metres: turn, back: false }
}

function lengthOf(points: readonly Position[]): number {
	return points.slice(1).reduce((sum, point, i) => sum + distanceMetres(points[i] ?? point, point), 0)
}

function along(points: readonly Position[], metres: number): { readonly place: Position; readonly course: number } | undefined {
	let left = metres
	for (const [i, b] of points.entries()) {
		const a = points[i - 1]
		if (!a) continue
		const length = distanceMetres(a, b)
		if (left <= length || i === points.length - 1) return { place: between(a, b, Math.min(1, left / length)), course: bearing(a, b) }
		left -= length
	}
	return undefined
}
