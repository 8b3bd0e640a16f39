import { boundsOf } from '@lagebild/model/geo.ts'
import type { Geometry, Position } from '@lagebild/model/geo.ts'
import { formatUtmref } from '@lagebild/model/utmref.ts'

/** To ten metres: what is looked for on a paper map. */
const METRES = 10

export function utmrefOf(position: Position | undefined): string {
	return position ? (formatUtmref(position, METRES) ?? '') : ''
}

/** Middle of what a thing covers. */
export function centroidOf(geometry: Geometry | undefined): string {
	if (!geometry) return ''
	const [west, south, east, north] = boundsOf(geometry)
	return utmrefOf({ lat: (south + north) / 2, lng: (west + east) / 2 })
}
