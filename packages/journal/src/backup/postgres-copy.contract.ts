import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'

import { freshDatabase } from '@lagebild/testing/servers.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import type { Journal, JournalStore } from '../port.ts'
import { openPostgresStore } from '../postgres/store.ts'
import { verifyStored } from '../postgres/verify.ts'
import { FLOOD, note, report } from '../testing/fixtures.ts'
import { writeStory } from '../testing/story.ts'
import { verifyJournal } from '../verify.ts'
import { copyJournal } from './copy-journal.ts'
import type { BackupSource } from './port.ts'
import { restoreInto } from './postgres-restore.ts'
import { openPostgresSource } from './postgres-source.ts'
import { rebuildJournal } from './rebuild-journal.ts'
import { openSqliteSource } from './sqlite-source.ts'
import { sqliteTarget } from './sqlite-target.ts'

let folder: string
let url: string
let stores: JournalStore[]

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'lagebild-pg-copy-'))
	url = await freshDatabase()
	stores = []
})

afterEach(async () => {
	await closeAll()
	rmSync(folder, { recursive: true })
})

async function closeAll(): Promise<void> {
	for (const store of stores.splice(0)) await store.close()
}

async function open(): Promise<JournalStore> {
	const store = await openPostgresStore({ url, node: 'hub', keyFolder: folder })
	stores.push(store)
	return store
}

async function writeTold(): Promise<Journal> {
	const created = await (await open()).create(FLOOD)
	if (!created.ok) throw new Error(created.fault.message)
	await writeStory(created.value)
	return created.value
}

async function textOf(source: BackupSource): Promise<string> {
	let text = ''
	await copyJournal({
		source,
		operation: FLOOD.id,
		sink: async (lines) => {
			text = ''
			for await (const line of lines) text += line
		},
	})
	await source.close()
	return text
}

async function* linesIn(text: string): AsyncGenerator<string> {
	await setImmediate()
	yield* text.split('\n').filter((line) => line !== '')
}

test('[J30] a journal of PostgreSQL becomes one of SQLite, and that one of PostgreSQL again, with everything that it holds', async () => {
	await writeTold()
	await closeAll()
	const text = await textOf(await openPostgresSource(url))
	const file = join(folder, `${FLOOD.id}.db`)
	await rebuildJournal(FLOOD.id, linesIn(text), { target: sqliteTarget(file) })
	const verdict = await verifyJournal({ file })
	expect(verdict).toMatchObject({ ok: true, erased: 4 })
	expect(await textOf(openSqliteSource(folder))).toBe(text)
	const other = await freshDatabase()
	await restoreInto(other, 'before_x', ({ target }) => rebuildJournal(FLOOD.id, linesIn(text), { target: target(FLOOD.id) }))
	expect(await verifyStored({ url: other, operation: FLOOD.id })).toEqual(verdict)
	expect(await textOf(await openPostgresSource(other))).toBe(text)
	url = other
	const again = await (await open()).open(FLOOD.id)
	expect(await again?.append(report({ n: 1 }))).toMatchObject({ ok: true, value: { known: true } })
	expect(await again?.append(report({ n: 3 }))).toMatchObject({ ok: true, value: { known: true } })
	expect(await again?.append(note({ n: 30 }))).toMatchObject({ ok: true, value: { known: false, number: 4 } })
	expect(await verifyStored({ url: other, operation: FLOOD.id })).toMatchObject({ ok: true })
})

test('[J33] into a database is all or nothing, moves aside what was there, and is refused while a hub is connected', async () => {
	await writeTold()
	const text = await textOf(await openPostgresSource(url))
	const restore = (damaged: string) =>
		restoreInto(url, 'before_x', async ({ operations, moveAside, target }) => {
			for (const operation of await operations()) await moveAside(operation)
			return rebuildJournal(FLOOD.id, linesIn(damaged), { target: target(FLOOD.id) })
		})
	await expect(restore(text)).rejects.toThrow(/hubs are connected to the database: lagebild hub/)
	const late = await stores[0]?.open(FLOOD.id)
	await late?.append(report({ n: 40 }))
	const before = await verifyStored({ url, operation: FLOOD.id })
	await closeAll()
	await expect(restore(text.replace('Wasser', 'Feuer!'))).rejects.toMatchObject({ seq: 2 })
	expect(await verifyStored({ url, operation: FLOOD.id })).toEqual(before)
	const restored = await restore(text)
	expect(await verifyStored({ url, operation: FLOOD.id })).toMatchObject({ ok: true, entries: restored.seq })
	const journal = await (await open()).open(FLOOD.id)
	expect(await journal?.append(report({ n: 40 }))).toMatchObject({ ok: true, value: { known: false } })
})
