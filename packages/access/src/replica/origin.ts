import { createHash } from 'node:crypto'

import type { Client } from 'pg'

import { FORMAT } from '../database.ts'
import { AccessAway } from '../writing.ts'
import { Link } from './link.ts'

/** How far something is: the number of the last change, and a hash over all that led there. */
export type Place = { readonly n: number; readonly chain: string }
/** What one write changed, as SQLite says it. */
export type Change = Place & { readonly changes: Uint8Array }
/** The tables as they were then. */
export type Base = Place & { readonly file: Uint8Array }

/** Of the tables in PostgreSQL. */
const LAYOUT = 1
/** Any number, the same for every hub. */
const CREATING = 7_302_119
/** Changes before a base that stay, for hubs that are a little behind, and for whoever has to know whether a commit took effect. */
const KEPT = 500

/** In a schema of their own, named each time: what an unnamed table means depends on who else made a schema here. */
const TABLES = `
create schema if not exists lagebild_access;
create table if not exists lagebild_access.head (one boolean primary key default true check (one), layout integer not null, format integer not null,
	n bigint not null, chain text not null);
create table if not exists lagebild_access.base (n bigint primary key, chain text not null, file bytea not null);
create table if not exists lagebild_access.log (n bigint primary key, chain text not null, node text not null,
	at timestamptz not null default clock_timestamp(), changes bytea not null);
`

const HEAD = 'select n, chain, layout, format from lagebild_access.head'

type HeadRow = { readonly n: string; readonly chain: string; readonly layout: number; readonly format: number }
type BaseRow = { readonly n: string; readonly chain: string; readonly file: Buffer }
type ChangeRow = { readonly n: string; readonly chain: string; readonly changes: Buffer }

/** A newer version of Lagebild has written what this one cannot read. */
export class Outdated extends Error {}

export type Turn<T> = { readonly result: T; readonly next?: Change }

/**
 * The one truth about who may come in, where several hubs share a database: a base and every change since, numbered without a gap and chained
 * by their hashes.
 */
export class Origin {
	readonly #node: string
	readonly #writing: Link
	readonly #reading: Link

	constructor(url: string, node: string) {
		this.#node = node
		this.#writing = new Link(url, node)
		this.#reading = new Link(url, node)
	}

