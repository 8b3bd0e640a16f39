import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
	cpSync,
	existsSync,
	globSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import { openAccess } from '@lagebild/access/store.ts'
import { openSqliteSource } from '@lagebild/journal/backup/sqlite-source.ts'
import { takeLock } from '@lagebild/journal/lock.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import { FLOOD, report } from '@lagebild/journal/testing/fixtures.ts'
import { verifyJournal } from '@lagebild/journal/verify.ts'
import { readWitness } from '@lagebild/journal/witness.ts'
import { OperationId } from '@lagebild/model/ids.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'

import { dropOldBackups, makeBackup } from './make-backup.ts'
import type { BackupOptions, MadeBackup } from './make-backup.ts'
import { lastBackup, readManifest } from './manifest.ts'
import { restoreBackup } from './restore-backup.ts'
import type { RestoreOptions } from './restore-backup.ts'
import { finishRestore } from './swap.ts'
import { witnessed } from './testing/witness.ts'

/** Processes, a dear key and many a sync: the machine that runs the tests may be busy. */
vi.setConfig({ testTimeout: 60_000 })

let root: string
let data: string
let backups: string
const AT = Date.UTC(2026, 10, 22, 8, 34, 12)

/** What `write(1, 5)` leaves in an empty place: most tests begin with it, and every journal that is opened starts a thread. */
let begun: string

beforeAll(async () => {
	begun = mkdtempSync(path.join(tmpdir(), 'lagebild-backup-begun-'))
	await write(1, 5, begun)
})

afterAll(() => {
	rmSync(begun, { recursive: true })
})

beforeEach(() => {
	root = mkdtempSync(path.join(tmpdir(), 'lagebild-backup-'))
	data = path.join(root, 'data')
	backups = path.join(root, 'backups')
	cpSync(begun, data, { recursive: true })
})

afterEach(() => {
	rmSync(root, { recursive: true })
})

/** Events from, …, to, each acknowledged. */
async function write(from: number, to: number, folder = data): Promise<void> {
	const store = await openSqliteStore({ folder: path.join(folder, 'journals'), now: Date.now })
	for (const operation of [FLOOD, { ...FLOOD, id: OperationId.parse('hamburg'), name: 'Hamburg' }]) {
		const created = await store.create(operation)
		const journal = created.ok ? created.value : await store.open(operation.id)
		for (let n = from; n <= to; n++) await journal?.append(report({ n }))
	}
	await store.close()
}

function back(more: Partial<BackupOptions> = {}): Promise<MadeBackup> {
	const source = openSqliteSource(path.join(data, 'journals'))
	const options = { dataFolder: data, folder: backups, source, configuration: { port: 8080 }, version: '0', now: () => AT, ...more }
	return makeBackup(options).finally(() => void source.close())
}

function restore(backup: string, more: Partial<RestoreOptions> = {}) {
	return restoreBackup({ backup, dataFolder: data, by: 'test', now: Date.now, ...more })
}

function verdict(operation: string, folder = data, witness: Parameters<typeof verifyJournal>[0]['witness'] = []) {
	return verifyJournal({ file: path.join(folder, 'journals', `${operation}.db`), witness })
}

