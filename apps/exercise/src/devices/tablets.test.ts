import { once } from 'node:events'
import { createServer } from 'node:net'
import type { Socket } from 'node:net'

import { openFormat } from '@lagebild/feeds/registry.ts'
import { instant } from '@lagebild/model/time.ts'
import { afterEach, expect, test } from 'vitest'

import { MINUTE, startClock } from '../scenario/clock.ts'
import { freePortAfter, playTablet, sentBy, TABLETS } from './tablets.ts'

const START = Date.UTC(2026, 10, 21, 20)
const clock = startClock(START, 1)
const stop: (() => void)[] = []

afterEach(() => {
	for (const one of stop.splice(0)) one()
})

function read(xml: string) {
	const cot = openFormat('cot', {})
	if (!cot.ok) throw new Error('cot cannot be opened')
	return cot.value.parse(new TextEncoder().encode(xml), { feed: 'tak', received: instant(START + 20 * MINUTE) })
}

test('two tablets are two units that move, speak once, and one of them is in need and then no more', () => {
	const span = { from: START, to: START + 20 * MINUTE }
	const { events, measurements, rejects } = read(TABLETS.flatMap((tablet) => sentBy(tablet, clock, span)).join(''))
	expect(rejects).toEqual([])
	const count = (kind: string): number => new Set(events.filter((event) => event.kind === kind).map(({ entity }) => entity)).size
	expect([count('unit'), count('message'), count('alarm')]).toEqual([2, 2, 1])
	expect(events.filter(({ kind }) => kind === 'alarm').at(-1)).toMatchObject({ op: 'cancel' })
	expect(measurements.flatMap(({ positions }) => positions?.entity ?? []).length).toBeGreaterThan(400)
	expect(events.every(({ status }) => status === 'exercise')).toBe(true)
})

test('what is said in parts is what is said at once, and twice the same is the same', () => {
	const [, tablet] = TABLETS
	const cuts = [0, 1, 5, 7.3, 14, 20].map((minutes) => START + Math.round(minutes * MINUTE))
	const parts = cuts.slice(1).flatMap((to, i) => sentBy(tablet, clock, { from: cuts[i] ?? 0, to }))
	expect(parts.toSorted()).toEqual(sentBy(tablet, clock, { from: START, to: START + 20 * MINUTE }).toSorted())
})

test('a tablet comes back when its line is cut, and goes when the exercise ends', async () => {
	const port = await freePortAfter(0)
	const door = createServer()
	door.listen(port, '127.0.0.1')
	await once(door, 'listening')
	expect(door.address()).toMatchObject({ port })
	const ended = new AbortController()
	stop.push(
		() => ended.abort(),
		() => door.close(),
	)
	const played = playTablet(TABLETS[0], { port, clock, now: () => START + MINUTE, signal: ended.signal })
	const heard = (): Promise<Socket> =>
		new Promise((resolve) => {
			door.once('connection', (socket) => {
				socket.once('data', (bytes) => {
					expect(String(bytes)).toContain('ÜB Deichwacht 1')
					resolve(socket)
				})
			})
		})
	const first = await heard()
	first.destroy()
	const second = await heard()
	ended.abort()
	await once(second, 'close')
	await played
})
