import { distanceMetres } from '@lagebild/model/geo.ts'
import type { Position } from '@lagebild/model/geo.ts'

import { between, contains, cuts, offset } from './geometry.ts'
import { between as amount } from './random.ts'
import { middleOf } from './schematic.ts'
import type { Land } from './schematic.ts'

/** `speed` in metres per second. */
export type Edge = { readonly to: number; readonly metres: number; readonly speed: number }
export type Network = { readonly nodes: readonly Position[]; readonly edges: readonly (readonly Edge[])[] }

const KMH = 1 / 3.6
/** Emergency vehicles in a storm: 100 km/h on motorways, 45 in town; boats 22. */
const MOTORWAY = 100 * KMH
const STREET = 45 * KMH
const RIVER = 22 * KMH

/** Mesh of the invented street net, metres; streets reach at most this much further. */
const MESH = 650
const REACH = 1.45

type Draft = { readonly nodes: Position[]; readonly edges: Edge[][] }

function addNode(draft: Draft, place: Position): number {
	draft.edges.push([])
	return draft.nodes.push(place) - 1
}

function addEdge(draft: Draft, [a, b]: readonly [number, number], speed: number): void {
	const [from, to] = [draft.nodes[a], draft.nodes[b]]
	if (!from || !to || a === b) return
	const metres = distanceMetres(from, to)
	draft.edges[a]?.push({ to: b, metres, speed })
	draft.edges[b]?.push({ to: a, metres, speed })
}

function addLine(draft: Draft, points: readonly Position[], speed: number): readonly number[] {
	const ids = points.map((place) => addNode(draft, place))
	for (let i = 1; i < ids.length; i++) addEdge(draft, [ids[i - 1] ?? 0, ids[i] ?? 0], speed)
	return ids
}

/** Roads: the motorways of the schematic, and a net of streets over the dry land of the city that crosses no river. */
export function roadsOf(land: Land): Network {
	const draft: Draft = { nodes: [], edges: [] }
	for (const { points } of land.motorways) addLine(draft, points, MOTORWAY)
	const streets = meshOf(land)
	for (const place of streets) addNode(draft, place)
	joinNear(draft, land)
	return largestPart(draft)
}

function meshOf({ border, waters }: Land): readonly Position[] {
	const west = Math.min(...border.map(({ lng }) => lng))
	const south = Math.max(53.4, Math.min(...border.map(({ lat }) => lat)))
	const origin = { lat: south, lng: west }
	const spots = Array.from({ length: 46 * 66 }, (_, n) => {
		const [row, column] = [Math.floor(n / 66), n % 66]
		const east = (column + (row % 2) / 2) * MESH + amount(-0.3, 0.3, 'mesh-east', n) * MESH
		return offset(origin, east, row * MESH * 0.87 + amount(-0.3, 0.3, 'mesh-north', n) * MESH)
	})
	return spots.filter((spot) => contains(border, spot) && !waters.some(({ points }) => contains(points, spot)))
}

/** Streets between neighbours; one that would cross water is not built. */
function joinNear(draft: Draft, { waters }: Land): void {
	const near = neighbours(draft.nodes, MESH * REACH)
	for (const [a, others] of near.entries()) {
		for (const b of others.filter((other) => other > a)) {
			const [from, to] = [draft.nodes[a], draft.nodes[b]]
			if (from && to && !waters.some(({ points }) => cuts(points, from, to))) addEdge(draft, [a, b], STREET)
		}
	}
}

function cell(place: Position, step: number): string {
	return `${Math.round(place.lat / step)}/${Math.round(place.lng / (step * 1.6))}`
}

function neighbours(nodes: readonly Position[], reach: number): readonly (readonly number[])[] {
	const step = reach / 111_320
	const grid = Map.groupBy(nodes.keys(), (id) => cell(nodes[id] ?? { lat: 0, lng: 0 }, step))
	return nodes.map((place) => {
		const around = [-1, 0, 1].flatMap((y) =>
			[-1, 0, 1].map((x) => cell({ lat: place.lat + y * step, lng: place.lng + x * step * 1.6 }, step)),
		)
		const candidates = [...new Set(around)].flatMap((key) => grid.get(key) ?? [])
		return candidates.filter((id) => distanceMetres(place, nodes[id] ?? place) <= reach)
	})
}

