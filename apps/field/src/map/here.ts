import type { Position } from '@lagebild/model/geo.ts'

import type { Facts } from '../state/facts.ts'

/** A place that was asked for once is where somebody was then. */
const HERE_MS = 120_000

export type Here = Position & { readonly accuracy: number; readonly course?: number }
type Known = Pick<Facts, 'gps' | 'here' | 'now'>

/** As the device itself knows it now; undefined while it does not. */
export function hereOf({ gps, here, now }: Known): Here | undefined {
	if (gps.state === 'fixed') return gps.fix
	return here && now - here.at < HERE_MS ? here : undefined
}

/** Where the unit is: as its device knows it, else as the picture has it. */
export function unitPlace(facts: Known & Pick<Facts, 'picture'>): Position | undefined {
	const { unit, position } = facts.picture
	const own = hereOf(facts) ?? position?.position
	if (own) return own
	if (unit?.geometry?.type !== 'Point') return undefined
	const [lng, lat] = unit.geometry.coordinates
	return { lat, lng }
}
