import { boundsOf } from '@lagebild/model/geo.ts'
import type { Box, Geometry, Position } from '@lagebild/model/geo.ts'

/** Deepest zoom of a cell; a tile of it is some 1.5 km wide in Hamburg. */
export const CELL_ZOOM = 14
const SIDE = 2 ** CELL_ZOOM

/** A slippy tile as one number: zoom · 2²⁸ + x · 2¹⁴ + y. */
export type CellCode = number
export const NO_CELL: CellCode = -1

function column(lng: number): number {
	return clamp(Math.floor(((lng + 180) / 360) * SIDE))
}

function line(lat: number): number {
	const y = (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2
	return clamp(Math.floor(y * SIDE))
}

/** Latitudes beyond ±85.05° lie outside the Mercator square and count to its outermost tiles. */
function clamp(tile: number): number {
	return Math.min(SIDE - 1, Math.max(0, tile))
}

export function cellOfPosition({ lat, lng }: Position): CellCode {
	return CELL_ZOOM * SIDE * SIDE + column(lng) * SIDE + line(lat)
}

/** P40: the smallest tile that holds the whole box. */
export function cellOfBox([west, south, east, north]: Box): CellCode {
	let zoom = CELL_ZOOM
	let [x0, x1, y0, y1] = [column(west), column(east), line(north), line(south)]
	while (x0 !== x1 || y0 !== y1) {
		x0 >>= 1
		x1 >>= 1
		y0 >>= 1
		y1 >>= 1
		zoom--
	}
	return zoom * SIDE * SIDE + x0 * SIDE + y0
}

export function cellOfGeometry(geometry: Geometry): CellCode {
	return cellOfBox(boundsOf(geometry))
}

/** `z/x/y`, or `none`. */
export function cellName(code: CellCode): string {
	if (code === NO_CELL) return 'none'
	const zoom = Math.floor(code / (SIDE * SIDE))
	const rest = code % (SIDE * SIDE)
	return `${zoom}/${Math.floor(rest / SIDE)}/${rest % SIDE}`
}