describe('a backup', () => {
	test('[J32] lies under its UTC time, readable by its owner alone, and says what is in it', async () => {
		const { folder, manifest } = await back()
		expect(folder).toBe(path.join(backups, 'lagebild-20261122T083412Z'))
		expect(manifest.journals).toMatchObject([
			{ operation: 'hamburg', name: 'Hamburg', seq: 6 },
			{ operation: 'sturmflut', seq: 6 },
		])
		const all = globSync('**', { cwd: folder, withFileTypes: true })
		for (const one of all) expect(statSync(path.join(one.parentPath, one.name)).mode & 0o077).toBe(0)
		expect(readdirSync(folder).toSorted()).toEqual(['configuration.json.zst', 'journals', 'manifest.json', 'secrets'])
		expect(lastBackup(backups)).toMatchObject({ folder, at: AT })
		const witness = readWitness(readFileSync(path.join(folder, 'manifest.json'), 'utf8'))
		expect(await verifyJournal({ file: path.join(data, 'journals', 'hamburg.db'), witness: witness?.slice(0, 1) ?? [] })).toMatchObject({
			ok: true,
			witnessed: 6,
		})
	})

	test('[J30] taken while a hub writes holds everything that was acknowledged before it', async () => {
		await write(6, 50)
		const store = await openSqliteStore({ folder: path.join(data, 'journals'), now: Date.now })
		const journal = await store.open(FLOOD.id)
		const stop = new AbortController()
		let acknowledged = 0
		const first = Promise.withResolvers<void>()
		const writer = async (): Promise<void> => {
			for (let n = 1_000; !stop.signal.aborted; n++) {
				await journal?.append(report({ n }))
				acknowledged++
				first.resolve()
			}
		}
		const written = writer()
		await first.promise
		const before = acknowledged
		const { folder, manifest } = await back()
		stop.abort()
		await written
		await store.close()
		expect(manifest.journals[1]?.seq).toBeGreaterThanOrEqual(51 + before)
		await restore(folder, { dataFolder: path.join(root, 'other') })
		expect(await verdict('sturmflut', path.join(root, 'other'))).toMatchObject({ ok: true, entries: (manifest.journals[1]?.seq ?? 0) + 1 })
	})

	test('[J32] is none when the disk becomes full, and what was begun is gone', async () => {
		const source = openSqliteSource(path.join(data, 'journals'))
		const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
		const failing = { ...source, forgotten: () => Promise.reject(full) }
		await expect(back({ source: failing })).rejects.toThrow(/disk .* became full/)
		await expect(back({ source: { ...source, size: () => Promise.resolve(1e18) } })).rejects.toThrow(/no room/)
		await source.close()
		expect(readdirSync(backups).filter((name) => name.startsWith('lagebild'))).toEqual([])
		expect(lastBackup(backups)).toBeUndefined()
	})

	test('[J32] that was killed leaves nothing that looks like one, and the next one takes its rest away', async () => {
		await write(6, 200)
		const child = spawn(process.execPath, [fileURLToPath(new URL('testing/slow-backup.ts', import.meta.url)), data, backups])
		await once(child.stdout, 'data')
		child.kill('SIGKILL')
		await once(child, 'exit')
		expect(readdirSync(backups).filter((name) => name.endsWith('.part'))).toHaveLength(1)
		expect(lastBackup(backups)).toBeUndefined()
		const { folder } = await back()
		expect(readdirSync(backups).filter((name) => name.startsWith('lagebild'))).toEqual([path.basename(folder)])
	})

	test('[J32] of which a file was changed, taken away, or made by a newer version is not restored', async () => {
		const { folder } = await back()
		const file = path.join(folder, 'journals', 'hamburg.ndjson.zst')
		const whole = readFileSync(file)
		writeFileSync(
			file,
			whole.map((byte, at) => (at === 40 ? byte ^ 1 : byte)),
		)
		await expect(restore(folder)).rejects.toThrow(/hamburg.* damaged/)
		rmSync(file)
		await expect(restore(folder)).rejects.toThrow(/hamburg.* cannot be read/)
		writeFileSync(file, whole)
		const manifest = path.join(folder, 'manifest.json')
		writeFileSync(manifest, JSON.stringify({ ...readManifest(folder), format: 2 }))
		await expect(restore(folder)).rejects.toThrow(/newer version/)
		expect(await verdict('hamburg')).toMatchObject({ ok: true, entries: 6 })
		expect(readdirSync(data).toSorted()).toEqual(['journals', 'secrets', 'supervisor.lock'])
	})

	test('[J32] sealed with a passphrase opens with it alone', async () => {
		const { folder } = await back({ passphrase: 'Pegel Sankt Pauli' })
		expect(readFileSync(path.join(folder, 'journals', 'hamburg.ndjson.zst.sealed')).includes('Wasser')).toBe(false)
		await expect(restore(folder)).rejects.toThrow(/sealed/)
		await expect(restore(folder, { passphrase: 'anders' })).rejects.toThrow(/passphrase/)
		await restore(folder, { passphrase: 'Pegel Sankt Pauli' })
		expect(await verdict('hamburg')).toMatchObject({ ok: true, entries: 7 })
	})

	test('[J32] of this node goes when there are enough newer ones; those of others stay', async () => {
		const made = [await back(), await back({ now: () => AT + 1_000 }), await back({ now: () => AT + 1_000 })]
		expect(made[2]?.folder).toMatch(/T083413Z-2$/)
		const node = made[0]?.manifest.node ?? ''
		expect(dropOldBackups(backups, { keep: 1, node: 'another' })).toEqual([])
		expect(dropOldBackups(backups, { keep: 2, node })).toEqual([made[0]?.folder])
		expect(readdirSync(backups).filter((name) => name.startsWith('lagebild'))).toHaveLength(2)
	})

	test('[J34] lets nobody in: no session, code or own key, and what people sign in with as digests', async () => {
		const access = openAccess({ folder: data, now: Date.now })
		const link = access.createLink({ ttlMs: 60_000, role: 'admin', name: 'Verwaltung', operations: 'all' })
		const session = access.redeem(access.createLink({ ttlMs: 60_000, role: 'admin', name: 'Leitung', operations: 'all' }))
		const own = access.createKey({ name: 'innen', role: 'admin', operations: 'all' }, 'system')
		const system = access.createKey({ name: 'leitstelle', role: 'integrator', operations: 'all' })
		expect(session).toBeDefined()
		const { folder } = await back()
		access.close()
		await restore(folder, { dataFolder: path.join(root, 'other') })
		const restored = openAccess({ folder: path.join(root, 'other'), now: Date.now })
		expect(restored.grantOfKey(system.key)).toMatchObject({ name: 'leitstelle' })
		expect(restored.grantOfKey(own.key)).toBeUndefined()
		expect(restored.redeem(link)).toBeUndefined()
		restored.close()
		const db = new DatabaseSync(path.join(root, 'other', 'access.db'), { readOnly: true })
		const left = ['sessions', 'codes'].map((table) => db.prepare(`select count(*) as n from ${table}`).get()?.['n'])
		db.close()
		expect(left).toEqual([0, 0])
	})
})

