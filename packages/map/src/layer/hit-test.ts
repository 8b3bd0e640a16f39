import type { EntityId } from '@lagebild/model/ids.ts'

import { worldPixels } from '../mercator.ts'
import type { Rect } from './collision.ts'
import type { ClusterMark, Frame } from './frame.ts'
import { distanceToShape, shapeContains } from './scene.ts'

export type Hit = { readonly type: 'item'; readonly id: EntityId } | { readonly type: 'cluster'; readonly cluster: ClusterMark }

export type Spot = { readonly x: number; readonly y: number }

/** Smallest side of a target, CSS pixels (WCAG 2.5.8). */
const LEAST_TARGET = 24
/** An edge is caught this close to it. */
const EDGE_REACH = 7

/** What lies on top at a spot of the canvas: the front first, areas by label or edge, and last the smallest area around it. */
export function hitTest(frame: Frame, spot: Spot): Hit | undefined {
	return hitMark(frame, spot) ?? hitArea(frame, spot)
}

function hitMark({ marks, clusters, gauges, areas, captions }: Frame, spot: Spot): Hit | undefined {
	const gauge = gauges.findLast(({ rect }) => inside(rect, spot))
	if (gauge) return { type: 'item', id: gauge.item.id }
	const cluster = clusters.findLast(({ x, y, box }) => Math.hypot(spot.x - x, spot.y - y) <= (box.right - box.left) / 2)
	if (cluster) return { type: 'cluster', cluster }
	const mark = marks.findLast(({ box }) => inside(atLeast(box), spot))
	if (mark) return { type: 'item', id: mark.item.id }
	const caption = captions.findLast(({ rect }) => inside(rect, spot))
	if (caption) return { type: 'item', id: caption.item.id }
	const tagged = areas.findLast(({ tag }) => tag !== undefined && inside(tag, spot))
	return tagged ? { type: 'item', id: tagged.item.id } : undefined
}

function hitArea({ areas, viewport }: Frame, spot: Spot): Hit | undefined {
	const world = worldPixels(viewport.zoom)
	const point = { x: (spot.x + viewport.left) / world, y: (spot.y + viewport.top) / world }
	const edge = areas.findLast(({ shape }) => distanceToShape(shape, point) * world <= EDGE_REACH)
	if (edge) return { type: 'item', id: edge.item.id }
	const around = areas
		.filter(({ shape }) => shapeContains(shape, point))
		.toSorted((a, b) => extent(a.shape.bounds) - extent(b.shape.bounds))[0]
	return around ? { type: 'item', id: around.item.id } : undefined
}

function extent({ left, top, right, bottom }: Rect): number {
	return (right - left) * (bottom - top)
}

function atLeast({ left, top, right, bottom }: Rect): Rect {
	const [x, y] = [Math.max(0, (LEAST_TARGET - (right - left)) / 2), Math.max(0, (LEAST_TARGET - (bottom - top)) / 2)]
	return { left: left - x, right: right + x, top: top - y, bottom: bottom + y }
}

function inside({ left, top, right, bottom }: Rect, { x, y }: Spot): boolean {
	return x >= left && x <= right && y >= top && y <= bottom
}
