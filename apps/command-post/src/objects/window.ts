/** Which rows of a long list are drawn: those in view and a few around them, so that scrolling never shows a gap. */
export type RowWindow = { readonly first: number; readonly last: number; readonly height: number }

const AROUND = 6

export function rowWindow({
	count,
	rowHeight,
	scrollTop,
	viewHeight,
}: Readonly<Record<'count' | 'rowHeight' | 'scrollTop' | 'viewHeight', number>>): RowWindow {
	const first = Math.max(0, Math.floor(scrollTop / rowHeight) - AROUND)
	const last = Math.min(count, Math.ceil((scrollTop + viewHeight) / rowHeight) + AROUND)
	return { first: Math.min(first, last), last, height: count * rowHeight }
}

/**
 * The order on the screen while somebody points at it: what is known keeps its place, what is gone leaves, what is new waits.
 * @returns the ids to show, and how many wait.
 */
export function steadyOrder<T extends string>(
	shown: readonly T[],
	wanted: readonly T[],
): { readonly order: readonly T[]; readonly waiting: number } {
	const present = new Set(wanted)
	const order = shown.filter((id) => present.has(id))
	return { order, waiting: wanted.length - order.length }
}

/** The row that a key moves to; undefined when the key does not move. */
export function rowForKey(key: string, { active, count, page }: Readonly<Record<'active' | 'count' | 'page', number>>): number | undefined {
	const clamp = (row: number) => Math.min(count - 1, Math.max(0, row))
	switch (key) {
		case 'ArrowDown':
			return clamp(active + 1)
		case 'ArrowUp':
			return clamp(active - 1)
		case 'PageDown':
			return clamp(active + page)
		case 'PageUp':
			return clamp(active - page)
		case 'Home':
			return clamp(0)
		case 'End':
			return clamp(count - 1)
		default:
			return undefined
	}
}
