import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'

import { grantText } from './chain-walk.ts'
import type { RawEntry } from './chain-walk.ts'
import type { Verdict } from './port.ts'
import { blob, integer, text } from './sqlite/columns.ts'
import type { SqlRow } from './sqlite/columns.ts'
import { BUSY_MS } from './sqlite/reader.ts'
import { formatOf, hasTables, readMeta, tablesHold } from './sqlite/schema.ts'
import { NoJournal, verifyFrom } from './verify-walk.ts'
import type { Finding, RawRow, VerifySource, WalkOptions } from './verify-walk.ts'

/** Entries read at once; between two pages no read transaction is open, so that a writing hub is not held up. */
const PAGE = 200

export type VerifyOptions = WalkOptions & { readonly file: string }

/** Checks a journal file, reading only, also while a hub writes it. Never throws for what the file holds. */
export async function verifyJournal({ file, ...options }: VerifyOptions): Promise<Verdict> {
	let db: DatabaseSync | undefined
	try {
		const open = (): Promise<VerifySource> =>
			Promise.try(() => {
				db = openReadOnly(file)
				if (!hasTables(db)) throw new NoJournal('the file holds no journal')
				return sourceOf(db)
			})
		return await verifyFrom(options, { what: 'file', open })
	} finally {
		db?.close()
	}
}

function sourceOf(db: DatabaseSync): VerifySource {
	const page = db.prepare(pageOf(db))
	const newest = db.prepare('SELECT max(seq) AS seq FROM entries')
	return {
		beside: () => Promise.try(() => ({ operation: readMeta(db, 'operation'), grants: grantsIn(db) })),
		page: (after) => Promise.try(() => page.all(after, PAGE).map(rawRowOf)),
		newest: () => Promise.try(() => Number(newest.get()?.['seq'] ?? 0)),
		lost: () => Promise.try(() => orphan(db) ?? lostNumber(db)),
		holds: () => Promise.try(() => tablesHold(db)),
	}
}

/** A folder that cannot be written has no room for the files that readers of a live journal share; nobody writes there either. */
function openReadOnly(file: string): DatabaseSync {
	const db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS })
	try {
		db.prepare('SELECT count(*) FROM sqlite_schema').get()
		return db
	} catch (error) {
		db.close()
		if (!isCannotOpen(error)) throw error
		const immutable = pathToFileURL(file)
		immutable.searchParams.set('immutable', '1')
		return new DatabaseSync(immutable, { readOnly: true })
	}
}

const SQLITE_READONLY = 8
const SQLITE_CANTOPEN = 14

function isCannotOpen(error: unknown): boolean {
	const code = error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : 0
	return code === SQLITE_CANTOPEN || code === SQLITE_READONLY
}

/** Before format 3 no entry spoke of grants. */
function grantsIn(db: DatabaseSync): ReadonlyMap<string, string> | undefined {
	if (formatOf(db) < 3) return undefined
	const rows = db.prepare('SELECT credential, version, ended FROM grants').all()
	return new Map(rows.map((row) => [text(row, 'credential'), grantText(integer(row, 'version'), integer(row, 'ended') === 1)]))
}

/** Before format 2 there were no numbers. */
function pageOf(db: DatabaseSync): string {
	const [numbers, join] =
		formatOf(db) < 2 ? ['NULL AS book, NULL AS number', ''] : ['d.book, d.number', 'LEFT JOIN diary d ON d.seq = e.seq']
	return `SELECT e.seq, e.recorded, e.commitment, e.hash, b.salt, CAST(b.body AS BLOB) AS bytes, typeof(b.body) AS kind, c.checkpoint, ${numbers}
		FROM entries e LEFT JOIN bodies b ON b.seq = e.seq LEFT JOIN checkpoints c ON c.seq = e.seq ${join} WHERE e.seq > ? ORDER BY e.seq LIMIT ?`
}

function rawRowOf(row: SqlRow): RawRow {
	return { entry: rawEntryOf(row), ...(row['checkpoint'] !== null && { checkpoint: text(row, 'checkpoint') }) }
}

function rawEntryOf(row: SqlRow): RawEntry {
	const entry = {
		seq: integer(row, 'seq'),
		recorded: integer(row, 'recorded'),
		commit: blob(row, 'commitment'),
		hash: blob(row, 'hash'),
		...(row['number'] !== null && { diary: { book: text(row, 'book'), number: integer(row, 'number') } }),
	}
	if (row['kind'] === 'null') return entry
	return { ...entry, body: { salt: blob(row, 'salt'), bytes: blob(row, 'bytes'), packed: row['kind'] !== 'text' } }
}

/** A checkpoint of an entry that is not there: the end of the journal was cut off. */
function orphan(db: DatabaseSync): Finding | undefined {
	const row = db
		.prepare('SELECT c.seq FROM checkpoints c LEFT JOIN entries e ON e.seq = c.seq WHERE e.seq IS NULL ORDER BY c.seq LIMIT 1')
		.get()
	return row ? { seq: integer(row, 'seq'), reason: 'the entry is missing: a signed checkpoint speaks of it' } : undefined
}

/** J18: a number of an entry that is not there. */
function lostNumber(db: DatabaseSync): Finding | undefined {
	if (formatOf(db) < 2) return undefined
	const row = db.prepare('SELECT d.seq FROM diary d LEFT JOIN entries e ON e.seq = d.seq WHERE e.seq IS NULL ORDER BY d.seq LIMIT 1').get()
	return row ? { seq: integer(row, 'seq'), reason: 'the entry is missing: the diary numbers it' } : undefined
}