describe('a restore', () => {
	test('[J33] brings everything back, begins an epoch in each journal, and moves aside what was there', async () => {
		const { folder, manifest } = await back()
		await write(6, 9)
		const [newer, before] = [await witnessed(data, 'hamburg'), await verdict('hamburg')]
		const restored = await restore(folder)
		const after = await verdict('hamburg')
		expect(after).toMatchObject({ ok: true, entries: 7, signed: 7 })
		expect(after.ok && before.ok && after.epoch !== before.epoch).toBe(true)
		const witness = readWitness(readFileSync(path.join(folder, 'manifest.json'), 'utf8'))?.slice(0, 1) ?? []
		expect(await verdict('hamburg', data, witness)).toMatchObject({ ok: true, witnessed: 6, lost: [] })
		expect(await verdict('hamburg', data, [newer])).toMatchObject({ lost: [{ epoch: newer.epoch, from: 7, to: newer.seq }] })
		expect(await verdict('hamburg', restored.aside)).toMatchObject({ ok: true, entries: 10 })
		expect(restored).toMatchObject({ gone: [], journals: [{ operation: 'hamburg' }, { operation: 'sturmflut' }] })
		expect(manifest.at).toBe('2026-11-22T08:34:12.000Z')
		expect(readdirSync(data).filter((name) => name.startsWith('restor'))).toEqual([])
	})

	test('[J33] of one operation leaves all others, and who may come in, as they are', async () => {
		const { folder } = await back()
		await write(6, 9)
		await restore(folder, { operation: 'hamburg' })
		expect(await verdict('hamburg')).toMatchObject({ ok: true, entries: 7 })
		expect(await verdict('sturmflut')).toMatchObject({ ok: true, entries: 10 })
		await expect(restore(folder, { operation: 'berlin' })).rejects.toThrow(/It has hamburg, sturmflut/)
		await expect(restore(folder, { operation: 'access' })).rejects.toThrow(/with everything or not at all/)
	})

	test('[J33] is refused while anything holds the data folder, and says who', async () => {
		const { folder } = await back()
		const store = await openSqliteStore({ folder: path.join(data, 'journals'), now: Date.now })
		await expect(restore(folder)).rejects.toThrow(new RegExp(`in use by process ${process.pid}`))
		await store.close()
		const lock = takeLock(path.join(data, 'supervisor.lock'), { pid: 4_711, since: 'gestern', command: 'lagebild start' })
		await expect(restore(folder)).rejects.toThrow(/process 4711 \(lagebild start\)/)
		if (lock.ok) lock.value.release()
		expect(await verdict('hamburg')).toMatchObject({ entries: 6 })
	})

	test('[J31] of a journal whose chain is broken says where, and changes nothing', async () => {
		const { folder, manifest } = await back()
		const file = 'journals/hamburg.ndjson.zst'
		const text = zstdDecompressSync(readFileSync(path.join(folder, file))).toString()
		const forged = zstdCompressSync(text.replace('Wasser', 'Feuer!'))
		writeFileSync(path.join(folder, file), forged)
		const files = manifest.files.map((one) =>
			one.file === file ? { file, bytes: forged.length, sha256: createHash('sha256').update(forged).digest('hex') } : one,
		)
		writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({ ...manifest, files }))
		await expect(restore(folder)).rejects.toMatchObject({ operation: 'hamburg', seq: 2 })
		expect(await verdict('hamburg')).toMatchObject({ ok: true, entries: 6 })
		expect(readdirSync(data).toSorted()).toEqual(['journals', 'secrets', 'supervisor.lock'])
	})

	test('[J33] that was killed has changed nothing, or is ended by the next start', async () => {
		const { folder } = await back()
		await write(6, 9)
		const ended: string[] = []
		for (const waitMs of [0, 250]) {
			const other = path.join(root, `other-${waitMs}`)
			cpSync(data, other, { recursive: true })
			const child = spawn(process.execPath, [fileURLToPath(new URL('testing/restoring.ts', import.meta.url)), folder, other])
			await once(child.stdout, 'data')
			await pause(waitMs)
			child.kill('SIGKILL')
			if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
			finishRestore(other)
			const entries = await Promise.all(['hamburg', 'sturmflut'].map((operation) => verdict(operation, other)))
			const found = entries.map((one) => (one.ok ? one.entries : one.reason)).join(' ')
			expect(['10 10', '7 7']).toContain(found)
			ended.push(found)
		}
		expect(ended[0]).toBe('10 10')
		await restore(folder, { dataFolder: path.join(root, 'other-0') })
		expect(await verdict('hamburg', path.join(root, 'other-0'))).toMatchObject({ ok: true, entries: 7 })
	})

	test('[J33] that was cut short between two files is ended by the next start, at every place', async () => {
		const items = ['journals/hamburg.db', 'journals/sturmflut.db']
		for (const done of [0, 1, 2, 3, 4]) {
			const other = path.join(root, `cut-${done}`)
			cpSync(data, other, { recursive: true })
			for (const item of items) {
				mkdirSync(path.dirname(path.join(other, 'restoring-x', item)), { recursive: true })
				writeFileSync(path.join(other, 'restoring-x', item), 'new')
			}
			writeFileSync(path.join(other, 'journals', 'new.db'), 'old')
			const wanted = { staged: 'restoring-x', aside: 'before', come: [...items, 'access.db'], go: ['journals/new.db'] }
			writeFileSync(path.join(other, 'restoring-x', 'access.db'), 'new')
			const moves: readonly (readonly [string, string])[] = [
				['journals/new.db', 'before/journals/new.db'],
				['journals/hamburg.db', 'before/journals/hamburg.db'],
				['restoring-x/journals/hamburg.db', 'journals/hamburg.db'],
				['restoring-x/access.db', 'access.db'],
			]
			mkdirSync(path.join(other, 'before', 'journals'), { recursive: true })
			for (const [from, to] of moves.slice(0, done)) renameSync(path.join(other, from), path.join(other, to))
			writeFileSync(path.join(other, 'restore.json'), JSON.stringify(wanted))
			expect(finishRestore(other)).toBe(true)
			expect(finishRestore(other)).toBe(false)
			for (const item of [...items, 'access.db']) expect(readFileSync(path.join(other, item), 'utf8')).toBe('new')
			expect(readdirSync(path.join(other, 'before', 'journals')).toSorted()).toEqual(['hamburg.db', 'new.db', 'sturmflut.db'])
			expect(existsSync(path.join(other, 'restoring-x'))).toBe(false)
		}
	})
})
