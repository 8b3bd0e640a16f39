import type { AreaItem } from '../item.ts'
import { mercatorX, mercatorY, worldPixels } from '../mercator.ts'
import type { Viewport } from '../mercator.ts'
import { shapeContains } from './scene.ts'
import type { Shape } from './scene.ts'

/** Pixels at the edge where a label would be cut. */
const EDGE = 40
const GRID = [0.5, 0.35, 0.65, 0.2, 0.8, 0.08, 0.92] as const

/** Where the area's label stands in the view: at its own place, or, when that is outside, at a spot of the area that can be seen. */
export function areaAnchor(
	{ position }: AreaItem,
	shape: Shape,
	viewport: Viewport,
): { readonly x: number; readonly y: number } | undefined {
	const world = worldPixels(viewport.zoom)
	const { left, top, width, height } = viewport
	const own = { x: Math.round(mercatorX(position.lng) * world - left), y: Math.round(mercatorY(position.lat) * world - top) }
	if (own.x > EDGE && own.x < width - EDGE && own.y > EDGE && own.y < height - EDGE) return own
	if (!shape.closed) return undefined
	for (const fy of GRID) {
		for (const fx of GRID) {
			const spot = { x: Math.round(width * fx), y: Math.round(height * fy) }
			if (shapeContains(shape, { x: (spot.x + left) / world, y: (spot.y + top) / world })) return spot
		}
	}
	return undefined
}

/** Places on the edge of an area for a label that finds none inside: top, bottom, right, left of what is seen of it. */
export function areaSpots(
	{ bounds }: Shape,
	{ zoom, left, top, width, height }: Viewport,
): readonly { readonly x: number; readonly y: number }[] {
	const world = worldPixels(zoom)
	const west = within(bounds.left * world - left, width)
	const east = within(bounds.right * world - left, width)
	const north = within(bounds.top * world - top, height)
	const south = within(bounds.bottom * world - top, height)
	const [x, y] = [Math.round((west + east) / 2), Math.round((north + south) / 2)]
	return [
		{ x, y: south },
		{ x, y: north },
		{ x: east, y },
		{ x: west, y },
		{ x: west, y: south },
		{ x: east, y: south },
	]
}

function within(value: number, size: number): number {
	return Math.round(Math.max(EDGE, Math.min(size - EDGE, value)))
}
