import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { fault } from '@lagebild/model/fault.ts'
import { OperationId } from '@lagebild/model/ids.ts'
import { Operation } from '@lagebild/model/operation.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { instant, iso } from '@lagebild/model/time.ts'

import { takeLock } from '../lock.ts'
import type { Lock } from '../lock.ts'
import { openNodeKey } from '../node-key.ts'
import type { NodeKey } from '../node-key.ts'
import type { Journal, JournalStore, Neighbours } from '../port.ts'
import { createTurns } from '../turns.ts'
import { SqliteJournal } from './journal.ts'
import { LogKeeper } from './log-keeper.ts'
import { BUSY_MS, openReader } from './reader.ts'
import { RecordedClock } from './recorded-clock.ts'
import { hasTables, readMeta } from './schema.ts'
import { WriterThread } from './writer-thread.ts'

export type SqliteStoreOptions = {
	/** One file `<operation>.db` per journal. */
	readonly folder: string
	/** Wall clock, ms. */
	readonly now: () => number
	/** Never goes back, ms; the process's own when absent. */
	readonly monotonic?: () => number
	/** Ed25519 key of this node; absent: `../secrets/node-key.pem` beside the folder. */
	readonly keyFile?: string
	/** A writer died: what it was writing is unknown until the process has started again. */
	readonly onFatal?: (error: Error) => void
}

/** Opens all journals of a folder for writing. Throws when another process holds the folder, with its name. */
export function openSqliteStore(options: SqliteStoreOptions): Promise<JournalStore> {
	return Promise.try(() => {
		mkdirSync(options.folder, { recursive: true, mode: 0o700 })
		const lock = lockFolder(options)
		try {
			return new SqliteStore(options, {
				lock,
				key: openNodeKey(options.keyFile ?? join(dirname(options.folder), 'secrets', 'node-key.pem')),
			})
		} catch (error) {
			lock.release()
			throw error
		}
	})
}

function lockFolder({ folder, now }: SqliteStoreOptions): Lock {
	const taken = takeLock(join(folder, 'journals.lock'), { pid: process.pid, since: iso(now()), command: process.argv.slice(1).join(' ') })
	if (taken.ok) return taken.value
	const { holder } = taken.fault
	throw new Error(`the journals in ${folder} are held by ${holder ? `process ${holder.pid} since ${holder.since}` : 'another process'}`)
}

class SqliteStore implements JournalStore {
	readonly kind = 'sqlite'
	readonly inTurn = createTurns()
	readonly neighbours = (): Promise<Neighbours> => Promise.resolve({ nodes: [] })
	readonly #options: SqliteStoreOptions
	readonly #held: { readonly lock: Lock; readonly key: NodeKey }
	readonly #log = new LogKeeper()
	readonly #journals = new Map<OperationId, Promise<SqliteJournal>>()

	constructor(options: SqliteStoreOptions, held: { readonly lock: Lock; readonly key: NodeKey }) {
		this.#options = options
		this.#held = held
	}

	operations(): Promise<readonly Operation[]> {
		return Promise.try(() => {
			const files = readdirSync(this.#options.folder).filter((name) => name.endsWith('.db'))
			return files.toSorted().flatMap((name) => operationIn(join(this.#options.folder, name)) ?? [])
		})
	}

	async create(operation: Operation): Promise<Result<Journal>> {
		const { id } = operation
		if (this.#journals.has(id) || operationIn(this.#file(id))) return fail(fault('operation-exists'))
		return ok(await this.#start(id, operation))
	}

	async open(id: OperationId): Promise<Journal | undefined> {
		const open = this.#journals.get(id)
		if (open) return open
		return operationIn(this.#file(id)) ? this.#start(id) : undefined
	}

	async close(): Promise<void> {
		const journals = await Promise.allSettled(this.#journals.values())
		await Promise.all(journals.filter((opened) => opened.status === 'fulfilled').map((opened) => opened.value.close()))
		await this.#log.close()
		this.#held.lock.release()
	}

	#file(id: OperationId): string {
		return join(this.#options.folder, `${OperationId.parse(id)}.db`)
	}

	/** A journal that could not be opened is tried anew by the next caller. */
	#start(id: OperationId, create?: Operation): Promise<SqliteJournal> {
		const starting = this.#openJournal(id, create)
		this.#journals.set(id, starting)
		starting.catch(() => this.#journals.delete(id))
		return starting
	}

	async #openJournal(id: OperationId, create?: Operation): Promise<SqliteJournal> {
		const { now, monotonic = () => performance.now(), onFatal } = this.#options
		const file = this.#file(id)
		const writer = new WriterThread()
		const wall = instant(Math.round(now()))
		const request = { type: 'open', file, operation: id, moment: { recorded: wall, wall } } as const
		const reply = await writer.ask(create ? { ...request, create } : request)
		if (reply.type !== 'opened') {
			await writer.close()
			throw new Error(`the journal of ${id} cannot be opened: ${'message' in reply ? reply.message : reply.type}`)
		}
		writer.watch((error) => onFatal?.(error))
		const clock = new RecordedClock({ wall: now, monotonic }, reply.head)
		const { key } = this.#held
		return new SqliteJournal({ operation: id, writer, reader: openReader(file), clock, key, head: reply.head, log: this.#log, file })
	}
}

/** @returns undefined when there is no file, or one whose founding was cut short. */
function operationIn(file: string): Operation | undefined {
	if (!existsSync(file)) return undefined
	let db: DatabaseSync | undefined
	try {
		db = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS })
		return hasTables(db) ? Operation.parse(JSON.parse(readMeta(db, 'operation') ?? 'null')) : undefined
	} catch (error) {
		throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
	} finally {
		db?.close()
	}
}
