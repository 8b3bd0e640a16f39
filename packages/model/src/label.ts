import * as z from 'zod'

import { EntityId, OperationId, SourceName } from './ids.ts'
import { KINDS } from './kinds/names.ts'
import { Instant } from './time.ts'

/** How far a thing may travel. `open` also to observers, `internal` to members of the operation, `restricted` by clearance. */
export const LEVELS = ['open', 'internal', 'restricted'] as const
export const Level = z.enum(LEVELS)
export type Level = z.infer<typeof Level>

/** A label belongs to an entity, is set at creation and changes only by `classify`. */
export const Label = z.strictObject({
	level: Level.describe('open also to observers · internal to members of the operation · restricted by clearance.'),
	organisations: z.array(z.string().min(1).max(64)).max(32).optional().describe('Only these organisations; empty or absent: every one.'),
})
export type Label = z.infer<typeof Label>

export const DEFAULT_LABEL: Label = { level: 'internal' }

export const ROLES = ['observer', 'field', 'staff', 'commander', 'integrator', 'admin'] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

/** Weight of a source's word in fields that are decided by rank: person > authority feed > device > crowd. */
export const RANKS = ['crowd', 'device', 'authority', 'person'] as const
export const SourceRank = z.enum(RANKS)
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
	/** Kinds that it reads, and says unless `submitKinds` names others; absent: as the role says. */
	kinds: z.array(z.enum(KINDS)).optional(),
	/** Kinds that it says something about; absent: as `kinds`. */
	submitKinds: z.array(z.enum(KINDS)).optional(),
	/** Own unit of a device. */
	unit: EntityId.optional(),
	/** Account of a person; absent for keys, devices and one-time links. */
	account: z.string().min(1).max(64).optional(),
	/** One more with each change of this credential's grant: the journal takes nothing under an older one. */
	version: z.int().min(0).default(0),
	expires: Instant.optional(),
})
export type Grant = z.infer<typeof Grant>
