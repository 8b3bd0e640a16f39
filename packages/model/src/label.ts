import * as z from 'zod'

import { OperationId, SourceName } from './ids.ts'
import { KINDS } from './kinds/names.ts'
import { Instant } from './time.ts'

/** How far a thing may travel. `open` also to observers, `internal` to members of the operation, `restricted` by clearance. */
export const Level = z.enum(['open', 'internal', 'restricted'])
export type Level = z.infer<typeof Level>

/** A label belongs to an entity, is set at creation and changes only by `classify`. */
export const Label = z.strictObject({
	level: Level.describe('open also to observers · internal to members of the operation · restricted by clearance.'),
	organisations: z.array(z.string().min(1).max(64)).max(32).optional().describe('Only these organisations; empty or absent: every one.'),
})
export type Label = z.infer<typeof Label>

export const DEFAULT_LABEL: Label = { level: 'internal' }

export const Role = z.enum(['observer', 'field', 'staff', 'commander', 'integrator', 'admin'])
export type Role = z.infer<typeof Role>

/** Weight of a source's word in fields that are decided by rank: person > authority feed > device > crowd. */
export const SourceRank = z.enum(['crowd', 'device', 'authority', 'person'])
export type SourceRank = z.infer<typeof SourceRank>

/** What a credential may see and say now. */
export const Grant = z.strictObject({
	/** Identifies the credential in the journal (`author`) and for idempotency; never a secret. */
	credential: z.string().min(1).max(64),
	source: SourceName,
	rank: SourceRank,
	role: Role,
	/** Person or system as shown to people. */
	name: z.string().min(1).max(120),
	operations: z.union([z.literal('all'), z.array(OperationId)]),
	clearance: Level,
	organisation: z.string().min(1).max(64).optional(),
	/** Submit and read kinds; absent: as the role says. */
	kinds: z.array(z.enum(KINDS)).optional(),
	expires: Instant.optional(),
})
export type Grant = z.infer<typeof Grant>
