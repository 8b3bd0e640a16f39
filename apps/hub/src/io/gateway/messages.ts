import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'

/** Deeper than any documented message, and shallow enough for every recursive reader behind it. */
const MAX_DEPTH = 64

/** Socket.IO has parsed it already, so only what survives parsing can be looked for: half pairs, depth, and bytes that JSON cannot hold. */
export function problemOf(value: unknown, path: readonly string[] = []): Fault | undefined {
	if (typeof value === 'string') return value.isWellFormed() ? undefined : fault('lone-surrogate', undefined, pathOf(path))
	return typeof value === 'object' && value !== null ? problemIn(value, path) : undefined
}

function problemIn(value: object, path: readonly string[]): Fault | undefined {
	if (path.length >= MAX_DEPTH) return fault('bad-message', `nested deeper than ${MAX_DEPTH} levels`, path[0])
	if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return fault('bad-message', 'bytes are no JSON', pathOf(path))
	for (const [key, item] of Object.entries(value)) {
		const problem = problemOf(key, [...path, key.toWellFormed()]) ?? problemOf(item, [...path, key])
		if (problem) return problem
	}
	return undefined
}

/** A fault of the whole message names no field. */
function pathOf(path: readonly string[]): string | undefined {
	return path.length === 0 ? undefined : path.join('.')
}
