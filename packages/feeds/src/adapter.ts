import type { Submission } from '@lagebild/model/event.ts'
import type { RejectOrigin } from '@lagebild/model/feeds-protocol.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'
import type { Instant } from '@lagebild/model/time.ts'
import type * as z from 'zod'

import type { Framer } from './frame/framer.ts'

/** How and when the bytes came. Nothing in it depends on the content. */
export type Reception = {
	/** Name of the feed: the source of every id it makes. */
	readonly feed: string
	readonly received: Instant
	/** Address or file that gave the bytes. */
	readonly url?: string
	readonly contentType?: string
	/** Name of the document within a feed that has several (`stations`, `index`, `alert`, `forecast`). */
	readonly document?: string
	/** What the referring document gave along with the reference (`FollowUp.context`). */
	readonly context?: string
	/** Under which a stream sent the message: the MQTT topic, or the name of the event of an event stream. */
	readonly channel?: string
}

/** An item that was not understood, kept with its bytes where an integrator can see it. */
export type Reject = {
	/** Short stable word: `not-xml`, `bad-position`, `unknown-sentence`. */
	readonly reason: string
	/** Sentence for an integrator, in English. */
	readonly message: string
	/** Field within the item, in the format's own notation. */
	readonly path?: string
	/** The item as it came; cut at 64 kB. */
	readonly raw: string
	/** Where it came from; known to the runner and not to the format. */
	readonly origin?: RejectOrigin
}

/** Another document that this one refers to and that must be fetched to know everything. Same origin rules as the feed. */
export type FollowUp = {
	readonly url: string
	readonly document: string
	/** Fetched until it succeeded once and then never again in this process: a back-fill. */
	readonly once?: boolean
	/** What the index says about the document's state. While it stays the same the document is asked for only now and then. */
	readonly version?: string
	/** Handed over with the document when it is read: what its parts must be joined with. */
	readonly context?: string
}

/**
 * What a document of a full-state feed lists as there now. `complete`: every item of this document is in `ids`.
 * A list over several documents is the union of theirs, and complete when all of them were read and are.
 */
export type Listing = { readonly listTime: Instant; readonly complete: boolean; readonly ids: readonly EntityId[] }

export type Parsed = {
	readonly events: readonly Submission[]
	readonly measurements: readonly Measurements[]
	readonly rejects: readonly Reject[]
	readonly followUps: readonly FollowUp[]
	readonly listing?: Listing
	/** What was understood and is not taken in, by name: how often. */
	readonly unused?: Readonly<Record<string, number>>
}

/** What a feed promises, for lifecycle and health (docs/feeds.md). */
export type Descriptor = {
	readonly mode: 'full' | 'delta'
	/** Expected distance of two polls or messages. */
	readonly everyMs: number
	/** A feed without a good value for this long is silent. */
	readonly silentMs: number
	/** Part of the native key, in words, for documentation. */
	readonly key: string
	readonly version: string
	readonly endRule: string
	readonly geometryFrom: string
	/** Of one thing at most one position in this time is told. */
	readonly thinMs?: number
	/** The source repeats itself: what has only a new time is not told again. */
	readonly repeats?: true
}

/** A time in which nothing was heard of a stream, and the address that knows what was said then. */
export type Gap = { readonly url: string; readonly since: Instant; readonly until: Instant }

/** One format. `parse` is pure and total: it never throws and never asks the clock. */
export type Adapter<O = unknown> = {
	readonly name: string
	/** The standard and its version, with the address of its text. */
	readonly standard: string
	readonly options: z.ZodType<O>
	readonly describe: (options: O) => Descriptor
	readonly parse: (message: Uint8Array, reception: Reception, options: O) => Parsed
	/** Reads one item as it stands in a reject; absent: an item is read like a document. */
	readonly item?: (raw: Uint8Array, reception: Reception, options: O) => Parsed
	/** First addresses to ask, from the configured one. */
	readonly documents: (url: string, options: O) => readonly FollowUp[]
	/** Cuts a stream of bytes into messages; absent: one message a line. */
	readonly frame?: (options: O) => Framer
	/** Messages of a stream, joined by line feeds, are one document: what comes within a moment is read at once. */
	readonly gathers?: true
	/** Documents to ask for what a stream said in a gap; what they bring is marked as back-fill by the runner. */
	readonly backfill?: (options: O, gap: Gap) => readonly FollowUp[]
}

export function defineAdapter<O>(adapter: Adapter<O>): Adapter<O> {
	return adapter
}
