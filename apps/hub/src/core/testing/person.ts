import type { Session, SessionEffect } from '@lagebild/client/session.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Beat, Bye, Frame, Reset, Welcome } from '@lagebild/model/protocol.ts'
import type { Scope } from '@lagebild/picture/scope.ts'

import type { Flaw, Hub } from '../hub.ts'
import type { History } from './story.ts'

export type Down =
	| { readonly type: 'welcome'; readonly message: Welcome }
	| { readonly type: 'frame'; readonly message: Frame; readonly bytes: number }
	| { readonly type: 'beat'; readonly message: Beat }
	| { readonly type: 'reset'; readonly message: Reset }
	| { readonly type: 'bye'; readonly message: Bye }

export type Up = Extract<SessionEffect, { type: 'open' | 'ack' | 'scope' | 'resync' }>

export type Person = {
	readonly name: string
	readonly session: Session
	/** It reads `packed`. */
	readonly packed: boolean
	grant: Grant
	/** Connections so far; the present one is `name-N`. */
	connection: number
	linked: boolean
	down: Down[]
	up: Up[]
	/** Scope id of the load that is under way. */
	loading: string | undefined
}

export type Tally = {
	frames: number
	shared: number
	packed: number
	moves: number
	beats: number
	digests: number
	loads: number
	resumes: number
	byes: number
	gaps: number
	violations: number
	endWrong: number
	firstViolation: string | undefined
}

export type WorldOptions = {
	readonly seed: number
	readonly flaw?: Flaw
	readonly twin?: boolean
	/** Single frames vanish too, which a real connection never does. */
	readonly lossy?: boolean
}

/** What a lane must hold, by id and in its order. */
export type Due = readonly (readonly [string, unknown])[]

export type World = {
	readonly hub: Hub
	/** Told the same inputs: it must give the same effects. */
	readonly twin: Hub | undefined
	readonly people: readonly Person[]
	readonly history: History
	readonly scopes: Map<string, Scope>
	/** By lane, seq and scope. */
	readonly due: Map<string, Due>
	readonly tally: Tally
	readonly roll: (sides: number) => number
	/** A piece of a load is to be read. */
	slicing: boolean
	lossy: boolean
	now: number
}

export function emptyTally(): Tally {
	return {
		frames: 0,
		shared: 0,
		packed: 0,
		moves: 0,
		beats: 0,
		digests: 0,
		loads: 0,
		resumes: 0,
		byes: 0,
		gaps: 0,
		violations: 0,
		endWrong: 0,
		firstViolation: undefined,
	}
}

export function viewerOf({ name, connection }: Person): string {
	return `${name}-${connection}`
}
