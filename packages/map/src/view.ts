import type { Box, Position } from '@lagebild/model/geo.ts'
import { formatUtmref } from '@lagebild/model/utmref.ts'

import type { ScaleBar, View } from './host-types.ts'
import { metresPerPixel } from './mercator.ts'

const LONGEST_BAR_PX = 120

export function viewOf(center: Position, zoom: number, box: Box): View {
	const perPixel = metresPerPixel(zoom, center.lat)
	return { center, zoom, box, utmref: formatUtmref(center, 100) ?? '', metresPerPixel: perPixel, scale: scaleBar(perPixel) }
}

/** The longest of 1, 2 or 5 times a power of ten metres that fits. */
export function scaleBar(perPixel: number): ScaleBar {
	const room = perPixel * LONGEST_BAR_PX
	const power = 10 ** Math.floor(Math.log10(room))
	const metres = ([5, 2, 1].find((step) => step * power <= room) ?? 1) * power
	return { metres, pixels: metres / perPixel }
}
