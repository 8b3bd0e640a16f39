import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'

import { inTransaction } from '../database.ts'
import { textIn } from '../rows.ts'

/** The tables as a file of SQLite. Outside of a transaction. */
export function baseOf(database: DatabaseSync): Uint8Array {
	return inFolder((file) => {
		database.prepare('vacuum into ?').run(file)
		return readFileSync(file)
	})
}

/** Makes the tables those of the file, and nothing else. */
export function loadBase(database: DatabaseSync, bytes: Uint8Array): void {
	inFolder((file) => {
		writeFileSync(file, bytes)
		database.prepare('attach ? as base').run(file)
		try {
			inTransaction(database, () => copyAll(database))
		} finally {
			database.exec('detach base')
		}
	})
}

function copyAll(database: DatabaseSync): void {
	const tables = database.prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite%'").all()
	for (const name of ['sqlite_sequence', ...tables.map((row) => textIn(row, 'name'))]) {
		database.exec(`delete from main.${name}; insert into main.${name} select * from base.${name}`)
	}
}

/** For the moment, readable by this user alone. */
function inFolder<T>(work: (file: string) => T): T {
	const folder = mkdtempSync(path.join(tmpdir(), 'lagebild-access-'))
	try {
		const file = path.join(folder, 'base.db')
		closeSync(openSync(file, 'wx', 0o600))
		return work(file)
	} finally {
		rmSync(folder, { recursive: true })
	}
}
