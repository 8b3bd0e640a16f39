import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { seq } from '@lagebild/model/ids.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { eventId, FLOOD, report } from '../testing/fixtures.ts'
import { APPENDER, linesOf, sqliteHarness } from '../testing/harness.ts'
import type { SqliteHarness } from '../testing/harness.ts'
import { all, appended, founded, range, reopened } from '../testing/steps.ts'
import { openSqliteStore } from './store.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let harness: SqliteHarness
beforeEach(async () => {
	harness = await sqliteHarness()
})
afterEach(() => harness.dispose())

/** Blocks of 512 bytes that no file of the child may exceed: about 1 MB. */
const FILE_LIMIT = 2_000
/** Longer than SQLite itself waits for a reader. */
const LONG_READ_MS = 1_500

test('[J7] without room the appends are refused, nothing of them is stored, and the rest holds', async () => {
	const child = spawn('sh', [
		'-c',
		`ulimit -f ${FILE_LIMIT}; exec "$0" "$@"`,
		process.execPath,
		APPENDER,
		harness.folder,
		'0',
		'4000',
		'20',
	])
	const lines = await linesOf(child)
	const refused = lines.filter((line) => line.startsWith('fault storage-full '))
	expect(refused.length).toBeGreaterThan(0)
	expect(lines.at(-1)).toBe('done')
	const ids = await idsIn(harness)
	const acknowledged = lines.filter((line) => /^\d+$/.test(line)).map((line) => eventId(Number(line)))
	expect(acknowledged.length).toBeGreaterThan(0)
	expect(new Set(ids)).toEqual(new Set(acknowledged))
	expect(await harness.verify()).toMatchObject({ ok: true, entries: acknowledged.length + 1 })
})

test('[J7] a writer that fails ends: what waits is unknown, nothing more is taken, a new start reads what is there', async () => {
	const journal = await founded(harness)
	await appended(journal, report({ n: 1 }))
	const vandal = new DatabaseSync(harness.file)
	vandal.exec("CREATE TRIGGER stop BEFORE INSERT ON mentions BEGIN SELECT RAISE(ABORT, 'stopped by a test'); END")
	const waiting = await Promise.all(range(300).map((n) => journal.append(report({ n: 10 + n }))))
	expect(new Set(waiting.map((answer) => (answer.ok ? 'ok' : answer.fault.fault)))).toEqual(new Set(['not-ready']))
	expect(await journal.append(report({ n: 2 }))).toMatchObject({ ok: false, fault: { fault: 'not-ready' } })
	await expect(journal.erase({ seqs: [seq(2)], by: 'x', reason: 'y' })).rejects.toThrow('stopped by a test')
	await expect(journal.head()).rejects.toThrow('stopped by a test')
	expect(harness.fatal).toHaveLength(1)
	vandal.exec('DROP TRIGGER stop')
	vandal.close()
	await harness.closeAll()
	const again = await reopened(harness)
	expect(await appended(again, report({ n: 1 }))).toMatchObject({ seq: 2, known: true })
	expect(await appended(again, report({ n: 10 }))).toMatchObject({ seq: 3, known: false })
	expect(await harness.verify()).toMatchObject({ ok: true, entries: 3 })
})

test('[J7] while another program holds the file, nothing is stored and the writer lives on', async () => {
	const journal = await founded(harness)
	const other = new DatabaseSync(harness.file)
	other.exec('BEGIN IMMEDIATE')
	expect(await journal.append(report({ n: 1 }))).toMatchObject({ ok: false, fault: { fault: 'not-ready' } })
	other.close()
	expect(await appended(journal, report({ n: 1 }))).toMatchObject({ seq: 2, known: false })
	expect(harness.fatal).toEqual([])
})

test('[J10] erased words are in no file any more', async () => {
	const journal = await founded(harness)
	for (const n of range(50)) await appended(journal, report({ n, title: n === 20 ? 'Frau Petersen, dritter Stock' : 'Keller' }))
	expect(holds(harness.folder, 'Frau Petersen')).toBe(true)
	await journal.erase({ seqs: [seq(22)], by: 'Datenschutz', reason: 'Art. 17' })
	expect(holds(harness.folder, 'Frau Petersen')).toBe(false)
	expect(await harness.verify()).toMatchObject({ ok: true, erased: 1 })
})

test('[J10] erased words leave the log as soon as whoever reads it lets go', async () => {
	const journal = await founded(harness)
	await appended(journal, report({ n: 1, title: 'Frau Petersen, dritter Stock' }))
	const other = new DatabaseSync(harness.file, { readOnly: true })
	other.exec('BEGIN; SELECT count(*) FROM entries')
	const erased = journal.erase({ seqs: [seq(2)], by: 'Datenschutz', reason: 'Art. 17' })
	setTimeout(() => other.close(), LONG_READ_MS)
	await erased
	expect(holds(harness.folder, 'Frau Petersen')).toBe(false)
})

test('the write-ahead log begins anew while appends never pause', async () => {
	const journal = await founded(harness)
	const sizeAfter = async (from: number, until: number): Promise<number> => {
		await Promise.all(range(until - from).map((n) => journal.append(report({ n: from + n, credential: `c-${n % 8}` }))))
		return statSync(`${harness.file}-wal`).size
	}
	const first = await sizeAfter(0, 12_000)
	let last = first
	for (let from = 12_000; from < 60_000; from += 12_000) last = await sizeAfter(from, from + 12_000)
	expect(last).toBeLessThan(3 * first)
})

test('the write-ahead log is empty once the journal is closed, and reads keep none of it', async () => {
	const journal = await founded(harness)
	await Promise.all(range(2_000).map((n) => journal.append(report({ n }))))
	await all(journal)
	await harness.closeAll()
	expect(readdirSync(harness.folder).toSorted()).toEqual(['journals.lock', `${FLOOD.id}.db`])
})

test('files that hold no journal are passed over, and a foreign one is not opened', async () => {
	const store = await harness.open()
	const file = join(harness.folder, 'fremd.db')
	const foreign = new DatabaseSync(file)
	foreign.exec('CREATE TABLE notes (text TEXT)')
	foreign.close()
	new DatabaseSync(join(harness.folder, 'leer.db')).close()
	await expect(store.operations()).rejects.toThrow('fremd.db cannot be read: the file is not a Lagebild journal')
})

test('[J13] the key is made once and readable by its owner alone', async () => {
	await harness.open()
	const file = join(harness.folder, '..', 'secrets', 'node-key.pem')
	const first = readFileSync(file, 'utf8')
	expect(statSync(file).mode & 0o777).toBe(0o600)
	await harness.closeAll()
	await harness.open()
	expect(readFileSync(file, 'utf8')).toBe(first)
	await harness.closeAll()
	const moved = join(harness.folder, 'own.pem')
	const store = await openSqliteStore({ folder: harness.folder, now: () => 0, keyFile: moved })
	await store.close()
	expect(readFileSync(moved, 'utf8')).toContain('PRIVATE KEY')
})

async function idsIn(place: SqliteHarness): Promise<readonly string[]> {
	const entries = await all(await reopened(place))
	return entries.flatMap(({ body }) => (body.type === 'event' && body.event.kind !== 'system' ? body.event.id : []))
}

function holds(folder: string, words: string): boolean {
	return readdirSync(folder).some((name) => name.startsWith(FLOOD.id) && readFileSync(join(folder, name)).includes(words))
}
