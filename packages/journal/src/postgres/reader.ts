import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'

import type { Entry, EntryBody } from '@lagebild/model/entry.ts'
import { seq as toSeq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'

import { readBody, unpack } from '../body.ts'
import { GENESIS, sha256 } from '../chain.ts'
import { readCheckpoint } from '../checkpoint.ts'
import type { Checkpoint, Head, StoredSnapshot } from '../port.ts'
import type { Connection } from './connection.ts'
import type { PgRow } from './rows.ts'
import { bytes, hex, integer, text } from './rows.ts'

/** Rows parsed without giving other work a turn. */
const ROWS_AT_ONCE = 100
export const MAX_PAGE = 1_000

/** `op`: number of the operation in the database. */
export type Source = { readonly rows: Connection['rows']; readonly op: number }

const decompress = promisify(zstdDecompress)

const ENTRY = `SELECT e.seq, e.recorded, e.commitment, e.hash, p.hash AS prev, b.body, b.packed, d.number FROM lagebild.entries e
	LEFT JOIN lagebild.entries p ON p.op = e.op AND p.seq = e.seq - 1 LEFT JOIN lagebild.bodies b ON b.op = e.op AND b.seq = e.seq
	LEFT JOIN lagebild.diary d ON d.op = e.op AND d.seq = e.seq WHERE e.op = $1`

export async function readPage({ rows, op }: Source, from: number, limit: number): Promise<readonly Entry[]> {
	const query = { name: 'page', text: `${ENTRY} AND e.seq >= $2 AND e.seq < $3 ORDER BY e.seq`, values: [op, from, from + limit] }
	return entriesOf(await rows(query))
}

/** Those that are there, in order of seq. */
export async function readEntries({ rows, op }: Source, seqs: readonly number[]): Promise<readonly Entry[]> {
	return entriesOf(await rows({ name: 'some', text: `${ENTRY} AND e.seq = ANY ($2) ORDER BY e.seq`, values: [op, seqs] }))
}

type MentionPage = { readonly before: number; readonly limit: number; readonly statements: boolean }

export async function readMentions({ rows, op }: Source, entity: string, page: MentionPage): Promise<readonly Entry[]> {
	const found = await rows({
		name: 'mentions',
		text: `${ENTRY} AND e.seq IN (
			SELECT m.seq FROM lagebild.mentions m JOIN lagebild.entities n ON n.no = m.entity
			WHERE n.op = $1 AND n.id = $2 AND m.seq < $3 AND NOT ($4 AND EXISTS (SELECT 1 FROM lagebild.batches t WHERE t.op = $1 AND t.seq = m.seq))
			ORDER BY m.seq DESC LIMIT $5) ORDER BY e.seq DESC`,
		values: [op, entity, page.before, page.statements, page.limit],
	})
	return entriesOf(found)
}

export async function findEvent({ rows, op }: Source, id: string): Promise<Entry | undefined> {
	const found = await rows({
		name: 'event',
		text: `${ENTRY} AND e.seq = (SELECT min(seq) FROM lagebild.events WHERE op = $1 AND id = $2)`,
		values: [op, id],
	})
	return (await entriesOf(found))[0]
}

export async function readHead({ rows, op }: Source): Promise<Head> {
	const [row] = await rows({ name: 'head', text: 'SELECT epoch, seq, hash, recorded FROM lagebild.operations WHERE no = $1', values: [op] })
	if (!row) throw new Error('the operation is not in the database any more')
	return { epoch: text(row, 'epoch'), seq: toSeq(integer(row, 'seq')), hash: hex(row, 'hash'), recorded: instant(integer(row, 'recorded')) }
}

/** Newest seq with recorded ≤ at; recorded never falls, so halving finds it without an index. */
export async function seqBefore({ rows, op }: Source, at: number): Promise<number> {
	const [row] = await rows({
		name: 'halving',
		text: `WITH RECURSIVE halving (low, high) AS (
				SELECT 0::bigint, seq FROM lagebild.operations WHERE no = $1
				UNION ALL
				SELECT CASE WHEN e.recorded <= $2 THEN h.middle ELSE h.low END, CASE WHEN e.recorded <= $2 THEN h.high ELSE h.middle - 1 END
				FROM (SELECT low, high, (low + high + 1) / 2 AS middle FROM halving WHERE low < high) h
				JOIN lagebild.entries e ON e.op = $1 AND e.seq = h.middle
			) SELECT low FROM halving WHERE low >= high`,
		values: [op, at],
	})
	return row ? integer(row, 'low') : 0
}

export async function newestCheckpoint({ rows, op }: Source): Promise<Checkpoint | undefined> {
	const [row] = await rows({ text: 'SELECT checkpoint FROM lagebild.checkpoints WHERE op = $1 ORDER BY seq DESC LIMIT 1', values: [op] })
	return row && readCheckpoint(JSON.parse(text(row, 'checkpoint')))
}

export async function newestSnapshot({ rows, op }: Source, until = Number.MAX_SAFE_INTEGER): Promise<StoredSnapshot | undefined> {
	const [row] = await rows({
		name: 'snapshot',
		text: `SELECT s.seq, s.hash, s.digest, s.body FROM lagebild.snapshots s
			JOIN lagebild.entries e ON e.op = s.op AND e.seq = s.seq AND e.hash = s.hash WHERE s.op = $1 AND s.seq <= $2 ORDER BY s.seq DESC LIMIT 1`,
		values: [op, until],
	})
	if (!row) return undefined
	const packed = bytes(row, 'body')
	const seq = integer(row, 'seq')
	if (!sha256(packed).equals(bytes(row, 'digest'))) return newestSnapshot({ rows, op }, seq - 1)
	return { seq: toSeq(seq), hash: hex(row, 'hash'), body: await decompress(packed) }
}

async function entriesOf(rows: readonly PgRow[]): Promise<readonly Entry[]> {
	const entries: Entry[] = []
	for (const row of rows) {
		if (entries.length > 0 && entries.length % ROWS_AT_ONCE === 0) await setImmediate()
		entries.push(entryOf(row))
	}
	return entries
}

function entryOf(row: PgRow): Entry {
	const seq = toSeq(integer(row, 'seq'))
	if (row['prev'] === null && seq > 1) throw new Error(`entry ${seq - 1} is missing`)
	return {
		seq,
		recorded: instant(integer(row, 'recorded')),
		prevHash: seq > 1 ? hex(row, 'prev') : Buffer.from(GENESIS).toString('hex'),
		commit: hex(row, 'commitment'),
		hash: hex(row, 'hash'),
		...(row['number'] !== null && { number: integer(row, 'number') }),
		body: bodyOf(row, seq),
	}
}

function bodyOf(row: PgRow, seq: number): EntryBody {
	if (row['body'] !== null) return readBody(text(row, 'body'))
	if (row['packed'] === null) return { type: 'erased' }
	const canonical = unpack(bytes(row, 'packed'))
	if (!canonical) throw new Error(`the body of entry ${seq} is damaged`)
	return readBody(canonical.toString())
}
