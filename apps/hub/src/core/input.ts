import type { LabelDefault } from '@lagebild/model/access/directory.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import type { StatementEvent } from '@lagebild/model/event.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { EntityId, EventId, Seq } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Batch } from '@lagebild/model/measurement.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Answer, Beat, Bye, Frame, Load, Measured, Refused, Reset, Want, Welcome } from '@lagebild/model/protocol.ts'
import type { Instant } from '@lagebild/model/time.ts'

import type { Speaker } from './guest.ts'
import type { ThinnedRecord } from './thin.ts'

/** One connection to one operation; the shell makes it up and never uses it again. */
export type ViewerId = string
/** One HTTP request or socket call that waits for an answer; the shell makes it up. */
export type RequestId = string
/** One errand of the core (an append, a search); the core makes it up, the shell only carries it back. */
export type Ref = number

/** What the shell tells the core, one at a time. `now` is the hub's clock, ms, and never goes back. Messages come as they were received. */
export type Input =
	/** A client's `open`. May come again on the same connection: after a load, and after a gap. */
	| { readonly type: 'opened'; readonly viewer: ViewerId; readonly grant: Grant; readonly message: unknown; readonly now: Instant }
	| { readonly type: 'left'; readonly viewer: ViewerId }
	| { readonly type: 'scope'; readonly viewer: ViewerId; readonly message: unknown; readonly now: Instant }
	| { readonly type: 'acked'; readonly viewer: ViewerId; readonly message: unknown; readonly now: Instant }
	| { readonly type: 'resync'; readonly viewer: ViewerId; readonly message: unknown; readonly now: Instant }
	/**
	 * A credential's grant is another now; without `grant` it is revoked. Concerns every connection of that credential, or this one: a person
	 * may have signed in twice and out once.
	 */
	| {
			readonly type: 'regranted'
			readonly credential: string
			readonly viewers?: readonly ViewerId[]
			readonly grant?: Grant
			readonly now: Instant
	  }
	/** The entry `regranted` of this version is on its way to the journal, and what it gives holds from its place on (A33); without `version`: it is not. */
	| { readonly type: 'regranting'; readonly credential: string; readonly version?: number; readonly grant?: Grant }
	/** Answer to `grant`: what the credential may do now; `same`: what it could when it spoke. */
	| { readonly type: 'granted'; readonly ref: Ref; readonly grant?: Speaker | 'same'; readonly now: Instant }
	/** Labels by default and recipients of orders, as the directory has them now (A31, A32). */
	| { readonly type: 'directory'; readonly labelDefaults: readonly LabelDefault[]; readonly recipients: Recipients }
	/** Events as received; parsed JSON, nothing checked but that it is at most 1,000. */
	| {
			readonly type: 'submitted'
			readonly request: RequestId
			readonly grant: Speaker
			readonly events: readonly unknown[]
			readonly now: Instant
	  }
	| { readonly type: 'measured'; readonly request: RequestId; readonly grant: Grant; readonly message: unknown; readonly now: Instant }
	/** `GET …/rows?scope=` */
	| {
			readonly type: 'rows'
			readonly request: RequestId
			readonly grant: Grant
			readonly scopeId: string
			readonly want?: Want
			readonly now: Instant
	  }
	/** Answer to `slice`. */
	| { readonly type: 'sliced'; readonly now: Instant }
	/** Outcome of `find`. */
	| { readonly type: 'found'; readonly ref: Ref; readonly entry?: Entry; readonly now: Instant }
	/** Outcomes of `append`; durable before `stored` is told. `known`: an earlier append of the same said the same. */
	| { readonly type: 'stored'; readonly ref: Ref; readonly seq: Seq; readonly known: boolean; readonly number?: number }
	| { readonly type: 'failed'; readonly ref: Ref; readonly fault: Fault }
	/**
	 * Committed entries in order, from whoever and wherever; repeated and early ones do no harm. `elsewhere`: where others write too they are
	 * no proof that nothing newer is there (N3).
	 */
	| { readonly type: 'appended'; readonly entries: readonly Entry[]; readonly now: Instant; readonly elsewhere?: true }
	/** The journal's head was asked for at `asked` and is `seq`. */
	| { readonly type: 'polled'; readonly seq: Seq; readonly asked: Instant }
	/** Every 100 ms. */
	| { readonly type: 'tick'; readonly now: Instant }
	/** Answer to `wake`. */
	| { readonly type: 'woken'; readonly now: Instant }
	| { readonly type: 'stopping'; readonly retryAfterMs: number; readonly now: Instant }

