/** Splits items into requests of at most so many items and so many bytes of JSON; an item over the limit goes alone. */
export function chunks<T>(items: readonly T[], most: { readonly items: number; readonly bytes: number }): readonly (readonly T[])[] {
	const result: T[][] = []
	let bytes = 0
	for (const item of items) {
		const size = new TextEncoder().encode(JSON.stringify(item)).length + 1
		const last = result.at(-1)
		if (!last || last.length >= most.items || bytes + size > most.bytes) {
			result.push([item])
			bytes = size
		} else {
			last.push(item)
			bytes += size
		}
	}
	return result
}
