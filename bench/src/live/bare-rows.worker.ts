/** Writes rows as they are given into tables as they are described, one commit for each message: a journal without its chain. */
import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue, StatementSync } from 'node:sqlite'
import { parentPort, workerData } from 'node:worker_threads'

import { prepareWriter } from '@lagebild/journal/sqlite/schema.ts'

import { recordOf, textIn } from './processes.ts'

/** Rows of each table. */
export type Rows = Readonly<Record<string, readonly (readonly SQLInputValue[])[]>>

const given = recordOf(workerData)
const db = new DatabaseSync(textIn(given, 'file'))
prepareWriter(db)
/** As often as the journal has its log copied; here the writer does it. */
db.exec('PRAGMA wal_autocheckpoint = 8000')
if (Array.isArray(given['schema'])) for (const statement of given['schema']) db.exec(String(statement))
const inserts = new Map<string, StatementSync>()

function insertInto(table: string, columns: number): StatementSync {
	const known = inserts.get(table) ?? db.prepare(`INSERT INTO ${table} VALUES (${Array.from({ length: columns }, () => '?').join(', ')})`)
	inserts.set(table, known)
	return known
}

parentPort?.on('message', (rows: Rows | 'close') => {
	if (rows === 'close') {
		db.close()
		process.exit()
	}
	db.exec('BEGIN IMMEDIATE')
	for (const [table, list] of Object.entries(rows)) {
		for (const row of list) insertInto(table, row.length).run(...row)
	}
	db.exec('COMMIT')
	parentPort?.postMessage('done')
})
parentPort?.postMessage('ready')
