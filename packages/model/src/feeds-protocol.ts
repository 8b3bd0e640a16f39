import * as z from 'zod'

import { Submission } from './event.ts'
import { OperationId } from './ids.ts'
import { Measurements } from './measurement.ts'
import { IsoTime } from './time.ts'

/*
 * Bodies and answers of the routes under `/api/v1/feeds` (docs/protocol.md, "Feeds"). Bodies are strict; every time is ISO 8601. Who reads
 * answers ignores keys that it does not know.
 */

const Text = z.string().max(300)
const Sentence = z.string().max(2_000)
const Count = z.int().min(0)
const LagMs = z.number().min(0).nullable()

/** How documents come: what the address of a feed says. */
export const FeedTransport = z.enum(['poll', 'file', 'webhook', 'mqtt', 'websocket', 'sse', 'tcp', 'udp'])
export type FeedTransport = z.infer<typeof FeedTransport>

/** What the upstream, or the way there, said last that was wrong. */
export const FeedError = z.strictObject({
	at: IsoTime.describe('When.'),
	text: Text.describe("In the upstream's own words: status line, then the beginning of what it answered without markup."),
})
export type FeedError = z.infer<typeof FeedError>

const MinuteOfFeed = z.strictObject({
	from: IsoTime.describe('Beginning of the minute.'),
	messages: Count.describe('Events and measured values that were handed over.'),
	rejects: Count.describe('Items that were refused.'),
	lagP95Ms: LagMs.describe('95th percentile of the lag, ms; `null`: nothing came with a time of its own.'),
})
export type MinuteOfFeed = z.infer<typeof MinuteOfFeed>

/** What a feed declares of itself, and its present figures. */
const vitals = {
	transport: FeedTransport.describe('How documents come.'),
	mode: z.enum(['full', 'delta']).describe('full: each message lists everything there is · delta: absence means nothing.'),
	key: Text.describe('What makes an item the same item, in words.'),
	version: Text.describe('What makes a newer statement about it newer, in words.'),
	endRule: Text.describe('How things end, in words.'),
	geometryFrom: Text.describe('Where places come from, in words.'),
	cadenceMs: z.int().min(0).describe('Expected distance of two good values, ms.'),
	silentMs: z.int().min(0).describe('Without a good value for so long the feed is silent, ms.'),
	newest: IsoTime.nullable().describe('Time of the newest value that the source gave; `null`: none with a time.'),
	lastError: FeedError.nullable().describe('The last thing that went wrong, also when all is well by now.'),
	ratePerMinute: z.number().min(0).describe('Events and values per minute over the last 5 minutes.'),
	lagP95Ms: LagMs.describe(
		'From the time of the source to the answer of the hub, 95th percentile of the last 5 minutes, ms; `null`: unknown.',
	),
	address: z.string().max(2_000).describe('Address without user, password and keys.'),
	node: z.string().max(120).describe('Which ingest runs it.'),
	mappingVersion: z.string().max(64).nullable().describe('Of the mapping that reads it now; `null`: the format is built in.'),
} as const

/** `POST /api/v1/feeds/{id}/vitals`, by the ingest under the key of the feed, at most every 10 s. */
export const FeedVitals = z.strictObject({
	...vitals,
	operation: OperationId,
	minutes: z.array(MinuteOfFeed).max(10).describe('The newest minutes, the last one still growing.'),
})
export type FeedVitals = z.infer<typeof FeedVitals>

/** Answer to vitals. */
export const VitalsAnswer = z.object({ sample: z.boolean().describe('Whether the hub holds a sample; otherwise it would like one.') })
export type VitalsAnswer = z.infer<typeof VitalsAnswer>

/** Item of `GET /api/v1/feeds`. Figures are `null` as long as no ingest has told them; so is what the reader may not know. */
export const FeedView = z.object({
	id: z.string().describe('Source name of the feed; of what the hub watches itself `SOURCE:NATIVE`.'),
	name: z.string(),
	operation: z.string(),
	format: z.string(),
	state: z.enum(['green', 'amber', 'red', 'off']),
	code: z
		.string()
		.nullable()
		.describe('What is wrong, as a word that stays the same: `failed`, `stale`, `quiet`, `paused` …; `ok` when nothing is.'),
	reason: z.string().nullable().optional(),
	since: IsoTime.nullable().optional(),
	lastGood: IsoTime.nullable().optional(),
	everyMs: z.int().nullable().optional(),
	attribution: z.string().nullable().optional(),
	licence: z.string().nullable().optional(),
	...nullable(vitals),
	heard: IsoTime.nullable().describe('When an ingest told these figures; `null`: not since this hub runs.'),
	rejectsOpen: Count.nullable().describe('Refused items that wait for somebody; `null`: not for this reader.'),
	rejectsDay: Count.nullable().describe('Different items that were refused within 24 hours.'),
	may: z.object({
		inspect: z.boolean().describe('This reader may look into rejects, sample and history.'),
		handle: z.boolean().describe('This reader may command, re-run and discard.'),
	}),
})
export type FeedView = z.infer<typeof FeedView>

