import { randomUUID } from 'node:crypto'
import { join } from 'node:path'

import { fault } from '@lagebild/model/fault.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import { Operation } from '@lagebild/model/operation.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { instant } from '@lagebild/model/time.ts'

import { GENESIS } from '../chain.ts'
import { openNodeKey } from '../node-key.ts'
import type { NodeKey } from '../node-key.ts'
import type { Journal, JournalStore, Neighbours } from '../port.ts'
import { systemEvent } from '../system-event.ts'
import { createTurns } from '../turns.ts'
import { addItems, systemItem } from './append.ts'
import { connect } from './connection.ts'
import type { Connection, ConnectionOptions, Waits } from './connection.ts'
import { PostgresJournal } from './journal.ts'
import type { Refused } from './journal.ts'
import { Line, transaction } from './line.ts'
import { migrate } from './migrate.ts'
import { readHead } from './reader.ts'
import { Readers } from './readers.ts'
import { integer, text } from './rows.ts'
import { JOURNAL_STEPS } from './schema.ts'
import { ServerClock } from './server-clock.ts'
import { takeTurn } from './turn.ts'

export type PostgresStoreOptions = {
	/** postgres://…; what it says is told to nobody. */
	readonly url: string
	/** Name of this hub, for the administrator of the database. */
	readonly node: string
	/** Folder of the Ed25519 key of this node. */
	readonly keyFolder: string
	/** Never goes back, ms; the process's own when absent. */
	readonly monotonic?: () => number
	readonly waits?: Waits
	/** Hears why the database refused entries while it was there; senders are told no more than the code. */
	readonly onRefused?: Refused
}

/** Tables of a large journal take their time to change; another hub may be at it, ms. */
const MIGRATION_MS = 600_000

/**
 * Opens the journals of a database that any number of hubs write. Rejects when it cannot be reached, when it is not durable (J22), and when
 * a newer program made its tables.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<JournalStore> {
	const connection = await connect({ ...options, statementMs: MIGRATION_MS })
	try {
		await migrate(connection, 'journal', JOURNAL_STEPS)
	} finally {
		await connection.end()
	}
	return new PostgresStore(options, openNodeKey(join(options.keyFolder, 'node-key.pem')))
}

class PostgresStore implements JournalStore {
	readonly kind = 'postgres'
	readonly #options: PostgresStoreOptions & Required<Pick<PostgresStoreOptions, 'monotonic'>>
	readonly #connection: ConnectionOptions
	readonly #key: NodeKey
	readonly #readers: Readers
	readonly #line: Line
	readonly #journals = new Map<OperationId, Promise<PostgresJournal | undefined>>()
	readonly #queue = createTurns()

	constructor(options: PostgresStoreOptions, key: NodeKey) {
		this.#options = { monotonic: () => performance.now(), ...options }
		this.#connection = { url: options.url, node: options.node, ...(options.waits && { waits: options.waits }) }
		this.#key = key
		this.#readers = new Readers(this.#connection)
		this.#line = new Line(this.#connection)
	}

	inTurn<T>(work: () => Promise<T>): Promise<T> {
		return this.#queue(() => takeTurn(this.#connection, work))
	}

	async neighbours(): Promise<Neighbours> {
		const present = await this.#readers.rows({
			text: `SELECT DISTINCT substr(application_name, $1::int) AS node FROM pg_stat_activity
				WHERE datname = current_database() AND application_name LIKE 'lagebild %'`,
			values: ['lagebild '.length + 1],
		})
		const [made] = await this.#readers.rows({ text: "SELECT to_regclass('lagebild.backups') IS NOT NULL AS made" })
		const [last = {}] = made?.['made'] === true ? await this.#readers.rows({ text: 'SELECT max(at) AS at FROM lagebild.backups' }) : []
		const backupAt = last['at'] === null || last['at'] === undefined ? undefined : integer(last, 'at')
		const nodes = present.map((row) => text(row, 'node')).toSorted()
		return { nodes, ...(backupAt !== undefined && { backupAt }) }
	}

	async operations(): Promise<readonly Operation[]> {
		const rows = await this.#readers.rows({ text: 'SELECT body FROM lagebild.operations ORDER BY id COLLATE "C"' })
		return rows.map((row) => Operation.parse(JSON.parse(text(row, 'body'))))
	}

	async create(operation: Operation): Promise<Result<Journal>> {
		const epoch = randomUUID()
		const isOurs = await this.#line.run((connection) => this.#found(connection, operation, epoch))
		if (!isOurs) return fail(fault('operation-exists'))
		const journal = await this.open(operation.id)
		if (!journal) throw new Error(`the operation ${operation.id} was created and is not there`)
		return ok(journal)
	}

	open(id: OperationId): Promise<Journal | undefined> {
		const open = this.#journals.get(id)
		if (open) return open
		const opening = this.#open(id)
		this.#journals.set(id, opening)
		const forget = (): void => void this.#journals.delete(id)
		opening.then((journal) => journal ?? forget(), forget)
		return opening
	}

	async close(): Promise<void> {
		const opened = await Promise.allSettled(this.#journals.values())
		await Promise.all(opened.flatMap((one) => (one.status === 'fulfilled' && one.value ? [one.value.close()] : [])))
		await this.#line.close()
		await this.#readers.close()
	}

	async #open(id: OperationId): Promise<PostgresJournal | undefined> {
		const [row] = await this.#readers.rows({ text: 'SELECT no FROM lagebild.operations WHERE id = $1', values: [id] })
		if (!row) return undefined
		const source = { rows: this.#readers.rows.bind(this.#readers), op: integer(row, 'no') }
		const { monotonic, onRefused } = this.#options
		const line = new Line(this.#connection)
		const head = await readHead(source)
		return new PostgresJournal({ operation: id, line, source, key: this.#key, monotonic, head, ...(onRefused && { onRefused }) })
	}

	/** Operation and first entry in one transaction. @returns false when it is there already, and an earlier attempt of ours did not make it. */
	#found(connection: Connection, operation: Operation, epoch: string): Promise<boolean> {
		const { rows } = connection
		return transaction(connection, async () => {
			const [made] = await rows({
				text: `INSERT INTO lagebild.operations (id, body, state, epoch, seq, hash, recorded, wall)
					VALUES ($1, $2, $3, $4, 0, $5, 0, 0) ON CONFLICT (id) DO NOTHING RETURNING lagebild.wall_ms() AS now`,
				values: [operation.id, JSON.stringify(operation), operation.state, epoch, Buffer.from(GENESIS)],
			})
			if (!made) return this.#isOurs(connection, operation.id, epoch)
			const received = instant(integer(made, 'now'))
			const event = systemEvent({ op: 'opened', by: 'hub', operation: operation.id, received, details: { operation, epoch } })
			const place = { operation: operation.id, clock: new ServerClock(), monotonic: this.#options.monotonic, newest: 0 }
			await addItems(connection, place, [systemItem(event)])
			return true
		})
	}

	async #isOurs({ rows }: Connection, id: OperationId, epoch: string): Promise<boolean> {
		const [row] = await rows({ text: 'SELECT epoch FROM lagebild.operations WHERE id = $1', values: [id] })
		return row?.['epoch'] === epoch
	}
}
