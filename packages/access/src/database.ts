import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const SCHEMA = `
create table if not exists keys (
	prefix text primary key, hash blob not null, name text not null, grant_json text not null,
	created integer not null, expires integer, revoked integer
) strict, without rowid;
create index if not exists keys_by_name on keys (name);
create table if not exists links (
	hash blob primary key, id text not null, grant_json text not null, expires integer not null, used integer
) strict, without rowid;
create table if not exists sessions (
	hash blob primary key, grant_json text not null, created integer not null, expires integer not null, ended integer
) strict, without rowid;
`

/** Links and sessions stay this long after their end, so that a log line can still be explained. */
const KEPT_AFTER_END_MS = 7 * 86_400_000

/**
 * The credentials of one data directory. Hub and command line have it open at the same time: WAL, and a writer waits for the other.
 * Only the owner may read the file; SQLite gives its companions (`-wal`, `-shm`) the same mode.
 */
export function openDatabase(folder: string, now: number): DatabaseSync {
	mkdirSync(folder, { recursive: true })
	const file = path.join(folder, 'access.db')
	closeSync(openSync(file, 'a', 0o600))
	chmodSync(file, 0o600)
	const database = new DatabaseSync(file)
	database.exec('pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full;')
	database.exec(SCHEMA)
	database.prepare('delete from links where expires < ?').run(now - KEPT_AFTER_END_MS)
	database.prepare('delete from sessions where expires < ?').run(now - KEPT_AFTER_END_MS)
	return database
}
