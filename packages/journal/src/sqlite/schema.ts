import { DatabaseSync } from 'node:sqlite'

/** "Lage" in ASCII: tells the file from other SQLite files. */
const APPLICATION = 0x4c616765
/** 2: the numbers of the diary. 3: the versions of grants. A journal of an older format is brought up to date when it is opened for writing, and read as it is. */
const FORMAT = 3

/**
 * `entries` is the chain, `bodies` what can be erased from it; they are apart so that erasing gives pages back.
 * `entities` in `bodies` lists the numbers under which `mentions` finds the entry. `batches` has one row per batch body that is still there.
 */
const FIRST_TABLES = `
	CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
	CREATE TABLE entries (seq INTEGER PRIMARY KEY, recorded INTEGER NOT NULL, wall INTEGER NOT NULL, commitment BLOB NOT NULL, hash BLOB NOT NULL) STRICT;
	CREATE TABLE bodies (seq INTEGER PRIMARY KEY, salt BLOB NOT NULL, body ANY NOT NULL, entities TEXT NOT NULL) STRICT;
	CREATE TABLE batches (seq INTEGER PRIMARY KEY, recorded INTEGER NOT NULL, size INTEGER NOT NULL) STRICT;
	CREATE TABLE events (id BLOB NOT NULL, credential TEXT NOT NULL, seq INTEGER NOT NULL, said BLOB, PRIMARY KEY (id, credential)) STRICT, WITHOUT ROWID;
	CREATE TABLE entities (no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
	CREATE TABLE mentions (entity INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (entity, seq)) STRICT, WITHOUT ROWID;
	CREATE TABLE checkpoints (seq INTEGER PRIMARY KEY, checkpoint TEXT NOT NULL) STRICT;
	CREATE TABLE snapshots (seq INTEGER PRIMARY KEY, hash BLOB NOT NULL, digest BLOB NOT NULL, body BLOB NOT NULL) STRICT;
	PRAGMA application_id = ${APPLICATION};
	PRAGMA user_version = 1;
`

/** `entity` is the diary entry's own, as in `entities`; null once it was erased. The number stays. */
const DIARY = `
	CREATE TABLE diary (seq INTEGER PRIMARY KEY, book TEXT NOT NULL, number INTEGER NOT NULL, entity INTEGER, UNIQUE (book, number)) STRICT;
	CREATE INDEX diary_entity ON diary (entity);
	PRAGMA user_version = 2;
`

/** Newest version of each credential's grant that an entry `regranted` names. */
const GRANTS = `
	CREATE TABLE grants (credential TEXT PRIMARY KEY, version INTEGER NOT NULL, ended INTEGER NOT NULL) STRICT, WITHOUT ROWID;
	PRAGMA user_version = 3;
`

/** What brings a file from one format to the next; the first makes format 1. */
const STEPS = [FIRST_TABLES, DIARY, GRANTS]

/** Frames after which SQLite copies the log within a commit; a thread of its own does it much earlier (`log-keeper.ts`). */
const AUTO_CHECKPOINT_PAGES = 30_000
/** The WAL file is cut to this size after a checkpoint, bytes. */
const WAL_LIMIT = 64_000_000

/** How long the writer tries to empty its log while others copy or read it, ms. */
const EMPTY_MS = 5_000
const EMPTY_AGAIN_MS = 5

/** How long the writer waits for another program that writes to the file (none should), ms. */
const BUSY_MS = 1_000

/** Settings of the one writing connection. Throws when the file system refuses them: without them an acknowledgement would mean nothing. */
export function prepareWriter(db: DatabaseSync): void {
	db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${AUTO_CHECKPOINT_PAGES};
		PRAGMA journal_size_limit = ${WAL_LIMIT}; PRAGMA secure_delete = FAST; PRAGMA cache_size = -32000; PRAGMA busy_timeout = ${BUSY_MS}`)
	const mode = pragma(db, 'journal_mode')
	const synchronous = pragma(db, 'synchronous')
	if (mode !== 'wal' || synchronous !== '2')
		throw new Error(`the journal cannot be made durable here (journal_mode ${mode}, synchronous ${synchronous})`)
}

/** Of a connection that only copies the log: as durably as the writer would. */
export function prepareKeeper(db: DatabaseSync): void {
	db.exec('PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0')
}

/** Leaves nothing in the log, once nobody copies or reads it any more. @returns false when that takes longer. */
export function emptyLog(db: DatabaseSync): boolean {
	const until = performance.now() + EMPTY_MS
	while (db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] !== 0) {
		if (performance.now() > until) return false
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, EMPTY_AGAIN_MS)
	}
	return true
}

/** Runs in the caller's transaction. */
export function createTables(db: DatabaseSync, format = FORMAT): void {
	for (const step of STEPS.slice(0, format)) db.exec(step)
}

/** Brings an older file to the present format, in one transaction: after a crash it is of one format or the other. */
export function upgradeTables(db: DatabaseSync): void {
	const format = formatOf(db)
	if (format >= FORMAT) return
	db.exec('BEGIN IMMEDIATE')
	try {
		for (const step of STEPS.slice(format)) db.exec(step)
		db.exec('COMMIT')
	} catch (error) {
		db.exec('ROLLBACK')
		throw error
	}
}

export function formatOf(db: DatabaseSync): number {
	return Number(pragma(db, 'user_version'))
}

/** @returns false for an empty file; throws for a foreign or newer one. */
export function hasTables(db: DatabaseSync): boolean {
	const application = pragma(db, 'application_id')
	const format = pragma(db, 'user_version')
	if (application === '0' && format === '0' && db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.['n'] === 0) return false
	if (application !== String(APPLICATION)) throw new Error('the file is not a Lagebild journal')
	if (!(Number(format) >= 1 && Number(format) <= FORMAT)) throw new Error(`the journal has format ${format}, this version reads ${FORMAT}`)
	return true
}

/** True when the tables are declared as they were founded: a reader of other ones would see something else than was written. */
export function tablesHold(db: DatabaseSync): boolean {
	const own = new DatabaseSync(':memory:')
	createTables(own, formatOf(db))
	const [expected, found] = [own, db].map((each) =>
		JSON.stringify(each.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name').all()),
	)
	own.close()
	return expected === found
}

function pragma(db: DatabaseSync, name: 'journal_mode' | 'synchronous' | 'application_id' | 'user_version'): string {
	return String(db.prepare(`PRAGMA ${name}`).get()?.[name])
}

export function readMeta(db: DatabaseSync, key: string): string | undefined {
	const value = db.prepare('SELECT value FROM meta WHERE key = ?').get(key)?.['value']
	return typeof value === 'string' ? value : undefined
}

export function writeMeta(db: DatabaseSync, key: string, value: string): void {
	db.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(key, value)
}
