import type { OperationId } from '@lagebild/model/ids.ts'

import { packBatch } from '../body.ts'
import { connect } from '../postgres/connection.ts'
import type { Connection } from '../postgres/connection.ts'
import { migrate } from '../postgres/migrate.ts'
import { integer, text } from '../postgres/rows.ts'
import { JOURNAL_STEPS } from '../postgres/schema.ts'
import { diaryEntityOf } from './kept-entry.ts'
import type { Forgotten, KeptEntry } from './kept-entry.ts'
import type { JournalTarget, RebuiltJournal } from './port.ts'

/** One statement may take long; the server ends a transaction whose holder says nothing for so long, ms. */
const STATEMENT_MS = 600_000

const TABLES = ['entries', 'bodies', 'batches', 'events', 'entities', 'diary', 'grants', 'checkpoints', 'snapshots'] as const

export type RestoreTransaction = {
	/** Operations that are there. */
	readonly operations: () => Promise<readonly string[]>
	/** Moves one journal into the schema of what was there before. */
	readonly moveAside: (operation: string) => Promise<void>
	readonly target: (operation: OperationId) => JournalTarget
}

/**
 * Puts journals into a database in one transaction: everything or nothing. Refuses while a hub is connected; one that comes meanwhile waits.
 * @param aside schema that takes what was there before
 * @throws RunningHubs
 */
export async function restoreInto<T>(url: string, aside: string, work: (transaction: RestoreTransaction) => Promise<T>): Promise<T> {
	const connection = await connect({ url, node: 'restore', statementMs: STATEMENT_MS })
	try {
		await migrate(connection, 'journal', JOURNAL_STEPS)
		const { rows } = connection
		await rows({ text: "SELECT set_config('idle_in_transaction_session_timeout', '0', false)" })
		await rows({ text: 'BEGIN' })
		await rows({ text: 'LOCK TABLE lagebild.operations IN ACCESS EXCLUSIVE MODE' })
		await refuseHubs(rows)
		const result = await work({
			operations: async () => (await rows({ text: 'SELECT id FROM lagebild.operations' })).map((row) => text(row, 'id')),
			moveAside: (operation) => moveAside(rows, operation, aside),
			target: (operation) => targetOf(rows, operation),
		})
		await rows({ text: 'COMMIT' })
		return result
	} finally {
		/** What was not committed is rolled back with it. */
		await connection.end()
	}
}

export class RunningHubs extends Error {
	readonly hubs: readonly string[]

	constructor(hubs: readonly string[]) {
		super(`hubs are connected to the database: ${hubs.join(', ')}`)
		this.hubs = hubs
	}
}

type Rows = Connection['rows']

async function refuseHubs(rows: Rows): Promise<void> {
	const others = await rows({
		text: `SELECT DISTINCT application_name AS name FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'lagebild %' ORDER BY 1`,
	})
	if (others.length > 0) throw new RunningHubs(others.map((row) => text(row, 'name')))
}

/** Before anything is changed. @throws RunningHubs */
export async function refuseRunningHubs(url: string): Promise<void> {
	const connection = await connect({ url, node: 'restore' })
	try {
		await refuseHubs(connection.rows)
	} finally {
		await connection.end()
	}
}

async function moveAside(rows: Rows, operation: string, aside: string): Promise<void> {
	const schema = identifier(aside)
	const [row] = await rows({ text: 'SELECT no FROM lagebild.operations WHERE id = $1', values: [operation] })
	if (!row) return
	const op = integer(row, 'no')
	await rows({ text: `CREATE SCHEMA IF NOT EXISTS ${schema}` })
	await rows({ text: `CREATE TABLE IF NOT EXISTS ${schema}.mentions (LIKE lagebild.mentions)` })
	await rows({
		text: `WITH moved AS (DELETE FROM lagebild.mentions m USING lagebild.entities n WHERE n.no = m.entity AND n.op = $1 RETURNING m.*)
			INSERT INTO ${schema}.mentions SELECT * FROM moved`,
		values: [op],
	})
	for (const table of TABLES) await moveRows(rows, { table, schema, where: 'op = $1', value: op })
	await moveRows(rows, { table: 'operations', schema, where: 'no = $1', value: op })
}

type Moved = { readonly table: string; readonly schema: string; readonly where: string; readonly value: number }

