import type { EntityId } from './ids.ts'
import type { EntityKind } from './kinds/names.ts'
import type { Severity } from './kinds/words.ts'
import type { Instant } from './time.ts'

/** What most became of an entity between two moments, in the order in which equally severe changes are told. */
export const CHANGES = [
	'new',
	'conflict',
	'back',
	'cancelled',
	'retracted',
	'ended',
	'expired',
	'superseded',
	'unconfirmed',
	'resolved',
	'changed',
	'stale',
	'moved',
	'measured',
	'gone',
] as const
export type ChangeWord = (typeof CHANGES)[number]

/** A value of `before` or `after` that is absent was not said. Keyed fields are told key by key, as `field.key`. */
export type FieldChange = { readonly field: string; readonly before?: unknown; readonly after?: unknown }

export type EntityChange = {
	readonly entity: EntityId
	/** That holds it: an operation shows its bases' entities too. */
	readonly operation: string
	readonly kind: EntityKind
	readonly title: string
	readonly change: ChangeWord
	/** It was not there before; `change` says what has become of it since. */
	readonly appeared?: true
	/** Time of the newest statement or measurement about it. */
	readonly at: Instant
	/** Now, or if it has none any more, before. */
	readonly severity?: Severity
	readonly direction?: 'up' | 'down'
	/** None of what appeared: all of it is new. */
	readonly fields: readonly FieldChange[]
	/** Fields about which sources disagree since, and do no longer. */
	readonly conflicts?: readonly string[]
	readonly resolved?: readonly string[]
}

export type ChangeSummary = {
	readonly total: number
	readonly byChange: Readonly<Partial<Record<ChangeWord, number>>>
	readonly byKind: Readonly<Partial<Record<EntityKind, number>>>
	readonly bySeverity: Readonly<Partial<Record<Severity | 'none', number>>>
}

/** What changed between two moments: the severest first. */
export type Diff = {
	readonly from: Instant
	readonly to: Instant
	readonly changes: readonly EntityChange[]
	readonly summary: ChangeSummary
}
