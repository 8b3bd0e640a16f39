import type { Position } from '@lagebild/model/geo.ts'

/** Two sides of a ring that meet: each is named by the number of the corner at which it begins, from 1. */
export type Crossing = { readonly side: number; readonly other: number }

type Side = { readonly from: Position; readonly to: Position }

/** The first two sides of a ring that meet elsewhere than at the corner between neighbours. At most some hundred corners: each pair is looked at. */
export function crossingOf(points: readonly Position[]): Crossing | undefined {
	const sides = points.flatMap((from, index): Side[] => {
		const to = points[(index + 1) % points.length]
		return to ? [{ from, to }] : []
	})
	for (const [index, side] of sides.entries()) {
		const other = sides.findIndex((one, at) => at > index && !areNeighbours(index, at, sides.length) && meet(side, one))
		if (other !== -1) return { side: index + 1, other: other + 1 }
	}
	return undefined
}

function areNeighbours(a: number, b: number, count: number): boolean {
	return b - a === 1 || (a === 0 && b === count - 1)
}

function meet(a: Side, b: Side): boolean {
	const [one, two] = [turn(b, a.from), turn(b, a.to)]
	const [three, four] = [turn(a, b.from), turn(a, b.to)]
	if (one * two < 0 && three * four < 0) return true
	return [
		{ side: b, at: a.from, value: one },
		{ side: b, at: a.to, value: two },
		{ side: a, at: b.from, value: three },
		{ side: a, at: b.to, value: four },
	].some(({ side, at, value }) => value === 0 && isWithin(side, at))
}

/** On which side of a line a place lies; 0: on it. */
function turn({ from, to }: Side, { lat, lng }: Position): number {
	return Math.sign((to.lng - from.lng) * (lat - from.lat) - (to.lat - from.lat) * (lng - from.lng))
}

function isWithin({ from, to }: Side, { lat, lng }: Position): boolean {
	return (
		lng >= Math.min(from.lng, to.lng) &&
		lng <= Math.max(from.lng, to.lng) &&
		lat >= Math.min(from.lat, to.lat) &&
		lat <= Math.max(from.lat, to.lat)
	)
}
