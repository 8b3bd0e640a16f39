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

const Count = z.int().min(0)

/**
 * What an erasure would take away, or took. `entries`: bodies that go, also as runs of numbers, both ends included. `gone`: entries asked for that have no
 * body any more. `hidden`: entries that hold something which whoever asks may not read: they stay, and while there are any nothing is erased. `entities`:
 * of which things something goes. `diary`: diary entries among them, whose numbers stay. `batches`: whole ones, with measurements of other things too.
 * `photos`: they go unless something that stays names them too. `mentions`: statements of others that name the entity and stay. `measured`: measurements of
 * it are in batches with those of others, and stay until the retention takes them.
 */
export const ErasureReport = z.object({
	operation: z.string(),
	dryRun: z.boolean(),
	entries: Count,
	ranges: z.array(z.tuple([z.int(), z.int()]).readonly()).readonly(),
	gone: Count,
	hidden: Count,
	entities: z.array(z.object({ entity: EntityId, statements: Count }).readonly()).readonly(),
	diary: z.array(z.object({ book: z.string(), number: z.int() }).readonly()).readonly(),
	batches: Count,
	photos: Count,
	mentions: Count,
	measured: z.boolean(),
})
export type ErasureReport = Readonly<z.infer<typeof ErasureReport>>
