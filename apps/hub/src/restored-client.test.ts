import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { makeBackup } from '@lagebild/backup/make-backup.ts'
import { restoreBackup } from '@lagebild/backup/restore-backup.ts'
import type { ClientState, OperationClient } from '@lagebild/client/client.ts'
import { connectOperation } from '@lagebild/client/connect.ts'
import type { Said } from '@lagebild/client/said.ts'
import type { ClientStorage } from '@lagebild/client/storage.ts'
import { openSqliteSource } from '@lagebild/journal/backup/sqlite-source.ts'
import { verifyJournal } from '@lagebild/journal/verify.ts'
import type { Load } from '@lagebild/model/protocol.ts'
import { until as untilFound } from '@lagebild/testing/until.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'

import { smallestEvent, TestHub, uuid } from './testing/harness.ts'

vi.setConfig({ testTimeout: 90_000 })

let hub: TestHub
let backups: string
const clients: OperationClient[] = []

beforeEach(async () => {
	hub = await TestHub.start()
	backups = mkdtempSync(path.join(tmpdir(), 'lagebild-backups-'))
})

afterEach(async () => {
	await Promise.all(clients.splice(0).map((client) => client.close()))
	await hub.close()
	rmSync(backups, { recursive: true })
})

function connect(token = hub.admin, storage?: ClientStorage): OperationClient {
	const client = connectOperation({
		url: hub.url,
		operation: 'lage',
		token,
		want: { cover: 'all' },
		now: () => performance.now(),
		wall: Date.now,
		...(storage && { storage }),
	})
	clients.push(client)
	return client
}

function memory(): ClientStorage {
	let held: Load | undefined
	const said = new Map<string, Said>()
	return {
		read: () => Promise.resolve(held),
		write: (load) => Promise.resolve(void (held = structuredClone(load))),
		clear: () => Promise.resolve(void (held = undefined)),
		said: {
			read: () => Promise.resolve([...said.values()]),
			put: (all) => Promise.resolve(all.forEach((one) => said.set(one.id, structuredClone(one)))),
			remove: (ids) => Promise.resolve(ids.forEach((id) => said.delete(id))),
		},
	}
}

function until(what: string, client: OperationClient, holds: (state: ClientState) => boolean): Promise<true> {
	return untilFound(what, () => (holds(client.state()) ? true : undefined))
}

async function backUp(): Promise<string> {
	const source = openSqliteSource(path.join(hub.folder, 'journals'))
	const made = await makeBackup({ dataFolder: hub.folder, folder: backups, source, configuration: {}, version: '0', now: Date.now })
	await source.close()
	return made.folder
}

/** The hub goes, its operation is restored, and it comes again. */
async function restoreTo(backup: string): Promise<void> {
	await hub.stop()
	await restoreBackup({ backup, dataFolder: hub.folder, operation: 'lage', by: 'test', now: Date.now })
	await hub.start()
}

const Line = z.object({ seq: z.number(), event: z.looseObject({ id: z.string(), op: z.string() }) })

async function recorded(): Promise<readonly string[]> {
	const { text } = await hub.ask('/api/v1/operations/lage/journal', { key: hub.admin })
	const lines = text
		.trim()
		.split('\n')
		.map((line) => Line.parse(JSON.parse(line)))
	return lines.filter(({ event }) => event.op === 'upsert').map(({ event }) => event.id)
}

test('[C6] a backup of before, and what its clients said since, is everything, once and in order', async () => {
	const other = hub.access.createKey({ name: 'trupp', role: 'staff', operations: 'all' }).key
	const [first, second] = [connect(), connect(other)]
	await first.submit([smallestEvent(1), smallestEvent(2)])
	const backup = await backUp()
	await second.submit([{ ...smallestEvent(3), entity: 'incident:trupp:keller-3' }])
	await first.submit([smallestEvent(4)])
	await first.submit([{ ...smallestEvent(5), entity: 'incident:trupp:keller-3', op: 'patch', payload: { title: 'Keller trocken' } }])
	await first.submit([{ ...smallestEvent(6), kind: 'nothing' }])
	const before = first.state().epoch
	await until('the picture', first, () => first.rows().size === 4 && first.pending().length === 0)
	await restoreTo(backup)
	await until('another epoch', first, ({ session, epoch }) => session === 'live' && epoch !== undefined && epoch !== before)
	await until('everything again', first, () => first.rows().size === 4 && first.pending().length === 0)
	await untilFound('the patch', async () => {
		const { text } = await hub.ask('/api/v1/operations/lage/journal', { key: hub.admin })
		return text.includes('Keller trocken') ? true : undefined
	})
	expect((await recorded()).toSorted()).toEqual([1, 2, 3, 4].map(uuid))
	expect((await hub.ask('/api/v1/operations/lage/journal', { key: hub.admin })).text).not.toContain(uuid(6))
	expect(await verifyJournal({ file: path.join(hub.folder, 'journals', 'lage.db') })).toMatchObject({ ok: true })
})

test('[C6] a page that was closed meanwhile offers when it is opened again, and what the journal has already is known there', async () => {
	const storage = memory()
	const page = connect(hub.admin, storage)
	await page.submit([smallestEvent(1)])
	await until('the picture', page, () => page.rows().size === 1)
	const backup = await backUp()
	await page.submit([smallestEvent(2)])
	await until('the picture', page, () => page.rows().size === 2)
	await page.close()
	await restoreTo(backup)
	expect(await recorded()).toEqual([uuid(1)])
	const again = connect(hub.admin, storage)
	await until('everything again', again, ({ session, stored }) => session === 'live' && !stored && again.rows().size === 2)
	expect(await recorded()).toEqual([uuid(1), uuid(2)])
	const third = connect(hub.admin, storage)
	await until('a third time', third, ({ session }) => session === 'live' && third.rows().size === 2)
	expect(await recorded()).toEqual([uuid(1), uuid(2)])
})
