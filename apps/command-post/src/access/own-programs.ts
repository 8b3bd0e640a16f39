import type { KeyView } from '@lagebild/model/access/http.ts'

type Made = Pick<KeyView, 'madeBy' | 'role'>

/** Keys that Lagebild made for its own programs on the hub's machine: they get them at each start, nobody carries one anywhere. */
export function isOwnProgram({ madeBy }: Made): boolean {
	return madeBy?.credential === 'system'
}

/** The one by which Lagebild governs itself: without it no feed starts and no exercise. */
export function governs(key: Made): boolean {
	return isOwnProgram(key) && key.role === 'admin'
}
