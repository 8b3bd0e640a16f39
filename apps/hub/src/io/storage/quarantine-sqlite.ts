import { chmodSync, closeSync, openSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SQLOutputValue } from 'node:sqlite'

import { iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { KEPT_MS, KEPT_PER_FEED } from './quarantine.ts'
import type { KeptReject, Quarantine, ShownReject } from './quarantine.ts'

const SCHEMA = `
pragma journal_mode = wal;
pragma synchronous = normal;
create table if not exists rejects (
	id integer primary key autoincrement, feed text not null, at integer not null,
	reason text not null, message text not null, path text, raw text not null
) strict;
create index if not exists rejects_by_feed on rejects (feed, id);
`

/** In a file of this machine. */
export function openQuarantine(folder: string, now: () => Instant): Quarantine {
	const file = path.join(folder, 'quarantine.db')
	closeSync(openSync(file, 'a', 0o600))
	chmodSync(file, 0o600)
	const database = new DatabaseSync(file)
	database.exec(SCHEMA)
	const insert = database.prepare('insert into rejects (feed, at, reason, message, path, raw) values (?, ?, ?, ?, ?, ?)')
	const bound = database.prepare(
		'delete from rejects where feed = ?1 and id <= (select id from rejects where feed = ?1 order by id desc limit 1 offset ?2)',
	)
	const forget = database.prepare('delete from rejects where at < ?')
	const write = (feed: string, rejects: readonly KeptReject[]): void => {
		for (const { at, reason, message, path: field, raw } of rejects) insert.run(feed, at, reason, message, field ?? null, raw)
		bound.run(feed, KEPT_PER_FEED)
		forget.run(now() - KEPT_MS)
	}
	const list = database.prepare('select at, reason, message, path, raw from rejects where feed = ? order by id desc limit ?')
	return {
		keep: (feed, rejects) =>
			Promise.try(() => {
				database.exec('begin immediate')
				try {
					write(feed, rejects)
					database.exec('commit')
				} finally {
					if (database.isTransaction) database.exec('rollback')
				}
			}),
		list: (feed, limit) => Promise.try(() => list.all(feed, limit).map(shown)),
		close: () => Promise.try(() => database.close()),
	}
}

function shown(row: Readonly<Record<string, SQLOutputValue>>): ShownReject {
	const field = row['path']
	return {
		at: iso(Number(row['at'])),
		reason: String(row['reason']),
		message: String(row['message']),
		...(typeof field === 'string' && { path: field }),
		raw: String(row['raw']),
	}
}
