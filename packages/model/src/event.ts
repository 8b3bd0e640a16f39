import * as z from 'zod'

import type { Fms } from './fms.ts'
import { Geometry, GeometrySource } from './geo.ts'
import { EntityId, EventId, OperationId, SourceName } from './ids.ts'
import type { Seq } from './ids.ts'
import { KINDS } from './kinds/names.ts'
import { Confidence } from './kinds/words.ts'
import { Label, SourceRank } from './label.ts'
import { Instant, IsoTime } from './time.ts'

/** `actual`, `exercise` and `test` are never mixed in one operation. */
export const Status = z.enum(['actual', 'exercise', 'test'])
export type Status = z.infer<typeof Status>

/** Version of the event envelope; payloads have versions of their own in the kind table. */
export const EVENT_SCHEMA = 1

export const LinkRel = z.enum(['updates', 'cancels', 'answers', 'causes', 'corrects', 'part-of', 'assigned-to', 'duplicates', 'about'])
export type LinkRel = z.infer<typeof LinkRel>

/** A relation from this event's entity to another. `removed` takes back what the same pair and relation said before. */
export const Link = z.strictObject({ rel: LinkRel, to: EntityId, removed: z.boolean().optional() })
export type Link = z.infer<typeof Link>

/** `until: null` states that the source gave no end; it is then neither for ever nor ended, and shown as "no end given". */
export const Validity = z.strictObject({
	from: IsoTime.optional(),
	until: IsoTime.nullable().optional(),
	basis: z.enum(['source', 'policy', 'none']).optional(),
})
export type Validity = z.infer<typeof Validity>

/** Where a feed event came from, so that a person can look it up at the source. */
export const Provenance = z.strictObject({
	externalId: z.string().max(1_000).optional(),
	version: z.string().max(200).optional(),
	url: z.string().max(2_000).optional(),
	/** The message as the source wrote it is kept under this name, when it is kept. */
	raw: z.string().max(200).optional(),
})

/**
 * A full-state feed's list of what is there now (architecture §5.4, rule 6). `ids` name entities of this feed.
 * `streak` says how many polls in a row gave this same list; sent at 1, 2 and 5.
 */
export const Roster = z.strictObject({
	selectionVersion: z.int().min(0),
	listTime: IsoTime,
	complete: z.boolean(),
	ids: z.array(EntityId).max(20_000),
	streak: z.int().min(1).max(1_000_000),
})
export type Roster = z.infer<typeof Roster>

const SubmittedTimes = z.strictObject({
	/** When it happened in the world. */
	occurred: IsoTime.optional(),
	/** When somebody or something saw it; filled with the time of receipt when absent. State follows this time. */
	observed: IsoTime.optional(),
	/** When the sender sent it. */
	sent: IsoTime.optional(),
})

const envelope = {
	id: EventId,
	schema: z.literal(EVENT_SCHEMA).optional(),
	kind: z.enum(KINDS),
	/** Version of the kind's payload; absent means 1, on the wire and in the journal, for ever. */
	version: z.int().min(1).max(10_000).optional(),
	entity: EntityId,
	times: SubmittedTimes.optional(),
	/** Status that the sender claims; refused when the operation has another. */
	status: Status.optional(),
	/** Second part of the stamp: a device's own counter, or a feed's version or update time. */
	revision: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
	/** Hub clock minus device clock in ms, as the device measured it. */
	clockOffsetMs: z.int().min(-86_400_000).max(86_400_000).optional(),
	/** Node that first accepted the event and its number there; for federation. */
	origin: z.strictObject({ node: z.string().min(1).max(64), n: z.int().min(0) }).optional(),
	label: Label.optional(),
	confidence: Confidence.optional(),
	validity: Validity.optional(),
	geometrySource: GeometrySource.optional(),
	accuracyMetres: z.number().min(0).max(1_000_000).optional(),
	links: z.array(Link).max(200).optional(),
	provenance: Provenance.optional(),
	/** Told late on purpose: raises no alarms. */
	backfill: z.boolean().optional(),
	/** Foreign fields kept for a lossless round trip, by namespace. Never interpreted. */
	ext: z.record(z.string().max(64), z.json()).optional(),
}

const Payload = z.record(z.string().max(64), z.json())

