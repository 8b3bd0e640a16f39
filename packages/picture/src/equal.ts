/** Deep equality of JSON values; a missing key and an undefined one are different. */
export function equal(a: unknown, b: unknown): boolean {
	if (Object.is(a, b)) return true
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
	if (isMap(a)) return isMap(b) && equalMaps(a, b, undefined)
	return Array.isArray(a) && Array.isArray(b) && equalLists(a, b)
}

/** Equality of two objects in everything but one key. */
export function equalBut(a: object, b: object, key: string): boolean {
	return isMap(a) && isMap(b) && equalMaps(a, b, key)
}

function equalLists(a: readonly unknown[], b: readonly unknown[]): boolean {
	return a.length === b.length && a.every((value, i) => equal(value, b[i]))
}

type JsonMap = Readonly<Record<string, unknown>>

function isMap(value: object): value is JsonMap {
	return !Array.isArray(value)
}

function equalMaps(a: JsonMap, b: JsonMap, except: string | undefined): boolean {
	const keys = Object.keys(a)
	if (keys.length !== Object.keys(b).length) return false
	for (const key of keys) if (key !== except && !(Object.hasOwn(b, key) && equal(a[key], b[key]))) return false
	return true
}
