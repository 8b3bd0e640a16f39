import { rowHash } from '@lagebild/model/digest.ts'
import type { Position } from '@lagebild/model/geo.ts'
import { KINDS } from '@lagebild/model/kinds/names.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import { laneOf } from '@lagebild/model/kinds/policy.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Want } from '@lagebild/model/protocol.ts'
import type { Lane } from '@lagebild/model/row.ts'

import type { Facet } from './change.ts'
import { readable } from './visible.ts'
import type { Reader } from './visible.ts'

/** Pause between two frames, and the unit of a scope's rate, ms. */
export const TICK_MS = 100

/** Cell of a thing without a place. */
export const PLACELESS = 'none'

/** Which rows a group of viewers sees. Equal keys mean equal rows at every seq; nothing in it depends on the clock. */
export type Scope = {
	readonly key: string
	readonly reader: Reader
	readonly kinds: ReadonlySet<EntityKind>
	readonly cover: Cover
	/** Kinds whose measured rows it holds whatever the cover; empty where the cover hides nothing. */
	readonly everywhere: ReadonlySet<EntityKind>
	/** Measured rows travel every so many ticks, a power of two. */
	readonly every: number
}

export type Cover =
	| 'all'
	| 'none'
	| {
			readonly tiles: ReadonlySet<string>
			readonly above: ReadonlySet<string>
			/** Of its tiles. */
			readonly zooms: readonly number[]
	  }

/** What a viewer with this grant gets when it wishes this. Wishes beyond the grant are cut, never answered. */
export function scopeOf(grant: Reader & Pick<Grant, 'kinds'>, want: Want): Scope {
	const kinds = KINDS.filter((kind) => (want.kinds?.includes(kind) ?? true) && (grant.kinds?.includes(kind) ?? true))
	const reader: Reader =
		grant.organisation === undefined ? { clearance: grant.clearance } : { clearance: grant.clearance, organisation: grant.organisation }
	const cover = coverOf(want.cover)
	const everywhere = cover === 'all' ? [] : kinds.filter((kind) => want.everywhere?.includes(kind))
	const every = everyOf(want.everyMs)
	const key = JSON.stringify([
		reader.clearance,
		reader.organisation ?? null,
		kinds,
		typeof cover === 'string' ? cover : [...cover.tiles],
		every,
		...(everywhere.length > 0 ? [everywhere] : []),
	])
	return { key, reader, kinds: new Set(kinds), cover, everywhere: new Set(everywhere), every }
}

/** Name of a scope on the wire: 128 bits of its key. The hub groups by key, so a collision cannot show a foreign row. */
export function scopeIdOf(scope: Scope): string {
	return [...rowHash(scope.key, 1), ...rowHash(scope.key, 2)].map((part) => part.toString(16).padStart(8, '0')).join('')
}

/** Does this scope hold the row that an entity with this facet has in this lane? A grant's expiry is asked per viewer, not here. */
export function sees(scope: Scope, lane: Lane, facet: Facet): boolean {
	if (!scope.kinds.has(facet.kind) || !readable(facet.label, scope.reader)) return false
	if (lane === 'M') return facet.measured && (scope.everywhere.has(facet.kind) || covers(scope.cover, facet.cell))
	return facet.shown && laneOf(facet.kind) === lane
}

/** A cell belongs to a cover when it lies in one of its tiles or holds one of them. What has no place belongs to every cover. */
export function covers(cover: Cover, cell: string): boolean {
	if (typeof cover === 'string') return cover === 'all'
	if (cell === PLACELESS || cover.above.has(cell)) return true
	const within = tilesAround(cell)
	return cover.zooms.some((zoom) => cover.tiles.has(within[zoom] ?? ''))
}

/** Thousands of scopes are asked about the same few thousand cells. */
const KNOWN_CELLS = 1 << 16
const around = new Map<string, readonly string[]>()

/** The cell and the tiles that hold it, by zoom. */
function tilesAround(cell: string): readonly string[] {
	const known = around.get(cell)
	if (known) return known
	if (around.size >= KNOWN_CELLS) around.clear()
	const tiles = [cell, ...ancestorsOf(cell)].toReversed()
	around.set(cell, tiles)
	return tiles
}

/** Slippy tile `z/x/y` of a position (Web Mercator; beyond its edges the outermost tile), by the same formula as a facet's cell. */
export function tileOf({ lat, lng }: Position, zoom: number): string {
	const side = 2 ** zoom
	const x = clampTile(((lng + 180) / 360) * side, side)
	const y = clampTile(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * side, side)
	return `${zoom}/${x}/${y}`
}

function clampTile(value: number, side: number): number {
	return Math.min(side - 1, Math.max(0, Math.floor(value)))
}

/** The tiles that hold a tile, nearest first, without itself. */
export function ancestorsOf(tile: string): readonly string[] {
	const [zoom = 0, x = 0, y = 0] = tile.split('/').map(Number)
	return Array.from({ length: zoom }, (_, i) => `${zoom - 1 - i}/${Math.floor(x / 2 ** (i + 1))}/${Math.floor(y / 2 ** (i + 1))}`)
}

function coverOf(cover: Want['cover']): Cover {
	if (typeof cover === 'string') return cover
	const wished = new Set(cover.map((tile) => tile.split('/').map(Number).join('/')))
	const tiles = [...wished].filter((tile) => !ancestorsOf(tile).some((other) => wished.has(other))).toSorted()
	return tiles.length === 0 ? 'none' : { tiles: new Set(tiles), above: new Set(tiles.flatMap(ancestorsOf)), zooms: zoomsOf(tiles) }
}

function zoomsOf(tiles: readonly string[]): readonly number[] {
	return [...new Set(tiles.map((tile) => Number(tile.split('/')[0])))]
}

/** Powers of two let viewers of different rates meet at the same ticks. */
function everyOf(everyMs: number | undefined): number {
	return 2 ** Math.floor(Math.log2(Math.max(1, (everyMs ?? TICK_MS) / TICK_MS)))
}
