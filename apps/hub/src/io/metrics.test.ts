import { PROTOCOL } from '@lagebild/model/protocol.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

import { smallestEvent, TestHub } from '../testing/harness.ts'

let hub: TestHub

beforeAll(async () => {
	hub = await TestHub.start()
})

afterAll(async () => {
	await hub.close()
})

async function metrics(): Promise<string> {
	return (await hub.ask('/metrics', { key: hub.admin })).text
}

function valueOf(text: string, name: string): number {
	const line = text.split('\n').find((one) => one.startsWith(`${name} `))
	return Number(line?.slice(name.length + 1))
}

test('[O4] what an operator watches is counted: appends, commits, ticks, and what each operation is at', async () => {
	const before = await metrics()
	for (const n of [1, 2, 3]) {
		const { status } = await hub.ask('/api/v1/operations/lage/events', { key: hub.admin, json: smallestEvent(n, 'admin') })
		expect(status).toBe(201)
	}
	const after = await metrics()
	const grown = (name: string) => valueOf(after, name) - valueOf(before, name)
	expect(grown('lagebild_append_seconds_count')).toBe(3)
	expect(grown('lagebild_commit_entries_sum')).toBeGreaterThanOrEqual(3)
	expect(grown('lagebild_picture_seq{operation="lage"}')).toBe(3)
	expect(valueOf(after, 'lagebild_tick_seconds_count')).toBeGreaterThan(0)
	expect(after).toMatch(/^lagebild_viewers_behind\{operation="lage"\} 0$/m)
	expect(after).toMatch(/^lagebild_groups\{operation="lage"\} 0$/m)
})

test('[O4] a client that begins again is counted by why', async () => {
	const socket = hub.socket('lage', { token: hub.admin })
	const told = (event: 'welcome' | 'reset') => new Promise<unknown>((resolve) => void socket.once(event, resolve))
	const welcome = told('welcome')
	socket.emit('open', { protocol: PROTOCOL, want: { cover: 'all' } })
	await welcome
	const reset = told('reset')
	socket.emit('resync', { why: 'digest of S differs: 1' })
	await reset
	expect(await metrics()).toMatch(/^lagebild_resyncs_total\{why="digest"\} [1-9]/m)
})

test('[O4] how feeds are stands there for who may see them all', async () => {
	const { key } = hub.access.createKey({ name: 'prometheus', role: 'observer', operations: 'all' })
	const feed = {
		kind: 'feed',
		entity: 'feed:admin:admin',
		payload: { name: 'Pegel', format: 'pegelonline', state: 'amber', since: '2026-11-22T09:00:00Z' },
	}
	const { status } = await hub.ask('/api/v1/operations/lage/events', { key: hub.admin, json: { ...smallestEvent(9, 'admin'), ...feed } })
	expect(status).toBe(201)
	expect(await metrics()).toContain('lagebild_feed_state{operation="lage",feed="admin:admin"} 2')
	expect((await hub.ask('/metrics', { key })).text).not.toContain('lagebild_feed_state')
})
