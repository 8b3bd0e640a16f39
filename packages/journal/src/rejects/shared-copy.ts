import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

import * as z from 'zod'

import type { Connection } from '../postgres/connection.ts'
import { Line, transaction } from '../postgres/line.ts'
import { migrate } from '../postgres/migrate.ts'
import { integer, text } from '../postgres/rows.ts'
import type { PgRow } from '../postgres/rows.ts'
import { openRejectFile, REJECT_STEPS } from './tables.ts'

/** Alike in the file and in the database; what was said lies in columns there, and in one text here. */
const ALIKE = ['id', 'feed', 'at', 'first', 'times', 'state', 'by', 'changed', 'result', 'hash', 'bytes'] as const
const SAID = ['reason', 'message', 'path', 'raw', 'origin'] as const
/** Some may be large: a few dozen megabytes at once at most. */
const PAGE = 100

const Said = z.object({
	reason: z.string(),
	message: z.string(),
	path: z.string().optional(),
	raw: z.string(),
	origin: z.unknown().optional(),
})

/** Copies what feeds of several hubs refused into a file, as it was at one moment. */
export async function copySharedRejects(url: string, to: string): Promise<void> {
	const line = new Line({ url, node: 'backup' })
	const db = openRejectFile(to)
	try {
		await line.run((connection) => migrate(connection, 'rejects', REJECT_STEPS))
		await line.run((connection) => transaction(connection, () => copyAll(connection, db)))
		db.exec('pragma journal_mode = delete')
	} finally {
		db.close()
		await line.close()
	}
}

async function copyAll({ rows }: Connection, db: DatabaseSync): Promise<void> {
	await rows({ text: 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY' })
	const columns = [...ALIKE, ...SAID]
	const add = db.prepare(`insert into rejects (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`)
	for (let after = 0; ;) {
		const query = `SELECT * FROM lagebild.rejects WHERE id > $1 ORDER BY id LIMIT ${PAGE}`
		const found = await rows({ text: query, values: [after] })
		for (const row of found) add.run(...ALIKE.map((name) => plain(row, name)), ...saidIn(row))
		const last = found.at(-1)
		if (!last || found.length < PAGE) return
		after = integer(last, 'id')
	}
}

function plain(row: PgRow, name: string): SQLInputValue {
	const value = row[name] ?? null
	if (value === null || typeof value === 'string' || typeof value === 'number') return value
	throw new TypeError(`column ${name} of rejects holds something else than the schema says`)
}

function saidIn(row: PgRow): readonly SQLInputValue[] {
	const { reason, message, path = null, raw, origin } = Said.parse(JSON.parse(text(row, 'said')))
	return [reason, message, path, raw, origin === undefined ? null : JSON.stringify(origin)]
}

/** Makes what feeds of several hubs refused that of a file, in one transaction. @param aside schema that takes what was there before */
export async function restoreSharedRejects(url: string, file: string, aside: string): Promise<void> {
	const line = new Line({ url, node: 'restore' })
	const db = openRejectFile(file)
	try {
		await line.run((connection) => migrate(connection, 'rejects', REJECT_STEPS))
		await line.run((connection) => transaction(connection, () => replaceAll(connection, db, aside)))
	} finally {
		db.close()
		await line.close()
	}
}

/** Numbers stay what they were, and go on after the last one. */
async function replaceAll({ rows }: Connection, db: DatabaseSync, aside: string): Promise<void> {
	await rows({ text: `CREATE SCHEMA IF NOT EXISTS ${aside}` })
	await rows({ text: `CREATE TABLE ${aside}.rejects AS SELECT * FROM lagebild.rejects` })
	await rows({ text: 'DELETE FROM lagebild.rejects' })
	const columns = [...ALIKE, 'said']
	const places = columns.map((_, index) => `$${index + 1}`).join(', ')
	const add = `INSERT INTO lagebild.rejects (${columns.join(', ')}) OVERRIDING SYSTEM VALUE VALUES (${places})`
	for (const row of db.prepare('select * from rejects order by id').iterate()) {
		const origin = row['origin']
		const said = { reason: row['reason'], message: row['message'], path: row['path'] ?? undefined, raw: row['raw'] }
		const whole = typeof origin === 'string' ? { ...said, origin: z.unknown().parse(JSON.parse(origin)) } : said
		await rows({ text: add, values: [...ALIKE.map((name) => row[name] ?? null), JSON.stringify(whole)] })
	}
	const last = db.prepare(`select seq from sqlite_sequence where name = 'rejects'`).get()?.['seq'] ?? 0
	const next = `SELECT setval(pg_get_serial_sequence('lagebild.rejects', 'id'), greatest($1::bigint, (SELECT max(id) FROM ${aside}.rejects), 1))`
	await rows({ text: next, values: [last] })
}
