import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { OperationId } from '@lagebild/model/ids.ts'

import { readBody, unpack } from '../body.ts'
import { blob, hex, integer, text, uuidBytes } from '../sqlite/columns.ts'
import type { SqlRow } from '../sqlite/columns.ts'
import { BUSY_MS } from '../sqlite/reader.ts'
import { formatOf, hasTables } from '../sqlite/schema.ts'
import { SYSTEM_CREDENTIAL } from '../system-event.ts'
import { BrokenJournal, checkpointIn } from './check-kept.ts'
import type { Forgotten, KeptEntry } from './kept-entry.ts'
import type { BackupSource } from './port.ts'

/** The journals of a folder, read while a hub writes them. */
export function openSqliteSource(folder: string): BackupSource {
	const readers = new Map<OperationId, Reader>()
	const readerOf = (operation: OperationId): Reader => {
		const reader = readers.get(operation) ?? openReader(join(folder, `${operation}.db`))
		readers.set(operation, reader)
		return reader
	}
	return {
		operations: () => Promise.try(() => filesIn(folder).flatMap((name) => founded(folder, name))),
		head: (operation) => Promise.try(() => integer(readerOf(operation).head.get() ?? {}, 'seq')),
		page: (operation, after, limit) => Promise.try(() => pageOf(operation, readerOf(operation), { after, limit })),
		forgotten: (operation) => Promise.try(() => readerOf(operation).forgotten.all().map(forgottenOf)),
		size: () => Promise.try(() => sizeOf(folder)),
		close: () =>
			Promise.try(() => {
				for (const { db } of readers.values()) db.close()
			}),
	}
}

function filesIn(folder: string): readonly string[] {
	return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.db')) : []
}

/** A journal whose founding was cut short is none. */
function founded(folder: string, name: string): readonly OperationId[] {
	const db = new DatabaseSync(join(folder, name), { readOnly: true, timeout: BUSY_MS })
	try {
		return hasTables(db) ? [OperationId.parse(name.slice(0, -3))] : []
	} finally {
		db.close()
	}
}

function sizeOf(folder: string): number {
	const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.db(?:-wal)?$/.test(name)) : []
	return names.reduce((sum, name) => sum + (statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0)
}

type Reader = ReturnType<typeof openReader>

function openReader(file: string) {
	const db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS })
	hasTables(db)
	const [numbers, join_] =
		formatOf(db) < 2 ? ['NULL AS book, NULL AS number', ''] : ['d.book, d.number', 'LEFT JOIN diary d ON d.seq = e.seq']
	return {
		db,
		page: db.prepare(`SELECT e.seq, e.recorded, e.wall, e.commitment, e.hash, b.salt, b.body, c.checkpoint, ${numbers},
				(SELECT json_group_array(n.id ORDER BY j.key) FROM json_each(b.entities) j JOIN entities n ON n.no = j.value) AS mentioned
			FROM entries e LEFT JOIN bodies b ON b.seq = e.seq LEFT JOIN checkpoints c ON c.seq = e.seq ${join_}
			WHERE e.seq > ? ORDER BY e.seq LIMIT ?`),
		head: db.prepare('SELECT coalesce(max(seq), 0) AS seq FROM entries'),
		said: db.prepare('SELECT said FROM events WHERE id = ? AND credential = ?'),
		forgotten: db.prepare('SELECT seq, id, credential FROM events WHERE said IS NULL'),
	}
}

type Range = { readonly after: number; readonly limit: number }

/** In one read transaction: body and digest of an event come from the same moment. */
function pageOf(operation: string, reader: Reader, { after, limit }: Range): readonly KeptEntry[] {
	reader.db.exec('BEGIN')
	try {
		return reader.page.all(after, limit).map((row) => keptOf(operation, reader, row))
	} finally {
		reader.db.exec('COMMIT')
	}
}

function keptOf(operation: string, reader: Reader, row: SqlRow): KeptEntry {
	const seq = integer(row, 'seq')
	const checkpoint = checkpointIn(operation, seq, row['checkpoint'])
	return {
		seq,
		recorded: integer(row, 'recorded'),
		wall: integer(row, 'wall'),
		commit: hex(row, 'commitment'),
		hash: hex(row, 'hash'),
		...(row['body'] !== null && saidIn(operation, reader, row)),
		...(row['number'] !== null && { diary: { book: text(row, 'book'), number: integer(row, 'number') } }),
		...(checkpoint && { checkpoint }),
	}
}

function saidIn(operation: string, reader: Reader, row: SqlRow): Pick<KeptEntry, 'body' | 'event'> {
	const canonical = canonicalIn(row)
	if (canonical === undefined) throw new BrokenJournal(operation, { seq: integer(row, 'seq'), reason: 'its body is damaged' })
	const event = eventIn(reader, canonical)
	return { body: { salt: hex(row, 'salt'), canonical, entities: textsIn(text(row, 'mentioned')) }, ...(event && { event }) }
}

function canonicalIn(row: SqlRow): string | undefined {
	const stored = row['body']
	return stored instanceof Uint8Array ? unpack(stored)?.toString() : typeof stored === 'string' ? stored : undefined
}

function eventIn({ said }: Reader, canonical: string): KeptEntry['event'] {
	const body = readBody(canonical)
	if (body.type !== 'event') return undefined
	const { id } = body.event
	const credential = body.event.kind === 'system' ? SYSTEM_CREDENTIAL : body.event.author.credential
	const row = said.get(uuidBytes(id), credential)
	return row ? { id, credential, said: hex(row, 'said') } : undefined
}

function textsIn(json: string): readonly string[] {
	const value: unknown = JSON.parse(json)
	return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function forgottenOf(row: SqlRow): Forgotten {
	const id = Buffer.from(blob(row, 'id')).toString('hex')
	return {
		seq: integer(row, 'seq'),
		id: [id.slice(0, 8), id.slice(8, 12), id.slice(12, 16), id.slice(16, 20), id.slice(20)].join('-'),
		credential: text(row, 'credential'),
	}
}
