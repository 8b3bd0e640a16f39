import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { openSharedAccess } from '@lagebild/access/replica/open.ts'
import { openAccess } from '@lagebild/access/store.ts'
import type { PhotoStore } from '@lagebild/journal/photos/port.ts'
import { openSharedPhotos } from '@lagebild/journal/photos/postgres.ts'
import { openSqlitePhotos } from '@lagebild/journal/photos/sqlite.ts'
import type { JournalStore } from '@lagebild/journal/port.ts'
import { openPostgresStore } from '@lagebild/journal/postgres/store.ts'
import { verifyStored } from '@lagebild/journal/postgres/verify.ts'
import { openRejectFile, REJECT_FILE } from '@lagebild/journal/rejects/tables.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import { FLOOD, report } from '@lagebild/journal/testing/fixtures.ts'
import { verifyJournal } from '@lagebild/journal/verify.ts'
import { instant } from '@lagebild/model/time.ts'
import { freshDatabase } from '@lagebild/testing/servers.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { makeBackup } from './make-backup.ts'
import type { MadeBackup } from './make-backup.ts'
import type { Told } from './order.ts'
import { restoreBackup } from './restore-backup.ts'
import { runOrder } from './run-order.ts'
import { openSource } from './source.ts'

let root: string
let database: string

beforeEach(async () => {
	root = mkdtempSync(path.join(tmpdir(), 'lagebild-shared-backup-'))
	database = await freshDatabase()
})

afterEach(() => {
	rmSync(root, { recursive: true })
})

const folder = (name: string): string => path.join(root, name)

function shared(): Promise<JournalStore> {
	return openPostgresStore({ url: database, node: 'hub', keyFolder: folder('hub/secrets') })
}

async function write(store: JournalStore, from: number, to: number): Promise<void> {
	const created = await store.create(FLOOD)
	const journal = created.ok ? created.value : await store.open(FLOOD.id)
	for (let n = from; n <= to; n++) await journal?.append(report({ n }))
	await store.close()
}

async function back(dataFolder: string, from?: string): Promise<MadeBackup> {
	const where = { dataFolder, database: from }
	const source = await openSource(where)
	const made = await makeBackup({ ...where, folder: folder('backups'), source, configuration: {}, version: '0', now: Date.now })
	await source.close()
	return made
}

function restore(backup: string, dataFolder: string, into?: string) {
	return restoreBackup({ backup, dataFolder, database: into, by: 'test', now: Date.now })
}

test('[J33] what one machine had goes into the database of several hubs, and back', async () => {
	const alone = openAccess({ folder: folder('alone'), now: Date.now })
	const { key } = alone.createKey({ name: 'leitstelle', role: 'integrator', operations: 'all' })
	await write(await openSqliteStore({ folder: folder('alone/journals'), now: Date.now }), 1, 5)
	const first = await back(folder('alone'))
	alone.close()
	await restore(first.folder, folder('hub'), database)
	expect(await verifyStored({ url: database, operation: FLOOD.id })).toMatchObject({ ok: true, entries: 7, signed: 7 })
	const access = await openSharedAccess({ url: database, node: 'hub', now: Date.now })
	expect(access.grantOfKey(key)).toMatchObject({ name: 'leitstelle' })
	access.close()
	await write(await shared(), 6, 8)
	const second = await back(folder('hub'), database)
	expect(second.manifest.node).toBe(first.manifest.node)
	await restore(second.folder, folder('other'))
	const verdict = await verifyJournal({ file: folder(`other/journals/${FLOOD.id}.db`) })
	expect(verdict).toMatchObject({ ok: true, entries: 11 })
	const restored = openAccess({ folder: folder('other'), now: Date.now })
	expect(restored.grantOfKey(key)).toMatchObject({ name: 'leitstelle' })
	restored.close()
})

const PHOTO = { operation: FLOOD.id, sha256: 'ab'.repeat(32), id: 'a', credential: 'device-1' } as const
const BYTES = Buffer.from('no picture at all')

async function photograph(store: PhotoStore): Promise<void> {
	await store.keep({ ...PHOTO, mediaType: 'image/jpeg', bytes: BYTES, at: instant(1), most: 1e6 })
	await store.remove(FLOOD.id, ['cd'.repeat(32)], true)
	await store.close()
}

