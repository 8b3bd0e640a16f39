import { connect } from '../postgres/connection.ts'
import { migrate } from '../postgres/migrate.ts'
import { integer } from '../postgres/rows.ts'

/** Any number; ours alone. */
const LOCK = 4_916_118

const STEPS = ['CREATE TABLE lagebild.backups (at bigint PRIMARY KEY, node text NOT NULL)']

export type TurnOptions = {
	readonly url: string
	/** Name of this hub. */
	readonly node: string
	/** Nothing is done when there was a backup since then, epoch ms. */
	readonly unlessSince: number
}

/** Of several hubs one makes the backup. @returns undefined when another one is at it, or was since then */
export async function inBackupTurn<T>({ url, node, unlessSince }: TurnOptions, work: () => Promise<T>): Promise<T | undefined> {
	const connection = await connect({ url, node })
	const { rows } = connection
	try {
		await migrate(connection, 'backups', STEPS)
		const [lock] = await rows({ text: 'SELECT pg_try_advisory_lock($1) AS taken', values: [LOCK] })
		if (lock?.['taken'] !== true) return undefined
		const [last = {}] = await rows({ text: 'SELECT coalesce(max(at), 0) AS at FROM lagebild.backups' })
		if (integer(last, 'at') > unlessSince) return undefined
		const result = await work()
		await rows({ text: 'DELETE FROM lagebild.backups' })
		await rows({ text: 'INSERT INTO lagebild.backups VALUES ($1, $2)', values: [Date.now(), node] })
		return result
	} finally {
		await connection.end()
	}
}
