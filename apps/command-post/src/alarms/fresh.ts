import type { AlarmView } from '../select/alarms.ts'

/** Occurrences that this page has met; `undefined` before its first picture, of which nothing is new. */
export type Met = { readonly operation: string; readonly keys: ReadonlySet<string> } | undefined

/** What is new since the page last looked. A lost connection clears nothing: what was raised meanwhile is new once, what stood is not. */
export function freshIn(
	standing: readonly AlarmView[],
	{ met, operation, complete }: { readonly met: Met; readonly operation: string; readonly complete: boolean },
): { readonly met: Met; readonly fresh: readonly AlarmView[] } {
	if (!complete) return { met, fresh: [] }
	if (met?.operation !== operation) return { met: { operation, keys: new Set(standing.map(({ key }) => key)) }, fresh: [] }
	const fresh = standing.filter(({ key, acknowledged }) => !met.keys.has(key) && !acknowledged)
	const unmet = standing.some(({ key }) => !met.keys.has(key))
	return { met: unmet ? { operation, keys: new Set([...met.keys, ...standing.map(({ key }) => key)]) } : met, fresh }
}
