export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The object it is, or an empty one. */
export function objectOf(value: unknown): JsonObject {
	return isObject(value) ? value : {}
}

export function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : []
}

export function textOf(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined
}

export function numberOf(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
