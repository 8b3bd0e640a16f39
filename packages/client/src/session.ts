import type { Fault } from '@lagebild/model/fault.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Ack, Beat, Bye, Frame, Load, Open, Reset, Resync, Want, Welcome } from '@lagebild/model/protocol.ts'
import type { Lane } from '@lagebild/model/row.ts'

import type { Content } from './content.ts'

/**
 * - `offline`: no connection; another attempt is due.
 * - `connecting`: an attempt is under way.
 * - `opening`: connected; the hub has not said yet how to go on.
 * - `loading`: all rows are fetched over HTTP.
 * - `live`: frames are merged as they come.
 * - `refused`: the hub will not have this client as it is; somebody has to sign in or to load the page anew.
 * - `closed`: ended by the caller, for ever.
 */
export const SESSION_STATES = ['offline', 'connecting', 'opening', 'loading', 'live', 'refused', 'closed'] as const
export type SessionState = (typeof SESSION_STATES)[number]

/** Everything that can happen to a session. `now` is the caller's monotonic clock, ms. */
export type SessionEvent =
	| { readonly type: 'due' }
	| { readonly type: 'connected'; readonly now: number }
	| { readonly type: 'disconnected' }
	/** The connection was not accepted. */
	| { readonly type: 'rejected'; readonly fault: Fault }
	| { readonly type: 'welcome'; readonly message: Welcome }
	| { readonly type: 'loaded'; readonly load: Load; readonly now: number }
	| { readonly type: 'load-failed' }
	| { readonly type: 'frame'; readonly frame: Frame; readonly bytes: number; readonly now: number }
	| { readonly type: 'beat'; readonly beat: Beat; readonly now: number }
	| { readonly type: 'reset'; readonly message: Reset; readonly now: number }
	| { readonly type: 'bye'; readonly message: Bye }
	| { readonly type: 'want'; readonly want: Want }
	/** Every second. */
	| { readonly type: 'second'; readonly now: number }
	| { readonly type: 'close' }

export type SessionEffect =
	| { readonly type: 'connect' }
	| { readonly type: 'disconnect' }
	/** Tell `due` after a pause that grows with the attempts and is never shorter than `atLeastMs`. */
	| { readonly type: 'retry'; readonly attempt: number; readonly atLeastMs: number }
	| { readonly type: 'open'; readonly message: Open }
	| { readonly type: 'ack'; readonly message: Ack }
	| { readonly type: 'scope'; readonly message: { readonly want: Want } }
	| { readonly type: 'resync'; readonly message: Resync }
	| { readonly type: 'load'; readonly scopeId: string }
	| { readonly type: 'changed'; readonly changes: Changes }
	/** The content may no longer be kept anywhere. */
	| { readonly type: 'forget' }

export type Changes = {
	readonly rows: readonly EntityId[]
	readonly measured: readonly EntityId[]
	readonly dropped: readonly EntityId[]
	/** All content is another: rows that are gone are not named. */
	readonly reloaded: boolean
}

/** Changed in place by `advance` alone. */
export type Session = {
	state: SessionState
	want: Want
	content: Content | undefined
	/** It came from this device's storage and no hub has confirmed it since. */
	stored: boolean
	/** Hub clock of the last applied frame, beat or load. */
	asOf: number | undefined
	verified: 'yes' | 'no' | 'unknown'
	/** The last difference between the digests: what this side held, for a report. */
	defect: { readonly lane: Lane; readonly ids: readonly EntityId[] } | undefined
	readonly link: Link
}

/** What belongs to the present connection and to the attempts to get one. */
export type Link = {
	attempts: number
	/** The wish that the hub knows. */
	asked: Want | undefined
	/** Set when the content is not to be resumed from: the next `open` asks for a load. */
	distrust: boolean
	/** Newest frame received, newest acknowledged, and bytes between them, of lane U besides. */
	received: number
	acked: number
	ackedAt: number
	bytes: number
	urgentBytes: number
	/** When the newest frame came, and the newest that brought several ticks at once. */
	framedAt: number
	bulkyAt: number
	/** What was acknowledged in the last two seconds. */
	lately: { readonly at: number; readonly bytes: number }[]
	/** Since when the hub owes an answer to `open` or `resync`; measured by the caller's clock. */
	waitingSince: number | undefined
	reloadedAt: number | undefined
	/** Why the hub refused, and whether a later attempt can succeed without a new page. */
	refusal: { readonly why: Fault['fault']; readonly again: boolean } | undefined
}

export function createSession({ want, load }: { readonly want: Want; readonly load?: Content | undefined }): Session {
	return {
		state: 'offline',
		want,
		content: load,
		stored: load !== undefined,
		asOf: undefined,
		verified: 'unknown',
		defect: undefined,
		link: {
			attempts: 0,
			asked: undefined,
			distrust: false,
			received: -1,
			acked: -1,
			ackedAt: -Infinity,
			bytes: 0,
			urgentBytes: 0,
			framedAt: -Infinity,
			bulkyAt: -Infinity,
			lately: [],
			waitingSince: undefined,
			reloadedAt: undefined,
			refusal: undefined,
		},
	}
}