type Nullable<T extends Readonly<Record<string, z.ZodType>>> = { [K in keyof T]: z.ZodNullable<T[K]> }

function nullable<T extends Readonly<Record<string, z.ZodType>>>(shape: T): Nullable<T>
function nullable(shape: Readonly<Record<string, z.ZodType>>): Record<string, z.ZodType> {
	return Object.fromEntries(Object.entries(shape).map(([name, type]) => [name, type.nullable()]))
}

const RAW = 65_536

/** Where an item came from, so that it can be read again. */
export const RejectOrigin = z.strictObject({
	stage: z
		.enum(['document', 'item', 'hub'])
		.describe('What `raw` is: a whole document · one item out of it · an event or measurements (JSON) that the hub refused.'),
	url: z.string().max(2_000).optional().describe('Address of the document, without keys.'),
	document: z.string().max(300).optional().describe('Name of the document within the feed.'),
	contentType: z.string().max(200).optional(),
	channel: z.string().max(1_000).optional().describe('Topic or event name under which it came.'),
	context: z.string().max(16_384).optional().describe('What the referring document gave along.'),
	mapping: z.string().max(64).optional().describe('Version of the mapping that refused it.'),
	bytes: z
		.string()
		.max(90_000)
		.regex(/^[A-Za-z0-9+/]*={0,2}$/)
		.optional()
		.describe('The bytes in base64 where they are no UTF-8 text, at most 64 kB.'),
	cut: z.boolean().optional().describe('true: the item was longer than what is kept, and cannot be read again.'),
})
export type RejectOrigin = z.infer<typeof RejectOrigin>

/** Item of `POST /api/v1/feeds/{id}/rejects`. */
export const NewReject = z.strictObject({
	at: z.union([z.int().min(0), IsoTime]),
	reason: z.string().min(1).max(100).describe('Short stable word.'),
	message: Sentence.describe('Sentence for an integrator.'),
	path: z.string().max(500).optional().describe('Field within the item.'),
	raw: z
		.string()
		.transform((text) => text.slice(0, RAW))
		.describe('The item as it came, as text; 64 kB of it.'),
	times: z.int().min(1).max(1_000_000).optional().describe('How often the same came since it was handed over last; 1 when absent.'),
	origin: RejectOrigin.optional(),
})
export type NewReject = z.infer<typeof NewReject>

export const RejectState = z.enum(['open', 'discarded', 'rerun'])
export type RejectState = z.infer<typeof RejectState>

/** Item of `GET /api/v1/feeds/{id}/rejects`, newest first, and answer of `GET …/rejects/{rejectId}`. */
export const RejectView = z.object({
	id: z.int().min(1),
	at: IsoTime.describe('When the same was refused last.'),
	first: IsoTime.describe('When it was refused first.'),
	times: z.int().min(1).describe('How often the same came.'),
	reason: z.string(),
	message: z.string(),
	path: z.string().optional(),
	raw: z.string().describe('In a list the first 2,000 characters.'),
	rawLength: Count.describe('Characters of what is kept.'),
	origin: RejectOrigin.optional(),
	state: RejectState,
	by: z.string().nullable().describe('Who discarded it or had it read again.'),
	changedAt: IsoTime.nullable(),
	result: z.string().max(300).nullable().describe('Why it was discarded, or what came of reading it again.'),
})
export type RejectView = z.infer<typeof RejectView>

const RejectIds = z.array(z.int().min(1)).min(1).max(1_000)
/** `POST …/rejects/rerun`: those that are named, or all that are open. */
export const RerunWish = z.union([z.strictObject({ ids: RejectIds }), z.strictObject({ all: z.literal(true) })])
export type RerunWish = z.infer<typeof RerunWish>
/** `POST …/rejects/discard`. */
export const DiscardWish = z.union([
	z.strictObject({ ids: RejectIds, reason: Text.optional() }),
	z.strictObject({ all: z.literal(true), reason: Text.optional() }),
])
export type DiscardWish = z.infer<typeof DiscardWish>
/** Answer to both: how many items are concerned. */
export const RejectsChanged = z.object({ changed: Count })
export type RejectsChanged = z.infer<typeof RejectsChanged>

