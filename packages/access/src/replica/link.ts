import { Socket } from 'node:net'

import { Client, DatabaseError } from 'pg'

import { AccessAway } from '../writing.ts'

/** ms. No lock outlives its holder: a hub that stands still gives its turn back. */
const LOCK_MS = 4_000
const STATEMENT_MS = 5_000
const IDLE_MS = 3_000
const ANSWER_MS = 6_000
const CONNECT_MS = 3_000

const SET_UP = `set lock_timeout = ${LOCK_MS}; set statement_timeout = ${STATEMENT_MS};
	set idle_in_transaction_session_timeout = ${IDLE_MS}; set application_name = `

type Open = { readonly client: Client; readonly drop: () => void; closed: boolean }

/** One connection, made when it is needed; whatever goes wrong on it, the next one who needs it gets a new one. */
export class Link {
	readonly #url: string
	readonly #name: string
	#open: Promise<Open> | undefined
	/** One after the other. */
	#last: Promise<unknown> = Promise.resolve()

	constructor(url: string, name: string) {
		this.#url = url
		this.#name = name
	}

	/** @throws AccessAway when the database does not answer, and as `work` throws */
	run<T>(work: (client: Client) => Promise<T>): Promise<T> {
		const done = this.#last.then(() => this.#run(work))
		this.#last = done.catch(() => undefined)
		return done
	}

	async end(): Promise<void> {
		await this.#last
		const open = await this.#open?.catch(() => undefined)
		this.#open = undefined
		open?.drop()
	}

	async #run<T>(work: (client: Client) => Promise<T>): Promise<T> {
		const open = await this.#connected()
		try {
			return await work(open.client)
		} catch (error) {
			this.#open = undefined
			open.drop()
			throw awayOr(error)
		}
	}

	async #connected(): Promise<Open> {
		const known = await this.#open?.catch(() => undefined)
		if (known && !known.closed) return known
		this.#open = connect(this.#url, this.#name)
		return this.#open
	}
}

async function connect(url: string, name: string): Promise<Open> {
	const socket = new Socket()
	const client = new Client({
		connectionString: url,
		connectionTimeoutMillis: CONNECT_MS,
		query_timeout: ANSWER_MS,
		keepAlive: true,
		stream: () => socket,
	})
	const open: Open = {
		client,
		drop: () => {
			open.closed = true
			socket.destroy()
		},
		closed: false,
	}
	const closed = (): void => {
		open.closed = true
	}
	client.on('error', closed)
	client.on('end', closed)
	try {
		await client.connect()
		await client.query(SET_UP + client.escapeLiteral(`lagebild access ${name}`.slice(0, 63)))
		return open
	} catch (error) {
		open.drop()
		throw awayOr(error)
	}
}

/** Connections, resources, interventions, locks, transactions that were ended, and a server that takes no writes. */
const AWAY = /^(?:08|53|57|55|40|25)/

/** The address holds a password and is in none of these messages. */
function awayOr(error: unknown): unknown {
	if (error instanceof AccessAway) return error
	if (error instanceof DatabaseError) return AWAY.test(error.code ?? '') ? new AccessAway(error.message, { cause: error }) : error
	const isOfClient = error instanceof Error && ('code' in error || /timeout|terminated|closed|not queryable/i.test(error.message))
	return isOfClient ? new AccessAway(error.message, { cause: error }) : error
}
