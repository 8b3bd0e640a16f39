import type { LabelDefault } from '@lagebild/model/access/directory.ts'
import type { Hash } from '@lagebild/model/entry.ts'
import type { StatementEvent, Submission } from '@lagebild/model/event.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { EntityId, EventId, Seq } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { BatchPart } from '@lagebild/model/measurement.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Answer } from '@lagebild/model/protocol.ts'
import type { Lane } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import type { Picture } from '@lagebild/picture/picture.ts'

import { createDigests } from './beat.ts'
import type { Digests } from './beat.ts'
import { createChanges } from './changes.ts'
import type { Changes } from './changes.ts'
import { CREDIT_LIMITS } from './credit.ts'
import type { CreditLimits } from './credit.ts'
import { Early } from './early.ts'
import type { Speaker } from './guest.ts'
import type { Recipients, Ref, RequestId, ViewerId } from './input.ts'
import { createLoads } from './load.ts'
import type { Loads } from './load.ts'
import { createRing } from './ring.ts'
import type { Ring, Scratch } from './ring.ts'
import { createRows } from './rows.ts'
import type { Rows } from './rows.ts'
import { createThinning } from './thin.ts'
import type { ThinnedErrand, Thinning } from './thin.ts'
import type { View } from './view.ts'
import type { Live, Viewer } from './viewer.ts'

/** Viewers who have the same content in a lane, all of them at the same tick. */
export type Group = {
	readonly view: View
	readonly lane: Lane
	readonly members: Set<Live>
	/** Tick boundary that its members' content is at. */
	at: Seq
	/** `to` of its last written frame: every member's own cursor is here or later (H3). */
	written: Seq
	/** Hub clock of its last written frame. */
	writtenAt: number
}

/** What waits for the journal, or for an answer from it. */
export type Desk = {
	readonly requests: Map<RequestId, Request>
	readonly errands: Map<Ref, Errand>
	/** Appends by event id, until their entry is applied. */
	readonly awaited: Map<EventId, readonly Ref[]>
	/** Entities that an admitted event will create, with the credential: its next words about them need not wait (I5). */
	readonly coming: Map<EntityId, readonly string[]>
	/** Measurements admitted since the last tick. */
	measured: { readonly part: BatchPart; readonly request: MeasuredRequest }[]
}

export type Request = { readonly answers: (Answer | undefined)[]; missing: number }
export type MeasuredRequest = {
	readonly request: RequestId
	/** Who sent it and what, to be admitted once more when the grant is another before it is written. */
	readonly grant: Grant
	readonly message: unknown
	readonly again: boolean
	readonly stored: number
	readonly unchanged: number
	readonly refused: readonly Fault[]
}

export type Errand =
	| {
			readonly type: 'append'
			readonly request: RequestId
			readonly place: number
			readonly event: StatementEvent
			readonly said: unknown
			readonly grant: Speaker
			/** It was refused `grant-changed` once already. */
			readonly again: boolean
			outcome?: Answer
			seq?: Seq
	  }
	| { readonly type: 'batch'; readonly requests: readonly MeasuredRequest[] }
	| ThinnedErrand
	| {
			readonly type: 'find'
			readonly request: RequestId
			readonly place: number
			readonly submission: Submission
			readonly grant: Speaker
			readonly received: Instant
			readonly said: unknown
			readonly again: boolean
	  }
	/** What a credential may do now was asked: an event or a request of measurements is admitted once more. */
	| { readonly type: 'ask'; readonly grant: Speaker; readonly event: Said }
	| { readonly type: 'ask'; readonly grant: Speaker; readonly measured: MeasuredRequest }

/** One event of a request, as it came. */
export type Said = { readonly request: RequestId; readonly place: number; readonly said: unknown; readonly again: boolean }

/** Raw deflate (RFC 1951) of a text in UTF-8. Pure: equal texts give equal bytes. */
export type Pack = (text: string) => Uint8Array

/** The three ways to get `from` wrong, for the model test: each must fail it. */
export type Flaw = 'previous-tick' | 'sent-as-from' | 'elide-personal'

