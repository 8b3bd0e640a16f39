import { closeSync, fsyncSync, openSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { StatementSync } from 'node:sqlite'

import { packBatch } from '../body.ts'
import { uuidBytes } from '../sqlite/columns.ts'
import { createTables, writeMeta } from '../sqlite/schema.ts'
import { diaryEntityOf } from './kept-entry.ts'
import type { Forgotten, KeptEntry } from './kept-entry.ts'
import type { JournalTarget, RebuiltJournal } from './port.ts'

/** Puts a journal together in a new file. A crash leaves a file that nobody looks at: it is moved to its place only when it is whole. */
export function sqliteTarget(file: string): JournalTarget {
	closeSync(openSync(file, 'wx', 0o600))
	const db = new DatabaseSync(file)
	db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN IMMEDIATE')
	createTables(db)
	const sql = prepare(db)
	const numbers = new Map<string, number>()
	return {
		add: (entries) => Promise.try(() => entries.forEach((entry) => addEntry(sql, numbers, entry))),
		forget: (forgotten) => Promise.try(() => forgotten.forEach((one) => forget(sql, one))),
		finish: (journal) => Promise.try(() => finish(db, file, { journal, setGrant: sql.grant })),
		discard: () =>
			Promise.try(() => {
				if (db.isOpen) db.close()
				rmSync(file, { force: true })
			}),
	}
}

type Statements = ReturnType<typeof prepare>

function prepare(db: DatabaseSync) {
	const sql = (text: string): StatementSync => db.prepare(text)
	return {
		entry: sql('INSERT INTO entries (seq, recorded, wall, commitment, hash) VALUES (?, ?, ?, ?, ?)'),
		body: sql('INSERT INTO bodies (seq, salt, body, entities) VALUES (?, ?, ?, ?)'),
		batch: sql('INSERT INTO batches (seq, recorded, size) VALUES (?, ?, ?)'),
		event: sql('INSERT INTO events (id, credential, seq, said) VALUES (?, ?, ?, ?)'),
		entity: sql('INSERT INTO entities (id) VALUES (?)'),
		mention: sql('INSERT OR IGNORE INTO mentions (entity, seq) VALUES (?, ?)'),
		diary: sql('INSERT INTO diary (seq, book, number, entity) VALUES (?, ?, ?, ?)'),
		checkpoint: sql('INSERT INTO checkpoints (seq, checkpoint) VALUES (?, ?)'),
		grant: sql('INSERT INTO grants (credential, version, ended) VALUES (?, ?, ?)'),
	}
}

function addEntry(sql: Statements, numbers: Map<string, number>, entry: KeptEntry): void {
	const { seq, body, diary, checkpoint } = entry
	sql.entry.run(seq, entry.recorded, entry.wall, Buffer.from(entry.commit, 'hex'), Buffer.from(entry.hash, 'hex'))
	if (body) addBody(sql, numbers, { ...entry, body })
	const own = diaryEntityOf(entry)
	if (diary) sql.diary.run(seq, diary.book, diary.number, own === undefined ? null : numberOf(sql, numbers, own))
	if (checkpoint) sql.checkpoint.run(seq, JSON.stringify(checkpoint))
}

type WithBody = KeptEntry & Required<Pick<KeptEntry, 'body'>>

function addBody(sql: Statements, numbers: Map<string, number>, { seq, recorded, body, event }: WithBody): void {
	const mentioned = body.entities.map((entity) => numberOf(sql, numbers, entity))
	for (const number of mentioned) sql.mention.run(number, seq)
	const stored = event ? body.canonical : packBatch(body.canonical)
	sql.body.run(seq, Buffer.from(body.salt, 'hex'), stored, JSON.stringify(mentioned))
	if (event) sql.event.run(uuidBytes(event.id), event.credential, seq, Buffer.from(event.said, 'hex'))
	else sql.batch.run(seq, recorded, stored.length)
}

function numberOf(sql: Statements, numbers: Map<string, number>, entity: string): number {
	const number = numbers.get(entity) ?? Number(sql.entity.run(entity).lastInsertRowid)
	numbers.set(entity, number)
	return number
}

function forget(sql: Statements, { seq, id, credential }: Forgotten): void {
	sql.event.run(uuidBytes(id), credential, seq, null)
}

function finish(
	db: DatabaseSync,
	file: string,
	{ journal, setGrant }: { readonly journal: RebuiltJournal; readonly setGrant: StatementSync },
): void {
	writeMeta(db, 'operation', JSON.stringify(journal.operation))
	writeMeta(db, 'epoch', journal.epoch)
	for (const { credential, version, ended } of journal.grants) setGrant.run(credential, version, ended ? 1 : 0)
	db.exec('COMMIT')
	db.close()
	const handle = openSync(file, 'r')
	fsyncSync(handle)
	closeSync(handle)
}
