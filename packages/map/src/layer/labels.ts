import { Taken } from './collision.ts'
import type { Rect } from './collision.ts'

export type LabelSide = 'centre' | 'below' | 'above' | 'right' | 'left'

/** A label that wants to stand beside its mark. */
export type LabelWish = {
	readonly owner: string
	/** The mark's own box. */
	readonly box: Rect
	readonly width: number
	readonly height: number
	/** Placed first and first come: the weightier label keeps its place. */
	readonly weight: number
	/** Shown even where it covers something: the selected thing's, and values that must be read. */
	readonly always: boolean
	/** Sides that may be tried, best first. */
	readonly sides: readonly LabelSide[]
	/** Pixels between mark and label. */
	readonly gap: number
}

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

function place(wish: LabelWish, taken: Taken): PlacedLabel | undefined {
	const [first, ...others] = wish.sides.map((side) => ({ owner: wish.owner, side, rect: beside(wish, side) }))
	const free = [first, ...others].find((label) => label !== undefined && taken.isFree(label.rect, wish.owner))
	return free ?? (wish.always ? first : undefined)
}

function beside({ box, width, height, gap }: LabelWish, side: LabelSide): Rect {
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
