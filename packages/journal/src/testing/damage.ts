import { copyFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue } from 'node:sqlite'

import { seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'

import { measuredBatch, report } from './fixtures.ts'
import { sqliteHarness } from './harness.ts'
import type { SqliteHarness } from './harness.ts'
import { appended, founded, T0 } from './steps.ts'

/**
 * A closed journal with one of everything: 1 opened, 2 and 3 events, 4 a packed batch, 5 erased event, 6 what erased it, 7 a batch as text,
 * 8 an event under a checkpoint.
 */
export async function sampleJournal(): Promise<SqliteHarness> {
	const harness = await sqliteHarness()
	const journal = await founded(harness)
	for (const n of [2, 3]) await appended(journal, report({ n }))
	await appended(journal, measuredBatch(4))
	await appended(journal, report({ n: 5, title: 'Frau Petersen' }))
	await journal.erase({ seqs: [seq(5)], by: 'Datenschutz', reason: 'Art. 17' })
	await appended(journal, measuredBatch(7, 1))
	await appended(journal, report({ n: 8 }))
	await journal.checkpoint(instant(T0))
	await harness.closeAll()
	return harness
}

/** A copy of the file with some rows changed behind the journal's back. */
export function tampered(file: string, change: (db: DatabaseSync) => void): string {
	const copy = `${file}.tampered`
	copyFileSync(file, copy)
	const db = new DatabaseSync(copy)
	change(db)
	db.close()
	return copy
}

export function run(db: DatabaseSync, sql: string, ...values: readonly SQLInputValue[]): void {
	db.prepare(sql).run(...values)
}
