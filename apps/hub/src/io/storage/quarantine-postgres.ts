import type { Connection } from '@lagebild/journal/postgres/connection.ts'
import { Line, transaction } from '@lagebild/journal/postgres/line.ts'
import { migrate } from '@lagebild/journal/postgres/migrate.ts'
import { integer, text } from '@lagebild/journal/postgres/rows.ts'
import type { PgRow } from '@lagebild/journal/postgres/rows.ts'
import { REJECT_STEPS } from '@lagebild/journal/rejects/tables.ts'
import { RejectOrigin, RejectState } from '@lagebild/model/feeds-protocol.ts'
import type { RejectView } from '@lagebild/model/feeds-protocol.ts'
import { iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import * as z from 'zod'

import { counted, DAY_MS, hashOf, KEPT_BYTES, KEPT_MS, KEPT_PER_FEED } from './quarantine.ts'
import type { KeptReject, Quarantine, RefusedAgain, RejectChange, RejectPage } from './quarantine.ts'

const Said = z.object({
	reason: z.string(),
	message: z.string(),
	path: z.string().optional(),
	raw: z.string(),
	origin: RejectOrigin.optional(),
})

const KEEP = `
INSERT INTO lagebild.rejects AS old (feed, at, first, said, times, hash, bytes)
	SELECT $1, x.at, x.at, x.said, x.times, x.hash, x.bytes
	FROM unnest($2::bigint[], $3::text[], $4::integer[], $5::text[], $6::bigint[]) WITH ORDINALITY AS x (at, said, times, hash, bytes, i) ORDER BY x.i
ON CONFLICT (feed, hash) DO UPDATE SET at = greatest(old.at, excluded.at), times = old.times + excluded.times, said = excluded.said,
	bytes = excluded.bytes, state = CASE old.state WHEN 'rerun' THEN 'open' ELSE old.state END`

/** By age, then by number and by bytes, the oldest first. */
const BOUND = `
DELETE FROM lagebild.rejects WHERE at < $2 OR id IN (
	SELECT id FROM (SELECT id, row_number() OVER w AS place, sum(bytes) OVER w AS held FROM lagebild.rejects WHERE feed = $1 WINDOW w AS (ORDER BY id DESC)) AS x
	WHERE place > $3 OR held > $4)`

const LIST = `SELECT * FROM lagebild.rejects WHERE feed = $1 AND id < $2 AND ($3 = 'all' OR state = $3) ORDER BY id DESC LIMIT $4`

const CHANGE = `
UPDATE lagebild.rejects SET state = $2, by = $3, changed = $4, result = $5
	WHERE feed = $1 AND state = 'open' AND ($6::bigint[] IS NULL OR id = ANY ($6)) RETURNING id`

const AGAIN = `
UPDATE lagebild.rejects AS one SET said = $3, by = $4, changed = $5, result = $6, hash =
	CASE WHEN EXISTS (SELECT FROM lagebild.rejects WHERE feed = $1 AND hash = $7 AND id <> $2) THEN NULL ELSE $7 END
	WHERE feed = $1 AND id = $2 AND state = 'open'`

type Options = { readonly url: string; readonly node: string; readonly now: () => Instant }

/** In the database that several hubs share: whichever of them took a reject, all show it. */
export async function openSharedQuarantine({ url, node, now }: Options): Promise<Quarantine> {
	const line = new Line({ url, node })
	await line.run((connection) => migrate(connection, 'rejects', REJECT_STEPS))
	return {
		keep: (feed, rejects) => line.run((connection) => keep(connection, { feed, rejects, now: now() })),
		list: (feed, page) => line.run((connection) => list(connection, feed, page)),
		find: (feed, id) => line.run((connection) => find(connection, feed, id)),
		change: (feed, change) => line.run((connection) => changeIn(connection, { feed, change, now: now() })),
		refuseAgain: (feed, refused) => line.run((connection) => refuseAgain(connection, { feed, refused, now: now() })),
		counts: async () => {
			const query = `SELECT feed, count(*) FILTER (WHERE state = 'open') AS open, count(*) FILTER (WHERE at >= $1) AS day FROM lagebild.rejects GROUP BY feed`
			const rows = await line.run((connection) => connection.rows({ text: query, values: [now() - DAY_MS] }))
			return new Map(rows.map((row) => [text(row, 'feed'), { open: integer(row, 'open'), day: integer(row, 'day') }]))
		},
		close: () => line.close(),
	}
}

type Keeping = { readonly feed: string; readonly rejects: readonly KeptReject[]; readonly now: number }

/** One hub after the other for each feed: two that count the same items must not wait for each other. */
async function keep(connection: Connection, { feed, rejects, now }: Keeping): Promise<void> {
	const items = counted(rejects)
	const columns = [
		items.map(({ at }) => at),
		items.map(saidOf),
		items.map(({ times }) => times),
		items.map(({ hash }) => hash),
		items.map(({ bytes }) => bytes),
	]
	await transaction(connection, async () => {
		await connection.rows({ text: 'SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', values: [`lagebild rejects ${feed}`] })
		await connection.rows({ text: KEEP, values: [feed, ...columns] })
		await connection.rows({ text: BOUND, values: [feed, now - KEPT_MS, KEPT_PER_FEED, KEPT_BYTES] })
	})
}

async function list(
	connection: Connection,
	feed: string,
	{ state, before = Number.MAX_SAFE_INTEGER, limit }: RejectPage,
): Promise<readonly RejectView[]> {
	return (await connection.rows({ text: LIST, values: [feed, before, state, limit] })).map(shown)
}

async function find(connection: Connection, feed: string, id: number): Promise<RejectView | undefined> {
	const [row] = await connection.rows({ text: 'SELECT * FROM lagebild.rejects WHERE feed = $1 AND id = $2', values: [feed, id] })
	return row && shown(row)
}

type Changing = { readonly feed: string; readonly change: RejectChange; readonly now: number }

async function changeIn(connection: Connection, { feed, change: { which, state, by, result }, now }: Changing): Promise<number> {
	const values = [feed, state, by, now, result ?? null, which === 'open' ? null : which]
	return (await connection.rows({ text: CHANGE, values })).length
}

type RefusingAgain = { readonly feed: string; readonly refused: RefusedAgain; readonly now: number }

async function refuseAgain(connection: Connection, { feed, refused, now }: RefusingAgain): Promise<void> {
	const { id, reason, message, path, by, result } = refused
	const kept = await find(connection, feed, id)
	if (!kept) return
	const { raw, origin } = kept
	const values = [feed, id, saidOf({ reason, message, path, raw, origin }), by, now, result, hashOf({ reason, path, raw })]
	await connection.rows({ text: AGAIN, values })
}

function saidOf({ reason, message, path, raw, origin }: Omit<KeptReject, 'at'>): string {
	return JSON.stringify({ reason, message, path, raw, origin })
}

function shown(row: PgRow): RejectView {
	const { path, raw, origin, ...said } = Said.parse(JSON.parse(text(row, 'said')))
	const at = integer(row, 'at')
	const [first, changed] = [row['first'], row['changed']]
	return {
		id: integer(row, 'id'),
		at: iso(at),
		first: iso(typeof first === 'number' ? first : at),
		times: integer(row, 'times'),
		...said,
		...(path !== undefined && { path }),
		raw,
		rawLength: raw.length,
		...(origin && { origin }),
		state: RejectState.parse(row['state']),
		by: textOr(row['by']),
		changedAt: typeof changed === 'number' ? iso(changed) : null,
		result: textOr(row['result']),
	}
}

function textOr(value: unknown): string | null {
	return typeof value === 'string' ? value : null
}