	/** @param empty the base of a database that nobody has used yet */
	prepare(empty: () => Uint8Array): Promise<void> {
		return this.#writing.run(async (client) => {
			await client.query('begin')
			await client.query('select pg_advisory_xact_lock($1)', [CREATING])
			await client.query(TABLES)
			const { rows } = await client.query<HeadRow>(HEAD)
			if (rows[0]) headIn(rows)
			else await create(client, empty())
			await client.query('commit')
		})
	}

	head(): Promise<Place> {
		return this.#reading.run(async (client) => headIn((await client.query<HeadRow>(HEAD)).rows))
	}

	since({ n }: Place): Promise<readonly Change[]> {
		return this.#reading.run((client) => changesAfter(client, n))
	}

	/** As of one moment. */
	whole(): Promise<{ readonly base: Base; readonly changes: readonly Change[] }> {
		return this.#reading.run(async (client) => {
			await client.query('begin isolation level repeatable read read only')
			const { rows } = await client.query<BaseRow>('select n, chain, file from lagebild_access.base order by n desc limit 1')
			const [row] = rows
			if (!row) throw new Error('the database has lost what the access tables begin with')
			const base = { ...placeIn(row), file: row.file }
			const changes = await changesAfter(client, base.n)
			await client.query('commit')
			return { base, changes }
		})
	}

	/**
	 * One at a time over all hubs. What `work` decides on takes effect when this resolves; it is given how to read what came before.
	 * @throws AccessAway when that is not so, or nobody can know
	 */
	async turn<T>(work: (head: Place, since: (place: Place) => Promise<readonly Change[]>) => Promise<Turn<T>>): Promise<Turn<T>> {
		let unsure: Turn<T> | undefined
		let failed: { readonly error: unknown } | undefined
		try {
			const done = await this.#writing.run(async (client) => {
				await client.query('begin')
				const head = headIn((await client.query<HeadRow>(`${HEAD} for update`)).rows)
				const turn = await work(head, ({ n }) => changesAfter(client, n)).catch(async (error: unknown) => {
					await client.query('rollback')
					failed = { error }
					return undefined
				})
				if (!turn) return undefined
				if (turn.next) await append(client, turn.next, this.#node)
				unsure = turn
				await client.query(turn.next ? 'commit' : 'rollback')
				return turn
			})
			if (done) return done
		} catch (error) {
			if (unsure?.next && error instanceof AccessAway && (await this.#took(unsure.next))) return unsure
			throw error
		}
		throw failed?.error
	}

	/** A base as of this place; what nobody needs any more goes. */
	rebase({ n, chain, file }: Base): Promise<void> {
		return this.#writing.run(async (client) => {
			await client.query('begin')
			await client.query(`${HEAD} for update`)
			await client.query('insert into lagebild_access.base (n, chain, file) values ($1, $2, $3) on conflict do nothing', [n, chain, file])
			await client.query('delete from lagebild_access.base where n < $1', [n])
			await client.query('delete from lagebild_access.log where n <= $1', [n - KEPT])
			await client.query('commit')
		})
	}

	async end(): Promise<void> {
		await Promise.all([this.#writing.end(), this.#reading.end()])
	}

	/** Asked when the connection was lost with the commit on its way: in a turn of its own, so that the lost one is over. */
	#took({ n, chain }: Change): Promise<boolean> {
		return this.#writing.run(async (client) => {
			await client.query('begin')
			await client.query(`${HEAD} for update`)
			const { rowCount } = await client.query('select 1 from lagebild_access.log where n = $1 and chain = $2', [n, chain])
			await client.query('rollback')
			return rowCount === 1
		})
	}
}

export function after({ n, chain }: Place, changes: Uint8Array): Change {
	return { n: n + 1, chain: createHash('sha256').update(chain).update(changes).digest('hex'), changes }
}

export function isSame(a: Place, b: Place): boolean {
	return a.n === b.n && a.chain === b.chain
}

async function create(client: Client, file: Uint8Array): Promise<void> {
	const chain = createHash('sha256').update(file).digest('hex')
	await client.query('insert into lagebild_access.base (n, chain, file) values (0, $1, $2)', [chain, file])
	await client.query('insert into lagebild_access.head (layout, format, n, chain) values ($1, $2, 0, $3)', [LAYOUT, FORMAT, chain])
}

async function append(client: Client, { n, chain, changes }: Change, node: string): Promise<void> {
	await client.query(
		`with said as (insert into lagebild_access.log (n, chain, node, changes) values ($1, $2, $3, $4))
		update lagebild_access.head set n = $1, chain = $2`,
		[n, chain, node, changes],
	)
}

async function changesAfter(client: Client, n: number): Promise<readonly Change[]> {
	const { rows } = await client.query<ChangeRow>('select n, chain, changes from lagebild_access.log where n > $1 order by n', [n])
	return rows.map((row) => ({ ...placeIn(row), changes: row.changes }))
}

function placeIn({ n, chain }: { readonly n: string; readonly chain: string }): Place {
	return { n: Number(n), chain }
}

function headIn([row]: readonly HeadRow[]): Place {
	if (!row) throw new Error('the database has lost how far the access tables are')
	const { layout, format } = row
	if (layout > LAYOUT || format > FORMAT) throw new Outdated('a newer version of Lagebild uses this database: update this hub')
	if (layout < LAYOUT || format < FORMAT)
		throw new Error(`the access tables have format ${layout}.${format}, this version reads ${LAYOUT}.${FORMAT}`)
	return placeIn(row)
}
