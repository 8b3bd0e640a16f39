import type { Box, Position } from '@lagebild/model/geo.ts'

import { fromUtm, toUtm, zoneOf } from './utm.ts'

/** One line of the UTM grid; `figure` is written at the map's edge where the line leaves it. */
export type GridLine = { readonly axis: 'easting' | 'northing'; readonly figure: string; readonly points: readonly Position[] }

/** Lines closer than this many pixels would be a texture, not a grid. */
const MIN_GAP_PX = 28
/** Figures closer than this run into each other. */
const MIN_FIGURE_GAP_PX = 72
const STEPS = [100, 1_000, 10_000, 100_000] as const

/** The finest step whose lines stay apart; undefined where even 100 km would not. */
export function gridStep(metresPerPixel: number, finest = 0): number | undefined {
	return STEPS.find((step) => step >= finest && step / metresPerPixel >= MIN_GAP_PX)
}

/**
 * UTM lines through a box, in the zone of its centre. Every second or fifth carries its kilometre figure when they are close.
 * @param finest step in metres that the ground below is good for
 */
export function gridLines(box: Box, metresPerPixel: number, finest = 0): readonly GridLine[] {
	const step = gridStep(metresPerPixel, finest)
	if (step === undefined) return []
	const [west, south, east, north] = box
	const zone = zoneOf((west + east) / 2)
	const corners = [
		[south, west],
		[south, east],
		[north, west],
		[north, east],
	].map(([lat = 0, lng = 0]) => toUtm({ lat, lng }, zone))
	const eastings = steps(
		corners.map(({ easting }) => easting),
		step,
	)
	const northings = steps(
		corners.map(({ northing }) => northing),
		step,
	)
	const every = figureEvery(step / metresPerPixel)
	const figure = (metres: number) => ((metres / step) % every === 0 ? figureOf(metres, step) : '')
	return [
		...eastings.map((easting): GridLine => {
			return { axis: 'easting', figure: figure(easting), points: northings.map((northing) => fromUtm({ zone, easting, northing })) }
		}),
		...northings.map((northing): GridLine => {
			return { axis: 'northing', figure: figure(northing), points: eastings.map((easting) => fromUtm({ zone, easting, northing })) }
		}),
	]
}

/** Multiples of `step` from one below the smallest value to one above the largest. */
function steps(values: readonly number[], step: number): readonly number[] {
	const first = Math.floor(Math.min(...values) / step)
	const last = Math.ceil(Math.max(...values) / step)
	return Array.from({ length: Math.min(400, last - first + 1) }, (_, index) => (first + index) * step)
}

function figureEvery(gapPx: number): number {
	return [1, 2, 5, 10].find((count) => count * gapPx >= MIN_FIGURE_GAP_PX) ?? 10
}

/** The two principal digits of the kilometre, as printed on map sheets; between kilometres a third digit, and of 100 km squares all digits. */
function figureOf(metres: number, step: number): string {
	if (step >= 100_000) return String(Math.round(metres / 1_000))
	const unit = Math.min(step, 1_000)
	return String(Math.round(metres / unit) % (100_000 / unit)).padStart(step < 1_000 ? 3 : 2, '0')
}
