import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { zstdDecompressSync } from 'node:zlib'

import { seq } from '@lagebild/model/ids.ts'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { run, tampered } from './testing/damage.ts'
import { FLOOD, note, report } from './testing/fixtures.ts'
import { sqliteHarness } from './testing/harness.ts'
import type { SqliteHarness } from './testing/harness.ts'
import { all, appended, founded, reopened } from './testing/steps.ts'
import { verifyJournal } from './verify.ts'

/** Written by the version before the diary had numbers: events, batches, an erased one, a second epoch, a snapshot, a checkpoint. */
const FORMAT_1 = new URL('./testing/formats/format-1.db.zst', import.meta.url)

/** Written by the version before grants had versions: two diary entries, one of them erased, closed. */
const FORMAT_2 = new URL('./testing/formats/format-2.db.zst', import.meta.url)

let harness: SqliteHarness
beforeEach(async () => {
	harness = await sqliteHarness()
})
afterEach(() => harness.dispose())

function layFormat(format: URL): void {
	mkdirSync(harness.folder, { recursive: true })
	writeFileSync(harness.file, zstdDecompressSync(readFileSync(format)))
}

function formatOf(file: string): unknown {
	const db = new DatabaseSync(file, { readOnly: true })
	const { user_version: format } = db.prepare('PRAGMA user_version').get() ?? {}
	db.close()
	return format
}

test('[J20] a journal of format 1 is verified as it is, without a change', async () => {
	layFormat(FORMAT_1)
	expect(await harness.verify()).toMatchObject({ ok: true, entries: 10, erased: 1, signed: 10 })
	expect(formatOf(harness.file)).toBe(1)
})

test('[J20] opened for writing it is of the present format, says what it said, and goes on', async () => {
	layFormat(FORMAT_1)
	const store = await harness.open()
	expect(await store.operations()).toEqual([FLOOD])
	const journal = await store.open(FLOOD.id)
	if (!journal) throw new Error('the journal is gone')
	expect((await all(journal)).map(({ body }) => (body.type === 'event' ? body.event.op : body.type))).toEqual([
		'opened',
		'upsert',
		'upsert',
		'batch',
		'erased',
		'erased',
		'upsert',
		'batch',
		'restored',
		'upsert',
	])
	expect(await journal.latestSnapshot()).toMatchObject({ seq: 10 })
	expect(await appended(journal, report({ n: 3 }))).toMatchObject({ seq: 3, known: true })
	expect(await appended(journal, note({ n: 20 }))).toMatchObject({ seq: 11, number: 1 })
	const closed = await journal.changeOperation({ change: { op: 'closed' }, by: 'admin' })
	expect(closed).toMatchObject({ ok: true, value: { state: 'closed', gauges: [] } })
	await harness.closeAll()
	expect(formatOf(harness.file)).toBe(3)
	expect(await harness.verify()).toMatchObject({ ok: true, entries: 12 })
})

test('[J20] a journal of format 2 is verified as it is, and goes on with its numbers when it is opened for writing', async () => {
	layFormat(FORMAT_2)
	expect(await harness.verify()).toMatchObject({ ok: true, entries: 5, erased: 1 })
	expect(formatOf(harness.file)).toBe(2)
	const store = await harness.open()
	expect(await store.operations()).toMatchObject([{ ...FLOOD, state: 'closed' }])
	const journal = await store.open(FLOOD.id)
	if (!journal) throw new Error('the journal is gone')
	await journal.changeOperation({ change: { op: 'reopened' }, by: 'admin' })
	expect(await journal.regrant({ credential: 'staff', version: 1, by: 'admin' })).toBe(true)
	expect(await appended(journal, note({ n: 20 }))).toMatchObject({ seq: 8, number: 3 })
	await harness.closeAll()
	expect(formatOf(harness.file)).toBe(3)
	expect(await harness.verify()).toMatchObject({ ok: true, entries: 8 })
})

test('[J21] versions of grants that were changed beside the journal are found', async () => {
	const journal = await founded(harness)
	await journal.regrant({ credential: 'key-a', version: 1, ended: true, by: 'admin' })
	await harness.closeAll()
	const reason = 'the stored versions of grants differ from what the entries say'
	for (const sql of [
		'UPDATE grants SET ended = 0',
		'UPDATE grants SET version = 2',
		'DELETE FROM grants',
		"INSERT INTO grants VALUES ('b', 1, 0)",
	]) {
		const file = tampered(harness.file, (db) => run(db, sql))
		expect(await verifyJournal({ file })).toMatchObject({ ok: false, reason })
	}
})

