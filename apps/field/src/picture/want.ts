import type { Position } from '@lagebild/model/geo.ts'
import type { Want } from '@lagebild/model/protocol.ts'
import { tileOf } from '@lagebild/picture/scope.ts'

/** Tiles of some 6 km at the latitude of Hamburg: a unit crosses one in minutes. */
const ZOOM = 12
/** A crew reads the age of its own position in minutes; every measured row costs what its tablet's contract allows. */
const EVERY_MS = 10_000
/** Gates and dikes are what a crew reports about. */
const KINDS: Want['kinds'] = ['unit', 'section', 'task', 'facility']

/** Everywhere until it is known where the unit is: its position has to be found before a tile can be named. */
export const WANT_EVERYWHERE: Want = { kinds: KINDS, cover: 'all', everyMs: EVERY_MS }

/** The tile of the unit and those around it, so that it is still followed when it leaves the one in the middle. */
export function wantAround(position: Position): Want {
	const [, x = 0, y = 0] = tileOf(position, ZOOM).split('/').map(Number)
	const side = 2 ** ZOOM
	const tiles = [-1, 0, 1].flatMap((dy) =>
		[-1, 0, 1].flatMap((dx) => (y + dy < 0 || y + dy >= side ? [] : [`${ZOOM}/${(x + dx + side) % side}/${y + dy}`])),
	)
	return { kinds: KINDS, cover: tiles, everyMs: EVERY_MS }
}
