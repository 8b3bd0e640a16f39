/** A rectangle in CSS pixels of the canvas. */
export type Rect = { readonly left: number; readonly top: number; readonly right: number; readonly bottom: number }

const CELL = 64

export function overlaps(a: Rect, b: Rect): boolean {
	return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top
}

export function covers(outer: Rect, inner: Rect): boolean {
	return inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom
}

export function grow({ left, top, right, bottom }: Rect, by: number): Rect {
	return { left: left - by, top: top - by, right: right + by, bottom: bottom + by }
}

/** Which rectangles are taken. `owner` lets a label lie on its own sign's box. */
export class Taken {
	readonly #cells = new Map<string, { readonly rect: Rect; readonly owner: string }[]>()

	add(rect: Rect, owner: string): void {
		for (const key of keysOf(rect)) {
			const found = this.#cells.get(key)
			if (found) found.push({ rect, owner })
			else this.#cells.set(key, [{ rect, owner }])
		}
	}

	/** Area of other owners' rectangles under a rectangle, square pixels; overlaps among them count twice. */
	covered(rect: Rect, owner: string): number {
		const others = new Set<Rect>()
		for (const key of keysOf(rect)) {
			for (const other of this.#cells.get(key) ?? []) if (other.owner !== owner) others.add(other.rect)
		}
		let sum = 0
		for (const other of others) sum += shared(other, rect)
		return sum
	}

	isFree(rect: Rect, owner: string): boolean {
		for (const key of keysOf(rect)) {
			const found = this.#cells.get(key)
			if (found?.some((other) => other.owner !== owner && overlaps(other.rect, rect))) return false
		}
		return true
	}
}

function shared(a: Rect, b: Rect): number {
	const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
	const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
	return width > 0 && height > 0 ? width * height : 0
}

function* keysOf({ left, top, right, bottom }: Rect): Generator<string> {
	for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) {
		for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++) yield `${x}:${y}`
	}
}