test('[J20] a file that claims an older format than it has, and one whose tables are others, are found', async () => {
	await founded(harness)
	await harness.closeAll()
	const older = tampered(harness.file, (db) => db.exec('PRAGMA user_version = 1'))
	expect(await verifyJournal({ file: older })).toMatchObject({ ok: false, reason: 'the tables of the file were changed' })
})

test('[J18] a gap, a double, a missing and an invented number are named at their entry', async () => {
	const journal = await founded(harness)
	for (const n of [1, 2, 3]) await appended(journal, note({ n }))
	await appended(journal, report({ n: 9 }))
	await harness.closeAll()
	const reasonAfter = async (sql: string): Promise<unknown> => {
		const verdict = await verifyJournal({ file: tampered(harness.file, (db) => run(db, sql)) })
		return verdict.ok ? 'good' : [verdict.seq, verdict.reason]
	}
	expect(await reasonAfter('UPDATE diary SET number = 7 WHERE seq = 3')).toEqual([3, 'its number in the book "ETB" is 7, and 2 follows'])
	expect(await reasonAfter("UPDATE diary SET book = 'TEL' WHERE seq = 3")).toEqual([3, 'it has no number in the book "ETB"'])
	expect(await reasonAfter('DELETE FROM diary WHERE seq = 4')).toEqual([4, 'it has no number in the book "ETB"'])
	expect(await reasonAfter("INSERT INTO diary VALUES (5, 'ETB', 4, NULL)")).toEqual([
		5,
		'it has a number of the diary and is no diary entry',
	])
	expect(await reasonAfter("INSERT INTO diary VALUES (9, 'ETB', 4, NULL)")).toEqual([9, 'the entry is missing: the diary numbers it'])
})

test('[J18] an erased entry whose number was taken away leaves a gap', async () => {
	const journal = await founded(harness)
	for (const n of [1, 2, 3]) await appended(journal, note({ n }))
	await journal.erase({ seqs: [seq(3)], by: 'Datenschutz', reason: 'Art. 17' })
	await harness.closeAll()
	expect(await verifyJournal({ file: harness.file })).toMatchObject({ ok: true })
	const file = tampered(harness.file, (db) => run(db, 'DELETE FROM diary WHERE seq = 3'))
	expect(await verifyJournal({ file })).toMatchObject({ ok: false, seq: 4, reason: 'its number in the book "ETB" is 3, and 2 follows' })
})

test('[J18] the number of the newest entry stays in the chain when its body is erased', async () => {
	const journal = await founded(harness)
	for (const n of [1, 2, 3]) await appended(journal, note({ n }))
	await journal.erase({ seqs: [seq(4)], by: 'Datenschutz', reason: 'Art. 17' })
	await harness.closeAll()
	expect(await verifyJournal({ file: harness.file })).toMatchObject({ ok: true })
	const reason = 'it says another diary number of the erased entry 4 than is stored'
	for (const sql of ['DELETE FROM diary WHERE seq = 4', "UPDATE diary SET book = 'TEL', number = 1 WHERE seq = 4"]) {
		const file = tampered(harness.file, (db) => run(db, sql))
		expect(await verifyJournal({ file })).toMatchObject({ ok: false, seq: 5, reason })
	}
})

test('[J17] metadata that were changed beside the journal are found', async () => {
	await founded(harness)
	await harness.closeAll()
	const file = tampered(harness.file, (db) => run(db, "UPDATE meta SET value = replace(value, 'Elbe', 'Weser') WHERE key = 'operation'"))
	expect(await verifyJournal({ file })).toMatchObject({
		ok: false,
		reason: 'the stored metadata of the operation differ from what its entries say',
	})
})

test('[J17] a crash between entry and metadata cannot be: a change that fails leaves neither', async () => {
	const journal = await founded(harness)
	const vandal = new DatabaseSync(harness.file)
	vandal.exec("CREATE TRIGGER stop BEFORE UPDATE ON meta BEGIN SELECT RAISE(ABORT, 'stopped by a test'); END")
	await expect(journal.changeOperation({ change: { op: 'closed' }, by: 'admin' })).rejects.toThrow('stopped by a test')
	vandal.exec('DROP TRIGGER stop')
	vandal.close()
	await harness.closeAll()
	const again = await reopened(harness)
	expect(await again.head()).toMatchObject({ seq: 1 })
	expect(await appended(again, report({ n: 1 }))).toMatchObject({ seq: 2 })
	expect(await harness.verify()).toMatchObject({ ok: true, entries: 2 })
})
