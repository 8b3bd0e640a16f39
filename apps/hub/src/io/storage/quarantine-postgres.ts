import { Line, transaction } from '@lagebild/journal/postgres/line.ts'
import { migrate } from '@lagebild/journal/postgres/migrate.ts'
import { integer, text } from '@lagebild/journal/postgres/rows.ts'
import type { PgRow } from '@lagebild/journal/postgres/rows.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { instant } from '@lagebild/model/time.ts'
import * as z from 'zod'

import { KEPT_MS, KEPT_PER_FEED } from './quarantine.ts'
import type { KeptReject, Quarantine, ShownReject } from './quarantine.ts'

/** `said` is JSON in a text: bytes of a source may hold what no text of the database can. */
const STEPS = [
	`CREATE TABLE lagebild.rejects (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, feed text NOT NULL, at bigint NOT NULL, said text NOT NULL);
	CREATE INDEX rejects_by_feed ON lagebild.rejects (feed, id);
	CREATE INDEX rejects_by_age ON lagebild.rejects (at);`,
]

const Said = z.object({ reason: z.string(), message: z.string(), path: z.string().optional(), raw: z.string() })

type Options = { readonly url: string; readonly node: string; readonly now: () => Instant }

/** In the database that several hubs share: whichever of them took a reject, all show it. */
export async function openSharedQuarantine({ url, node, now }: Options): Promise<Quarantine> {
	const line = new Line({ url, node })
	await line.run((connection) => migrate(connection, 'rejects', STEPS))
	return {
		keep: (feed, rejects) =>
			line.run((connection) =>
				transaction(connection, async () => {
					await connection.rows({
						text: 'INSERT INTO lagebild.rejects (feed, at, said) SELECT $1, x.at, x.said FROM unnest($2::bigint[], $3::text[]) WITH ORDINALITY AS x (at, said, i) ORDER BY x.i',
						values: [feed, rejects.map(({ at }) => at), rejects.map(saidOf)],
					})
					await connection.rows({
						text: `DELETE FROM lagebild.rejects WHERE at < $2 OR (feed = $1
							AND id <= (SELECT id FROM lagebild.rejects WHERE feed = $1 ORDER BY id DESC LIMIT 1 OFFSET $3))`,
						values: [feed, now() - KEPT_MS, KEPT_PER_FEED],
					})
				}),
			),
		list: async (feed, limit) => {
			const query = { text: 'SELECT at, said FROM lagebild.rejects WHERE feed = $1 ORDER BY id DESC LIMIT $2', values: [feed, limit] }
			return (await line.run(({ rows }) => rows(query))).map(shown)
		},
		close: () => line.close(),
	}
}

function saidOf({ reason, message, path, raw }: KeptReject): string {
	return JSON.stringify({ reason, message, path, raw })
}

function shown(row: PgRow): ShownReject {
	const { path, ...said } = Said.parse(JSON.parse(text(row, 'said')))
	return { at: iso(instant(integer(row, 'at'))), ...said, ...(path !== undefined && { path }) }
}
