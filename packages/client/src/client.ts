import type { Fault } from '@lagebild/model/fault.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Answer, Cursors, Measured, Refused, Want } from '@lagebild/model/protocol.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'

import type { Attendance } from './attendance.ts'
import type { Pending } from './outbox.ts'
import type { ClientStorage } from './storage.ts'

/** Asked before every attempt to connect. Undefined: no answer came, which is no refusal. */
export type TokenSource = () => Promise<Result<string> | undefined>

export type ClientOptions = {
	/** Address of the hub, without a path. */
	readonly url: string
	readonly operation: string
	/** An API key, or who gives a new token for each connection; without one the browser's session counts. */
	readonly token?: string | TokenSource
	readonly want: Want
	/** Larger frames come deflated: for links that pay by the byte. */
	readonly packed?: boolean
	/** Be told who else follows the operation. */
	readonly presence?: boolean
	readonly storage?: ClientStorage
	/** Monotonic clock, ms. */
	readonly now: () => number
	/** The device's wall clock, ms: tells the age of a stored picture until a hub was heard. */
	readonly wall: () => number
	readonly fetch?: typeof globalThis.fetch
}

export type ClientState = {
	readonly session: 'offline' | 'connecting' | 'loading' | 'live' | 'refused' | 'closed'
	/** Why the hub refused; `again`: it will be tried again, for instance after somebody signed in. */
	readonly refusal?: { readonly why: Fault['fault']; readonly again: boolean }
	/** Hub clock of the last applied frame or beat, ms. */
	readonly asOf?: number
	readonly cursors: Cursors
	readonly epoch?: string
	/** `no`: twice within five minutes this picture was another than the hub's; a person is told (C3). */
	readonly verified: 'yes' | 'no' | 'unknown'
	/** The content came from this device and no hub has confirmed it yet. */
	readonly stored: boolean
}

export type ClientUpdate = {
	/** State rows that are new or another. */
	readonly changed: ReadonlySet<EntityId>
	/** Measured rows that are new, another or gone. */
	readonly measured: ReadonlySet<EntityId>
	/** State rows that are gone. */
	readonly dropped: ReadonlySet<EntityId>
	/** Everything may be another: read all rows again. */
	readonly reloaded: boolean
	/** The operation itself is another than before: renamed, closed, opened again. */
	readonly metadata?: Operation
	/** Who is there is another list now. */
	readonly attendance?: Attendance
	/** Of this credential: the hub says that it is `another`, or that this connection has none any more. `GET /api/v1/session` tells which. */
	readonly grant?: 'another' | 'gone'
	readonly state: ClientState
}

export type OperationClient = {
	readonly operation: string
	readonly state: () => ClientState
	/** The operation as the hub said it last; undefined until it was heard. */
	readonly metadata: () => Operation | undefined
	/** Who else follows the operation; undefined until it was heard, and while nothing is. */
	readonly attendance: () => Attendance | undefined
	/** Live views: they change in place with each update. */
	readonly rows: () => ReadonlyMap<EntityId, Row>
	readonly measured: () => ReadonlyMap<EntityId, MeasuredRow>
	/** Returns the way to stop it. */
	readonly subscribe: (listener: (update: ClientUpdate) => void) => () => void
	/** Sent now or with the next connection; one answer per event. */
	readonly submit: (events: readonly unknown[]) => Promise<readonly Answer[]>
	/** Sent while connected and never again: undefined when nobody knows what became of it. */
	readonly measure: (measurements: unknown) => Promise<Measured | Refused | undefined>
	/** What was submitted and is not in the picture yet. */
	readonly pending: () => readonly Pending[]
	readonly want: (want: Want) => void
	/** Estimate of the hub's clock, ms. */
	readonly hubNow: () => number | undefined
	readonly asOf: () => number | undefined
	/** Ends it; what is shown stays readable. Resolves when the picture is stored. */
	readonly close: () => Promise<void>
}
