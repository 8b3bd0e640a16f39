import type { EntityId, Seq } from './ids.ts'
import type { Policy } from './kinds/kind.ts'
import type { SourceRank } from './label.ts'
import type { Doubt } from './row.ts'
import type { Instant } from './time.ts'

/**
 * What became of one value that somebody said:
 * - `shown`: the picture shows it. `beside`: it holds as well, and is shown beside or says nothing else.
 * - `conflict`: it holds, differs, and is shown as a conflict.
 * - `outranked`: whoever said what is shown weighs more. `older`: what is shown was said of a later time.
 * - `void`: an upsert of the same source said everything anew. `overtaken`: the same source said something later.
 * - `withdrawn`: it was taken back. `doubtful`: it was not plausible when it came, and does not count for what is shown.
 */
export type Weight = 'shown' | 'beside' | 'conflict' | 'outranked' | 'older' | 'void' | 'withdrawn' | 'overtaken' | 'doubtful'

/** Another statement: the one that decided against a value. */
export type SayingRef = { readonly event?: string; readonly seq: Seq; readonly source: string; readonly name: string }

/** One value that somebody said, as it stands in the journal. Measured values are in batches and have no event of their own. */
export type Saying = {
	readonly event?: string
	readonly seq: Seq
	/** Of a keyed field, the key that it is about; absent for what was said of the whole field. */
	readonly key?: string
	readonly value: unknown
	readonly source: string
	readonly name: string
	/** Absent where only the source of a measurement is known. */
	readonly rank?: SourceRank
	readonly organisation?: string
	readonly effective: Instant
	readonly received: Instant
	/** Absent when the entry was erased since. */
	readonly recorded?: Instant
	readonly standing: Weight
	readonly overtakenBy?: SayingRef
	/** Why it is not believed without more ado; it may be shown all the same. */
	readonly doubts?: readonly Doubt['what'][]
	/** `clock`: the time as the sender said it. */
	readonly claimed?: Instant
	/** The entity whose link says so. */
	readonly link?: EntityId
}

/** Why a field shows what it shows. The rule is one of the picture's SPEC. */
export type Explanation = {
	readonly entity: EntityId
	readonly field: string
	readonly policy?: Policy
	readonly rule: string
	/** As the row shows it; absent when it shows nothing. */
	readonly value?: unknown
	/** Id of the event that decided, if it was an event. */
	readonly decidedBy?: string
	/** The picture that was asked: entries up to this one. */
	readonly seq: Seq
	/** The row lists a conflict about this field. */
	readonly conflict?: true
	/** What is shown and what holds against it first, then the newest of the rest by their place in the journal. */
	readonly values: readonly Saying[]
	/** How many more values there are. */
	readonly rest: number
	/** Older ones are read with this as `before`. */
	readonly next?: Seq
}
