import { OperationId } from '@lagebild/model/ids.ts'

import { readBody, unpack } from '../body.ts'
import { connect } from '../postgres/connection.ts'
import type { Connection } from '../postgres/connection.ts'
import { bytes, hex, integer, text } from '../postgres/rows.ts'
import type { PgRow } from '../postgres/rows.ts'
import { SYSTEM_CREDENTIAL } from '../system-event.ts'
import { BrokenJournal, checkpointIn } from './check-kept.ts'
import type { KeptEntry } from './kept-entry.ts'
import type { BackupSource } from './port.ts'

/** Finding what was erased goes through all events of an operation, ms. */
const STATEMENT_MS = 300_000

const PAGE_TEXT = `SELECT e.seq, e.recorded, e.wall, e.commitment, e.hash, b.salt, b.body, b.packed, c.checkpoint, d.book, d.number,
		ARRAY(SELECT m.id FROM unnest(b.entities) WITH ORDINALITY AS x (no, i) JOIN lagebild.entities m ON m.no = x.no ORDER BY x.i) AS mentioned
	FROM lagebild.entries e
	LEFT JOIN lagebild.bodies b ON b.op = e.op AND b.seq = e.seq LEFT JOIN lagebild.checkpoints c ON c.op = e.op AND c.seq = e.seq
	LEFT JOIN lagebild.diary d ON d.op = e.op AND d.seq = e.seq WHERE e.op = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`

/** The journals of a database, read while hubs write them. */
export async function openPostgresSource(url: string): Promise<BackupSource> {
	const { rows, end } = await connect({ url, node: 'backup', statementMs: STATEMENT_MS })
	const numberOf = async (operation: OperationId): Promise<number> => {
		const [row] = await rows({ text: 'SELECT no FROM lagebild.operations WHERE id = $1', values: [operation] })
		if (!row) throw new Error(`the database holds no journal of ${operation}`)
		return integer(row, 'no')
	}
	return {
		operations: async () => {
			const [table] = await rows({ text: "SELECT to_regclass('lagebild.operations')::text AS name" })
			if (typeof table?.['name'] !== 'string') return []
			return (await rows({ text: 'SELECT id FROM lagebild.operations' })).map((row) => OperationId.parse(text(row, 'id')))
		},
		head: async (operation) => {
			const [row = {}] = await rows({ text: 'SELECT seq FROM lagebild.operations WHERE id = $1', values: [operation] })
			return integer(row, 'seq')
		},
		page: async (operation, after, limit) => {
			const op = await numberOf(operation)
			return inSnapshot(rows, () => pageOf(rows, { operation, op, after, limit }))
		},
		forgotten: async (operation) => {
			const found = await rows({
				text: 'SELECT seq, id, credential FROM lagebild.events WHERE op = $1 AND said IS NULL',
				values: [await numberOf(operation)],
			})
			return found.map((row) => ({ seq: integer(row, 'seq'), id: text(row, 'id'), credential: text(row, 'credential') }))
		},
		size: async () => {
			const [row = {}] = await rows({
				text: `SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint AS size FROM pg_class c
					JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'lagebild' AND c.relkind = 'r' AND c.relname <> 'snapshots'`,
			})
			return integer(row, 'size')
		},
		close: end,
	}
}

type Rows = Connection['rows']

/** Body and digest of an event come from the same moment; nothing stays open after it. */
async function inSnapshot<T>(rows: Rows, work: () => Promise<T>): Promise<T> {
	await rows({ text: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' })
	try {
		return await work()
	} finally {
		await rows({ text: 'COMMIT' })
	}
}

type Place = { readonly operation: OperationId; readonly op: number; readonly after: number; readonly limit: number }

async function pageOf(rows: Rows, { operation, op, after, limit }: Place): Promise<readonly KeptEntry[]> {
	const found = await rows({ name: 'backup-page', text: PAGE_TEXT, values: [op, after, limit] })
	const kept = found.map((row) => keptOf(operation, row))
	const events = kept.flatMap(({ event }) => event ?? [])
	const saids = await rows({
		name: 'backup-said',
		text: `SELECT e.id, e.credential, e.said FROM unnest($2::uuid[], $3::text[]) AS x (id, credential)
			JOIN lagebild.events e ON e.op = $1 AND e.id = x.id AND e.credential = x.credential WHERE e.said IS NOT NULL`,
		values: [op, events.map(({ id }) => id), events.map(({ credential }) => credential)],
	})
	const said = new Map(saids.map((row) => [`${text(row, 'id')} ${text(row, 'credential')}`, hex(row, 'said')]))
	return kept.map((entry) => withSaid(entry, said))
}

function withSaid({ event, ...entry }: KeptEntry, saids: ReadonlyMap<string, string>): KeptEntry {
	const said = event && saids.get(`${event.id} ${event.credential}`)
	return event && said !== undefined ? { ...entry, event: { ...event, said } } : entry
}

function keptOf(operation: string, row: PgRow): KeptEntry {
	const seq = integer(row, 'seq')
	const checkpoint = checkpointIn(operation, seq, row['checkpoint'])
	return {
		seq,
		recorded: integer(row, 'recorded'),
		wall: integer(row, 'wall'),
		commit: hex(row, 'commitment'),
		hash: hex(row, 'hash'),
		...(row['salt'] !== null && bodyOf(operation, row)),
		...(row['number'] !== null && { diary: { book: text(row, 'book'), number: integer(row, 'number') } }),
		...(checkpoint && { checkpoint }),
	}
}

function bodyOf(operation: string, row: PgRow): Pick<KeptEntry, 'body' | 'event'> {
	const canonical = row['body'] === null ? unpack(bytes(row, 'packed'))?.toString() : text(row, 'body')
	if (canonical === undefined) throw new BrokenJournal(operation, { seq: integer(row, 'seq'), reason: 'its body is damaged' })
	const mentioned: unknown = row['mentioned']
	const entities = Array.isArray(mentioned) ? mentioned.filter((id) => typeof id === 'string') : []
	const event = eventIn(canonical)
	return { body: { salt: hex(row, 'salt'), canonical, entities }, ...(event && { event }) }
}

/** Its digest is looked up with those of the whole page. */
function eventIn(canonical: string): KeptEntry['event'] {
	const body = readBody(canonical)
	if (body.type !== 'event') return undefined
	return { id: body.event.id, credential: body.event.kind === 'system' ? SYSTEM_CREDENTIAL : body.event.author.credential, said: '' }
}
