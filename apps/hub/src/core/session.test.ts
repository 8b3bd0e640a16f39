import { seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { Desk, incident, unit } from './testing/desk.ts'
import { grantOf } from './testing/make.ts'
import { have, long, pair, watched } from './testing/watched.ts'
import { framesTo, Watcher } from './testing/watcher.ts'

describe('resuming', () => {
	test('[H6] needs the same epoch and the scope that the grant gives now', () => {
		const { desk } = pair()
		const b = new Watcher(desk, 'b')
		const scopeId = b.open()?.scopeId ?? ''
		expect(b.open(have({ scopeId }))).toMatchObject({ next: 'resume' })
		expect(b.open(have({ scopeId, epoch: 'e0' }))).toMatchObject({ next: 'load' })
		expect(b.open(have({ scopeId: 'foreign' }))).toMatchObject({ next: 'load' })
		const c = new Watcher(desk, 'c', grantOf({ source: 'c', clearance: 'open' }))
		expect(c.open(have({ scopeId }))).toMatchObject({ next: 'load' })
		expect(c.load(scopeId)).toBeUndefined()
		expect(desk.take('refuse')).toMatchObject([{ fault: { fault: 'bad-cursor' } }])
	})

	test('[H1] from before the ring is a load', () => {
		const { desk } = pair()
		const b = new Watcher(desk, 'b')
		const scopeId = b.open()?.scopeId ?? ''
		desk.hub.ring.floor = 1
		expect(b.open(have({ scopeId, seq: { U: seq(0), S: seq(2), M: seq(2) } }))).toMatchObject({ next: 'load' })
		expect(b.open(have({ scopeId, seq: { U: seq(1), S: seq(1), M: seq(1) } }))).toMatchObject({ next: 'resume' })
	})

	test('[H6] ahead of this hub waits two seconds for it', () => {
		const { desk } = pair()
		const b = new Watcher(desk, 'b')
		const scopeId = b.open()?.scopeId ?? ''
		const ahead = have({ scopeId, seq: { U: seq(3), S: seq(3), M: seq(3) } })
		expect(b.open(ahead)).toBeUndefined()
		desk.submit([unit(10, 'hlf')])
		desk.tick()
		expect(desk.take('welcome')).toMatchObject([{ to: 'b', message: { next: 'resume' } }])
		expect(b.open(have({ scopeId, seq: { U: seq(9), S: seq(9), M: seq(9) } }))).toBeUndefined()
		desk.tick(1_999)
		expect(desk.take('welcome')).toEqual([])
		desk.tick(1)
		expect(desk.take('welcome')).toMatchObject([{ to: 'b', message: { next: 'load' } }])
	})

	test('[H6] a page of another protocol is told to load anew, whatever else it says', () => {
		const { desk, a } = pair()
		a.say('opened', { protocol: 99, dialect: 'x' })
		expect(desk.take('bye')).toMatchObject([{ to: ['a'], message: { why: 'protocol' } }])
		expect(desk.hub.viewers.size).toBe(0)
	})

	test('[H6] after a gap the client begins again from what it holds', () => {
		const { desk, a } = pair()
		a.say('resync', { why: 'gap' })
		expect(desk.take('reset')).toEqual([{ type: 'reset', to: 'a', message: { why: 'gap' } }])
		desk.submit([unit(10, 'hlf')])
		desk.tick()
		expect(a.frames()).toEqual([])
	})
})

describe('resyncs', () => {
	test('[H4] hundreds of them get a few answers a second, one of which says why', () => {
		const { desk, a } = pair()
		const flood = (why: unknown) => {
			desk.effects = []
			for (let n = 0; n < 300; n++) a.say('resync', { why })
			return desk.effects.map(({ type }) => type)
		}
		const few = ['reset', 'reset', 'reset', 'reset', 'refused']
		expect(flood('gap')).toEqual(few)
		expect(desk.take('refused')).toMatchObject([{ to: 'a', message: { fault: 'too-many-requests' } }])
		a.open(have({}))
		expect(flood('gap')).toEqual([])
		desk.tick(1_000)
		expect(flood(7)).toHaveLength(5)
		desk.tick(1_000)
		expect(flood('gap')).toEqual(few)
	})
})

describe('grants', () => {
	test('[H7] that narrow are applied before anything else is sent', () => {
		const { desk, a } = pair()
		desk.submit([unit(10, 'hlf')])
		desk.tell({ type: 'regranted', credential: 'key-a', grant: grantOf({ source: 'a', clearance: 'open' }), now: desk.now })
		expect(a.frames()).toMatchObject([{ lane: 'U' }, { lane: 'S', drop: ['unit:lage:elw', 'incident:lage:keller'] }, { lane: 'M' }])
		desk.tick()
		expect(a.frames().filter(({ put }) => put)).toEqual([])
	})

	test('[H7] that narrow without credit left send the viewer away', () => {
		const { desk, a } = pair()
		for (let n = 10; n < 40; n++) {
			desk.submit([long(n, 4200)])
			desk.tick(1)
		}
		desk.hub.viewers.get('a')?.credit.sent.add({ no: 1e9, bytes: 0, now: desk.now }, false)
		const credit = desk.hub.viewers.get('a')?.credit
		if (credit) credit.stateBytes = 30_000
		desk.take('frame')
		desk.tell({ type: 'regranted', credential: 'key-a', grant: grantOf({ source: 'a', clearance: 'open' }), now: desk.now })
		expect([a.frames(), desk.take('bye')]).toMatchObject([[], [{ to: ['a'], message: { why: 'grant' } }]])
	})

	test('[H7] that are gone or have expired end the connection', () => {
		const { desk } = watched('a', 'b')
		desk.tell({ type: 'regranted', credential: 'key-a', now: desk.now })
		expect(desk.take('bye')).toMatchObject([{ to: ['a'], message: { why: 'grant' } }])
		const soon = instant(desk.now + 100)
		desk.tell({ type: 'regranted', credential: 'key-b', grant: grantOf({ source: 'b', expires: soon }), now: desk.now })
		expect(desk.take('bye')).toEqual([])
		desk.tick(100)
		expect(desk.take('bye')).toMatchObject([{ to: ['b'], message: { why: 'expired' } }])
	})

	test('[H6] a hub that stops says so', () => {
		const { desk, a } = pair()
		desk.tell({ type: 'stopping', retryAfterMs: 500, now: desk.now })
		expect(desk.take('bye')).toEqual([{ type: 'bye', to: ['a'], message: { why: 'stopping', retryAfterMs: 500 } }])
		a.open()
		expect(desk.take('bye')).toMatchObject([{ message: { why: 'stopping' } }])
	})
})

describe('beats', () => {
	test('[H8] come after two quiet seconds, lead idle lanes on, and prove what both sides hold', () => {
		const { desk, a } = pair()
		desk.tick(1_800)
		expect(a.beats()).toEqual([])
		desk.submit([incident(10, { entity: 'incident:lage:x', label: { level: 'restricted' } })], grantOf({ clearance: 'restricted' }))
		desk.tick()
		expect(a.beats()).toMatchObject([
			{ from: { U: 2, S: 2, M: 2 }, to: { U: 3, S: 3, M: 3 }, asOf: desk.now - 100, digest: { U: '0'.repeat(16) } },
		])
	})

	test('[H8] come every ten seconds also under constant frames', () => {
		const { desk, a } = pair()
		for (let n = 10; n < 120; n++) {
			desk.submit([unit(n, `u${n}`)])
			desk.tick()
			const effects = desk.take('frame')
			a.ack(framesTo(effects, 'a'))
		}
		expect(a.beats()).toHaveLength(1)
	})

	test("[H8] tell the moment of the last answer about the journal's head, not the clock", () => {
		const { desk, a } = pair()
		const head = seq(2)
		desk.tell({ type: 'polled', seq: head, asked: instant(desk.now + 5) })
		expect(desk.hub.asOf).toBe(desk.now + 5)
		desk.tell({ type: 'polled', seq: seq(9), asked: instant(desk.now + 50) })
		expect(desk.hub.asOf).toBe(desk.now + 5)
		desk.tick(2_000)
		expect(a.beats()).toMatchObject([{ asOf: desk.now - 1_995 }])
	})

	test('[H8] entries that come early wait for the missing ones, which are read from the journal', () => {
		const { desk } = pair()
		const other = new Desk()
		other.submit([unit(1), incident(2), unit(3, 'a'), unit(4, 'b'), unit(5, 'c')])
		const [, , third, fourth, fifth] = other.entries
		if (!third || !fourth || !fifth) throw new Error('no entries')
		desk.tell({ type: 'appended', entries: [fifth, fourth], now: desk.now })
		const { asOf } = desk.hub
		desk.tick()
		expect(desk.take('read')).toEqual([{ type: 'read', from: 3 }])
		expect(desk.hub.asOf).toBe(asOf)
		desk.tell({ type: 'appended', entries: [third, third], now: desk.now })
		expect([desk.hub.picture.head, desk.hub.asOf, desk.hub.hole]).toEqual([5, desk.now, undefined])
	})
})