const WHOLE = { bytes: BYTES.toString(), own: true, again: 'erased' }

async function contentOf(store: PhotoStore) {
	const bytes = Buffer.from((await store.find(PHOTO))?.bytes ?? []).toString()
	const own = await store.isFrom(PHOTO, 'device-1')
	const erased = { ...PHOTO, sha256: 'cd'.repeat(32), id: 'b', bytes: BYTES, at: instant(1), most: 1e6 }
	const again = await store.keep({ ...erased, mediaType: 'image/png' })
	await store.close()
	return { bytes, own, again }
}

test('[J44] photos go along from one machine into the database, and back, and what was erased stays so', async () => {
	await write(await openSqliteStore({ folder: folder('alone/journals'), now: Date.now }), 1, 2)
	await photograph(openSqlitePhotos(folder('alone')))
	await restore((await back(folder('alone'))).folder, folder('hub'), database)
	expect(await contentOf(await openSharedPhotos({ url: database, node: 'hub' }))).toEqual(WHOLE)
	const { folder: backup } = await back(folder('hub'), database)
	await restore(backup, folder('other'))
	expect(await contentOf(openSqlitePhotos(folder('other')))).toEqual(WHOLE)
	await restore(backup, folder('hub'), database)
	expect(await contentOf(await openSharedPhotos({ url: database, node: 'hub' }))).toEqual(WHOLE)
})

const REJECT = {
	feed: 'pegel',
	at: 5,
	reason: 'bad-item',
	message: 'kein Wert',
	path: 'value',
	raw: '{"a":"\u0000"}',
	state: 'open',
	times: 3,
	hash: 'h',
	bytes: 9,
}

function refuse(dataFolder: string): void {
	const db = openRejectFile(path.join(dataFolder, REJECT_FILE))
	const names = Object.keys(REJECT)
	db.prepare(`insert into rejects (id, ${names.join(', ')}) values (7, ${names.map(() => '?').join(', ')})`).run(...Object.values(REJECT))
	db.close()
}

function refusedIn(dataFolder: string): readonly unknown[] {
	const db = openRejectFile(path.join(dataFolder, REJECT_FILE))
	try {
		return db.prepare('select * from rejects').all()
	} finally {
		db.close()
	}
}

test('[J45] what feeds refused goes along from one machine into the database, and back', async () => {
	await write(await openSqliteStore({ folder: folder('alone/journals'), now: Date.now }), 1, 2)
	refuse(folder('alone'))
	const refused = refusedIn(folder('alone'))
	expect(refused).toMatchObject([{ id: 7, ...REJECT }])
	await restore((await back(folder('alone'))).folder, folder('hub'), database)
	const { folder: backup } = await back(folder('hub'), database)
	await restore(backup, folder('other'))
	expect(refusedIn(folder('other'))).toEqual(refused)
	await restore(backup, folder('hub'), database)
	await restore((await back(folder('hub'), database)).folder, folder('third'))
	expect(refusedIn(folder('third'))).toEqual(refused)
})

test('[J33] into a database waits for no hub, and changes nothing while one is connected', async () => {
	const store = await shared()
	await store.create(FLOOD)
	const { folder: backup } = await back(folder('hub'), database)
	await expect(restore(backup, folder('hub'), database)).rejects.toThrow(/Hubs or feed runners are connected .* lagebild hub/)
	await store.close()
	const restored = await restore(backup, folder('hub'), database)
	expect(restored.schema).toMatch(/^before_restore_\d{8}t\d{9}z$/)
	expect(await verifyStored({ url: database, operation: FLOOD.id })).toMatchObject({ ok: true, entries: 2 })
})

test('[J32] of several hubs one makes the backup', async () => {
	await write(await shared(), 1, 3)
	const order = (node: string, unlessSince: number): Promise<Told> =>
		runOrder({
			dataFolder: folder(node),
			folder: folder(`${node}-backups`),
			keep: 2,
			configuration: '{}',
			version: '0',
			database,
			node,
			unlessSince,
		})
	const told = await Promise.all([order('one', Date.now() - 60_000), order('two', Date.now() - 60_000)])
	expect(told.map(({ type }) => type).toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['made', 'others'])
	expect(await order('three', Date.now() - 60_000)).toEqual({ type: 'others' })
	expect(await order('three', Date.now() + 60_000)).toMatchObject({ type: 'made' })
})
