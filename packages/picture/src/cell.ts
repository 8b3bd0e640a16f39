import { boundsOf } from '@lagebild/model/geo.ts'
import type { Box, Geometry, Position } from '@lagebild/model/geo.ts'

/** Deepest zoom of a cell; a tile of it is some 1.5 km wide in Hamburg. */
const CELL_ZOOM = 14
const SIDE = 2 ** CELL_ZOOM

/** A slippy tile as one number: zoom · 2²⁸ + x · 2¹⁴ + y. */
export type CellCode = number
export const NO_CELL: CellCode = -1

function column(lng: number): number {
	return clamp(Math.floor(((lng + 180) / 360) * SIDE))
}

/** Latitude at which the Mercator square ends. */
const POLE = 85.05112877980659

/** The formula of `tileOf`, so that both put a position on an edge into the same tile. */
function line(lat: number): number {
	const sin = Math.sin((Math.max(-POLE, Math.min(POLE, lat)) * Math.PI) / 180)
	return clamp(Math.floor((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * SIDE))
}

function clamp(tile: number): number {
	return Math.min(SIDE - 1, Math.max(0, tile))
}

export function cellOfPosition({ lat, lng }: Position): CellCode {
	return CELL_ZOOM * SIDE * SIDE + column(lng) * SIDE + line(lat)
}

/** Degrees; whoever is so close to the edge of a tile is asked for it. */
const EDGE = 1e-7

/** West, south, east and north of what surely lies within a tile of the deepest zoom. */
export function withinCell(code: CellCode): Box {
	const at = code - CELL_ZOOM * SIDE * SIDE
	if (at < 0) return NOWHERE
	const [x, y] = [Math.floor(at / SIDE), at % SIDE]
	return [longitude(x) + EDGE, latitude(y + 1) + EDGE, longitude(x + 1) - EDGE, latitude(y) - EDGE]
}

const NOWHERE: Box = [1, 1, -1, -1]

function longitude(x: number): number {
	return (x / SIDE) * 360 - 180
}

function latitude(y: number): number {
	return (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / SIDE))) * 180) / Math.PI
}

/** P39: whether what is in a cell stays in it at a place, as far as that is sure. */
export function isInside(box: Box | undefined, lat: number, lng: number): boolean {
	return box !== undefined && lng > box[0] && lat > box[1] && lng < box[2] && lat < box[3]
}

/** P39: the smallest tile that holds the whole box. */
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