/** One operation on one hub. Changed in place by `step` alone. */
export type Hub = {
	/** As the entries that were applied make it. */
	operation: Operation
	/** Incarnation of the journal, and of the picture where that was folded without what had been erased. The shell knows it when it has caught up. */
	epoch: string
	readonly picture: Picture
	readonly ring: Ring
	readonly scratch: Scratch
	readonly rows: Rows
	/** By the scope's key. */
	readonly views: Map<string, View>
	readonly viewers: Map<ViewerId, Viewer>
	readonly groups: Readonly<Record<Lane, Map<View, Group>>>
	/** Live viewers that are in no group of the lane, longest first. */
	readonly behind: Readonly<Record<Lane, Set<Live>>>
	readonly changes: Changes
	readonly digests: Digests
	/** Deflates a text, the same way each time. Without it nobody is sent `packed`. */
	readonly pack: Pack | undefined
	/** Characters that may still be deflated in this tick. */
	packable: number
	readonly loads: Loads
	/** Rows read in one go when all are asked for: some 3 ms. */
	readonly piece: number
	readonly desk: Desk
	readonly thinning: Thinning
	/** Versions of grants that the journal has told since the start, and what is announced and not yet there (A33). */
	readonly regrants: {
		readonly told: Map<string, { readonly version: number; readonly ended: boolean }>
		readonly announced: Map<string, { readonly version: number; readonly grant: Grant | undefined }>
	}
	labelDefaults: readonly LabelDefault[]
	recipients: Recipients
	readonly early: Early
	/** Since when an entry is missing, and whether the journal was asked for it. `doubt`: what came in its place was another's (N4). */
	hole: { readonly since: Instant; readonly asked: boolean; readonly doubt?: true } | undefined
	/** Of the entry at the picture's head, so that the next one can be seen to follow from it; undefined: nobody looks. */
	hash: Hash | undefined
	/**
	 * A20: a newer build wrote what comes next, and this one cannot know what it means. Nothing is applied any more: a picture that
	 * leaves something out would be a wrong one.
	 */
	newer: { readonly seq: Seq; readonly what: string } | undefined
	/** H8: the last moment at which this hub knew that it had applied the journal's head. */
	asOf: number
	ticks: number
	serials: number
	frames: number
	refs: number
	/** H5: when lane U ran last, and whether a `wake` is under way. */
	urgentAt: number
	wakeAsked: boolean
	/** F5: what was measured until this tick is being written, and lane M waits for it: the first part of that batch. */
	awaitedBatch: BatchPart | undefined
	stopping: boolean
	readonly credit: CreditLimits
	readonly flaw: Flaw | undefined
}

export type HubOptions = {
	readonly operation: Operation
	readonly epoch: string
	/** At the seq of the snapshot; the journal's tail then comes as `appended`, which also fills the ring (H1). The hub owns it from now on. */
	readonly picture: Picture
	/** Of the entry at that seq. Absent: what is applied is not compared with what was before it. */
	readonly hash?: Hash
	readonly credit?: CreditLimits
	readonly piece?: number
	/** Bytes of loads that are kept. */
	readonly loadBytes?: number
	readonly pack?: Pack
	readonly flaw?: Flaw
}

const PIECE = 256

export function createHub({
	operation,
	epoch,
	picture,
	hash,
	credit = CREDIT_LIMITS,
	piece = PIECE,
	loadBytes,
	pack,
	flaw,
}: HubOptions): Hub {
	return {
		operation,
		epoch,
		picture,
		ring: createRing(headOf(picture)),
		scratch: { mark: new Int32Array(1_024) },
		rows: createRows(),
		views: new Map(),
		viewers: new Map(),
		groups: { U: new Map(), S: new Map(), M: new Map() },
		behind: { U: new Set(), S: new Set(), M: new Set() },
		changes: createChanges(),
		digests: createDigests(),
		pack,
		packable: 0,
		loads: createLoads(loadBytes),
		piece,
		desk: { requests: new Map(), errands: new Map(), awaited: new Map(), coming: new Map(), measured: [] },
		thinning: createThinning(),
		regrants: { told: new Map(), announced: new Map() },
		labelDefaults: [],
		recipients: new Map(),
		early: new Early(),
		hole: undefined,
		hash,
		newer: undefined,
		asOf: 0,
		ticks: 0,
		serials: 0,
		frames: 0,
		refs: 0,
		urgentAt: 0,
		wakeAsked: false,
		awaitedBatch: undefined,
		stopping: false,
		credit,
		flaw,
	}
}
