import type * as z from 'zod'

import type { EntityKind } from './names.ts'

/**
 * How one field's value follows from what the sources said (SPEC of picture, P20–P25):
 * - `newest`: the newest statement of any source wins.
 * - `rank`: the highest rank wins, then the newest; a newer value of lower rank is shown as a conflict.
 * - `per-source`: one value per source side by side; the row shows the newest per side and a conflict when they differ.
 * - `declared`: only statements of rank person count; others are proposals.
 * - `keyed`: a map whose keys are separate registers, each newest; `null` removes a key.
 */
export type Policy = 'newest' | 'rank' | 'per-source' | 'declared' | 'keyed'

/** Transport lane of an entity's rows, for ever: U urgent, S other state. Measured rows of any kind travel in M. */
export type KindLane = 'U' | 'S'

export type KindDefinition<K extends EntityKind = EntityKind, P extends z.ZodObject = z.ZodObject> = {
	readonly kind: K
	/** Raised when the payload changes in a way that old readers misread; an event says it as `version`, and 1 by saying nothing. */
	readonly version: number
	/** At index i what lifts version i + 1 to i + 2; as many as there are older versions. */
	readonly upgrades?: readonly Upgrade[]
	readonly lane: KindLane
	/** The whole payload of an `upsert`; a `patch` may state any subset. `null` states "known to be empty" of what is optional. */
	readonly payload: P
	/** One policy for every field of the payload, and for `geometry`, which is a field like others. */
	readonly policies: { readonly [F in keyof z.infer<P> | 'geometry']: Policy }
	/** Fields that a person is shown first when a row has to be named in one line. */
	readonly title: keyof z.infer<P> & string
}

/** A payload as JSON, whatever its kind: fields by name. */
export type Fieldset = Record<string, z.core.util.JSONType>

/**
 * How one older version of a kind becomes the next (picture SPEC, P70). Pure and total over what `payload` lets pass, for ever: journals hold
 * statements of every version that was ever published.
 */
export type Upgrade = {
	/** The older version's payload of an `upsert`; what is posted as that version is checked against it. */
	readonly payload: z.ZodObject
	readonly lift: (payload: Fieldset) => Fieldset
	/** The register of the next version that a register of this one became; the name of a whole field when its key is not in the name. */
	readonly register: (name: string) => string
}

export function defineKind<K extends EntityKind, P extends z.ZodObject>(definition: KindDefinition<K, P>): KindDefinition<K, P> {
	return definition
}
