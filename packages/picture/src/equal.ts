/** Deep equality of JSON values; a missing key and an undefined one are different. */
export function equal(a: unknown, b: unknown): boolean {
	if (Object.is(a, b)) return true
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
	if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && equalLists(a, b)
	return equalObjects(a, b, undefined)
}

/** Equality of two objects in everything but one key. */
export function equalBut(a: object, b: object, key: string): boolean {
	return equalObjects(a, b, key)
}

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean {
	return a.length === b.length && a.every((value, i) => equal(value, b[i]))
}

function equalObjects(a: object, b: object, except: string | undefined): boolean {
	const left = new Map<string, unknown>(Object.entries(a))
	const right = Object.entries(b)
	return left.size === right.length && right.every(([key, value]) => key === except || (left.has(key) && equal(left.get(key), value)))
}
