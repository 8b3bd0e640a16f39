import { Taken } from './collision.ts'
import type { Rect } from './collision.ts'

export type LabelSide = 'centre' | 'below' | 'above' | 'right' | 'left'

/** A label that wants to stand at one of its candidate places, best first. */
export type LabelWish = {
	readonly owner: string
	readonly candidates: readonly Candidate[]
	/** Placed first and first come: the weightier label keeps its place. */
	readonly weight: number
	/** Shown even where it covers something: the selected thing's, and values that must be read. */
	readonly always: boolean
}

export type Candidate = { readonly side: LabelSide; readonly rect: Rect }

export type PlacedLabel = { readonly owner: string; readonly rect: Rect; readonly side: LabelSide }

export const MARK_SIDES: readonly LabelSide[] = ['below', 'right', 'above', 'left']

/**
 * Gives every label the first free side of its mark, from the weightiest down; what finds none is left out. Selected ones always stand.
 * @param taken boxes of all marks, so that no label covers another's sign; placed labels are added.
 */
export function placeLabels(wishes: readonly LabelWish[], taken: Taken): readonly PlacedLabel[] {
	const placed: PlacedLabel[] = []
	for (const wish of wishes.toSorted((a, b) => Number(b.always) - Number(a.always) || b.weight - a.weight)) {
		const found = place(wish, taken)
		if (!found) continue
		taken.add(found.rect, wish.owner)
		placed.push(found)
	}
	return placed
}

function place({ owner, candidates, always }: LabelWish, taken: Taken): PlacedLabel | undefined {
	const found = candidates.find(({ rect }) => taken.isFree(rect, owner)) ?? (always ? leastCovering(candidates, owner, taken) : undefined)
	return found ? { owner, ...found } : undefined
}

function leastCovering(candidates: readonly Candidate[], owner: string, taken: Taken): Candidate | undefined {
	let best: { readonly candidate: Candidate; readonly covered: number } | undefined
	for (const candidate of candidates) {
		const covered = taken.covered(candidate.rect, owner)
		if (!best || covered < best.covered) best = { candidate, covered }
	}
	return best?.candidate
}

export type LabelSize = { readonly width: number; readonly height: number; readonly gap: number }

/** Places beside a mark's box, in the order of the sides. */
export function candidatesAt(box: Rect, size: LabelSize, sides: readonly LabelSide[]): readonly Candidate[] {
	return sides.map((side) => ({ side, rect: beside(box, size, side) }))
}

function beside(box: Rect, { width, height, gap }: LabelSize, side: LabelSide): Rect {
	const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2]
	const [left, top] = [Math.round(x - width / 2), Math.round(y - height / 2)]
	switch (side) {
		case 'centre':
			return { left, right: left + width, top, bottom: top + height }
		case 'below':
			return { left, right: left + width, top: box.bottom + gap, bottom: box.bottom + gap + height }
		case 'above':
			return { left, right: left + width, top: box.top - gap - height, bottom: box.top - gap }
		case 'right':
			return { left: box.right + gap, right: box.right + gap + width, top, bottom: top + height }
		case 'left':
			return { left: box.left - gap - width, right: box.left - gap, top, bottom: top + height }
	}
}
