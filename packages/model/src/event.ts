import * as z from 'zod'

import type { Fms } from './fms.ts'
import { Geometry, GeometrySource } from './geo.ts'
import { EntityId, EventId, OperationId, SourceName } from './ids.ts'
import type { Seq } from './ids.ts'
import { KINDS } from './kinds/names.ts'
import { Confidence } from './kinds/words.ts'
import { Label, SourceRank } from './label.ts'
import { isJson, quick } from './quick.ts'
import { Instant, IsoTime } from './time.ts'

/** `actual`, `exercise` and `test` are never mixed in one operation. */
export const STATUSES = ['actual', 'exercise', 'test'] as const
export const Status = z.enum(STATUSES)
export type Status = z.infer<typeof Status>

/** Version of the event envelope; payloads have versions of their own in the kind table. */
export const EVENT_SCHEMA = 1

export const LinkRel = z.enum(['updates', 'cancels', 'answers', 'causes', 'corrects', 'part-of', 'assigned-to', 'duplicates', 'about'])
export type LinkRel = z.infer<typeof LinkRel>

/** A relation from this event's entity to another; what each means stands in `relations.ts`. */
export const Link = z.strictObject({
	rel: LinkRel.describe('What this entity is to the other; see the table of relations.'),
	to: EntityId.describe('The other entity.'),
	removed: z.boolean().optional().describe('true: takes back what was said of this relation and this pair before, from whichever end.'),
})
export type Link = z.infer<typeof Link>

export const Validity = z.strictObject({
	from: IsoTime.optional().describe('Holds from, ISO 8601 with an offset.'),
	until: IsoTime.nullable()
		.optional()
		.describe('Holds until, ISO 8601 with an offset. `null` states that the source gave no end: neither for ever nor ended.'),
	basis: z.enum(['source', 'policy', 'none']).optional().describe('Who set the end: the source · a policy of the reader · nobody.'),
})
export type Validity = z.infer<typeof Validity>

/** Where a feed event came from, so that a person can look it up at the source. */
export const Provenance = z.strictObject({
	externalId: z.string().max(1_000).optional().describe('Id that the source itself uses.'),
	version: z.string().max(200).optional().describe('Version that the source itself states.'),
	url: z.string().max(2_000).optional().describe('Where a person can look it up.'),
	raw: z.string().max(200).optional().describe('Name under which the message is kept as the source wrote it, when it is kept.'),
	mapping: z.string().max(64).optional().describe('Version of the mapping that read it: the beginning of the hash of its content.'),
})

/** A full-state feed's list of what is there now (architecture §5.4, rule 6). */
export const Roster = z.strictObject({
	selectionVersion: z.int().min(0).describe('Raised when the feed begins to ask for something else: older lists then say nothing.'),
	listTime: IsoTime.describe('When the list was made, ISO 8601 with an offset.'),
	complete: z.boolean().describe('Only complete lists may end things.'),
	ids: z.array(EntityId).max(20_000).describe('Everything that is there now; entities of this feed.'),
	streak: z.int().min(1).max(1_000_000).describe('How many polls in a row gave this same list; sent at 1, 2 and 5.'),
	everySeconds: z
		.number()
		.positive()
		.max(2_678_400)
		.optional()
		.describe('Pace of the polls. Lists that lie much nearer to one another are one poll, whoever made them; without it each counts.'),
})
export type Roster = z.infer<typeof Roster>

const Json = quick(z.json(), isJson)

const SubmittedTimes = z.strictObject({
	occurred: IsoTime.optional().describe('When it happened in the world, ISO 8601 with an offset.'),
	observed: IsoTime.optional().describe('When somebody or something saw it; the time of receipt when absent. State follows this time.'),
	sent: IsoTime.optional().describe('When the sender sent it.'),
})

const envelope = {
	id: EventId.describe('UUID in lower case: version 7 by people and devices, version 8 over the content by feeds. The idempotency key.'),
	schema: z.literal(EVENT_SCHEMA).optional().describe('Version of this envelope.'),
	kind: z.enum(KINDS).describe('Kind of the entity.'),
	version: z
		.int()
		.min(1)
		.max(10_000)
		.optional()
		.describe("Version of the kind's payload; absent means 1, on the wire and in the journal, for ever."),
	entity: EntityId.describe('`kind:source:native`; the source is that of the credential that creates it.'),
	times: SubmittedTimes.optional(),
	status: Status.optional().describe('Status that the sender believes in; refused when the operation has another.'),
	revision: z
		.int()
		.min(0)
		.max(Number.MAX_SAFE_INTEGER)
		.optional()
		.describe("A device's own counter, or a feed's version or update time: of two statements with the same time the higher one wins."),
	clockOffsetMs: z
		.int()
		.min(-86_400_000)
		.max(86_400_000)
		.optional()
		.describe('Hub clock minus device clock in milliseconds, as the device measured it.'),
	origin: z
		.strictObject({ node: z.string().min(1).max(64), n: z.int().min(0) })
		.optional()
		.describe('Node that first accepted the event and its number there; for federation.'),
	label: Label.optional().describe('Who may see it. Set by the upsert that creates the entity, changed by `classify` only.'),
	confidence: Confidence.optional().describe(
		'How sure: unverified ungeprüft · plausible plausibel · confirmed bestätigt · refuted widerlegt.',
	),
	validity: Validity.optional(),
	geometrySource: GeometrySource.optional().describe('How the geometry came about, best first; absent: given.'),
	accuracyMetres: z.number().min(0).max(1_000_000).optional().describe('Radius in metres within which the place is right.'),
	links: z.array(Link).max(200).optional().describe('Relations to other entities; each pair and relation is a register of its own.'),
	provenance: Provenance.optional(),
	backfill: z.boolean().optional().describe('Told late on purpose: raises no alarms.'),
	ext: z
		.record(z.string().max(64), Json)
		.optional()
		.describe(
			'Foreign fields by namespace, kept for a lossless round trip and never interpreted: the journal and the history of the entity give them back as they were, rows do not hold them.',
		),
}

const Payload = z.record(z.string().max(64), Json)

const Place = Geometry.nullable()
	.optional()
	.describe('GeoJSON geometry (RFC 7946), WGS 84, longitude before latitude; `null`: known to have none.')

/** What a sender may post. The payload is checked by the kind's own schema, see `readSubmission`. */
export const Submission = z.discriminatedUnion(
	'op',
	[
		z.strictObject({ ...envelope, op: z.literal('upsert'), payload: Payload, geometry: Place }),
		z.strictObject({ ...envelope, op: z.literal('patch'), payload: Payload.optional(), geometry: Place }),
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
	op: z.enum([
		'opened',
		'changed',
		'closed',
		'reopened',
		'archived',
		'erased',
		'restored',
		'clock-step',
		'assigned',
		'regranted',
		'access',
	]),
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
