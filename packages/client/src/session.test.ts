import { fault } from '@lagebild/model/fault.ts'
import { seq } from '@lagebild/model/ids.ts'
import { Operation } from '@lagebild/model/operation.ts'
import { PROTOCOL, Want } from '@lagebild/model/protocol.ts'
import type { Beat, Load, StateFrame } from '@lagebild/model/protocol.ts'
import { describe, expect, test } from 'vitest'

import { advance } from './advance.ts'
import { contentOf } from './content.ts'
import { createSession, SESSION_STATES } from './session.ts'
import type { Session, SessionEvent, SessionState } from './session.ts'

const WANT = Want.parse({})
const CURSORS = { U: seq(5), S: seq(5), M: seq(5) }
const LOAD: Load = { epoch: 'e', scopeId: 's', seq: CURSORS, asOf: 900, rows: [], measured: [] }
const OPERATION = Operation.parse({
	id: 'lage',
	name: 'Lage',
	status: 'test',
	base: false,
	bases: [],
	state: 'open',
	timeZone: 'Europe/Berlin',
	area: [9, 53, 10, 54],
	created: 0,
})
const WELCOME = { protocol: PROTOCOL, epoch: 'e', scopeId: 's', hubTime: 1_000, operation: OPERATION } as const

function frame(over: Partial<StateFrame> = {}): StateFrame {
	return { no: 1, epoch: 'e', scopeId: 's', lane: 'S', from: seq(5), to: seq(6), asOf: 1_000, ...over }
}

function beat(over: Partial<Beat> = {}): Beat {
	return { scopeId: 's', from: CURSORS, to: CURSORS, asOf: 1_000, ...over }
}

type Name = SessionEvent['type']

const EVENTS: { readonly [N in Name]: SessionEvent } = {
	due: { type: 'due' },
	connected: { type: 'connected', now: 0 },
	disconnected: { type: 'disconnected' },
	rejected: { type: 'rejected', fault: fault('unauthenticated') },
	welcome: { type: 'welcome', message: { ...WELCOME, next: 'resume' } },
	loaded: { type: 'loaded', load: LOAD, now: 0 },
	'load-failed': { type: 'load-failed' },
	frame: { type: 'frame', frame: frame(), bytes: 10, now: 0 },
	beat: { type: 'beat', beat: beat(), now: 0 },
	reset: { type: 'reset', message: { why: 'test' }, now: 0 },
	bye: { type: 'bye', message: { why: 'stopping', retryAfterMs: 1_000 } },
	want: { type: 'want', want: WANT },
	second: { type: 'second', now: 0 },
	close: { type: 'close' },
}

/** Where each event leads from each state. No cell may be missing: it would not compile. */
const TABLE: Readonly<Record<Name, Readonly<Record<SessionState, SessionState>>>> = {
	due: cells({ offline: 'connecting', refused: 'connecting' }),
	connected: cells({
		offline: 'opening',
		connecting: 'opening',
		opening: 'opening',
		loading: 'opening',
		live: 'opening',
		refused: 'opening',
	}),
	disconnected: cells({ connecting: 'offline', opening: 'offline', loading: 'offline', live: 'offline' }),
	rejected: cells({ connecting: 'refused', opening: 'refused', loading: 'refused', live: 'refused' }),
	welcome: cells({ opening: 'live' }),
	loaded: cells({ loading: 'opening' }),
	'load-failed': cells({ loading: 'offline' }),
	frame: cells({}),
	beat: cells({}),
	reset: cells({ opening: 'opening', loading: 'opening', live: 'opening' }),
	bye: cells({ connecting: 'offline', opening: 'offline', loading: 'offline', live: 'offline' }),
	want: cells({}),
	second: cells({}),
	close: cells({ offline: 'closed', connecting: 'closed', opening: 'closed', loading: 'closed', live: 'closed', refused: 'closed' }),
}

