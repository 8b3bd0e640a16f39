import { FAULTS } from '@lagebild/model/fault.ts'
import { isRefused } from '@lagebild/model/protocol.ts'
import type { Answer } from '@lagebild/model/protocol.ts'

/**
 * An event of this client that a hub acknowledged. It is offered again, exactly as it was, when the journal is of another incarnation: a backup
 * of an hour ago with what its clients said since is everything.
 */
export type Said = {
	readonly id: string
	readonly event: unknown
	/** Incarnation of the journal that has it; undefined when the connection broke before that was told. */
	readonly incarnation: string | undefined
	/** Its place there: events are offered in the order in which they were taken. */
	readonly seq: number
	/** Device clock, ms. */
	readonly at: number
}

/** Where a device keeps what it said, beside the picture. Putting one that is there replaces it. */
export type SaidStorage = {
	readonly read: () => Promise<readonly Said[]>
	readonly put: (said: readonly Said[]) => Promise<void>
	readonly remove: (ids: readonly string[]) => Promise<void>
}

export const KEPT_MS = 72 * 3_600_000
/** More than a person or a device says in three days; beyond it the oldest go. */
export const MOST_KEPT = 5_000

/** What an erasure adds to an epoch, after a dot, makes clients load afresh, and loses nothing that was said. */
export function incarnationOf(epoch: string): string {
	return epoch.split('.', 1)[0] ?? epoch
}

/** What was acknowledged of a submission. An event without an id of its own cannot be known again, and is not kept. */
export function takenOf(
	events: readonly unknown[],
	answers: readonly Answer[],
	{ incarnation, at }: Pick<Said, 'incarnation' | 'at'>,
): readonly Said[] {
	return answers.flatMap((answer, index) => {
		const event = events[index]
		if (isRefused(answer) || event === undefined) return []
		return [{ id: answer.id, event, incarnation, seq: answer.seq, at }]
	})
}

/** Those that the journal of this incarnation may lack, in the order in which they were said. */
export function dueOf(said: Iterable<Said>, incarnation: string): readonly Said[] {
	return [...said].filter((one) => one.incarnation !== incarnation).toSorted((a, b) => a.at - b.at || a.seq - b.seq)
}

/** Those that go: too old, or too many. */
export function overdueOf(said: Iterable<Said>, now: number): readonly Said[] {
	const newestFirst = [...said].toSorted((a, b) => b.at - a.at || b.seq - a.seq)
	return newestFirst.filter(({ at }, index) => now - at > KEPT_MS || index >= MOST_KEPT)
}

/**
 * What becomes of an offer that was refused. Others may still have to offer what it speaks of: that is waited for, as is a hub that has no room
 * or time. Anything else was decided, and is not asked again.
 */
export function afterRefusal(answer: Answer | undefined): 'again' | 'never' {
	if (!answer || !isRefused(answer)) return 'again'
	return FAULTS[answer.fault].retry || answer.fault === 'unknown-entity' ? 'again' : 'never'
}
