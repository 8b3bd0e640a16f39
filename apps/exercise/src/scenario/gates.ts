import type { Position } from '@lagebild/model/geo.ts'

import { HOUR, MINUTE } from './clock.ts'
import { ST_PAULI } from './gauges.ts'
import { offset } from './geometry.ts'
import { between } from './random.ts'
import { CYCLE, level, PEAK } from './water.ts'

/** A Flutschutztor of the exercise: all names, sills and places are invented. */
export type Gate = {
	readonly id: string
	readonly name: string
	readonly polder: string
	/** Drempel, metres NHN: from here on water stands at the gate. */
	readonly sill: number
	readonly place: Position
	readonly operator: string
}

/** Polders with their middle, and the sills of their gates in metres NHN. */
const POLDERS: readonly { readonly name: string; readonly middle: Position; readonly gates: readonly (readonly [string, number])[] }[] = [
	{
		name: 'Klütjenfeld',
		middle: { lat: 53.5215, lng: 9.9935 },
		gates: [
			['Klütjenfeld 3', 5.1],
			['Klütjenfeld 5', 5],
			['Klütjenfeld 7', 5.2],
			['Ernst-August-Kanal 1', 4.8],
			['Veddeler Damm 4', 5.9],
		],
	},
	{
		name: 'Peute',
		middle: { lat: 53.5262, lng: 10.0355 },
		gates: [
			['Müggenburg 2', 5.35],
			['Müggenburg 3', 5.3],
			['Hovekanal 1', 5.4],
			['Peutekanal 4', 5.15],
		],
	},
	{
		name: 'Steinwerder',
		middle: { lat: 53.5375, lng: 9.9575 },
		gates: [
			['Ellerholz 1', 5],
			['Ellerholz 2', 5.1],
			['Reiherdamm 6', 4.9],
			['Roßhafen 3', 5.25],
			['Grevenhof 2', 5.45],
		],
	},
	{
		name: 'Waltershof',
		middle: { lat: 53.5262, lng: 9.9125 },
		gates: [
			['Waltershof 1', 5.5],
			['Waltershof 4', 5.55],
			['Waltershof 6', 5.85],
			['Rugenberger Damm 2', 4.9],
			['Köhlbrand 1', 5.2],
			['Köhlbrand 5', 5.35],
		],
	},
	{
		name: 'HafenCity',
		middle: { lat: 53.5418, lng: 10.0005 },
		gates: [
			['Oberhafen 2', 5.4],
			['Oberhafen 4', 5.95],
			['Baakenhafen 1', 5.6],
			['Magdeburger Hafen 3', 5.5],
			['Sandtorkai 5', 5.3],
			['Brooktor 1', 5.2],
		],
	},
	{
		name: 'Nordufer',
		middle: { lat: 53.5452, lng: 9.9612 },
		gates: [
			['Fischmarkt 1', 5.3],
			['Fischmarkt 3', 5.4],
			['Baumwall 2', 7.2],
			['Sperrwerk Schaartor', 4.1],
			['Vorsetzen 4', 5.7],
			['Große Elbstraße 7', 5],
		],
	},
	{
		name: 'Wilhelmsburg und Harburg',
		middle: { lat: 53.4885, lng: 9.9805 },
		gates: [
			['Schlossinsel 1', 5.1],
			['Lotsekanal 2', 5.3],
			['Rethe 3', 5.6],
			['Hohe Schaar 5', 5.45],
			['Reiherstieg 8', 4.7],
			['Neuhof 2', 5.25],
		],
	},
]

function plain(text: string): string {
	const spelt = text.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss')
	return spelt.replaceAll(/[^a-z\d]+/g, '-')
}

/** 38 gates of seven polders. */
export const GATES: readonly Gate[] = POLDERS.flatMap(({ name, middle, gates }) =>
	gates.map(([gate, sill], index) => ({
		id: plain(gate),
		name: gate,
		polder: name,
		sill,
		place: offset(middle, 420 * Math.cos((2 * Math.PI * index) / gates.length), 330 * Math.sin((2 * Math.PI * index) / gates.length)),
		operator: name === 'Nordufer' ? 'LSBG' : 'HPA',
	})),
)

export function poldersOf(): readonly { readonly name: string; readonly middle: Position }[] {
	return POLDERS
}

export type Shown = 'open' | 'closing' | 'closed' | 'fault'
/** What one side said, and when (scenario time). */
export type GateReport = { readonly gate: string; readonly at: number; readonly state: Shown; readonly by: 'sensor' | 'guard' }

