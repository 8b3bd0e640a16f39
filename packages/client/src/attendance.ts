import type { Presence, Present } from '@lagebild/model/protocol.ts'

/** Who follows an operation. */
export type Attendance = {
	readonly people: readonly Present[]
	/** Of all, also beyond those that are named. */
	readonly count: number
	/** Some may be missing: the hubs do not hear each other now. */
	readonly partial: boolean
}

/** A change before the first whole list says nothing that could be shown. */
export function attendanceAfter(before: Attendance | undefined, { joined, left, count, whole, partial }: Presence): Attendance {
	const gone = new Set([...left, ...joined.map(({ id }) => id)])
	const stayed = whole ? [] : (before?.people ?? []).filter(({ id }) => !gone.has(id))
	return { people: [...stayed, ...joined], count, partial: partial ?? false }
}