/** Waterways of the tidal Elbe: the middle lines of its arms, joined where their ends meet. */
export function watersOf(land: Land): Network {
	const draft: Draft = { nodes: [], edges: [] }
	const arms = ['Elbe', 'Norderelbe', 'Süderelbe', 'Köhlbrand', 'Elbe (oberhalb)', 'Reiherstieg']
	const lines = land.waters
		.filter(({ name }) => arms.includes(name))
		.map(({ points }) => addLine(draft, middleOf(points).filter(inTown), RIVER))
	for (const line of lines) for (const end of [line[0], line.at(-1)]) joinEnd(draft, line, end)
	return largestPart(draft)
}

/** Boats of the exercise stay within the city. */
function inTown({ lng }: Position): boolean {
	return lng > 9.74 && lng < 10.24
}

/** An arm meets another within this distance of its end, metres. */
const MOUTH = 900

function joinEnd(draft: Draft, own: readonly number[], end: number | undefined): void {
	const from = end === undefined ? undefined : draft.nodes[end]
	if (end === undefined || !from) return
	const others = draft.nodes.keys().filter((id) => !own.includes(id))
	const [nearest] = [...others].toSorted((a, b) => distanceTo(draft, from, a) - distanceTo(draft, from, b))
	if (nearest !== undefined && distanceTo(draft, from, nearest) < MOUTH) addEdge(draft, [end, nearest], RIVER)
}

function distanceTo(draft: Draft, from: Position, id: number): number {
	return distanceMetres(from, draft.nodes[id] ?? { lat: 0, lng: 0 })
}

/** Keeps the largest connected part, so that every place can be reached from every other. */
function largestPart(draft: Draft): Network {
	const part = new Int32Array(draft.nodes.length).fill(-1)
	const sizes: number[] = []
	for (const start of draft.nodes.keys()) if (part[start] === -1) sizes.push(flood(draft, part, { start, name: sizes.length }))
	const largest = sizes.indexOf(Math.max(...sizes))
	const kept = [...draft.nodes.keys()].filter((id) => part[id] === largest)
	const renamed = new Map(kept.map((id, index) => [id, index]))
	return {
		nodes: kept.map((id) => draft.nodes[id] ?? { lat: 0, lng: 0 }),
		edges: kept.map((id) => (draft.edges[id] ?? []).map((edge) => ({ ...edge, to: renamed.get(edge.to) ?? 0 }))),
	}
}

function flood({ edges }: Draft, part: Int32Array, { start, name }: { readonly start: number; readonly name: number }): number {
	const open = [start]
	let size = 0
	for (let id = open.pop(); id !== undefined; id = open.pop()) {
		if (part[id] !== -1) continue
		part[id] = name
		size++
		for (const { to } of edges[id] ?? []) open.push(to)
	}
	return size
}

export function nearestNode({ nodes }: Network, place: Position): number {
	let best = 0
	let distance = Number.POSITIVE_INFINITY
	for (const [id, node] of nodes.entries()) {
		const metres = distanceMetres(place, node)
		if (metres < distance) [best, distance] = [id, metres]
	}
	return best
}

/** A stretch of a way: one edge with its place in time, ms from departure. */
export type Step = { readonly a: Position; readonly b: Position; readonly startMs: number; readonly endMs: number }
export type Way = { readonly steps: readonly Step[]; readonly totalMs: number }

/** Place on a way after some time; at its end when the time is over. */
export function placeOn(way: Way, ms: number): { readonly place: Position; readonly step: Step } | undefined {
	const step = way.steps.find((one) => ms < one.endMs) ?? way.steps.at(-1)
	if (!step) return undefined
	const part = Math.min(1, Math.max(0, (ms - step.startMs) / (step.endMs - step.startMs)))
	return { place: between(step.a, step.b, part), step }
}
