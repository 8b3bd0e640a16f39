import type { Position } from '@lagebild/model/geo.ts'

import { HOUR, MINUTE } from './clock.ts'
import type { Unit } from './fleet.ts'
import { bearing } from './geometry.ts'
import { nearestNode, placeOn } from './network.ts'
import type { Network, Way } from './network.ts'
import { PLACES } from './places.ts'
import type { Place } from './places.ts'
import { between, chance, hash32, pick } from './random.ts'
import { routeBetween } from './route.ts'

/** FMS statuses that this exercise uses. */
export type ShownFms = 1 | 2 | 3 | 4 | 6 | 7 | 8

/** What a unit does for a while. Times are ms of running (see `ranFor`). */
export type Leg = {
	readonly from: number
	readonly to: number
	readonly fms: ShownFms
	/** Absent while it stands at `place`. */
	readonly way?: Way
	readonly place: Position
	/** A crew that works patrols its stretch: there and back along the way in whole rounds, at walking pace. */
	readonly patrol?: true
}

export type World = { readonly roads: Network; readonly rivers: Network }

/** A call from the control room: be there from `from` until `to`. */
export type Call = { readonly unit: string; readonly from: number; readonly to: number; readonly place: Position }

/**
 * Every unit begins a new plan at home after this long, so that a plan never has to be computed from the first start on. Each has its own
 * change of shift.
 */
const SHIFT = 8 * HOUR

/** Beginning of the shift that a moment lies in; the first one began before the exercise, so that the fleet is out when it starts. */
function shiftOf(unit: Unit, ran: number): number {
	const phase = Math.floor(between(2 * HOUR, SHIFT, 'shift', unit.native))
	return Math.floor((ran + phase) / SHIFT) * SHIFT - phase
}

const HOSPITALS = ['harburg', 'stgeorg', 'eppendorf', 'wilhelmsburg', 'bergedorf'] as const
type Beat = readonly [Place, ...Place[]]
/** Where units of each section are sent. */
const ELSEWHERE: Beat = ['veddel', 'stpauli']
const BEATS: Readonly<Record<string, Beat>> = {
	'EA 1 Nordufer': ['fischmarkt', 'oevelgoenne', 'stpauli', 'blankenese', 'nienstedten', 'innenstadt', 'altona'],
	'EA 2 Hafen Mitte': ['hafencity', 'kleinergrasbrook', 'peute', 'veddel', 'rothenburgsort', 'steinwerder'],
	'EA 3 Wilhelmsburg': ['wilhelmsburg', 'kirchdorf', 'georgswerder', 'reiherstieg', 'moorwerder', 'neuland', 'hohewand', 'veddel'],
	'EA 4 Finkenwerder': ['finkenwerder', 'cranz', 'neuenfelde', 'francop', 'altenwerder', 'moorburg'],
	'EA 5 Vier- und Marschlande': ['moorfleet', 'tatenberg', 'ochsenwerder', 'kirchwerder', 'zollenspieker', 'allermoehe', 'curslack'],
	'EA 6 Wasser': ['steinwerder', 'waltershof', 'harburg', 'bullenhausen', 'rothenburgsort', 'finkenwerder', 'tatenberg', 'hohewand'],
	'EA 7 Rettungsdienst und Betreuung': ['veddel', 'wilhelmsburg', 'finkenwerder', 'kirchdorf', 'moorfleet', 'altona', 'bergedorf'],
	Einsatzleitung: ['veddel', 'steinwerder', 'georgswerder'],
}

type Plan = { readonly unit: Unit; readonly world: World; readonly calls: readonly Call[]; readonly shift: number }

/**
 * All that a unit does from the beginning of the shift that `ran` lies in, leg after leg without a gap, for ever. Every shift begins and
 * ends at home.
 */
