import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

import type { Connection } from '../postgres/connection.ts'
import { Line, transaction } from '../postgres/line.ts'
import { migrate } from '../postgres/migrate.ts'
import type { PgRow } from '../postgres/rows.ts'
import { PHOTO_STEPS } from './postgres.ts'
import { openPhotoFile } from './tables.ts'

/** The same tables in a file and in the database. Photos are read a few at a time: some dozen megabytes. */
const TABLES = [
	{ file: 'photos', shared: 'photos', columns: ['operation', 'sha256', 'media', 'size', 'at', 'body'], page: 50 },
	{ file: 'uploads', shared: 'photo_uploads', columns: ['operation', 'credential', 'id', 'sha256'], page: 5_000 },
	{ file: 'erased', shared: 'photos_erased', columns: ['operation', 'sha256'], page: 5_000 },
] as const
type Table = (typeof TABLES)[number]

/** Copies the photos that hubs share into a file (J44). @returns false when there are none */
export async function copySharedPhotos(url: string, to: string): Promise<boolean> {
	const line = new Line({ url, node: 'backup' })
	const db = openPhotoFile(to)
	try {
		await line.run((connection) => migrate(connection, 'photos', PHOTO_STEPS))
		await line.run((connection) =>
			inOneView(connection, async () => {
				for (const table of TABLES) await copyTable(connection, db, table)
			}),
		)
		db.exec('PRAGMA journal_mode = DELETE')
		return true
	} finally {
		db.close()
		await line.close()
	}
}

/** All tables as they were at one moment. */
async function inOneView(connection: Connection, work: () => Promise<void>): Promise<void> {
	await transaction(connection, async () => {
		await connection.rows({ text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY' })
		await work()
	})
}

async function copyTable({ rows }: Connection, db: DatabaseSync, { file, shared, columns, page }: Table): Promise<void> {
	const names = columns.join(', ')
	const add = db.prepare(`INSERT OR REPLACE INTO ${file} (${names}) VALUES (${columns.map(() => '?').join(', ')})`)
	const order = columns.slice(0, file === 'uploads' ? 3 : 2).map((name) => `${name} COLLATE "C"`)
	for (let from = 0, full = true; full; from += page) {
		const query = `SELECT ${names} FROM lagebild.${shared} ORDER BY ${order.join(', ')} LIMIT ${page} OFFSET ${from}`
		const found = await rows({ text: query })
		for (const row of found) add.run(...columns.map((name) => valueOf(row, name)))
		full = found.length === page
	}
}

function valueOf(row: PgRow, name: string): SQLInputValue {
	const value = row[name]
	if (typeof value === 'string' || typeof value === 'number' || value instanceof Uint8Array) return value
	throw new TypeError(`column ${name} of photos holds something else than the schema says`)
}

/** Makes the photos that hubs share those of a file, in one transaction. @param aside schema that takes what was there before */
export async function restoreSharedPhotos(url: string, file: string, aside: string): Promise<void> {
	const line = new Line({ url, node: 'restore' })
	const db = openPhotoFile(file)
	try {
		await line.run((connection) => migrate(connection, 'photos', PHOTO_STEPS))
		await line.run((connection) =>
			transaction(connection, async () => {
				await connection.rows({ text: `CREATE SCHEMA IF NOT EXISTS ${aside}` })
				for (const table of TABLES) await replaceTable(connection, db, { table, aside })
			}),
		)
	} finally {
		db.close()
		await line.close()
	}
}

type Replacing = { readonly table: Table; readonly aside: string }

async function replaceTable({ rows }: Connection, db: DatabaseSync, { table: { file, shared, columns }, aside }: Replacing): Promise<void> {
	await rows({ text: `CREATE TABLE ${aside}.${shared} AS SELECT * FROM lagebild.${shared}` })
	await rows({ text: `DELETE FROM lagebild.${shared}` })
	const places = columns.map((_, index) => `$${index + 1}`).join(', ')
	const add = `INSERT INTO lagebild.${shared} (${columns.join(', ')}) VALUES (${places})`
	for (const row of db.prepare(`SELECT ${columns.join(', ')} FROM ${file}`).iterate()) {
		const values = columns.map((name) => (row[name] instanceof Uint8Array ? Buffer.from(row[name]) : row[name]))
		await rows({ text: add, values })
	}
}
