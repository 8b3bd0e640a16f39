import { connect } from './connection.ts'
import type { Connection, ConnectionOptions } from './connection.ts'

/** Two numbers that stand for "changes of the list of operations". */
const LOCK = [4_916_117, 1] as const
/** How long a turn may take before the server gives it to the next: a hub that stands still holds nobody up for longer, ms. */
const TURN_MS = 30_000

/**
 * One at a time over all hubs: a transaction holds the lock, so that the server ends it with its holder. When the connection is lost
 * meanwhile the work is not undone.
 */
export async function takeTurn<T>(options: ConnectionOptions, work: () => Promise<T>): Promise<T> {
	const connection = await connect({ ...options, statementMs: TURN_MS })
	try {
		await begin(connection)
		const result = await work()
		await connection.end().catch(() => undefined)
		return result
	} finally {
		connection.drop()
	}
}

async function begin({ rows }: Connection): Promise<void> {
	await rows({
		text: "SELECT set_config('lock_timeout', $1, false), set_config('idle_in_transaction_session_timeout', $1, false)",
		values: [String(TURN_MS)],
	})
	await rows({ text: 'BEGIN' })
	await rows({ text: 'SELECT pg_advisory_xact_lock($1, $2)', values: LOCK })
}
