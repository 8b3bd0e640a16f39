import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { Desk, incident, unit } from './testing/desk.ts'
import { grantOf } from './testing/make.ts'
import { long, pair, warning, watched } from './testing/watched.ts'
import { Watcher } from './testing/watcher.ts'

describe('groups', () => {
	test('[H3] share one frame, and a tick without changes writes none', () => {
		const { desk } = watched('a', 'b', 'c')
		desk.tick()
		expect(desk.take('frame')).toEqual([])
		desk.submit([unit(10, 'hlf')])
		desk.tick()
		expect(desk.take('frame')).toMatchObject([
			{ to: ['a', 'b', 'c'], message: { lane: 'S', from: 2, to: 3, put: [{ id: 'unit:lage:hlf' }] } },
		])
	})

	test('[H3] begin each frame where their last written one ended', () => {
		const { desk, a } = pair()
		const hidden = grantOf({ clearance: 'restricted' })
		for (let n = 10; n < 13; n++) {
			desk.submit([incident(n, { entity: `incident:lage:${n}`, label: { level: 'restricted' } })], hidden)
			desk.tick()
		}
		desk.submit([unit(20, 'hlf')])
		desk.tick()
		expect(a.frames()).toMatchObject([{ lane: 'S', from: 2, to: 6 }])
	})

	test('[H3] are entered through a personal frame, which is written even when it is empty', () => {
		const desk = new Desk()
		const a = new Watcher(desk, 'a')
		a.join()
		desk.tick()
		expect(a.frames().map(({ lane, from, to }) => [lane, from, to])).toEqual([
			['U', 0, 0],
			['S', 0, 0],
			['M', 0, 0],
		])
	})

	test('[H2] a row that is hidden from now on is dropped without a reason, and one never seen is nothing', () => {
		const { desk, a } = pair()
		const restricted = grantOf({ role: 'commander', clearance: 'restricted' })
		const { payload: _payload, ...rest } = incident(10)
		desk.submit([{ ...rest, op: 'classify', label: { level: 'restricted' } }], restricted)
		desk.tick()
		expect(a.frames()).toEqual([expect.objectContaining({ lane: 'S', drop: ['incident:lage:keller'] })])
		desk.submit([incident(11, { payload: { title: 'Geheim', category: 'fire' } })], restricted)
		desk.tick()
		expect(a.frames()).toEqual([])
	})

	test('[H2] a position that moves travels as a move once the row is held, and as a put when anything else changed', () => {
		const { desk, a } = pair()
		const at = (ms: number, over: Record<string, unknown> = {}): unknown => ({
			positions: {
				entity: ['unit:lage:elw'],
				observed: [new Date(desk.now + ms).toISOString()],
				lat: [53.5 + ms / 1e6],
				lng: [10],
				...over,
			},
		})
		const frameAfter = (message: unknown): unknown => {
			desk.measure(message)
			desk.tick()
			const frames = a.frames()
			a.ack(frames)
			return frames
		}
		expect(frameAfter(at(1))).toMatchObject([{ lane: 'M', put: [{ id: 'unit:lage:elw' }] }])
		expect(frameAfter(at(2))).toMatchObject([{ lane: 'M', move: { k: [1], lat: [53_500_002], course: [null] } }])
		expect(frameAfter(at(3, { accuracy: [5] }))).toMatchObject([{ lane: 'M', put: [{ accuracy: 5 }] }])
		expect(frameAfter(at(4, { accuracy: [5], course: [90], speed: [3.14] }))).toMatchObject([{ move: { course: [90], speed: [31] } }])
	})
})

