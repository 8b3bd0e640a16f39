import path from 'node:path'

import { prepareEvent } from '@lagebild/journal/prepare.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import type { StoredEvent } from '@lagebild/model/event.ts'
import { OperationId } from '@lagebild/model/ids.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'

import { Heard, smallestEvent, TestHub, uuid } from './testing/harness.ts'

let hub: TestHub

vi.setConfig({ testTimeout: 90_000 })

beforeEach(async () => {
	hub = await TestHub.start()
	await hub.post(smallestEvent(1))
})

afterEach(async () => {
	await hub.close()
})

const EventLine = z.object({ seq: z.int(), event: z.looseObject({ id: z.string() }).optional() })

async function journalLines() {
	const { text } = await hub.ask('/api/v1/operations/lage/journal', { key: hub.admin })
	return text
		.trim()
		.split('\n')
		.map((line) => EventLine.parse(JSON.parse(line)))
}

/** The newest statement as it stands, changed as a newer build would say it. Only a newer build has the types for what it writes. */
async function writtenByNewerBuild(...changes: readonly object[]): Promise<void> {
	const event = (await journalLines()).at(-1)?.event
	await hub.stop()
	const store = await openSqliteStore({ folder: path.join(hub.folder, 'journals'), now: Date.now })
	const journal = await store.open(OperationId.parse('lage'))
	for (const [n, change] of changes.entries()) {
		const stored = z.custom<StoredEvent>().parse({ ...event, id: uuid(500 + n), ...change })
		await journal?.append(prepareEvent(stored, change, 'feed'))
	}
	await store.close()
	await hub.start()
}

test('[A20] what a newer build wrote stops the hub there: unready and alive, and what was known until then is read with its age', async () => {
	await writtenByNewerBuild({ kind: 'drone', entity: 'drone:admin:1' }, { entity: 'incident:admin:after' })
	const { body } = await hub.ask('/api/v1/operations/lage/picture', { key: hub.admin })
	expect(body).toMatchObject({ seq: 2, entities: [{ id: smallestEvent(1).entity }] })
	expect((await journalLines()).map(({ seq, event }) => [seq, event !== undefined])).toEqual([
		[1, true],
		[2, true],
		[3, false],
		[4, false],
	])
	const socket = hub.socket('lage', { token: hub.admin })
	const heard = new Heard(socket)
	socket.emit('open', { protocol: PROTOCOL, want: { cover: 'all' } })
	const { scopeId } = z.object({ scopeId: z.string() }).parse(await heard.take('welcome'))
	const rows = await hub.ask(`/api/v1/operations/lage/rows?scope=${scopeId}`, { key: hub.admin })
	const { asOf } = z.object({ asOf: z.number() }).parse(rows.body)
	expect(asOf).toBeGreaterThan(Date.now() - 60_000)
	expect(asOf).toBeLessThanOrEqual(Date.now())
	const ready = await hub.ask('/readyz')
	expect([ready.status, ready.body]).toEqual([
		503,
		{ ready: false, reason: 'a newer build wrote kind "drone": update the hub', outdated: true },
	])
	const posted = await hub.post(smallestEvent(2))
	expect([posted.status, posted.body]).toMatchObject([
		503,
		{ fault: 'not-ready', message: 'a newer build wrote kind "drone": the hub has to be updated' },
	])
	expect((await hub.ask('/api/v1/operations/lage', { key: hub.admin, method: 'PATCH', json: { name: 'anders' } })).status).toBe(503)
	expect(hub.logged.filter((line) => line.includes('a newer build wrote this entry'))).toHaveLength(1)
	expect((await hub.ask('/healthz')).status).toBe(200)
})
