import type { Box, Position } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Want } from '@lagebild/model/protocol.ts'
import { tileOf } from '@lagebild/picture/scope.ts'

import { objectOf } from '../api/outline.ts'

/** A hub takes 48. Half of that leaves room for a view that lies badly in the grid. */
const MOST_TILES = 24
/** Cells by which the hub keeps where things are: smaller tiles would bring the whole cell all the same. */
const FINEST = 14
/** Share of the view on each side that is followed as well, so that a small pan shows nothing new. */
const MARGIN = 0.25

/**
 * Foreign tracks come by the thousand and are looked at on the map alone: of them, those in view are followed. Everything else stands in lists and
 * sums as well, and one's own units are looked for by name, so that is followed wherever it is.
 */
const ONLY_IN_VIEW: ReadonlySet<EntityKind> = new Set(['track'])

/** Over loopback bytes cost less than packing and choosing them. */
export function isThisMachine(host: string): boolean {
	return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}

type Looking = { readonly box: Box | undefined; readonly selected: EntityId | undefined }

/** What a command post beyond loopback asks for. What is selected is followed also where it leaves the view. */
export function wantFor({ box, selected }: Looking): Want {
	if (!box) return { cover: 'all' }
	const kind = selected?.split(':')[0]
	return { cover: [...coverOf(box)], everywhere: KINDS.filter((one) => !ONLY_IN_VIEW.has(one) || one === kind) }
}

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

const KEPT_AS = 'lagebild.want'

/** What was asked for last on this device: what it has stored is of that scope, and is gone on from where it ended. */
export function rememberedWant(): Want {
	try {
		const kept: unknown = JSON.parse(localStorage.getItem(KEPT_AS) ?? '')
		if (isWant(kept)) return kept
	} catch {
		// What cannot be read is as if nothing had been kept.
	}
	return { cover: 'all' }
}

/** What this page wrote itself, or a version of it. */
function isWant(kept: unknown): kept is Want {
	const { cover, everywhere = [] } = objectOf(kept)
	const covers = cover === 'all' || (Array.isArray(cover) && cover.length <= MOST_TILES && cover.every(isTile))
	return covers && Array.isArray(everywhere) && everywhere.every((kind) => KINDS.some((one) => one === kind))
}

function isTile(tile: unknown): boolean {
	return typeof tile === 'string' && /^\d{1,2}\/\d{1,6}\/\d{1,6}$/.test(tile)
}

export function rememberWant(want: Want): void {
	try {
		localStorage.setItem(KEPT_AS, JSON.stringify(want))
	} catch {
		// A browser that keeps nothing loads afresh.
	}
}
