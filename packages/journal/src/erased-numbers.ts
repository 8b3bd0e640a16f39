/** An entry of the diary whose body was erased: what is left of it beside its place. */
export type ErasedNumber = readonly [seq: number, book: string, number: number]

/** Out of foreign JSON; undefined where an `erased` entry is older than this and says nothing of numbers. */
export function readErasedNumbers(value: unknown): readonly ErasedNumber[] | undefined {
	if (!Array.isArray(value)) return undefined
	return value.flatMap((item: unknown): readonly ErasedNumber[] => {
		const parts: readonly unknown[] = Array.isArray(item) ? item : []
		const [seq, book, number] = parts
		return typeof seq === 'number' && typeof book === 'string' && typeof number === 'number' ? [[seq, book, number]] : []
	})
}

/** A place in a book, to be compared. */
export function numberText(book: string, number: number): string {
	return `${number} ${book}`
}
