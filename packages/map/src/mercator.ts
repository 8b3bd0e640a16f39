import type { Box, Position } from '@lagebild/model/geo.ts'

/** Spherical Web Mercator with the whole world as the unit square, x to the east and y to the south. */
export type MercatorPoint = { readonly x: number; readonly y: number }

const TILE = 256
const EARTH_METRES = 2 * Math.PI * 6_378_137

export function mercatorX(lng: number): number {
	return (lng + 180) / 360
}

export function mercatorY(lat: number): number {
	const sin = Math.sin((Math.max(-85.051_128_78, Math.min(85.051_128_78, lat)) * Math.PI) / 180)
	return 0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)
}

export function positionOf({ x, y }: MercatorPoint): Position {
	return { lat: (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI, lng: x * 360 - 180 }
}

/** Side of the world in CSS pixels at a zoom. */
export function worldPixels(zoom: number): number {
	return TILE * 2 ** zoom
}

/** Ground length of one CSS pixel. */
export function metresPerPixel(zoom: number, lat: number): number {
	return (EARTH_METRES * Math.cos((lat * Math.PI) / 180)) / worldPixels(zoom)
}

/** What a canvas of `width` × `height` CSS pixels shows; `left` and `top` in world pixels of the zoom. */
export type Viewport = {
	readonly zoom: number
	readonly left: number
	readonly top: number
	readonly width: number
	readonly height: number
	readonly ratio: number
}

export function viewportBox({ zoom, left, top, width, height }: Viewport): Box {
	const world = worldPixels(zoom)
	const northWest = positionOf({ x: left / world, y: top / world })
	const southEast = positionOf({ x: (left + width) / world, y: (top + height) / world })
	return [northWest.lng, southEast.lat, southEast.lng, northWest.lat]
}