/** Gates begin to close this long before the water reaches their sill, lowest sill first: the order in which closing is proposed. */
const LEAD = 100 * MINUTE
/** A gate whose sill stays dry closes at this scenario time all the same. */
const LAST_CLOSING = 70 * MINUTE
/** Below this level at St. Pauli the gates open again, metres NHN. */
const OPEN_BELOW = 3.6
/** How long a leaf moves. */
const MOVING = 6 * MINUTE

/** Scenario time at which the first surge reaches a level at St. Pauli while rising; undefined when it never does. */
function reaches(metres: number): number | undefined {
	for (let at = -8 * HOUR; at <= PEAK; at += MINUTE) if (level(ST_PAULI, at) >= metres) return at
	return undefined
}

function fallsBelow(metres: number): number {
	let at = PEAK
	while (level(ST_PAULI, at) >= metres) at += MINUTE
	return at
}

/** When the gate is to be shut, scenario time of the first surge. */
export function closeBy(gate: Gate): number {
	return (reaches(gate.sill) ?? LAST_CLOSING + 75 * MINUTE) - 75 * MINUTE
}

/** Gates whose sensors fall silent together for a while: one collector of theirs has lost its link. */
const SILENT_POLDER = 'Peute'
const SILENT = { from: -20 * MINUTE, to: 75 * MINUTE }

/** Scripted: the sensor says shut, the guard sees a gap; found and mended later. */
const CONFLICT = 'kluetjenfeld-7'
/** Scripted: the leaf jams, the sensor reports a fault. */
const FAULTY = 'ellerholz-2'
/** Gates of which no guard ever reports. */
const UNGUARDED: ReadonlySet<string> = new Set(['mueggenburg-2', 'hovekanal-1', 'rethe-3', 'grevenhof-2'])

/** Everything that sensors and guards say about the gates in one surge, in order of time; `surge` counts from 0. */
export function gateReports(surge: number): readonly GateReport[] {
	return FIRST_SURGE.map((report) => ({ ...report, at: report.at + surge * CYCLE }))
}

function reportsOn(gate: Gate, opens: number): readonly GateReport[] {
	const closes = Math.min((reaches(gate.sill) ?? LAST_CLOSING + LEAD) - LEAD, LAST_CLOSING) + between(-4, 4, 'gate', gate.id) * MINUTE
	const said = (by: GateReport['by'], at: number, state: Shown): GateReport => ({ gate: gate.id, by, at, state })
	const sensor = [
		said('sensor', -20 * HOUR, 'open'),
		said('sensor', closes, 'closing'),
		...sensorAtRest(gate, closes + MOVING).map(([at, state]) => said('sensor', at, state)),
		said('sensor', opens + MOVING, 'open'),
	]
	const guard = guardOn(gate, closes).map(([at, state]) => said('guard', at, state))
	const quiet = gate.polder === SILENT_POLDER ? sensor.map(heldBack) : sensor
	return [...quiet, ...guard, ...(UNGUARDED.has(gate.id) ? [] : [said('guard', opens + MOVING + 4 * MINUTE, 'open')])]
}

type Said = readonly [at: number, state: Shown]

function sensorAtRest(gate: Gate, shut: number): readonly Said[] {
	if (gate.id !== FAULTY) return [[shut, 'closed']]
	return [
		[shut - 2 * MINUTE, 'fault'],
		[52 * MINUTE, 'closed'],
	]
}

function guardOn(gate: Gate, closes: number): readonly Said[] {
	if (UNGUARDED.has(gate.id)) return []
	const seen = closes + MOVING + between(1, 6, 'guard', gate.id) * MINUTE
	if (gate.id === FAULTY) {
		return [
			[seen, 'closing'],
			[55 * MINUTE, 'closed'],
		]
	}
	if (gate.id !== CONFLICT) return [[seen, 'closed']]
	return [
		[Math.min(seen + 4 * MINUTE, -4 * MINUTE), 'open'],
		[68 * MINUTE, 'closed'],
	]
}

/** What would have been said while the collector had no link is said when it has one again. */
function heldBack(report: GateReport): GateReport {
	return report.at > SILENT.from && report.at < SILENT.to ? { ...report, at: SILENT.to } : report
}

/** True while a gate's sensor cannot be heard. */
export function isSilent(gate: Gate, scenario: number): boolean {
	const within = scenario - Math.round(scenario / CYCLE) * CYCLE
	return gate.polder === SILENT_POLDER && within > SILENT.from && within < SILENT.to
}

const FIRST_SURGE: readonly GateReport[] = firstSurge()

function firstSurge(): readonly GateReport[] {
	const opens = fallsBelow(OPEN_BELOW)
	return GATES.flatMap((gate, index) => reportsOn(gate, opens + index * 3 * MINUTE)).toSorted((a, b) => a.at - b.at)
}