async function moveRows(rows: Rows, { table, schema, where, value }: Moved): Promise<void> {
	await rows({ text: `CREATE TABLE IF NOT EXISTS ${schema}.${table} (LIKE lagebild.${table})` })
	await rows({
		text: `WITH moved AS (DELETE FROM lagebild.${table} WHERE ${where} RETURNING *) INSERT INTO ${schema}.${table} SELECT * FROM moved`,
		values: [value],
	})
}

function identifier(name: string): string {
	if (!/^[a-z][a-z0-9_]{0,62}$/.test(name)) throw new Error(`${name} is no name of a schema`)
	return name
}

function targetOf(rows: Rows, operation: OperationId): JournalTarget {
	let op: number | undefined
	const numbers = new Map<string, number>()
	const begin = async (): Promise<number> => (op ??= await beginJournal(rows, operation))
	return {
		add: async (entries) => addEntries(rows, await begin(), { entries, numbers }),
		forget: async (forgotten) => forget(rows, await begin(), forgotten),
		finish: async (journal) => finish(rows, await begin(), journal),
		/** Nothing is committed then. */
		discard: () => Promise.resolve(),
	}
}

async function beginJournal(rows: Rows, operation: OperationId): Promise<number> {
	const [row = {}] = await rows({
		text: `INSERT INTO lagebild.operations (id, body, state, epoch, seq, hash, recorded, wall) VALUES ($1, '', '', '', 0, '', 0, 0) RETURNING no`,
		values: [operation],
	})
	return integer(row, 'no')
}

type Added = { readonly entries: readonly KeptEntry[]; readonly numbers: Map<string, number> }

async function addEntries(rows: Rows, op: number, { entries, numbers }: Added): Promise<void> {
	if (entries.length === 0) return
	await nameEntities(rows, op, { entries, numbers })
	const numbersIn = ({ body }: KeptEntry): readonly number[] => (body?.entities ?? []).map((id) => numbers.get(id) ?? 0)
	await insert(rows, 'entries', {
		op: ['integer', entries.map(() => op)],
		seq: ['bigint', entries.map(({ seq }) => seq)],
		recorded: ['bigint', entries.map(({ recorded }) => recorded)],
		wall: ['bigint', entries.map(({ wall }) => wall)],
		commitment: ['bytea', entries.map(({ commit }) => Buffer.from(commit, 'hex'))],
		hash: ['bytea', entries.map(({ hash }) => Buffer.from(hash, 'hex'))],
	})
	await insertBodies(rows, op, { entries, numbersIn })
	const events = entries.flatMap(({ seq, event }) => (event ? [{ seq, ...event }] : []))
	await insert(rows, 'events', {
		op: ['integer', events.map(() => op)],
		id: ['uuid', events.map(({ id }) => id)],
		credential: ['text', events.map(({ credential }) => credential)],
		seq: ['bigint', events.map(({ seq }) => seq)],
		said: ['bytea', events.map(({ said }) => Buffer.from(said, 'hex'))],
	})
	const mentions = entries.flatMap((entry) => [...new Set(numbersIn(entry))].map((entity) => ({ entity, seq: entry.seq })))
	await insert(rows, 'mentions', {
		entity: ['bigint', mentions.map(({ entity }) => entity)],
		seq: ['bigint', mentions.map(({ seq }) => seq)],
	})
	await insertBeside(rows, op, { entries, numbers })
}

type Numbered = { readonly entries: readonly KeptEntry[]; readonly numbersIn: (entry: KeptEntry) => readonly number[] }

async function insertBodies(rows: Rows, op: number, { entries, numbersIn }: Numbered): Promise<void> {
	const bodies = entries.flatMap((entry) =>
		entry.body ? [{ ...entry, ...entry.body, stored: storedOf(entry, entry.body.canonical) }] : [],
	)
	await insert(rows, 'bodies', {
		op: ['integer', bodies.map(() => op)],
		seq: ['bigint', bodies.map(({ seq }) => seq)],
		salt: ['bytea', bodies.map(({ salt }) => Buffer.from(salt, 'hex'))],
		body: ['text', bodies.map(({ stored }) => (typeof stored === 'string' ? stored : null))],
		packed: ['bytea', bodies.map(({ stored }) => (typeof stored === 'string' ? null : Buffer.from(stored)))],
		/** Lists of different lengths do not fit into one list of lists. */
		entities: ['text', bodies.map((entry) => `{${numbersIn(entry).join(',')}}`)],
	})
	const batches = bodies.filter(({ event }) => !event)
	await insert(rows, 'batches', {
		op: ['integer', batches.map(() => op)],
		seq: ['bigint', batches.map(({ seq }) => seq)],
		recorded: ['bigint', batches.map(({ recorded }) => recorded)],
		size: ['bigint', batches.map(({ stored }) => stored.length)],
	})
}

