import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

import { copyCarried } from '../backup-copy.ts'
import { openMemory } from '../database.ts'
import { baseOf } from './base.ts'
import { Link } from './link.ts'
import { Origin } from './origin.ts'
import { rebuilt } from './replica.ts'

/** Copies the tables that hubs share into a file as they are at one moment, without what lets somebody in by itself (J34). */
export async function copySharedAccess(url: string, to: string): Promise<void> {
	const origin = new Origin(url, 'backup')
	const database = openMemory()
	try {
		await origin.prepare(() => baseOf(database))
		const { base, changes } = await origin.whole()
		rebuilt(database, base, changes)
		copyCarried(database, to)
	} finally {
		database.close()
		await origin.end()
	}
}

const TABLES = ['head', 'base', 'log'] as const

/**
 * Makes the tables that hubs share those of a file, in one transaction. Every hub makes its own anew, since the change does not follow from what
 * it holds.
 * @param aside schema that takes what was there before
 */
export async function restoreSharedAccess(url: string, file: string, aside: string): Promise<void> {
	const bytes = plainFile(file)
	const empty = openMemory()
	const origin = new Origin(url, 'restore')
	const link = new Link(url, 'restore')
	try {
		await origin.prepare(() => baseOf(empty))
		await link.run(async (client) => {
			await client.query('begin')
			const { rows } = await client.query<{ readonly n: string }>('select n from lagebild_access.head for update')
			await client.query(`create schema if not exists ${aside}`)
			for (const table of TABLES) await client.query(`create table ${aside}.access_${table} as select * from lagebild_access.${table}`)
			const place = [Number(rows[0]?.n ?? 0) + 1, createHash('sha256').update(bytes).digest('hex')]
			await client.query('delete from lagebild_access.base')
			await client.query('delete from lagebild_access.log')
			await client.query('insert into lagebild_access.base (n, chain, file) values ($1, $2, $3)', [...place, bytes])
			await client.query('update lagebild_access.head set n = $1, chain = $2', place)
			await client.query('commit')
		})
	} finally {
		empty.close()
		await Promise.all([origin.end(), link.end()])
	}
}

/** One file without companions, as a base is. */
function plainFile(file: string): Uint8Array {
	const database = new DatabaseSync(file)
	database.exec('pragma journal_mode = delete')
	database.close()
	return readFileSync(file)
}