/** What a sender may post. The payload is checked by the kind's own schema, see `readSubmission`. */
export const Submission = z.discriminatedUnion(
	'op',
	[
		z.strictObject({ ...envelope, op: z.literal('upsert'), payload: Payload, geometry: Geometry.nullable().optional() }),
		z.strictObject({ ...envelope, op: z.literal('patch'), payload: Payload.optional(), geometry: Geometry.nullable().optional() }),
		/** Withdrawn by its source: never was, or no longer holds. */
		z.strictObject({ ...envelope, op: z.literal('cancel') }),
		/** Over in the normal course of things. */
		z.strictObject({ ...envelope, op: z.literal('end') }),
		/** Takes back one earlier event; brings nothing older back. */
		z.strictObject({ ...envelope, op: z.literal('retract'), retracts: EventId }),
		z.strictObject({ ...envelope, op: z.literal('roster'), roster: Roster }),
		z.strictObject({ ...envelope, op: z.literal('classify'), label: Label }),
	],
	{ error: ({ code }) => (code === 'invalid_union' ? 'must be one of upsert, patch, cancel, end, retract, roster, classify' : undefined) },
)
export type Submission = z.infer<typeof Submission>
export type Op = Submission['op']

/** Who said it, as the hub knows it from the credential: never what the sender claims. */
export const Author = z.strictObject({
	/** Slot of the fold: all statements of one source follow one another. */
	source: SourceName,
	rank: SourceRank,
	credential: z.string().min(1).max(64),
	name: z.string().min(1).max(120),
	organisation: z.string().max(64).optional(),
})
export type Author = z.infer<typeof Author>

/** First, second and third part of the stamp; the event id is the fourth (picture SPEC, P1). */
export type StampParts = { readonly effective: Instant; readonly revision: number; readonly received: Instant }

/**
 * What a position out of a batch of measurements has beside its place, time, revision, receipt and author, which stand in the envelope
 * of the `patch` that restates it.
 */
export type Thinned = {
	/** The batch. */
	readonly seq: Seq
	/** Status under which it was recorded: another one is a reason to record the next position. */
	readonly fms: Fms | null
	/** Degrees true. */
	readonly course?: number
	/** Metres per second. */
	readonly speed?: number
}

/** What the hub decided once, at admission, and every fold relies on. */
type Admitted = {
	readonly schema: typeof EVENT_SCHEMA
	readonly operation: OperationId
	readonly status: Status
	readonly author: Author
	readonly effective: Instant
	readonly revision: number
	readonly received: Instant
	/** A retraction carries the stamp and the fields of what it withdraws, so that the fold needs no look-up. */
	readonly withdraws?: StampParts & {
		readonly id: EventId
		readonly source: SourceName
		readonly entity: EntityId
		readonly op: Op
		/** Version of the kind in which `fields` are named; absent means 1. */
		readonly version?: number
		/** Names of the registers that the event wrote: payload fields, `field.key` of keyed ones, `geometry`, `@validity` and so on. */
		readonly fields: readonly string[]
		readonly links?: readonly Link[]
	}
	/** What the hub doubts about it for how it came (hub SPEC, A17, A18). */
	readonly doubts?: readonly ('far' | 'clock')[]
	/** The hub restates one measured position of a unit, as a record that outlives its batch (hub SPEC, A13; picture SPEC, P41). */
	readonly thinned?: Thinned
}

/** An accepted statement as it stands in the journal. */
export type StatementEvent = Submission & Admitted

/** Entries that speak about the journal itself. They change no entity. */
export const SystemEvent = z.strictObject({
	schema: z.literal(EVENT_SCHEMA),
	id: EventId,
	kind: z.literal('system'),
	op: z.enum(['opened', 'changed', 'closed', 'reopened', 'archived', 'erased', 'restored', 'clock-step']),
	operation: OperationId,
	received: Instant,
	by: z.string().max(120),
	reason: z.string().max(2_000).optional(),
	details: z.record(z.string(), z.json()).optional(),
})
export type SystemEvent = z.infer<typeof SystemEvent>

export type StoredEvent = StatementEvent | SystemEvent

export function isStatement(event: StoredEvent): event is StatementEvent {
	return event.kind !== 'system'
}
