import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** What a feed refused, kept beside the journals: in a file of one machine. */
export const REJECT_FILE = 'quarantine.db'

const SCHEMA = `
pragma journal_mode = wal;
pragma synchronous = normal;
create table if not exists rejects (
	id integer primary key autoincrement, feed text not null, at integer not null,
	reason text not null, message text not null, path text, raw text not null
) strict;
create index if not exists rejects_by_feed on rejects (feed, id);
`

/** What was kept before items had a state keeps it, and is open. */
const STATES = `
begin immediate;
alter table rejects add column first integer;
alter table rejects add column times integer not null default 1;
alter table rejects add column origin text;
alter table rejects add column state text not null default 'open';
alter table rejects add column by text;
alter table rejects add column changed integer;
alter table rejects add column result text;
alter table rejects add column hash text;
alter table rejects add column bytes integer not null default 0;
update rejects set bytes = length(raw);
create unique index rejects_by_hash on rejects (feed, hash);
pragma user_version = 1;
commit;
`

/** A file of rejects, readable by its owner alone, made when it is not there. */
export function openRejectFile(file: string): DatabaseSync {
	closeSync(openSync(file, 'a', 0o600))
	chmodSync(file, 0o600)
	const database = new DatabaseSync(file)
	database.exec(SCHEMA)
	if (database.prepare('pragma user_version').get()?.['user_version'] === 0) database.exec(STATES)
	return database
}

/**
 * And in the database of several hubs. `said` is JSON in a text: bytes of a source may hold what no text of the database can. What was kept before items had
 * a state is open.
 */
export const REJECT_STEPS = [
	`CREATE TABLE lagebild.rejects (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, feed text NOT NULL, at bigint NOT NULL, said text NOT NULL);
	CREATE INDEX rejects_by_feed ON lagebild.rejects (feed, id);
	CREATE INDEX rejects_by_age ON lagebild.rejects (at);`,
	`ALTER TABLE lagebild.rejects ADD COLUMN first bigint, ADD COLUMN times integer NOT NULL DEFAULT 1, ADD COLUMN state text NOT NULL DEFAULT 'open',
		ADD COLUMN by text, ADD COLUMN changed bigint, ADD COLUMN result text, ADD COLUMN hash text, ADD COLUMN bytes bigint NOT NULL DEFAULT 0;
	UPDATE lagebild.rejects SET bytes = length(said);
	CREATE UNIQUE INDEX rejects_by_hash ON lagebild.rejects (feed, hash);`,
]