export function* legsOf(unit: Unit, world: World, about: { readonly calls: readonly Call[]; readonly ran: number }): Generator<Leg, never> {
	const calls = about.calls.filter((call) => call.unit === unit.native)
	for (let shift = shiftOf(unit, about.ran); ; shift += SHIFT) {
		let at = shift
		for (let number = 0; at < shift + SHIFT; number++) {
			const mission = missionOf({ unit, world, calls, shift }, at, number)
			yield* mission
			at = mission.at(-1)?.to ?? shift + SHIFT
		}
	}
}

function missionOf(plan: Plan, at: number, number: number): readonly Leg[] {
	const key = `${plan.unit.native}|${plan.shift}|${number}`
	const call = plan.calls.find((one) => one.to > at + MINUTE && one.from <= at + 20 * MINUTE)
	const trip = tripOf(plan, call ? call.place : spotOf(plan.unit, key), key)
	const legs = chain(at, [
		{ fms: 6, ms: !call && number > 0 && chance('repair', key) < 0.05 ? 12 * MINUTE : 0, place: trip.home },
		...(call ? answering(call, trip, at) : driving(trip, key)),
		...(plan.unit.carries
			? carried(plan, trip.there, key)
			: [{ fms: 1, ms: onWay(trip.back), way: trip.back, place: trip.there } as const]),
		{ fms: 2, ms: MINUTE, place: trip.home },
	])
	const end = plan.shift + SHIFT
	return (legs.at(-1)?.to ?? 0) <= end ? legs : lastOf(plan, trip.home, { at, key, end })
}

function driving(trip: Trip, key: string): readonly Draft[] {
	return outward(trip, between(1, 6, 'wait', key) * MINUTE, between(14, 32, 'work', key) * MINUTE)
}

/** Leaves home when the call begins, and stays until it ends. */
function answering(call: Call, trip: Trip, at: number): readonly Draft[] {
	const wait = Math.max(0, call.from - at)
	return outward(trip, wait, Math.max(5 * MINUTE, call.to - at - wait - onWay(trip.out)))
}

function outward(trip: Trip, wait: number, work: number): readonly Draft[] {
	return [
		{ fms: 2, ms: wait, place: trip.home },
		{ fms: 3, ms: onWay(trip.out), way: trip.out, place: trip.home },
		{ fms: 4, ms: work, way: trip.beat, place: trip.there, patrol: true },
	]
}

/** Even next door a crew has to mount and dismount. */
function onWay({ totalMs }: Way): number {
	return Math.max(totalMs, MINUTE)
}

/** What is left of a shift is too short for another mission: a round near home. */
function lastOf(
	plan: Plan,
	home: Position,
	{ at, key, end }: { readonly at: number; readonly key: string; readonly end: number },
): readonly Leg[] {
	const round = beatOf(networkOf(plan), home, key)
	return chain(at, [
		{ fms: 1, ms: Math.max(0, end - at - MINUTE), way: round, place: home, patrol: true },
		{ fms: 2, ms: Math.min(end - at, MINUTE), place: home },
	])
}

/** Rescue service: 7 with the patient, 8 at the hospital, 1 on the way home. */
function carried(plan: Plan, there: Position, key: string): readonly Draft[] {
	const network = networkOf(plan)
	const hospital = nodeAt(network, nearestNode(network, PLACES[pick(HOSPITALS, 'hospital', key)]))
	const away = route(plan, there, hospital)
	const home = route(plan, hospital, PLACES[plan.unit.home])
	return [
		{ fms: 7, ms: onWay(away), way: away, place: there },
		{ fms: 8, ms: between(6, 14, 'handover', key) * MINUTE, place: hospital },
		{ fms: 1, ms: onWay(home), way: home, place: hospital },
	]
}

type Draft = Omit<Leg, 'from' | 'to'> & { readonly ms: number }

function chain(from: number, drafts: readonly Draft[]): readonly Leg[] {
	let at = from
	return drafts
		.filter(({ ms }) => ms > 0)
		.map(({ ms, ...leg }) => {
			const begin = at
			at = Math.round(at + ms)
			return { ...leg, from: begin, to: at }
		})
}

