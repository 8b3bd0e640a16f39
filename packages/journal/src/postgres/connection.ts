import { Socket } from 'node:net'

import { Client, TypeOverrides } from 'pg'
import type { ClientConfig } from 'pg'

import type { PgRow } from './rows.ts'
import { integer, text } from './rows.ts'
import { fromClient, Unfit } from './trouble.ts'

/** How long a statement waits for the lock of an operation, ms. */
const LOCK_MS = 4_000
/** How long a statement runs before the server ends it, ms. */
const STATEMENT_MS = 5_000
/** How long an answer is waited for: the server had its time to end the statement, so that it or the way to it is gone, ms. */
const ANSWER_MS = 6_000
/** How long a transaction waits for its holder's next word before the server ends it: a hub that stands still gives the lock back, ms. */
const IDLE_MS = 3_000
const CONNECT_MS = 3_000
/** A server that does not hear the goodbye is left without one: nobody waits for a dead way to close, ms. */
const GOODBYE_MS = 1_000

const INT8 = 20
const types = new TypeOverrides()
types.setTypeParser(INT8, Number)

export type Query = { readonly name?: string; readonly text: string; readonly values?: readonly unknown[] }

/** A connection with our time-outs. */
export type Connection = {
	readonly rows: (query: Query) => Promise<readonly PgRow[]>
	readonly isOpen: () => boolean
	/** At once, whatever it is waiting for. */
	readonly drop: () => void
	/** In good order, as far as the server takes part in it. */
	readonly end: () => Promise<void>
}

export type ConnectionOptions = {
	readonly url: string
	/** Shown in `pg_stat_activity`. */
	readonly node: string
	/** Reading may take longer than what holds a lock. */
	readonly statementMs?: number
	readonly waits?: Waits
}

/** How long something is waited for where the usual time does not fit, ms. */
export type Waits = {
	/** The database may be away before whoever waits is told. */
	readonly patienceMs?: number
	/** A transaction waits for its holder's next word. */
	readonly idleMs?: number
	/** A server has for taking leave. */
	readonly goodbyeMs?: number
}

export function clientConfig({ url, node, statementMs }: ConnectionOptions): ClientConfig {
	return {
		connectionString: url,
		application_name: `lagebild ${node}`.slice(0, 63),
		connectionTimeoutMillis: CONNECT_MS,
		keepAlive: true,
		types,
		query_timeout: statementMs === undefined ? ANSWER_MS : statementMs + 1_000,
	}
}

export async function connect(options: ConnectionOptions): Promise<Connection> {
	const socket = new Socket()
	const client = new Client({ ...clientConfig(options), stream: () => socket })
	let open = true
	const close = (): void => {
		open = false
	}
	client.on('error', close)
	client.on('end', close)
	const drop = (): void => {
		close()
		socket.destroy()
	}
	const rows = async ({ values, ...query }: Query): Promise<readonly PgRow[]> => {
		try {
			return (await client.query<Record<string, unknown>>({ ...query, ...(values && { values: [...values] }) })).rows
		} catch (error) {
			throw fromClient(error)
		}
	}
	try {
		await client.connect()
		await prepare(rows, options)
	} catch (error) {
		drop()
		throw fromClient(error)
	}
	const end = async (): Promise<void> => {
		if (!open) return
		const timer = setTimeout(drop, options.waits?.goodbyeMs ?? GOODBYE_MS)
		await client.end()
		clearTimeout(timer)
	}
	return { rows, isOpen: () => open, drop, end }
}

type Rows = Connection['rows']

/** One round trip: the settings of this session, and what the server is. Lookups by key stay so while the tables are still small. */
const SETTINGS = `
	SELECT set_config('lock_timeout', $1, false), set_config('statement_timeout', $2, false), set_config('idle_in_transaction_session_timeout', $3, false),
		set_config('default_transaction_isolation', 'read committed', false), set_config('default_transaction_read_only', 'off', false),
		set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false),
		set_config('enable_seqscan', 'off', false),
		set_config('jit', 'off', false), set_config('client_min_messages', 'warning', false),
		current_setting('server_version_num')::integer AS version, current_setting('fsync') AS fsync,
		current_setting('synchronous_commit') AS synchronous, current_setting('server_encoding') AS encoding, pg_is_in_recovery()::text AS standby
`

/** The oldest PostgreSQL with all that we use; older ones get no more security updates. */
const LEAST_VERSION = 130_000

async function prepare(rows: Rows, { statementMs = STATEMENT_MS, waits }: ConnectionOptions): Promise<void> {
	const [server = {}] = await rows({
		text: SETTINGS,
		values: [Math.max(LOCK_MS, statementMs - STATEMENT_MS), statementMs, waits?.idleMs ?? IDLE_MS].map(String),
	})
	const reason = unfitness(server)
	if (reason !== undefined) throw new Unfit(`the database cannot keep a journal: ${reason}`)
}

function unfitness(server: PgRow): string | undefined {
	if (integer(server, 'version') < LEAST_VERSION) return 'PostgreSQL 13 or newer is needed'
	if (text(server, 'fsync') === 'off') return 'fsync is off, so that an acknowledgement would mean nothing'
	if (text(server, 'synchronous') === 'off') return 'synchronous_commit is off, so that an acknowledgement would mean nothing'
	if (text(server, 'encoding') !== 'UTF8') return `its encoding is ${text(server, 'encoding')}, and UTF8 is needed`
	return text(server, 'standby') === 'true' ? 'it is a standby and takes no writes' : undefined
}
