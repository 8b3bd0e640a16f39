import * as z from 'zod'

import type { StaffFunction } from './access/functions.ts'
import type { Fault } from './fault.ts'
import { Seq } from './ids.ts'
import type { EntityId } from './ids.ts'
import { KINDS } from './kinds/names.ts'
import type { Role } from './label.ts'
import type { Table } from './load-columns.ts'
import type { Operation } from './operation.ts'
import type { Lane, MeasuredRow, MoveColumns, Row } from './row.ts'

/** Raised when a page of the version before could misread what a hub sends. */
export const PROTOCOL = 2

/** What a client would like to see. The hub answers with a scope id computed from this and the client's grant. */
export const Want = z.strictObject({
	/** Absent: all kinds of the grant. */
	kinds: z.array(z.enum(KINDS)).max(KINDS.length).optional(),
	/** Measured rows: everywhere, nowhere, or slippy tiles `z/x/y` and what lies in them. */
	cover: z.union([z.literal('all'), z.literal('none'), z.array(z.string().regex(/^\d{1,2}\/\d{1,6}\/\d{1,6}$/)).max(48)]).default('all'),
	/** Kinds whose measured rows come from everywhere, whatever the cover: what a list or a sum needs and no map shows. */
	everywhere: z.array(z.enum(KINDS)).max(KINDS.length).optional(),
	/** Wished distance of frames with measured rows, ms. */
	everyMs: z.int().min(100).max(60_000).optional(),
})
export type Want = z.infer<typeof Want>

const Cursors = z.strictObject({ U: Seq, S: Seq, M: Seq })
export type Cursors = z.infer<typeof Cursors>

export const Open = z.strictObject({
	protocol: z.int(),
	have: z.strictObject({ epoch: z.string().max(64), scopeId: z.string().max(64), seq: Cursors }).optional(),
	want: Want,
	/** The client reads `packed`: larger frames may come deflated, for links that pay by the byte. */
	packed: z.boolean().optional(),
	/** The client shows who else is there: it is told by `presence`. */
	presence: z.boolean().optional(),
})
export type Open = z.infer<typeof Open>

export const Ack = z.strictObject({ frame: z.int().min(0) })
export type Ack = z.infer<typeof Ack>
export const Resync = z.strictObject({ why: z.string().max(200) })
export type Resync = z.infer<typeof Resync>
export const ScopeChange = z.strictObject({ want: Want })

export type Welcome = {
	readonly protocol: number
	readonly epoch: string
	readonly scopeId: string
	/** Hub clock, ms. */
	readonly hubTime: number
	/** resume: frames follow from `have`. load: fetch `GET …/rows?scope=ID`, then open again with what it gave. */
	readonly next: 'resume' | 'load'
	/** The operation as it is now; later changes come as `operation`. */
	readonly operation: Operation
}

type FrameHead = {
	/** Counts up, with gaps: viewers who are sent the same share a number. What `ack` names. */
	readonly no: number
	readonly epoch: string
	readonly scopeId: string
	/** On the first frame of a new scope: the scope that the viewer's content had until now. */
	readonly prevScopeId?: string
	readonly from: Seq
	readonly to: Seq
	/** Last moment (hub clock, ms) at which the hub knew that it had applied the journal's head. */
	readonly asOf: number
	readonly drop?: readonly EntityId[]
}

export type StateFrame = FrameHead & { readonly lane: 'U' | 'S'; readonly put?: readonly Row[] }
/** `drop` names entities: their measured rows are no longer followed; their state rows are another lane's affair. */
export type MeasuredFrame = FrameHead & { readonly lane: 'M'; readonly put?: readonly MeasuredRow[]; readonly move?: MoveColumns }
/** Rows that changed for this scope between `from` (excluded) and `to` (included). */
export type Frame = StateFrame | MeasuredFrame