function cells(moves: Partial<Record<SessionState, SessionState>>): Record<SessionState, SessionState> {
	const stay = {
		offline: 'offline',
		connecting: 'connecting',
		opening: 'opening',
		loading: 'loading',
		live: 'live',
		refused: 'refused',
		closed: 'closed',
	} as const
	return { ...stay, ...moves }
}

function sessionIn(state: SessionState): Session {
	const session = createSession({ want: WANT, load: contentOf(LOAD) })
	session.state = state
	return session
}

function wrong(now: number): SessionEvent {
	return { type: 'beat', beat: beat({ digest: { S: '0123456789abcdef' } }), now }
}

describe('a session', () => {
	const all = SESSION_STATES.flatMap((state) => Object.values(EVENTS).map((event) => [state, event.type, event] as const))
	test.each(all)('[C4] in %s meets %s', (state, name, event) => {
		const session = sessionIn(state)
		advance(session, event)
		expect(session.state).toBe(TABLE[name][state])
	})

	test('[H6] offers what it holds, and nothing while its lanes are of two scopes', () => {
		const session = sessionIn('connecting')
		const have = { epoch: 'e', scopeId: 's', seq: CURSORS }
		expect(advance(session, EVENTS.connected)).toEqual([{ type: 'open', message: { protocol: PROTOCOL, have, want: WANT } }])
		if (session.content) session.content.lanes.M = { scopeId: 'other', seq: seq(5) }
		expect(advance(session, EVENTS.reset)).toEqual([{ type: 'open', message: { protocol: PROTOCOL, want: WANT } }])
	})

	test('[I2] asks for a resync at a gap and merges nothing until the hub has answered', () => {
		const session = sessionIn('live')
		const gap = advance(session, { type: 'frame', frame: frame({ from: seq(7), to: seq(8) }), bytes: 10, now: 0 })
		expect(gap).toMatchObject([{ type: 'ack' }, { type: 'resync' }])
		advance(session, EVENTS.frame)
		expect(session.content?.lanes.S.seq).toBe(5)
	})

	test('[I2] ignores a frame that it has, and applies one that overlaps', () => {
		const session = sessionIn('live')
		expect(advance(session, { type: 'frame', frame: frame({ from: seq(2), to: seq(5) }), bytes: 10, now: 0 })).toMatchObject([
			{ type: 'ack' },
		])
		advance(session, { type: 'frame', frame: frame({ from: seq(2), to: seq(9) }), bytes: 10, now: 0 })
		expect(session.content?.lanes.S.seq).toBe(9)
	})

	test('[H4] acknowledges at once after 16 kB, else once a second', () => {
		const session = sessionIn('live')
		const acks = (no: number, bytes: number, now: number): unknown =>
			advance(session, { type: 'frame', frame: frame({ no, from: seq(4 + no), to: seq(5 + no) }), bytes, now }).filter(
				({ type }) => type === 'ack',
			)
		expect(acks(1, 10, 0)).toEqual([{ type: 'ack', message: { frame: 1 } }])
		expect(acks(2, 16_383, 10)).toEqual([])
		expect(acks(3, 1, 20)).toEqual([{ type: 'ack', message: { frame: 3 } }])
		expect(acks(4, 10, 30)).toEqual([])
		expect(advance(session, { type: 'second', now: 200 })).toEqual([])
		expect(advance(session, { type: 'second', now: 900 })).toEqual([{ type: 'ack', message: { frame: 4 } }])
		expect(advance(session, { type: 'second', now: 1_900 })).toEqual([])
	})

	test('[F7] waits for more bytes while it keeps step than when it was late a moment ago', () => {
		const session = sessionIn('live')
		let [no, now] = [0, 0]
		const acks = (count: number, bytes: number): number => {
			let told = 0
			for (let i = 0; i < count; i++) {
				now += 100
				no++
				const event = { type: 'frame', frame: frame({ no, from: seq(4 + no), to: seq(5 + no) }), bytes, now } as const
				told += advance(session, event).filter(({ type }) => type === 'ack').length
			}
			return told
		}
		acks(100, 10_000)
		expect(acks(50, 10_000)).toBeLessThanOrEqual(7)
		expect(acks(1, 80_000)).toBe(1)
		expect(acks(50, 10_000)).toBeGreaterThanOrEqual(9)
		acks(30, 10_000)
		expect(acks(50, 10_000)).toBeLessThanOrEqual(7)
	})

	test('[H7] empties itself and its storage at a bye for its grant', () => {
		for (const why of ['grant', 'expired'] as const) {
			const session = sessionIn('live')
			const effects = advance(session, { type: 'bye', message: { why, retryAfterMs: 0 } })
			expect(effects).toContainEqual({ type: 'forget' })
			expect(session.content).toBeUndefined()
		}
	})

	test.each([
		['lost', 'device-lost'],
		['retired', 'device-retired'],
	] as const)('[C5] a device that is %s empties itself and its storage, and never comes back by itself', (why, code) => {
		const told = sessionIn('live')
		const effects = advance(told, { type: 'bye', message: { why, retryAfterMs: 0 } })
		expect(effects.map(({ type }) => type)).toEqual(['forget', 'changed', 'disconnect'])
		expect([told.content, told.asOf, told.state]).toEqual([undefined, undefined, 'refused'])
		expect(told.link.refusal).toEqual({ why: code, again: false })
		const late = sessionIn('connecting')
		expect(advance(late, { type: 'rejected', fault: fault(code) }).map(({ type }) => type)).toEqual(['forget', 'changed', 'disconnect'])
		expect(late.link.refusal).toEqual({ why: code, again: false })
	})

	test('[C3] loads once when the digests differ, and tells a person when it happens again within five minutes', () => {
		const session = sessionIn('live')
		expect(advance(session, wrong(1_000))).toMatchObject([{ type: 'resync' }])
		expect(advance(session, EVENTS.reset)).toEqual([{ type: 'open', message: { protocol: PROTOCOL, want: WANT } }])
		session.state = 'live'
		advance(session, wrong(300_000))
		expect([session.state, session.verified]).toEqual(['live', 'no'])
		expect(advance(session, wrong(302_000))).toMatchObject([{ type: 'resync' }])
	})

	test('[C3] knows that it agrees when the digests are equal', () => {
		const session = sessionIn('live')
		advance(session, { type: 'beat', beat: beat({ digest: { U: '0'.repeat(16), S: '0'.repeat(16) } }), now: 0 })
		expect(session.verified).toBe('yes')
	})

	test('[C1] is as old as the last frame or beat that it applied, not the last that came', () => {
		const session = sessionIn('live')
		advance(session, { type: 'frame', frame: frame({ asOf: 2_000 }), bytes: 10, now: 0 })
		advance(session, { type: 'frame', frame: frame({ from: seq(4), to: seq(5), asOf: 3_000 }), bytes: 10, now: 0 })
		expect(session.asOf).toBe(2_000)
	})

	test('[C4] tries again after a refusal that somebody can mend, not after one that needs a new page', () => {
		const mendable = advance(sessionIn('connecting'), EVENTS.rejected)
		expect(mendable).toContainEqual({ type: 'retry', attempt: 0, atLeastMs: 30_000 })
		const old = advance(sessionIn('opening'), { type: 'bye', message: { why: 'protocol', retryAfterMs: 0 } })
		expect(old).toEqual([{ type: 'disconnect' }])
	})

	test('[C4] gives a connection up when the hub does not answer', () => {
		const session = sessionIn('connecting')
		advance(session, { type: 'connected', now: 0 })
		expect(advance(session, { type: 'second', now: 10_000 })).toEqual([])
		expect(advance(session, { type: 'second', now: 10_001 })).toMatchObject([{ type: 'disconnect' }, { type: 'retry' }])
	})

	test('[H4] tells a wish of the meantime as soon as it is welcome', () => {
		const session = sessionIn('connecting')
		advance(session, EVENTS.connected)
		const want = Want.parse({ cover: 'none' })
		advance(session, { type: 'want', want })
		expect(advance(session, EVENTS.welcome)).toEqual([{ type: 'scope', message: { want } }])
	})
})
