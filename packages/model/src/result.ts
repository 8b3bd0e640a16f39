import type { Fault } from './fault.ts'

/** An expected outcome. Bugs throw; everything a user, a feed or a network can cause is a value. */
export type Result<T, F = Fault> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: F }

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
	return { ok: true, value }
}

export function fail<F>(fault: F): { readonly ok: false; readonly fault: F } {
	return { ok: false, fault }
}