/** What the shell does for the core, in the order given. */
export type Effect =
	/** `text` is the message encoded once for all of `to`, `packed` the same deflated: with it, that is what they are sent. Emitting `message` must say the same. */
	| {
			readonly type: 'frame'
			readonly to: readonly ViewerId[]
			readonly message: Frame
			readonly text: string
			readonly packed?: Uint8Array
	  }
	| { readonly type: 'welcome'; readonly to: ViewerId; readonly message: Welcome }
	| { readonly type: 'beat'; readonly to: readonly ViewerId[]; readonly message: Beat }
	| { readonly type: 'operation'; readonly to: readonly ViewerId[]; readonly message: Operation }
	| { readonly type: 'reset'; readonly to: ViewerId; readonly message: Reset }
	| { readonly type: 'refused'; readonly to: ViewerId; readonly message: Fault }
	/** Send it, then close these connections. The core has forgotten them already; `left` may still be told. */
	| { readonly type: 'bye'; readonly to: readonly ViewerId[]; readonly message: Bye }
	/** Prepare and append; answer with `stored` or `failed`. */
	| {
			readonly type: 'append'
			readonly ref: Ref
			readonly body: AppendBody
			readonly credential: string
			readonly urgency: Urgency
			/** Versions of the grants under which it was admitted; absent for what the hub says itself. */
			readonly grants?: readonly GrantVersion[]
	  }
	/** Ask what a credential may do now; answer with `granted`. */
	| { readonly type: 'grant'; readonly ref: Ref; readonly credential: string }
	/** Look an event up by its id; answer with `found`. */
	| { readonly type: 'find'; readonly ref: Ref; readonly event: EventId }
	| { readonly type: 'answers'; readonly request: RequestId; readonly answers: readonly Answer[] }
	| { readonly type: 'measured'; readonly request: RequestId; readonly answer: Measured | Refused }
	/** `rows` and `measured` are the same arrays for everyone whom they are for: encode each once. */
	| { readonly type: 'load'; readonly request: RequestId; readonly load: Load }
	| { readonly type: 'refuse'; readonly request: RequestId; readonly fault: Fault }
	/** These were applied just now, in order of seq and without a gap. */
	| { readonly type: 'applied'; readonly entries: readonly Entry[] }
	/** N4: what came as the entry after `after` does not follow from it. Nothing was applied; compare with the journal. */
	| { readonly type: 'doubted'; readonly after: Seq }
	/** Entries are missing from `from` on: read the journal and tell `appended`. */
	| { readonly type: 'read'; readonly from: Seq }
	/** Tell `sliced` when everything else that waits has had its turn. */
	| { readonly type: 'slice' }
	/** Tell `woken` after so many ms. */
	| { readonly type: 'wake'; readonly inMs: number }

export type GrantVersion = Pick<Grant, 'credential' | 'version'>

/** Who gets an order that is assigned to a unit or section: grants of the unit's devices, or of who leads the section. */
export type Recipients = ReadonlyMap<EntityId, readonly Grant[]>

export type AppendBody =
	/** `said` is what the sender wrote: it tells a retry from a reused id. */
	| { readonly type: 'event'; readonly event: StatementEvent; readonly said: unknown }
	| { readonly type: 'batch'; readonly batch: Batch }
	/** The event's id is the UUIDv8 of `name`, which is also all that was said. */
	| { readonly type: 'thinned'; readonly event: ThinnedRecord; readonly name: string }

/** The journal's order of writing, see its port. */
export type Urgency = 'urgent' | 'human' | 'feed' | 'backfill'
