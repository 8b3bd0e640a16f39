import { connect } from './connection.ts'
import type { Connection, ConnectionOptions, Query } from './connection.ts'
import type { PgRow } from './rows.ts'
import { troubleOf } from './trouble.ts'

/** Connections of one hub for reading, over all operations. */
const MOST = 4
/** A page of large batches, or a search in a large journal, ms. */
const STATEMENT_MS = 15_000

/** Reads on a few connections that are shared; a connection that turns out to be gone is replaced once. */
export class Readers {
	readonly #options: ConnectionOptions
	readonly #free: Connection[] = []
	readonly #waiting: (() => void)[] = []
	#busy = 0
	#closed = false

	constructor(options: ConnectionOptions) {
		this.#options = { ...options, statementMs: STATEMENT_MS }
	}

	async rows(query: Query): Promise<readonly PgRow[]> {
		while (this.#busy >= MOST) await new Promise<void>((resolve) => this.#waiting.push(resolve))
		this.#busy += 1
		try {
			return await this.#read(query)
		} finally {
			this.#busy -= 1
			this.#waiting.shift()?.()
		}
	}

	async close(): Promise<void> {
		this.#closed = true
		await Promise.all(this.#free.splice(0).map((connection) => connection.end()))
	}

	async #read(query: Query): Promise<readonly PgRow[]> {
		const kept = this.#free.pop()
		if (kept?.isOpen()) {
			try {
				return await this.#readOn(kept, query)
			} catch (error) {
				if (kept.isOpen() || troubleOf(error) !== 'lost') throw error
			}
		}
		return this.#readOn(await connect(this.#options), query)
	}

	async #readOn(connection: Connection, query: Query): Promise<readonly PgRow[]> {
		try {
			const found = await connection.rows(query)
			this.#keep(connection)
			return found
		} catch (error) {
			if (troubleOf(error) === 'lost') connection.drop()
			else this.#keep(connection)
			throw error
		}
	}

	#keep(connection: Connection): void {
		if (this.#closed) void connection.end()
		else this.#free.push(connection)
	}
}
