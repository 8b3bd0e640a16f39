import { chmodSync, closeSync, openSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { SQLOutputValue } from 'node:sqlite'

import type { WebhookStore } from './store.ts'
import { Progress, Subscription, Wanted } from './subscription.ts'
import type { Webhook } from './subscription.ts'

const SCHEMA = `
pragma journal_mode = wal;
pragma synchronous = full;
create table if not exists webhooks (
	n integer primary key autoincrement, id text not null unique, operation text not null, subscription text not null,
	wanted text not null, progress text not null, owner text, until integer not null default 0
) strict;
`

const CLAIM = `update webhooks set owner = ?2, until = ?3 where id = ?1 and (owner is null or owner = ?2 or until < ?4) returning *`

/** In a file of this machine. */
export function openWebhookStore(folder: string, now: () => number): WebhookStore {
	const file = path.join(folder, 'webhooks.db')
	closeSync(openSync(file, 'a', 0o600))
	chmodSync(file, 0o600)
	const database = new DatabaseSync(file)
	database.exec(SCHEMA)
	const run = (text: string, ...values: readonly (string | number)[]): number => Number(database.prepare(text).run(...values).changes)
	return {
		add: ({ subscription, wanted, progress }) =>
			Promise.try(() => {
				const insert = 'insert into webhooks (id, operation, subscription, wanted, progress) values (?, ?, ?, ?, ?)'
				run(insert, subscription.id, subscription.operation, ...[subscription, wanted, progress].map((part) => JSON.stringify(part)))
			}),
		list: (operation) =>
			Promise.try(() => {
				const where = operation === undefined ? '' : 'where operation = ?'
				const all = database.prepare(`select * from webhooks ${where} order by n`)
				return (operation === undefined ? all.all() : all.all(operation)).map(recordOf)
			}),
		find: (id) => Promise.try(() => maybe(database.prepare('select * from webhooks where id = ?').get(id))),
		remove: (id) => Promise.try(() => run('delete from webhooks where id = ?', id) > 0),
		want: (id, wanted) => Promise.try(() => run('update webhooks set wanted = ? where id = ?', JSON.stringify(wanted), id) > 0),
		claim: (id, { owner, ms }) => Promise.try(() => maybe(database.prepare(CLAIM).get(id, owner, now() + ms, now()))),
		save: (id, owner, progress) =>
			Promise.try(() => run('update webhooks set progress = ? where id = ? and owner = ?', JSON.stringify(progress), id, owner) > 0),
		release: (owner) => Promise.try(() => void run('update webhooks set owner = null where owner = ?', owner)),
		close: () => Promise.try(() => database.close()),
	}
}

type Row = Readonly<Record<string, SQLOutputValue>>

function maybe(row: Row | undefined): Webhook | undefined {
	return row && recordOf(row)
}

function recordOf(row: Row): Webhook {
	const part = (name: string): unknown => JSON.parse(String(row[name]))
	return {
		subscription: Subscription.parse(part('subscription')),
		wanted: Wanted.parse(part('wanted')),
		progress: Progress.parse(part('progress')),
	}
}
