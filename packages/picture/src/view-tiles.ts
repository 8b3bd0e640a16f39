import type { Box, Position } from '@lagebild/model/geo.ts'

import { tileOf } from './scope.ts'

/** A hub takes 48. Half of that leaves room for a view that lies badly in the grid. */
export const MOST_TILES = 24
/** Cells by which the hub keeps where things are: smaller tiles would bring the whole cell all the same. */
const FINEST = 14
/** Share of the view on each side that is followed as well, so that a small pan shows nothing new. */
const MARGIN = 0.25

/** The smallest tiles of which few enough hold the view and its margin. */
export function coverOf([west, south, east, north]: Box): readonly string[] {
	const [dx, dy] = [(east - west) * MARGIN, (north - south) * MARGIN]
	const corners: Corners = [
		{ lat: north + dy, lng: Math.max(-180, west - dx) },
		{ lat: south - dy, lng: Math.min(180, east + dx) },
	]
	let zoom = FINEST
	while (zoom > 0 && countOf(rangeOf(corners, zoom)) > MOST_TILES) zoom--
	return tilesOf(rangeOf(corners, zoom), zoom)
}

/** North-west and south-east. */
type Corners = readonly [Position, Position]
type Range = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

function rangeOf([northWest, southEast]: Corners, zoom: number): Range {
	const [, left = 0, top = 0] = tileOf(northWest, zoom).split('/').map(Number)
	const [, right = 0, bottom = 0] = tileOf(southEast, zoom).split('/').map(Number)
	return { left, top, right, bottom }
}

function countOf({ left, top, right, bottom }: Range): number {
	return (right - left + 1) * (bottom - top + 1)
}

function tilesOf({ left, top, right, bottom }: Range, zoom: number): readonly string[] {
	const tiles: string[] = []
	for (let x = left; x <= right; x++) for (let y = top; y <= bottom; y++) tiles.push(`${zoom}/${x}/${y}`)
	return tiles
}