function storedOf({ event }: KeptEntry, canonical: string): string | Uint8Array {
	return event ? canonical : packBatch(canonical)
}

async function insertBeside(rows: Rows, op: number, { entries, numbers }: Added): Promise<void> {
	const diary = entries.flatMap((entry) =>
		entry.diary ? [{ seq: entry.seq, ...entry.diary, own: numbers.get(diaryEntityOf(entry) ?? '') ?? null }] : [],
	)
	await insert(rows, 'diary', {
		op: ['integer', diary.map(() => op)],
		seq: ['bigint', diary.map(({ seq }) => seq)],
		book: ['text', diary.map(({ book }) => book)],
		number: ['bigint', diary.map(({ number }) => number)],
		entity: ['bigint', diary.map(({ own }) => own)],
	})
	const signed = entries.flatMap(({ seq, checkpoint }) => (checkpoint ? [{ seq, checkpoint }] : []))
	await insert(rows, 'checkpoints', {
		op: ['integer', signed.map(() => op)],
		seq: ['bigint', signed.map(({ seq }) => seq)],
		checkpoint: ['text', signed.map(({ checkpoint }) => JSON.stringify(checkpoint))],
	})
}

async function nameEntities(rows: Rows, op: number, { entries, numbers }: Added): Promise<void> {
	const fresh = [...new Set(entries.flatMap(({ body }) => body?.entities ?? []))].filter((id) => !numbers.has(id))
	if (fresh.length === 0) return
	const { text: sql, values } = insertion('entities', { op: ['integer', fresh.map(() => op)], id: ['text', fresh] })
	const found = await rows({ text: `${sql} RETURNING id, no`, values })
	for (const row of found) numbers.set(text(row, 'id'), integer(row, 'no'))
}

async function forget(rows: Rows, op: number, forgotten: readonly Forgotten[]): Promise<void> {
	await insert(rows, 'events', {
		op: ['integer', forgotten.map(() => op)],
		id: ['uuid', forgotten.map(({ id }) => id)],
		credential: ['text', forgotten.map(({ credential }) => credential)],
		seq: ['bigint', forgotten.map(({ seq }) => seq)],
	})
}

async function finish(rows: Rows, op: number, { operation, epoch, grants }: RebuiltJournal): Promise<void> {
	await insert(rows, 'grants', {
		op: ['integer', grants.map(() => op)],
		credential: ['text', grants.map(({ credential }) => credential)],
		version: ['bigint', grants.map(({ version }) => version)],
		ended: ['boolean', grants.map(({ ended }) => ended)],
	})
	await rows({
		text: `UPDATE lagebild.operations o SET body = $2, state = $3, epoch = $4, seq = e.seq, hash = e.hash, recorded = e.recorded, wall = e.wall
			FROM (SELECT * FROM lagebild.entries WHERE op = $1 ORDER BY seq DESC LIMIT 1) e WHERE o.no = $1`,
		values: [op, JSON.stringify(operation), operation.state, epoch],
	})
}

type Columns = Readonly<Record<string, readonly [type: string, values: readonly unknown[]]>>

/** One statement for a page. `entities` of a body is a list in the table and the text of one here. */
function insertion(table: string, columns: Columns): { readonly text: string; readonly values: readonly unknown[] } {
	const names = Object.keys(columns)
	const values = names.map((name) => (table === 'bodies' && name === 'entities' ? 'x.entities::bigint[]' : `x.${name}`))
	const lists = Object.values(columns).map(([type], index) => `$${index + 1}::${type}[]`)
	return {
		text: `INSERT INTO lagebild.${table} (${names.join(', ')}) SELECT ${values.join(', ')} FROM unnest(${lists.join(', ')}) AS x (${names.join(', ')})`,
		values: Object.values(columns).map(([, list]) => list),
	}
}

async function insert(rows: Rows, table: string, columns: Columns): Promise<void> {
	if (Object.values(columns)[0]?.[1].length !== 0) await rows(insertion(table, columns))
}