/** A spot near one of the places of its section, for boats anywhere on the river near it. */
function spotOf(unit: Unit, key: string): Position {
	const { lat, lng } = PLACES[pick(BEATS[unit.section] ?? ELSEWHERE, 'beat', key)]
	return { lat: lat + between(-0.008, 0.008, 'spot-lat', key), lng: lng + between(-0.013, 0.013, 'spot-lng', key) }
}

type Trip = { readonly home: Position; readonly there: Position; readonly out: Way; readonly beat: Way; readonly back: Way }

function tripOf(plan: Plan, place: Position, key: string): Trip {
	const network = networkOf(plan)
	const home = nodeAt(network, nearestNode(network, PLACES[plan.unit.home]))
	const out = route(plan, home, place)
	const there = endOf(out, nodeAt(network, nearestNode(network, place)))
	return { home, there, out, beat: beatOf(network, there, key), back: route(plan, there, home) }
}

function networkOf({ unit, world }: Plan): Network {
	return unit.net === 'river' ? world.rivers : world.roads
}

function nodeAt({ nodes }: Network, id: number): Position {
	return nodes[id] ?? { lat: 0, lng: 0 }
}

function route(plan: Plan, from: Position, to: Position): Way {
	const network = networkOf(plan)
	return routeBetween(network, { from: nearestNode(network, from), to: nearestNode(network, to) }, plan.unit.pace)
}

function endOf(way: Way, otherwise: Position): Position {
	return way.steps.at(-1)?.b ?? otherwise
}

/** Walking pace of a dike watch and of a boat that searches a bank, m/s. */
const PATROL = 2.2

/** Three edges from a node on, walked there and back. */
function beatOf(network: Network, from: Position, key: string): Way {
	const path = [nearestNode(network, from)]
	for (let i = 0; i < 3; i++) {
		const onwards = (network.edges[path.at(-1) ?? 0] ?? []).filter(({ to }) => !path.includes(to))
		const next = onwards[hash32(`beat|${key}|${i}`) % Math.max(1, onwards.length)]
		if (next) path.push(next.to)
	}
	const nodes = [...path, ...path.toReversed().slice(1)].map((id) => nodeAt(network, id))
	return wayAtPace(nodes)
}

function wayAtPace(nodes: readonly Position[]): Way {
	let at = 0
	const steps = nodes.slice(1).map((b, index) => {
		const a = nodes[index] ?? b
		const startMs = at
		at += (metres(a, b) / PATROL) * 1_000
		return { a, b, startMs, endMs: at }
	})
	return { steps, totalMs: at }
}

function metres(a: Position, b: Position): number {
	const east = (b.lng - a.lng) * Math.cos((a.lat * Math.PI) / 180)
	return Math.hypot(b.lat - a.lat, east) * 111_320
}

/** Where a unit is in a leg, how it moves (degrees true, m/s), at a moment. */
export type Fix = { readonly place: Position; readonly course?: number; readonly speed: number }

export function fixIn(leg: Leg, ran: number): Fix {
	const into = Math.min(leg.to, Math.max(leg.from, ran)) - leg.from
	if (!leg.way || leg.way.totalMs === 0 || (leg.patrol && leg.to - leg.from < leg.way.totalMs / 5)) return { place: leg.place, speed: 0 }
	const stretch = leg.patrol ? leg.way.totalMs * Math.max(1, Math.round((leg.to - leg.from) / leg.way.totalMs)) : leg.way.totalMs
	const scale = stretch / (leg.to - leg.from)
	const found = placeOn(leg.way, (into * scale) % (leg.patrol ? leg.way.totalMs : Number.POSITIVE_INFINITY))
	if (!found) return { place: leg.place, speed: 0 }
	const { place, step } = found
	const speed = (metres(step.a, step.b) / (step.endMs - step.startMs)) * 1_000 * scale
	return { place, course: bearing(step.a, step.b), speed }
}
