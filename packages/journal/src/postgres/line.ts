import { setTimeout as pause } from 'node:timers/promises'

import { createTurns } from '../turns.ts'
import { connect } from './connection.ts'
import type { Connection, ConnectionOptions } from './connection.ts'
import { troubleOf } from './trouble.ts'

/** How long the database may be away before whoever waits is told, ms. */
const PATIENCE_MS = 5_000
const FIRST_PAUSE_MS = 50
const LAST_PAUSE_MS = 1_000
/** A connection that is not used so long is closed: a server has room for some hundred. */
const IDLE_MS = 60_000

/**
 * One connection, used by one after another, that is made anew when it was lost. What was under way then is run again, with the number of
 * its attempt, so that it can look for what the lost one may have left. While the database stays away the next ones are told after one attempt.
 */
export class Line {
	readonly #options: ConnectionOptions
	#connection: Connection | undefined
	#away = false
	#idle: NodeJS.Timeout | undefined
	readonly #turns = createTurns()

	constructor(options: ConnectionOptions) {
		this.#options = options
	}

	run<T>(work: (connection: Connection, attempt: number) => Promise<T>): Promise<T> {
		return this.#turns(() => this.#runNow(work))
	}

	async #runNow<T>(work: (connection: Connection, attempt: number) => Promise<T>): Promise<T> {
		clearTimeout(this.#idle)
		try {
			return await this.#patiently(work)
		} finally {
			this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref()
		}
	}

	async close(): Promise<void> {
		clearTimeout(this.#idle)
		const connection = this.#connection
		this.#connection = undefined
		await connection?.end()
	}

	async #patiently<T>(work: (connection: Connection, attempt: number) => Promise<T>): Promise<T> {
		const { patienceMs = PATIENCE_MS } = this.#options.waits ?? {}
		const until = performance.now() + (this.#away ? 0 : patienceMs)
		for (let attempt = 0, wait = FIRST_PAUSE_MS; ; attempt++, wait = Math.min(wait * 2, LAST_PAUSE_MS)) {
			try {
				const result = await work(await this.#open(), attempt)
				this.#away = false
				return result
			} catch (error) {
				const lost = troubleOf(error) === 'lost'
				if (lost) this.#drop()
				if (!lost || performance.now() + wait > until) {
					this.#away = lost
					throw error
				}
			}
			await pause(wait)
		}
	}

	async #open(): Promise<Connection> {
		if (!this.#connection?.isOpen()) this.#connection = await connect(this.#options)
		return this.#connection
	}

	#drop(): void {
		this.#connection?.drop()
		this.#connection = undefined
	}
}

/** Everything that `work` does, or nothing of it. */
export async function transaction<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
	await connection.rows({ text: 'BEGIN' })
	try {
		const result = await work()
		await connection.rows({ text: 'COMMIT' })
		return result
	} catch (error) {
		if (troubleOf(error) !== 'lost' && connection.isOpen()) await connection.rows({ text: 'ROLLBACK' })
		throw error
	}
}
