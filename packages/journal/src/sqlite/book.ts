import type { DatabaseSync, StatementSync } from 'node:sqlite'

import type { Fault } from '@lagebild/model/fault.ts'
import { readOperation } from '@lagebild/model/operation-history.ts'
import type { Operation } from '@lagebild/model/operation.ts'

import { GENESIS } from '../chain.ts'
import { blob, integer } from './columns.ts'
import type { SqlRow } from './columns.ts'
import { readMeta } from './schema.ts'

export type BookHead = { readonly seq: number; readonly hash: Uint8Array; readonly recorded: number; readonly wall: number }

/** What the writer holds of one journal between transactions. */
export type Book = {
	readonly db: DatabaseSync
	readonly sql: Statements
	/** Undefined after anything went wrong: the next transaction reads it from the file. */
	head: BookHead | undefined
	/** The operation as its metadata say; undefined after anything went wrong: read again when it is needed. */
	operation: Operation | undefined
	/** As the metadata say it; undefined like `operation`. */
	epoch: string | undefined
	/** Numbers of entities, as far as they were met; only committed ones survive a rollback, so it is emptied there. */
	readonly numbers: Map<string, number>
	/** Versions of grants, as far as they were asked for; null where no entry names one. Emptied like `numbers`. */
	readonly grants: Map<string, HeldGrant | null>
	/** Newest entry since the start that erased what somebody said, or began an epoch: no picture from before it is kept. */
	rewritten: number
	/** Bytes of batch bodies in the file; undefined until asked for. */
	batchBytes: number | undefined
}

export type HeldGrant = { readonly version: number; readonly ended: boolean }

type Statements = ReturnType<typeof prepareStatements>

/** A fault of the storage: `commit` when the transaction may or may not have become durable. */
export class WriteFault extends Error {
	readonly during: 'write' | 'commit'

	constructor(during: 'write' | 'commit', cause: unknown) {
		super(cause instanceof Error ? cause.message : String(cause), { cause })
		this.during = during
	}
}

/** The request cannot be carried out; the journal is as it was. */
export class RequestFault extends Error {
	readonly fault: Fault | undefined

	constructor(message: string, fault?: Fault) {
		super(message)
		this.fault = fault
	}
}

export function openBook(db: DatabaseSync): Book {
	return {
		db,
		sql: prepareStatements(db),
		head: undefined,
		operation: undefined,
		epoch: undefined,
		numbers: new Map(),
		grants: new Map(),
		rewritten: 0,
		batchBytes: undefined,
	}
}

function prepareStatements(db: DatabaseSync) {
	const sql = (text: string): StatementSync => db.prepare(text)
	return {
		begin: sql('BEGIN IMMEDIATE'),
		commit: sql('COMMIT'),
		rollback: sql('ROLLBACK'),
		last: sql('SELECT seq, hash, recorded, wall FROM entries ORDER BY seq DESC LIMIT 1'),
		addEntry: sql('INSERT INTO entries (seq, recorded, wall, commitment, hash) VALUES (?, ?, ?, ?, ?)'),
		addBody: sql('INSERT INTO bodies (seq, salt, body, entities) VALUES (?, ?, ?, ?)'),
		addBatch: sql('INSERT INTO batches (seq, recorded, size) VALUES (?, ?, ?)'),
		addEvent: sql('INSERT INTO events (id, credential, seq, said) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'),
		knownEvent: sql(
			'SELECT events.seq, said, recorded FROM events LEFT JOIN entries ON entries.seq = events.seq WHERE id = ? AND credential = ?',
		),
		addEntity: sql('INSERT INTO entities (id) VALUES (?)'),
		entityNumber: sql('SELECT no FROM entities WHERE id = ?'),
		addMention: sql('INSERT OR IGNORE INTO mentions (entity, seq) VALUES (?, ?)'),
		bodyOf: sql('SELECT body, entities FROM bodies WHERE seq = ?'),
		dropBody: sql('DELETE FROM bodies WHERE seq = ?'),
		dropBatch: sql('DELETE FROM batches WHERE seq = ?'),
		dropMention: sql('DELETE FROM mentions WHERE entity = ? AND seq = ?'),
		dropLonely: sql('DELETE FROM entities WHERE no = ? AND NOT EXISTS (SELECT 1 FROM mentions WHERE entity = no)'),
		forgetSaid: sql('UPDATE events SET said = NULL WHERE id = ? AND credential = ?'),
		addDiary: sql('INSERT INTO diary (seq, book, number, entity) VALUES (?, ?, ?, ?)'),
		lastNumber: sql('SELECT coalesce(max(number), 0) AS number FROM diary WHERE book = ?'),
		diaryAt: sql('SELECT book, number FROM diary WHERE seq = ?'),
		diaryOf: sql('SELECT book, number FROM diary JOIN entities ON entities.no = diary.entity WHERE entities.id = ?'),
		forgetDiary: sql('UPDATE diary SET entity = NULL WHERE seq = ?'),
		grantOf: sql('SELECT version, ended FROM grants WHERE credential = ?'),
		setGrant: sql(
			'INSERT INTO grants (credential, version, ended) VALUES (?, ?, ?) ON CONFLICT (credential) DO UPDATE SET version = excluded.version, ended = excluded.ended',
		),
		oldestBatches: sql('SELECT seq, recorded, size FROM batches ORDER BY seq LIMIT ?'),
	}
}

/** Runs `work` as one durable transaction. On any fault nothing of it is kept, neither in the file nor in the book. */
export function transaction<T>(book: Book, work: (head: BookHead) => T): T {
	let during: 'write' | 'commit' = 'write'
	try {
		book.sql.begin.run()
		book.head ??= readHead(book)
		const result = work(book.head)
		during = 'commit'
		book.sql.commit.run()
		return result
	} catch (error) {
		forget(book)
		throw error instanceof RequestFault ? error : new WriteFault(during, error)
	}
}

function forget(book: Book): void {
	book.head = undefined
	book.operation = undefined
	book.epoch = undefined
	book.batchBytes = undefined
	book.numbers.clear()
	book.grants.clear()
	if (book.db.isTransaction) book.sql.rollback.run()
}

export function readHead(book: Book): BookHead {
	const row: SqlRow | undefined = book.sql.last.get()
	if (!row) return { seq: 0, hash: GENESIS, recorded: 0, wall: 0 }
	return { seq: integer(row, 'seq'), hash: blob(row, 'hash'), recorded: integer(row, 'recorded'), wall: integer(row, 'wall') }
}

export function operationOf(book: Book): Operation {
	book.operation ??= readOperation(JSON.parse(readMeta(book.db, 'operation') ?? 'null'))
	if (!book.operation) throw new Error('the journal names no operation')
	return book.operation
}

export function epochOf(book: Book): string {
	book.epoch ??= readMeta(book.db, 'epoch')
	if (book.epoch === undefined) throw new Error('the journal names no epoch')
	return book.epoch
}
