import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { readReleaseOne } from './release-one.ts'
import type { OldKey } from './release-one.ts'
import { insertEntry, putState } from './rows.ts'
import { sealOfSecret } from './seals.ts'

/** Of `access.db`. 0: release 0.1, or a new file; 1: what several hubs must know of each other was kept in the memory of one. */
export const FORMAT = 2

/**
 * `things` is the directory (accounts, keys, devices, invitations, label defaults) as the entries make it, `entries` what is said and not yet
 * in the journal. The others hold what lets people in, of which only hashes and public keys are stored.
 */
const TABLES = `
create table things (what text not null, id text not null, detail text not null, created integer not null,
	changed integer not null, rev integer not null, primary key (what, id)) strict, without rowid;
create index things_by_rev on things (rev);
create table entries (n integer primary key autoincrement, id text not null unique, at integer not null, said_by text not null,
	what text not null, detail text not null) strict;
create table key_secrets (prefix text primary key, key text not null, hash blob not null, until integer) strict, without rowid;
create index secrets_by_key on key_secrets (key);
create table passwords (account text primary key, hash text not null) strict, without rowid;
create table passkeys (id text primary key, account text not null, public_key blob not null, counter integer not null,
	transports text not null, name text not null, created integer not null) strict, without rowid;
create index passkeys_by_account on passkeys (account);
create table codes (hash blob primary key, purpose text not null, content text not null, expires integer not null, used integer)
	strict, without rowid;
create table sessions (hash blob primary key, id text not null unique, credential text not null, account text, content text not null,
	way text not null, address text, agent text, created integer not null, expires integer not null, ended integer) strict, without rowid;
create index sessions_by_credential on sessions (credential);
create table device_keys (device text primary key, public_key blob not null, agent text) strict, without rowid;
create table used (id text primary key, at integer not null) strict, without rowid;
`

/**
 * `secrets` seal what a browser or a tablet keeps for us, and let nobody in; `spent` is what was answered once, so that it is not again.
 * `proofs` are sessions that proved again whose they are, `provider_sessions` those that a provider of identities would like to end too.
 */
const SINCE_2 = `
create table if not exists subjects (issuer text not null, subject text not null, account text not null unique,
	primary key (issuer, subject)) strict, without rowid;
create table if not exists secrets (name text primary key, value blob not null) strict, without rowid;
create table if not exists spent (id text primary key, until integer not null) strict, without rowid;
create table if not exists device_tokens (hash blob primary key, device text not null, expires integer not null) strict, without rowid;
create table if not exists proofs (session text primary key, until integer not null) strict, without rowid;
create table if not exists provider_sessions (session text primary key, provider text not null, sealed text not null,
	expires integer not null) strict, without rowid;
insert or ignore into secrets (name, value) values
	('challenges', randomblob(32)), ('provider sign-in', randomblob(32)), ('known browsers', randomblob(32)), ('programs', randomblob(32));
`

/** Codes and sessions stay this long after their end, so that a log line can still be explained. */
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
	try {
		database.exec('pragma busy_timeout = 5000; pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on;')
		if (formatOf(database) !== FORMAT) inTransaction(database, () => bringUpToDate(database, now))
		tidy(database, now)
		return database
	} catch (error) {
		database.close()
		throw error
	}
}

/** The same tables, empty, in the memory of this process alone. */
export function openMemory(): DatabaseSync {
	const database = new DatabaseSync(':memory:')
	inTransaction(database, () => bringUpToDate(database, 0))
	return database
}

/** What has been over for long goes. */
export function tidy(database: DatabaseSync, now: number): void {
	database.prepare('delete from codes where expires < ?').run(now - KEPT_AFTER_END_MS)
	database.prepare('delete from sessions where expires < ?').run(now - KEPT_AFTER_END_MS)
	database.prepare('delete from spent where until < ?').run(now)
	database.prepare('delete from device_tokens where expires < ?').run(now)
	database.prepare('delete from proofs where until < ?').run(now)
	database.prepare('delete from provider_sessions where expires < ?').run(now)
}

/** Within another, it is a part of that. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
	const [begin, commit, rollback] = database.isTransaction ? NESTED : OUTERMOST
	database.exec(begin)
	try {
		const result = work()
		database.exec(commit)
		return result
	} catch (error) {
		if (database.isTransaction) database.exec(rollback)
		throw error
	}
}

const OUTERMOST = ['begin immediate', 'commit', 'rollback'] as const
const NESTED = ['savepoint part', 'release part', 'rollback to part; release part'] as const

function formatOf(database: DatabaseSync): number {
	return Number(database.prepare('pragma user_version').get()?.['user_version'])
}

/** The keys of release 0.1 go on working and get the entry that they never had; its links and sessions end. */
function bringUpToDate(database: DatabaseSync, now: number): void {
	const format = formatOf(database)
	if (format === FORMAT) return
	if (format > FORMAT) throw new Error(`access.db has format ${format}, this version reads ${FORMAT}: a newer version wrote it`)
	if (format === 0) replaceReleaseOne(database, now)
	database.exec(SINCE_2)
	database.exec(`pragma user_version = ${FORMAT}`)
}

function replaceReleaseOne(database: DatabaseSync, now: number): void {
	const keys = readReleaseOne(database)
	database.exec('drop table if exists keys; drop table if exists links; drop table if exists sessions;')
	database.exec(TABLES)
	for (const key of keys) takeOver(database, key, now)
}

function takeOver(database: DatabaseSync, { detail, hash, created }: OldKey, now: number): void {
	const sealed = { ...detail, seals: [sealOfSecret({ prefix: detail.key, key: detail.key, hash, until: null })] }
	const rev = insertEntry(database, { detail: sealed, by: 'system', at: now })
	putState(database, { detail: sealed, rev, created, at: now })
	database.prepare('insert into key_secrets (prefix, key, hash) values (?, ?, ?)').run(detail.key, detail.key, hash)
}