describe('urgent rows', () => {
	test('[H5] are sent at once, at most every 20 ms, and the shell is asked to wake the hub for the rest', () => {
		const { desk, a } = pair()
		desk.now = instant(desk.now + 30)
		desk.submit([warning(10)])
		expect(a.frames()).toMatchObject([{ lane: 'U', to: 3 }])
		desk.now = instant(desk.now + 5)
		desk.submit([warning(11)])
		desk.submit([warning(12)])
		expect(a.frames()).toEqual([])
		expect(desk.take('wake')).toEqual([{ type: 'wake', inMs: 15 }])
		desk.now = instant(desk.now + 15)
		desk.tell({ type: 'woken', now: desk.now })
		expect(a.frames()).toMatchObject([{ lane: 'U', from: 3, to: 5, put: [{}, {}] }])
	})

	test('[H4] have credit of their own and go before all others', () => {
		const { desk, a } = pair()
		for (let n = 10; n < 40; n++) {
			desk.submit([long(n, 6300)])
			desk.tick()
		}
		expect(a.frames().reduce((sum, frame) => sum + JSON.stringify(frame).length, 0)).toBeLessThan(24_576)
		desk.submit([unit(50, 'hlf'), warning(51)])
		desk.tick()
		expect(a.frames()).toMatchObject([{ lane: 'U' }])
	})
})

describe('credit', () => {
	test('[H4] that runs out makes a viewer late; when it returns, one personal frame brings everything', () => {
		const { desk, a } = pair()
		const seen: number[] = []
		for (let n = 10; n < 30; n++) {
			desk.submit([long(n, 3500)])
			desk.tick()
			seen.push(...a.frames().map(({ no }) => no))
		}
		expect(seen.length).toBeLessThan(8)
		a.say('acked', { frame: Math.max(...seen) })
		for (let i = 0; i < 16; i++) desk.tick()
		const late = a.frames()
		expect(late).toMatchObject([{ lane: 'S', to: 22 }])
		expect(late[0]?.from).toBe(2 + seen.length)
	})

	test('[H8] a viewer that waits in one lane is told the older time in the others', () => {
		const { desk, a } = pair()
		const since = desk.now
		for (let n = 10; n < 40; n++) {
			desk.submit([long(n, 6300)])
			desk.tick()
		}
		const waits = a.frames().length
		desk.submit([warning(50)])
		desk.tick()
		expect(a.frames()).toMatchObject([{ lane: 'U', asOf: since + waits * 100 }])
	})

	test('[H4] a client that acknowledges what was never sent is told so, and gains nothing', () => {
		const { desk, a } = pair()
		a.say('acked', { frame: 1_000_000 })
		expect(desk.take('refused')).toMatchObject([{ to: 'a', message: { fault: 'bad-message', path: 'frame' } }])
		a.say('acked', { frame: 'x' })
		expect(desk.take('refused')).toMatchObject([{ message: { fault: 'bad-message', path: 'frame' } }])
	})

	test('[H4] a connection that nobody reads is given up after a minute', () => {
		const { desk } = pair()
		desk.submit([unit(10, 'hlf')])
		desk.tick()
		desk.tick(60_000)
		expect(desk.take('bye')).toEqual([])
		for (let ticks = 0; ticks < 10; ticks++) desk.tick()
		expect(desk.take('bye')).toMatchObject([{ to: ['a'], message: { why: 'too-slow' } }])
	})

	test('[H4] changes of scope beyond four a second wait, and the last one is taken', () => {
		const { desk, a } = pair()
		const kinds = ['unit', 'incident', 'sensor', 'area', 'track', 'task'] as const
		for (const kind of kinds) a.say('scope', { want: { kinds: [kind] } })
		desk.tick()
		const scopeOfNow = a.frames()[0]?.scopeId
		desk.tick(1_000)
		const [frame] = a.frames()
		expect(frame).toMatchObject({ prevScopeId: scopeOfNow })
		expect(desk.hub.viewers.get('a')?.want).toMatchObject({ kinds: ['task'] })
	})

	test('[H6] a client that opens again and again is sent away', () => {
		const { desk, a } = pair()
		for (let i = 0; i < 10; i++) a.open()
		expect(desk.take('bye')).toMatchObject([{ to: ['a'], message: { why: 'too-slow', retryAfterMs: 10_000 } }])
	})
})
