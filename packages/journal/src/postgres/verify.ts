import { grantText } from '../chain-walk.ts'
import type { RawEntry } from '../chain-walk.ts'
import type { Verdict } from '../port.ts'
import { NoJournal, verifyFrom } from '../verify-walk.ts'
import type { Beside, Finding, RawRow, VerifySource, WalkOptions } from '../verify-walk.ts'
import { connect } from './connection.ts'
import type { Connection } from './connection.ts'
import { bytes, hex, integer, text } from './rows.ts'
import type { PgRow } from './rows.ts'

/** Entries read at once. */
const PAGE = 200
const STATEMENT_MS = 60_000

export type StoredVerifyOptions = WalkOptions & { readonly url: string; readonly operation: string }

/** Names of the operations whose journals lie in the database. Rejects when it cannot be reached. */
export async function operationsStored(url: string): Promise<readonly string[]> {
	const connection = await connect({ url, node: 'verify' })
	try {
		const [table] = await connection.rows({ text: "SELECT to_regclass('lagebild.operations')::text AS name" })
		if (table?.['name'] === null) return []
		const rows = await connection.rows({ text: 'SELECT id FROM lagebild.operations ORDER BY id COLLATE "C"' })
		return rows.map((row) => text(row, 'id'))
	} finally {
		await connection.end()
	}
}

/** Checks a journal in PostgreSQL, reading only, also while hubs write it. Never rejects for what the database holds. */
export async function verifyStored({ url, operation, ...options }: StoredVerifyOptions): Promise<Verdict> {
	let connection: Connection | undefined
	try {
		const open = async (): Promise<VerifySource> => {
			connection = await connect({ url, node: 'verify', statementMs: STATEMENT_MS })
			return sourceOf(connection.rows, await numberOf(connection.rows, operation))
		}
		return await verifyFrom(options, { what: 'database', open })
	} finally {
		await connection?.end().catch(() => undefined)
	}
}

type Rows = Connection['rows']

async function numberOf(rows: Rows, operation: string): Promise<number> {
	const [row] = await rows({ text: 'SELECT no FROM lagebild.operations WHERE id = $1', values: [operation] })
	if (!row) throw new NoJournal('the database holds no such journal')
	return integer(row, 'no')
}

function sourceOf(rows: Rows, op: number): VerifySource {
	return {
		beside: () => besideOf(rows, op),
		page: async (after) => (await rows({ name: 'verify', text: PAGE_TEXT, values: [op, after, PAGE] })).map(rawRowOf),
		newest: async () => {
			const [row] = await rows({ text: 'SELECT coalesce(max(seq), 0) AS seq FROM lagebild.entries WHERE op = $1', values: [op] })
			return row ? integer(row, 'seq') : 0
		},
		lost: async () =>
			(await missing(rows, op, { table: 'checkpoints', who: 'a signed checkpoint speaks of it' })) ??
			(await missing(rows, op, { table: 'diary', who: 'the diary numbers it' })),
		holds: () => Promise.resolve(true),
	}
}

const PAGE_TEXT = `SELECT e.seq, e.recorded, e.commitment, e.hash, b.salt, b.body, b.packed, c.checkpoint, d.book, d.number FROM lagebild.entries e
	LEFT JOIN lagebild.bodies b ON b.op = e.op AND b.seq = e.seq LEFT JOIN lagebild.checkpoints c ON c.op = e.op AND c.seq = e.seq
	LEFT JOIN lagebild.diary d ON d.op = e.op AND d.seq = e.seq WHERE e.op = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3`

async function besideOf(rows: Rows, op: number): Promise<Beside> {
	const [row] = await rows({ text: 'SELECT body, state, epoch, seq, hash, recorded FROM lagebild.operations WHERE no = $1', values: [op] })
	if (!row) throw new NoJournal('the database holds no such journal any more')
	const head = { epoch: text(row, 'epoch'), seq: integer(row, 'seq'), hash: hex(row, 'hash'), recorded: integer(row, 'recorded') }
	const grants = await rows({ text: 'SELECT credential, version, ended FROM lagebild.grants WHERE op = $1', values: [op] })
	return {
		operation: text(row, 'body'),
		grants: new Map(grants.map((grant) => [text(grant, 'credential'), grantText(integer(grant, 'version'), grant['ended'] === true)])),
		head,
	}
}

function rawRowOf(row: PgRow): RawRow {
	const bare = { seq: integer(row, 'seq'), recorded: integer(row, 'recorded'), commit: bytes(row, 'commitment'), hash: bytes(row, 'hash') }
	const diary = row['number'] === null ? {} : { diary: { book: text(row, 'book'), number: integer(row, 'number') } }
	return {
		entry: { ...bare, ...diary, ...bodyOf(row) },
		...(row['checkpoint'] !== null && { checkpoint: text(row, 'checkpoint') }),
	}
}

function bodyOf(row: PgRow): Pick<RawEntry, 'body'> {
	if (row['salt'] === null) return {}
	const packed = row['body'] === null
	return { body: { salt: bytes(row, 'salt'), bytes: packed ? bytes(row, 'packed') : Buffer.from(text(row, 'body')), packed } }
}

type Speaker = { readonly table: 'checkpoints' | 'diary'; readonly who: string }

async function missing(rows: Rows, op: number, { table, who }: Speaker): Promise<Finding | undefined> {
	const [row] = await rows({
		text: `SELECT t.seq FROM lagebild.${table} t LEFT JOIN lagebild.entries e ON e.op = t.op AND e.seq = t.seq
			WHERE t.op = $1 AND e.seq IS NULL ORDER BY t.seq LIMIT 1`,
		values: [op],
	})
	return row && { seq: integer(row, 'seq'), reason: `the entry is missing: ${who}` }
}
