import type { Geometry } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'

import { severityRank } from '../item.ts'
import type { AreaItem, MapItem, Move } from '../item.ts'
import { mercatorX, mercatorY } from '../mercator.ts'

/** Rings and lines of a geometry in Mercator units, x and y in turn; `closed` rings are filled. */
export type Shape = { readonly parts: readonly Float64Array[]; readonly closed: boolean; readonly bounds: Bounds }
export type Bounds = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

export type PlacedMapItem = Exclude<MapItem, AreaItem>

/** What the layer draws, sorted once per change: marks and areas each from the least severe and northernmost up. */
export type Scene = {
	readonly marks: PlacedMapItem[]
	/** Mercator units, by index of `marks`. */
	readonly x: Float64Array
	readonly y: Float64Array
	/** 1 where a mark may be hidden in a cluster. */
	readonly groupable: Uint8Array
	readonly index: ReadonlyMap<EntityId, number>
	/** Indices of marks whose source claims another place. */
	readonly haunted: readonly number[]
	readonly areas: readonly AreaItem[]
	readonly shapes: readonly Shape[]
	readonly areaIndex: ReadonlyMap<EntityId, number>
}

export const EMPTY_SCENE: Scene = {
	marks: [],
	x: new Float64Array(),
	y: new Float64Array(),
	groupable: new Uint8Array(),
	index: new Map(),
	haunted: [],
	areas: [],
	shapes: [],
	areaIndex: new Map(),
}

/** Severe, own, disputed, doubted and (by the layout) selected things are never hidden in a cluster; gauges and gates are read one by one. */
export function mayCluster({ type, severity, own, conflict, ghost }: PlacedMapItem): boolean {
	return (type === 'symbol' || type === 'mark') && severityRank(severity) < 4 && !own && !conflict && !ghost
}

/** @param before shapes of areas that did not change are taken over. */
export function buildScene(items: readonly MapItem[], before: Scene = EMPTY_SCENE): Scene {
	const marks: PlacedMapItem[] = []
	const areas: AreaItem[] = []
	for (const item of items) {
		if (item.type === 'area') areas.push(item)
		else marks.push(item)
	}
	marks.sort(byWeight)
	areas.sort(byWeight)
	return {
		marks,
		x: Float64Array.from(marks, ({ position }) => mercatorX(position.lng)),
		y: Float64Array.from(marks, ({ position }) => mercatorY(position.lat)),
		groupable: Uint8Array.from(marks, (mark) => (mayCluster(mark) ? 1 : 0)),
		index: new Map(marks.map(({ id }, index) => [id, index])),
		haunted: marks.flatMap(({ ghost }, index) => (ghost ? [index] : [])),
		areas,
		shapes: areas.map((area) => kept(area, before) ?? shapeOf(area.geometry)),
		areaIndex: new Map(areas.map(({ id }, index) => [id, index])),
	}
}

/** Severity first, then from north to south, so that what stands in front hides what stands behind. */
function byWeight(a: MapItem, b: MapItem): number {
	return severityRank(a.severity) - severityRank(b.severity) || b.position.lat - a.position.lat || (a.id < b.id ? -1 : 1)
}

function kept({ id, geometry }: AreaItem, before: Scene): Shape | undefined {
	const index = before.areaIndex.get(id)
	return index !== undefined && before.areas[index]?.geometry === geometry ? before.shapes[index] : undefined
}

/** Changes places only; the drawing order is put right by the next `buildScene`. */
export function moveInScene(scene: Scene, moves: readonly Move[]): boolean {
	let moved = false
	for (const { id, position } of moves) {
		const index = scene.index.get(id)
		const mark = index === undefined ? undefined : scene.marks[index]
		if (index === undefined || !mark) continue
		scene.marks[index] = { ...mark, position }
		scene.x[index] = mercatorX(position.lng)
		scene.y[index] = mercatorY(position.lat)
		moved = true
	}
	return moved
}

export function shapeOf(geometry: Geometry): Shape {
	const parts = partsOf(geometry).map((part) => Float64Array.from(part.flatMap(([lng, lat]) => [mercatorX(lng), mercatorY(lat)])))
	return { parts, closed: geometry.type === 'Polygon' || geometry.type === 'MultiPolygon', bounds: boundsOfParts(parts) }
}

type LngLat = readonly [number, number, ...number[]]

function partsOf(geometry: Geometry): readonly (readonly LngLat[])[] {
	switch (geometry.type) {
		case 'Point':
			return [[geometry.coordinates]]
		case 'MultiPoint':
		case 'LineString':
			return [geometry.coordinates]
		case 'MultiLineString':
		case 'Polygon':
			return geometry.coordinates
		case 'MultiPolygon':
			return geometry.coordinates.flat()
	}
}

function boundsOfParts(parts: readonly Float64Array[]): Bounds {
	const bounds = { left: 1, top: 1, right: 0, bottom: 0 }
	for (const part of parts) {
		part.forEach((value, index) => {
			if (index % 2 === 0) {
				bounds.left = Math.min(bounds.left, value)
				bounds.right = Math.max(bounds.right, value)
			} else {
				bounds.top = Math.min(bounds.top, value)
				bounds.bottom = Math.max(bounds.bottom, value)
			}
		})
	}
	return bounds
}

/** Even-odd over all rings, so that holes are outside. */
export function shapeContains({ parts, closed, bounds }: Shape, { x, y }: { readonly x: number; readonly y: number }): boolean {
	if (!closed || x < bounds.left || x > bounds.right || y < bounds.top || y > bounds.bottom) return false
	let inside = false
	for (const part of parts) if (oddCrossings(part, x, y)) inside = !inside
	return inside
}

function oddCrossings(part: Float64Array, x: number, y: number): boolean {
	let odd = false
	for (let i = 0, j = part.length - 2; i < part.length; j = i, i += 2) {
		const [xi = 0, yi = 0] = [part[i], part[i + 1]]
		const [xj = 0, yj = 0] = [part[j], part[j + 1]]
		if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) odd = !odd
	}
	return odd
}

/** Smallest distance to the shape's lines, Mercator units. */
export function distanceToShape({ parts }: Shape, point: { readonly x: number; readonly y: number }): number {
	let best = Number.POSITIVE_INFINITY
	for (const part of parts) {
		for (let i = 0; i + 3 < part.length; i += 2) best = Math.min(best, toSegment(part.subarray(i, i + 4), point))
	}
	return best
}

function toSegment([ax = 0, ay = 0, bx = 0, by = 0]: Float64Array, { x, y }: { readonly x: number; readonly y: number }): number {
	const [dx, dy] = [bx - ax, by - ay]
	const length = dx * dx + dy * dy
	const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
	return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}
