/** Without anybody looking at it an exercise ends after this long. */
export const UNATTENDED_MS = 2 * 3_600_000

/** An operation as the hub lists it. */
export type Listed = {
	readonly id: string
	readonly status: 'actual' | 'exercise' | 'test'
	/** A person has said something in it. */
	readonly people: boolean
	/** Connections that follow it now. */
	readonly viewers: number
}

export type Start = 'start' | 'not-configured' | 'shared' | 'real-operation'

/** What the configuration says of it, and whether hubs of other machines see the same operations. */
export type Wanted = { readonly enabled?: boolean | undefined; readonly shared: boolean }

/** Whether the exercise begins by itself: never once a person has said something about a real situation, and on a shared database only when asked to. */
export function startsByItself({ enabled, shared }: Wanted, operations: readonly Listed[]): Start {
	if (enabled === false) return 'not-configured'
	if (enabled === undefined && shared) return 'shared'
	return operations.some(({ status, people }) => status === 'actual' && people) ? 'real-operation' : 'start'
}

/** Somebody follows the exercise, or the base that it shows. */
export function isAttended(operations: readonly Listed[], own: readonly string[]): boolean {
	return operations.some(({ id, viewers }) => own.includes(id) && viewers > 0)
}

/** `attended`: the last time somebody followed it, or its start, ms. */
export function endsUnattended(attended: number, now: number): boolean {
	return now - attended >= UNATTENDED_MS
}
