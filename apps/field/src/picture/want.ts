import type { Box, Position } from '@lagebild/model/geo.ts'
import type { Want } from '@lagebild/model/protocol.ts'
import { tileOf } from '@lagebild/picture/scope.ts'
import { coverOf } from '@lagebild/picture/view-tiles.ts'

/** How much a crew lets the hub send of what moves. */
export const RATES = ['normal', 'sparing'] as const
export type Rate = (typeof RATES)[number]

/** Tiles of some 6 km at the latitude of Hamburg: a unit crosses one in minutes. */
const ZOOM = 12
/** A crew reads the age of its own position in minutes; every measured row costs what its tablet's contract allows. */
const EVERY_MS: Readonly<Record<Rate, number>> = { normal: 10_000, sparing: 60_000 }
/** Tiles followed on each side of the unit's own, so that it is still followed when it leaves the one in the middle. */
const REACH: Readonly<Record<Rate, number>> = { normal: 1, sparing: 0 }
/** What a crew does, what it reports about, and what endangers it: the last is there as well when the network is not. */
const KINDS: Want['kinds'] = ['unit', 'section', 'task', 'facility', 'warning', 'area', 'closure', 'incident']

export type Looking = {
	/** Of the unit; undefined: its position has to be found before a tile can be named. */
	readonly position: Position | undefined
	/** What the map shows, while somebody looks at it. */
	readonly view: Box | undefined
	readonly rate: Rate
}

/** What moves is wanted around the unit and where somebody looks; what stands is wanted everywhere. */
export function wantFor({ position, view, rate }: Looking): Want {
	const rest = { kinds: KINDS, everyMs: EVERY_MS[rate] }
	if (!position) return { ...rest, cover: 'all' }
	return { ...rest, cover: [...new Set([...tilesAround(position, REACH[rate]), ...(view ? coverOf(view) : [])])] }
}

function tilesAround(position: Position, reach: number): readonly string[] {
	const [, x = 0, y = 0] = tileOf(position, ZOOM).split('/').map(Number)
	const side = 2 ** ZOOM
	const steps = Array.from({ length: 2 * reach + 1 }, (_, index) => index - reach)
	return steps.flatMap((dy) => steps.flatMap((dx) => (y + dy < 0 || y + dy >= side ? [] : [`${ZOOM}/${(x + dx + side) % side}/${y + dy}`])))
}
