import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import { zstdDecompressSync } from 'node:zlib'

import type { Entry, EntryBody } from '@lagebild/model/entry.ts'
import { seq as toSeq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'

import { readBody, unpack } from '../body.ts'
import { GENESIS, sha256 } from '../chain.ts'
import { readCheckpoint } from '../checkpoint.ts'
import type { Checkpoint, StoredSnapshot } from '../port.ts'
import { blob, hex, integer, text, uuidBytes } from './columns.ts'
import type { SqlRow } from './columns.ts'

/** Rows parsed without giving other work a turn. */
const ROWS_AT_ONCE = 100
export const MAX_PAGE = 1_000
/** How long a read waits for a recovery that another connection runs, ms. */
export const BUSY_MS = 5_000

const ENTRY = 'SELECT e.seq, e.recorded, e.commitment, e.hash, b.body FROM entries e LEFT JOIN bodies b ON b.seq = e.seq'

/** Read-only connection to one journal. Every statement is run to its end at once: an open cursor would keep the log from being checkpointed. */
export type Reader = ReturnType<typeof openReader>

export function openReader(file: string) {
	const db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS })
	const sql = {
		page: db.prepare(`${ENTRY} WHERE e.seq >= ? AND e.seq < ? ORDER BY e.seq`),
		one: db.prepare(`${ENTRY} WHERE e.seq = ?`),
		hash: db.prepare('SELECT hash FROM entries WHERE seq = ?'),
		recorded: db.prepare('SELECT recorded FROM entries WHERE seq = ?'),
		mentions: db.prepare(
			'SELECT m.seq FROM mentions m JOIN entities n ON n.no = m.entity WHERE n.id = ? AND m.seq < ? ORDER BY m.seq DESC LIMIT ?',
		),
		statements: db.prepare(
			'SELECT m.seq FROM mentions m JOIN entities n ON n.no = m.entity WHERE n.id = ? AND m.seq < ? AND NOT EXISTS (SELECT 1 FROM batches b WHERE b.seq = m.seq) ORDER BY m.seq DESC LIMIT ?',
		),
		event: db.prepare('SELECT min(seq) AS seq FROM events WHERE id = ?'),
		checkpoint: db.prepare('SELECT checkpoint FROM checkpoints ORDER BY seq DESC LIMIT 1'),
		numbers: db.prepare('SELECT seq, number FROM diary WHERE seq >= ? AND seq < ?'),
		snapshot: db.prepare(
			'SELECT s.seq, s.hash, s.digest, s.body FROM snapshots s JOIN entries e ON e.seq = s.seq AND e.hash = s.hash WHERE s.seq <= ? ORDER BY s.seq DESC LIMIT 1',
		),
	}
	return { db, sql }
}

/** Entries from, …, to − 1; `to` is at most one behind the newest that is known to be committed. */
export async function readPage({ sql }: Reader, from: number, to: number): Promise<readonly Entry[]> {
	const entries: Entry[] = []
	for (let start = Math.max(1, from); start < to; start += ROWS_AT_ONCE) {
		if (start > from) await setImmediate()
		const rows: readonly SqlRow[] = sql.page.all(start, Math.min(to, start + ROWS_AT_ONCE))
		const numbers = numbersIn(sql, start, start + rows.length)
		let prevHash = entries.at(-1)?.hash ?? hashBefore(sql, start)
		for (const row of rows) {
			const entry = entryOf(row, prevHash, numbers)
			prevHash = entry.hash
			entries.push(entry)
		}
		if (rows.length < ROWS_AT_ONCE) break
	}
	return entries
}

export async function readMentions(
	reader: Reader,
	entity: string,
	{ before, limit, statements }: { before: number; limit: number; statements: boolean },
): Promise<readonly Entry[]> {
	const entries: Entry[] = []
	const found = statements ? reader.sql.statements : reader.sql.mentions
	for (const row of found.all(entity, before, limit)) {
		if (entries.length > 0 && entries.length % ROWS_AT_ONCE === 0) await setImmediate()
		const entry = readOne(reader, integer(row, 'seq'))
		if (entry) entries.push(entry)
	}
	return entries
}

export function findEvent(reader: Reader, id: string): Entry | undefined {
	const seq = reader.sql.event.get(uuidBytes(id))?.['seq']
	return typeof seq === 'number' ? readOne(reader, seq) : undefined
}

function readOne({ sql }: Reader, seq: number): Entry | undefined {
	const row: SqlRow | undefined = sql.one.get(seq)
	return row && entryOf(row, hashBefore(sql, seq), numbersIn(sql, seq, seq + 1))
}

/** Of the diary entries among these; asked once for many rows, because most are none. */
function numbersIn(sql: Reader['sql'], from: number, to: number): ReadonlyMap<number, number> {
	return new Map(sql.numbers.all(from, to).map((row) => [integer(row, 'seq'), integer(row, 'number')]))
}

function hashBefore(sql: Reader['sql'], seq: number): string {
	if (seq <= 1) return Buffer.from(GENESIS).toString('hex')
	const row: SqlRow | undefined = sql.hash.get(seq - 1)
	if (!row) throw new Error(`entry ${seq - 1} is missing`)
	return hex(row, 'hash')
}

function entryOf(row: SqlRow, prevHash: string, numbers: ReadonlyMap<number, number>): Entry {
	const seq = toSeq(integer(row, 'seq'))
	const number = numbers.get(seq)
	return {
		seq,
		recorded: instant(integer(row, 'recorded')),
		prevHash,
		commit: hex(row, 'commitment'),
		hash: hex(row, 'hash'),
		...(number !== undefined && { number }),
		body: bodyOf(row),
	}
}

function bodyOf(row: SqlRow): EntryBody {
	const stored = row['body']
	if (stored === null) return { type: 'erased' }
	if (typeof stored === 'string') return readBody(stored)
	const canonical = unpack(blob(row, 'body'))
	if (!canonical) throw new Error(`the body of entry ${integer(row, 'seq')} is damaged`)
	return readBody(canonical.toString())
}

/** Newest seq with recorded ≤ at; recorded never falls, so halving finds it without an index. */
export function seqBefore({ sql }: Reader, at: number, head: number): number {
	let [low, high] = [0, head]
	while (low < high) {
		const middle = Math.ceil((low + high) / 2)
		if (integer(sql.recorded.get(middle) ?? {}, 'recorded') <= at) low = middle
		else high = middle - 1
	}
	return low
}

export function newestCheckpoint({ sql }: Reader): Checkpoint | undefined {
	const row: SqlRow | undefined = sql.checkpoint.get()
	return row && readCheckpoint(JSON.parse(text(row, 'checkpoint')))
}

export function newestSnapshot({ sql }: Reader, until = Number.MAX_SAFE_INTEGER): StoredSnapshot | undefined {
	for (let row: SqlRow | undefined = sql.snapshot.get(until); row; row = sql.snapshot.get(integer(row, 'seq') - 1)) {
		const packed = blob(row, 'body')
		if (!sha256(packed).equals(blob(row, 'digest'))) continue
		return { seq: toSeq(integer(row, 'seq')), hash: hex(row, 'hash'), body: zstdDecompressSync(packed) }
	}
	return undefined
}
