import * as z from 'zod'

import { EntityId, Seq } from './ids.ts'

/** Entries that one request erases at most. */
export const MAX_ERASED = 10_000

/**
 * What is to be erased: entries by their numbers, or everything that was said about an entity; `mentions`: also the statements of others that
 * name it. `entries` is how many the preview found, so that nothing is erased that nobody looked at.
 */
export const ErasureWish = z
	.strictObject({
		seqs: z.array(Seq).min(1).max(MAX_ERASED).optional(),
		entity: EntityId.optional(),
		mentions: z.boolean().default(false),
		reason: z.string().trim().min(3).max(2_000),
		entries: z.int().min(0).optional(),
	})
	.refine(({ seqs, entity }) => (seqs === undefined) !== (entity === undefined), 'either "seqs" or "entity"')
	.refine(({ seqs, mentions }) => seqs === undefined || !mentions, { error: 'only of an entity', path: ['mentions'] })
export type ErasureWish = z.infer<typeof ErasureWish>

/** What an erasure would take away, or took. */
export type ErasureReport = {
	readonly operation: string
	readonly dryRun: boolean
	/** Bodies that go, and as runs of numbers, both ends included. */
	readonly entries: number
	readonly ranges: readonly (readonly [number, number])[]
	/** Entries asked for that have no body any more. */
	readonly gone: number
	/** Entries asked for that hold something which whoever asks may not read: they stay, and while there are any nothing is erased. */
	readonly hidden: number
	/** Of which things something goes, with how many statements. */
	readonly entities: readonly { readonly entity: EntityId; readonly statements: number }[]
	/** Diary entries among them: their numbers stay. */
	readonly diary: readonly { readonly book: string; readonly number: number }[]
	/** Whole batches of measurements, of other things too. */
	readonly batches: number
	/** Photos that the statements name: they go unless something that stays names them too. */
	readonly photos: number
	/** Statements of others that name the entity and stay. */
	readonly mentions: number
	/** Measurements of the entity are in batches with those of others: they stay until the retention takes them. */
	readonly measured: boolean
}