/** An empty frame of every lane: nothing of this scope changed between `from` and `to`, so who is at `from` or later is at `to`. */
export type Beat = {
	readonly scopeId: string
	readonly from: Cursors
	readonly to: Cursors
	readonly asOf: number
	/** Digest of the lane's rows at `to`, 16 hexadecimal digits. */
	readonly digest?: Partial<Readonly<Record<Lane, string>>>
}

export type Reset = { readonly why: string }
/** `lost`, `retired`: the device that holds this connection was revoked, and what it may keep is another in each case. */
export type Bye = {
	readonly why: 'grant' | 'stopping' | 'too-slow' | 'expired' | 'protocol' | 'lost' | 'retired'
	readonly retryAfterMs: number
}

/** Somebody who follows the operation now: a person or a device, never a key. */
export type Present = {
	/** The same in every list of this operation; it says nothing about the credential. */
	readonly id: string
	readonly via: 'person' | 'device'
	readonly name: string
	readonly role: Role
	/** Held in this operation. */
	readonly functions?: readonly StaffFunction[]
}

/** Who is there: with `whole` all of them, otherwise what changed. `joined` also names whose function is another. */
export type Presence = {
	readonly joined: readonly Present[]
	readonly left: readonly string[]
	/** Of all, also beyond those that are named (at most 200). */
	readonly count: number
	readonly whole?: true
	/** Other hubs cannot be heard now: who is there through them may be missing. */
	readonly partial?: true
}

/** What this credential may do, or what the hub knows of its person, is another now: ask `GET /api/v1/session`. `version` of its grant. */
export type Regrant = { readonly version: number }

/** What a load brings: every row of the scope, each lane at its `seq`. */
export type Load = {
	readonly epoch: string
	readonly scopeId: string
	readonly seq: Cursors
	readonly asOf: number
	readonly rows: readonly Row[]
	readonly measured: readonly MeasuredRow[]
}

/** As it travels: rows as columns. */
export type LoadBody = Omit<Load, 'rows' | 'measured'> & { readonly rows: readonly Table[]; readonly measured: readonly Table[] }

export type Effect = 'applied' | 'superseded' | 'conflict'
/** Answer to one submitted event. `by` names the event or source that holds the field instead. */
export type Accepted = {
	readonly id: string
	readonly seq: Seq
	readonly effect: Effect
	readonly by?: string
	/** Of a diary entry: its number in its book. */
	readonly number?: number
}
export type Refused = { readonly id?: string } & Fault
export type Answer = Accepted | Refused
/** Answer to measurements: how many rows were stored, and each refused one by its path. */
export type Measured = { readonly stored: number; readonly unchanged: number; readonly seq?: Seq; readonly refused: readonly Fault[] }

export function isRefused(answer: Answer): answer is Refused {
	return 'fault' in answer
}

/** Namespace `/operations/{op}`. */
export type ClientToHub = {
	open: (message: Open) => void
	scope: (message: { readonly want: Want }) => void
	ack: (message: Ack) => void
	resync: (message: Resync) => void
	submit: (events: readonly unknown[], reply: (answers: readonly Answer[]) => void) => void
	measure: (measurements: unknown, reply: (answer: Measured | Refused) => void) => void
	/** For the clock offset: answered at once with the hub's clock, ms. */
	clock: (reply: (hubTime: number) => void) => void
}

export type HubToClient = {
	welcome: (message: Welcome) => void
	frame: (message: Frame) => void
	/** A frame as raw deflate (RFC 1951) of its JSON in UTF-8; only to clients that asked for it, and in the order of all frames. */
	packed: (bytes: Uint8Array) => void
	beat: (message: Beat) => void
	reset: (message: Reset) => void
	bye: (message: Bye) => void
	grant: (message: Regrant) => void
	/** To whoever asked for it when opening, and is cleared for more than what is open. May be left out where a connection is slow. */
	presence: (message: Presence) => void
	/** The operation is another now: its name, its bases, closed, opened again. */
	operation: (message: Operation) => void
	/** A message that could not be read, or came at a wrong moment. */
	refused: (message: Fault) => void
}
