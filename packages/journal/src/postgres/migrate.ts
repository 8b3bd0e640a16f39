import type { Connection } from './connection.ts'
import { integer } from './rows.ts'

/** One hub at a time brings the tables up to date. Any number; ours alone. */
const LOCK = 4_916_117

/**
 * Brings one part of the schema `lagebild` to the version that this program knows, in one transaction: `steps` lead from version to
 * version. Refuses a newer one. What is up to date needs no right to create anything. The lock is taken before the transaction begins, so that
 * it sees what the one before did, and is given back with the connection at the latest.
 */
export async function migrate(connection: Connection, part: string, steps: readonly string[]): Promise<void> {
	if ((await versionOf(connection, part)) === steps.length) return
	const run = (text: string, values?: readonly unknown[]) => connection.rows({ text, ...(values && { values }) })
	await run('SELECT pg_advisory_lock($1)', [LOCK])
	await run('BEGIN')
	try {
		const version = await versionOf(connection, part)
		if (version > steps.length)
			throw new Error(`the tables of ${part} in the database have version ${version}, this program reads ${steps.length}: it is too old`)
		await run('CREATE SCHEMA IF NOT EXISTS lagebild')
		await run('CREATE TABLE IF NOT EXISTS lagebild.parts (part text PRIMARY KEY, version integer NOT NULL)')
		for (const step of steps.slice(version)) await run(step)
		await run('INSERT INTO lagebild.parts VALUES ($1, $2) ON CONFLICT (part) DO UPDATE SET version = excluded.version', [
			part,
			steps.length,
		])
		await run('COMMIT')
		await run('SELECT pg_advisory_unlock($1)', [LOCK])
	} catch (error) {
		if (connection.isOpen()) await run('ROLLBACK')
		throw error
	}
}

/** 0 where there is nothing yet. */
async function versionOf({ rows }: Connection, part: string): Promise<number> {
	const [schema] = await rows({ text: "SELECT to_regclass('lagebild.parts')::text AS name" })
	if (typeof schema?.['name'] !== 'string') return 0
	const [row] = await rows({ text: 'SELECT version FROM lagebild.parts WHERE part = $1', values: [part] })
	return row ? integer(row, 'version') : 0
}