/** Item of `POST …/rejects/results`, by the ingest: what came of reading an item again. */
export const RerunResult = z.discriminatedUnion('ok', [
	z.strictObject({ id: z.int().min(1), ok: z.literal(true), said: Text.describe('What it says, in words: `2 events, 1 value`.') }),
	z.strictObject({
		id: z.int().min(1),
		ok: z.literal(false),
		reason: z.string().min(1).max(100),
		message: Sentence,
		path: z.string().max(500).optional(),
		said: Text.optional().describe('Why it could not be read again; absent: it was, and refused again.'),
	}),
])
export type RerunResult = z.infer<typeof RerunResult>
export const RerunResults = z.strictObject({ command: z.int().min(1), results: z.array(RerunResult).min(1).max(1_000) })
export type RerunResults = z.infer<typeof RerunResults>

/** `POST /api/v1/feeds/{id}/commands`. */
export const FeedCommand = z.strictObject({
	type: z
		.enum(['poll-now', 'reconnect', 'pause', 'resume', 'check'])
		.describe('Ask now · connect anew · be silent until `resume` · go on · look step by step where the chain breaks.'),
})
export type FeedCommand = z.infer<typeof FeedCommand>

/** As the ingest hears it by `GET …/commands?seen=NO,NO`: at once when there is one that it has not seen, after 25 s with none otherwise. */
export const HeardCommand = z.strictObject({
	no: z.int().min(1).describe('Its name. Commands are kept for a minute.'),
	type: z.enum([...FeedCommand.shape.type.options, 'rerun']),
	by: z.string().max(120).describe('Name of who asked.'),
	rejects: z.array(z.int().min(1)).max(1_000).optional().describe('Of `rerun`.'),
})
export type HeardCommand = z.infer<typeof HeardCommand>
export const HeardCommands = z.object({ commands: z.array(HeardCommand) })
export type HeardCommands = z.infer<typeof HeardCommands>

/** One step of the chain from the address to the picture. */
export const CheckStep = z.strictObject({
	step: z.enum(['address', 'name', 'connect', 'tls', 'answer', 'understood', 'hub']),
	outcome: z.enum(['ok', 'failed', 'skipped']).describe('skipped: not reached, or of no concern for this address.'),
	ms: z.number().min(0).nullable(),
	text: Text.describe('What was found: the address that the name has, the status line, how many items were understood.'),
})
export type CheckStep = z.infer<typeof CheckStep>
/** `GET /api/v1/feeds/{id}/check`: the newest; 404 when none was asked for. `POST` by the ingest. */
export const CheckReport = z.strictObject({
	command: z.int().min(1).describe('The command that asked for it.'),
	at: IsoTime,
	steps: z.array(CheckStep).max(10),
})
export type CheckReport = z.infer<typeof CheckReport>

/** `GET /api/v1/feeds/{id}/history`: per minute of the last three hours, oldest first; the last minute is still growing. */
export const FeedHistory = z.object({
	from: IsoTime,
	everySeconds: z.literal(60),
	messages: z.array(Count),
	rejects: z.array(Count),
	lagP95Ms: z.array(LagMs),
})
export type FeedHistory = z.infer<typeof FeedHistory>

const SampleReject = z.strictObject({
	reason: z.string().min(1).max(100),
	message: Sentence,
	path: z.string().max(500).optional(),
	raw: z.string().max(RAW),
})

/** `GET /api/v1/feeds/{id}/sample`: the newest document that said something; 404 when there was none. `POST` by the ingest. */
export const FeedSample = z.strictObject({
	at: IsoTime.describe('When it came.'),
	raw: z.string().max(RAW).describe('The document as text, 64 kB of it.'),
	rawTruncated: z.boolean(),
	contentType: z.string().max(200).nullable(),
	document: z.string().max(300).nullable().describe('Its name within the feed.'),
	channel: z.string().max(1_000).nullable().describe('Topic or event name under which it came.'),
	mappingVersion: z.string().max(64).nullable(),
	events: z.array(Submission).max(50).describe('What was read out of it, 50 of them.'),
	measurements: z.array(Measurements).max(50),
	rejects: z.array(SampleReject).max(50),
})
export type FeedSample = z.infer<typeof FeedSample>
