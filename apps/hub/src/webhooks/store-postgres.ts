import type { Connection } from '@lagebild/journal/postgres/connection.ts'
import { Line } from '@lagebild/journal/postgres/line.ts'
import { migrate } from '@lagebild/journal/postgres/migrate.ts'
import { text } from '@lagebild/journal/postgres/rows.ts'
import type { PgRow } from '@lagebild/journal/postgres/rows.ts'

import type { WebhookStore } from './store.ts'
import { Progress, Subscription, Wanted } from './subscription.ts'
import type { Webhook } from './subscription.ts'

/** Leases end by the clock of the database, which all hubs share. */
const STEPS = [
	`CREATE TABLE lagebild.webhooks (n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL UNIQUE, operation text NOT NULL,
		subscription text NOT NULL, wanted text NOT NULL, progress text NOT NULL, owner text, until timestamptz NOT NULL DEFAULT '-infinity');`,
]

const ADD =
	'INSERT INTO lagebild.webhooks (id, operation, subscription, wanted, progress) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING'
const LIST = 'SELECT * FROM lagebild.webhooks WHERE $1::text IS NULL OR operation = $1 ORDER BY n'
const CLAIM = `UPDATE lagebild.webhooks SET owner = $2, until = clock_timestamp() + $3::bigint * interval '1 millisecond'
	WHERE id = $1 AND (owner IS NULL OR owner = $2 OR until < clock_timestamp()) RETURNING *`

/** In the database that several hubs share. */
export async function openSharedWebhookStore(where: { readonly url: string; readonly node: string }): Promise<WebhookStore> {
	const line = new Line(where)
	await line.run((connection) => migrate(connection, 'webhooks', STEPS))
	const rows = (query: string, values: readonly unknown[]): Promise<readonly PgRow[]> =>
		line.run((connection: Connection) => connection.rows({ text: query, values }))
	const one = async (query: string, values: readonly unknown[]): Promise<Webhook | undefined> =>
		(await rows(query, values)).map(recordOf)[0]
	return {
		add: async ({ subscription, wanted, progress }) => {
			const parts = [subscription, wanted, progress].map((part) => JSON.stringify(part))
			await rows(ADD, [subscription.id, subscription.operation, ...parts])
		},
		list: async (operation) => (await rows(LIST, [operation ?? null])).map(recordOf),
		find: (id) => one('SELECT * FROM lagebild.webhooks WHERE id = $1', [id]),
		remove: async (id) => (await rows('DELETE FROM lagebild.webhooks WHERE id = $1 RETURNING id', [id])).length > 0,
		want: async (id, wanted) => {
			const update = 'UPDATE lagebild.webhooks SET wanted = $2 WHERE id = $1 RETURNING id'
			return (await rows(update, [id, JSON.stringify(wanted)])).length > 0
		},
		claim: (id, { owner, ms }) => one(CLAIM, [id, owner, ms]),
		save: async (id, owner, progress) => {
			const update = 'UPDATE lagebild.webhooks SET progress = $3 WHERE id = $1 AND owner = $2 RETURNING id'
			return (await rows(update, [id, owner, JSON.stringify(progress)])).length > 0
		},
		release: async (owner) => void (await rows('UPDATE lagebild.webhooks SET owner = NULL WHERE owner = $1', [owner])),
		close: () => line.close(),
	}
}

function recordOf(row: PgRow): Webhook {
	const part = (name: string): unknown => JSON.parse(text(row, name))
	return {
		subscription: Subscription.parse(part('subscription')),
		wanted: Wanted.parse(part('wanted')),
		progress: Progress.parse(part('progress')),
	}
}
