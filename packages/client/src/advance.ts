import type { Session, SessionEffect, SessionEvent, SessionState } from './session.ts'
import {
	acknowledgeSilence,
	begin,
	breakOff,
	close,
	connect,
	count,
	hear,
	leave,
	lose,
	merge,
	reject,
	reopen,
	takeLoad,
	watch,
	welcome,
	wish,
	wishNow,
} from './transitions.ts'

type Event<T extends SessionEvent['type']> = Extract<SessionEvent, { type: T }>
type Effects = readonly SessionEffect[]
/** One row of the transition table: what an event does in each state. */
type InState<T extends SessionEvent['type']> = Readonly<Record<SessionState, (session: Session, event: Event<T>) => Effects>>

const nothing = (): Effects => []

/** Applies one event and tells what the shell has to do, in order. Total: every event means something in every state. */
export function advance(session: Session, event: SessionEvent): Effects {
	switch (event.type) {
		case 'frame':
			return FRAME[session.state](session, event)
		case 'beat':
			return BEAT[session.state](session, event)
		case 'welcome':
			return WELCOME[session.state](session, event)
		case 'reset':
			return RESET[session.state](session, event)
		case 'bye':
			return BYE[session.state](session, event)
		case 'loaded':
			return LOADED[session.state](session, event)
		case 'load-failed':
			return LOAD_FAILED[session.state](session, event)
		default:
			return advanceLink(session, event)
	}
}

type LinkEvent = Event<'due' | 'connected' | 'disconnected' | 'rejected' | 'want' | 'second' | 'close'>

function advanceLink(session: Session, event: LinkEvent): Effects {
	switch (event.type) {
		case 'due':
			return DUE[session.state](session, event)
		case 'connected':
			return CONNECTED[session.state](session, event)
		case 'disconnected':
			return DISCONNECTED[session.state](session, event)
		case 'rejected':
			return REJECTED[session.state](session, event)
		case 'want':
			return WANT[session.state](session, event)
		case 'second':
			return SECOND[session.state](session, event)
		case 'close':
			return CLOSE[session.state](session, event)
	}
}

const DUE: InState<'due'> = {
	offline: connect,
	connecting: nothing,
	opening: nothing,
	loading: nothing,
	live: nothing,
	refused: connect,
	closed: nothing,
}

const CONNECTED: InState<'connected'> = {
	offline: begin,
	connecting: begin,
	opening: begin,
	loading: begin,
	live: begin,
	refused: begin,
	closed: () => [{ type: 'disconnect' }],
}

const DISCONNECTED: InState<'disconnected'> = {
	offline: nothing,
	connecting: lose,
	opening: lose,
	loading: lose,
	live: lose,
	refused: nothing,
	closed: nothing,
}

const REJECTED: InState<'rejected'> = {
	offline: nothing,
	connecting: reject,
	opening: reject,
	loading: reject,
	live: reject,
	refused: nothing,
	closed: nothing,
}

const WELCOME: InState<'welcome'> = {
	offline: nothing,
	connecting: nothing,
	opening: welcome,
	loading: nothing,
	live: nothing,
	refused: nothing,
	closed: nothing,
}

const LOADED: InState<'loaded'> = {
	offline: nothing,
	connecting: nothing,
	opening: nothing,
	loading: takeLoad,
	live: nothing,
	refused: nothing,
	closed: nothing,
}

const LOAD_FAILED: InState<'load-failed'> = {
	offline: nothing,
	connecting: nothing,
	opening: nothing,
	loading: breakOff,
	live: nothing,
	refused: nothing,
	closed: nothing,
}

const FRAME: InState<'frame'> = {
	offline: nothing,
	connecting: nothing,
	opening: count,
	loading: count,
	live: merge,
	refused: nothing,
	closed: nothing,
}

const BEAT: InState<'beat'> = {
	offline: nothing,
	connecting: nothing,
	opening: nothing,
	loading: nothing,
	live: hear,
	refused: nothing,
	closed: nothing,
}

const RESET: InState<'reset'> = {
	offline: nothing,
	connecting: nothing,
	opening: reopen,
	loading: reopen,
	live: reopen,
	refused: nothing,
	closed: nothing,
}

const BYE: InState<'bye'> = {
	offline: nothing,
	connecting: leave,
	opening: leave,
	loading: leave,
	live: leave,
	refused: nothing,
	closed: nothing,
}

const WANT: InState<'want'> = {
	offline: wish,
	connecting: wish,
	opening: wish,
	loading: wish,
	live: wishNow,
	refused: wish,
	closed: nothing,
}

const SECOND: InState<'second'> = {
	offline: nothing,
	connecting: nothing,
	opening: watch,
	loading: acknowledgeSilence,
	live: acknowledgeSilence,
	refused: nothing,
	closed: nothing,
}

const CLOSE: InState<'close'> = {
	offline: close,
	connecting: close,
	opening: close,
	loading: close,
	live: close,
	refused: close,
	closed: nothing,
}
