import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'

import type { Entry } from '@lagebild/model/entry.ts'
import { fault } from '@lagebild/model/fault.ts'
import { seq as toSeq } from '@lagebild/model/ids.ts'
import type { EntityId, EventId, OperationId, Seq } from '@lagebild/model/ids.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import { fail } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { createQueue, drain, enqueue, takeBatch } from '../append-queue.ts'
import type { Queued } from '../append-queue.ts'
import { sha256 } from '../chain.ts'
import { signCheckpoint } from '../checkpoint.ts'
import { surplusSnapshots } from '../kept-snapshots.ts'
import type { NodeKey } from '../node-key.ts'
import type {
	Appended,
	ChangeRequest,
	Checkpoint,
	EntityPage,
	EpochRequest,
	ErasureRequest,
	Head,
	Journal,
	Prepared,
	RegrantRequest,
	Retention,
	StoredSnapshot,
} from '../port.ts'
import { addItems } from './append.ts'
import type { Added, Place } from './append.ts'
import { batchBytesIn, erasing, retaining } from './erase.ts'
import { beginning, changing, regranting } from './errands.ts'
import type { Line } from './line.ts'
import { offerOf } from './offer.ts'
import { errandId, runErrand } from './page.ts'
import type { Errand } from './page.ts'
import {
	findEvent,
	MAX_PAGE,
	newestCheckpoint,
	newestSnapshot,
	readEntries,
	readHead,
	readMentions,
	readPage,
	seqBefore,
} from './reader.ts'
import type { Source } from './reader.ts'
import { integer } from './rows.ts'
import { ServerClock } from './server-clock.ts'
import { codeOf, troubleOf } from './trouble.ts'

type Settle = (result: Result<Appended>) => void
type Listener = (entries: readonly Entry[]) => void

export type Refused = (operation: OperationId, error: unknown) => void

export type Parts = {
	readonly operation: OperationId
	/** The one connection that appends. */
	readonly line: Line
	readonly source: Source
	readonly key: NodeKey
	readonly monotonic: () => number
	readonly head: Head
	readonly onRefused?: Refused
}

const compress = promisify(zstdCompress)

/** One operation's journal in PostgreSQL, which other hubs write too: what is decided is decided there, under the lock of the operation. */
export class PostgresJournal implements Journal {
	readonly operation: OperationId
	readonly #parts: Parts
	readonly #clock = new ServerClock()
	readonly #queue = createQueue<Settle>()
	readonly #errands: (() => Promise<void>)[] = []
	readonly #listeners = new Set<Listener>()
	/** Newest entry that is known to be there. */
	#newest: number
	#writing: Promise<void> | undefined
	#closing: Promise<void> | undefined

	constructor(parts: Parts) {
		this.operation = parts.operation
		this.#parts = parts
		this.#newest = parts.head.seq
	}

	async head(): Promise<Head> {
		const head = await readHead(this.#parts.source)
		this.#newest = Math.max(this.#newest, head.seq)
		return head
	}

	append(item: Prepared): Promise<Result<Appended>> {
		if (this.#closing) return Promise.resolve(notReady('the journal is closing; it was not stored'))
		return new Promise((resolve) => {
			if (!enqueue(this.#queue, { item, tag: resolve })) return resolve(fail(fault('too-many-requests')))
			this.#schedule()
		})
	}

	read(from: Seq, limit: number): Promise<readonly Entry[]> {
		return readPage(this.#parts.source, from, Math.min(limit, MAX_PAGE))
	}

	readEntity(entity: EntityId, { before, limit, statements = false }: EntityPage): Promise<readonly Entry[]> {
		const page = { before: before ?? Number.MAX_SAFE_INTEGER, limit: Math.min(limit, MAX_PAGE), statements }
		return readMentions(this.#parts.source, entity, page)
	}

	find(id: EventId): Promise<Entry | undefined> {
		return findEvent(this.#parts.source, id)
	}

	onCommit(listener: Listener): () => void {
		this.#listeners.add(listener)
		return () => void this.#listeners.delete(listener)
	}

	changeOperation(request: ChangeRequest): Promise<Result<Operation>> {
		return this.#run(changing(request))
	}

	regrant(request: RegrantRequest): Promise<boolean> {
		return this.#run(regranting(request))
	}

	erase(request: ErasureRequest): Promise<void> {
		return this.#run(erasing(request))
	}

	async retain(retention: Retention, now: Instant): Promise<number> {
		let erased = 0
		let more = true
		let bytes = await batchBytesIn(this.#parts.source)
		while (more) {
			const done = await this.#run(retaining({ ...retention, now, bytes }))
			erased += done.count
			bytes -= done.bytes
			more = done.more
		}
		return erased
	}

	async beginEpoch(request: EpochRequest): Promise<Head> {
		await this.#run(beginning(request))
		return this.head()
	}

	async checkpoint(now: Instant): Promise<Checkpoint> {
		const { epoch, seq, hash } = await this.head()
		const checkpoint = signCheckpoint({ operation: this.operation, epoch, seq, hash, at: now }, this.#parts.key)
		await this.#parts.source.rows({
			text: `INSERT INTO lagebild.checkpoints (op, seq, checkpoint) VALUES ($1, $2, $3)
				ON CONFLICT (op, seq) DO UPDATE SET checkpoint = excluded.checkpoint`,
			values: [this.#parts.source.op, seq, JSON.stringify(checkpoint)],
		})
		return checkpoint
	}

	latestCheckpoint(): Promise<Checkpoint | undefined> {
		return newestCheckpoint(this.#parts.source)
	}

	async saveSnapshot({ seq, hash, body }: StoredSnapshot): Promise<void> {
		const { rows, op } = this.#parts.source
		const packed = await compress(body)
		const held = await rows({
			text: `WITH saved AS (
					INSERT INTO lagebild.snapshots (op, seq, hash, digest, body)
					SELECT no, $2::bigint, $3::bytea, $4::bytea, $5::bytea FROM (SELECT no FROM lagebild.operations WHERE no = $1 AND rewritten <= $2 FOR SHARE) o ON CONFLICT (op, seq)
					DO UPDATE SET hash = excluded.hash, digest = excluded.digest, body = excluded.body
				) SELECT seq FROM lagebild.snapshots WHERE op = $1`,
			values: [op, seq, Buffer.from(hash, 'hex'), sha256(packed), packed],
		})
		const surplus = surplusSnapshots([...new Set([...held.map((row) => integer(row, 'seq')), seq])])
		if (surplus.length > 0) await rows({ text: 'DELETE FROM lagebild.snapshots WHERE op = $1 AND seq = ANY ($2)', values: [op, surplus] })
	}

	latestSnapshot(): Promise<StoredSnapshot | undefined> {
		return newestSnapshot(this.#parts.source)
	}

	snapshotBefore(seq: Seq): Promise<StoredSnapshot | undefined> {
		return newestSnapshot(this.#parts.source, seq)
	}

	async seqAt(at: Instant): Promise<Seq> {
		return toSeq(await seqBefore(this.#parts.source, at))
	}

	close(): Promise<void> {
		this.#closing ??= this.#end()
		return this.#closing
	}

	async #end(): Promise<void> {
		while (this.#writing) await this.#writing
		await this.#parts.line.close()
	}

	/** After the present turn, so that everything submitted together is written together. */
	#schedule(): void {
		this.#writing ??= Promise.resolve()
			.then(() => this.#write())
			.finally(() => {
				this.#writing = undefined
				if (this.#queue.size > 0 || this.#errands.length > 0) this.#schedule()
			})
	}

	async #write(): Promise<void> {
		for (;;) {
			const errand = this.#errands.shift()
			const batch = errand ? [] : takeBatch(this.#queue)
			if (errand) await errand()
			else if (batch.length > 0) await this.#append(batch)
			else return
		}
	}

	async #append(batch: readonly Queued<Settle>[]): Promise<void> {
		const items = batch.map(({ item }) => ({ offer: offerOf(item), body: item.body }))
		const place = this.#place()
		const added = await this.#parts.line
			.run((connection) => addItems(connection, place, items))
			.catch((error: unknown) => this.#refuse(batch, error))
		if (!added) return
		this.#newest = Math.max(this.#newest, added.newest)
		batch.forEach(({ tag }, index) => tag(added.results[index] ?? notReady('the database did not say what became of it')))
		await this.#deliver(added)
	}

	/** While the database is away nothing that waits has a chance either. */
	#refuse(batch: readonly Queued<Settle>[], error: unknown): undefined {
		const trouble = troubleOf(error)
		const code = codeOf(error)
		if (trouble !== 'lost') this.#parts.onRefused?.(this.operation, error)
		const answer = trouble === 'full' ? fail(fault('storage-full')) : notReady(UNSTORED[trouble] + code)
		for (const { tag } of batch) tag(answer)
		if (trouble === 'lost') for (const { tag } of drain(this.#queue)) tag(notReady(`the database is away; it was not stored${code}`))
		return undefined
	}

	#place(): Place {
		return { operation: this.operation, clock: this.#clock, monotonic: this.#parts.monotonic, newest: this.#newest }
	}

	#run<T>(errand: Errand<T>): Promise<T> {
		if (this.#closing) return Promise.reject(new Error('the journal is closed'))
		const id = errandId()
		const place = this.#place()
		const { promise, resolve, reject } = Promise.withResolvers<T>()
		this.#errands.push(async () => {
			const ran = await this.#parts.line.run((connection) => runErrand(connection, place, { id, errand })).catch(reject)
			if (!ran) return
			resolve(ran.result)
			await this.#deliver(ran)
		})
		this.#schedule()
		return promise
	}

	/** Last of all, so that a listener that throws holds up nothing but the other listeners. What an attempt left whose end was not seen comes first. */
	async #deliver({ entries, found }: Pick<Added, 'entries' | 'found'>): Promise<void> {
		const earlier = found.length === 0 ? [] : await readEntries(this.#parts.source, found).catch(() => [])
		const all = [...earlier, ...entries]
		const newest = all.at(-1)?.seq
		if (newest === undefined) return
		this.#newest = Math.max(this.#newest, newest)
		for (const listener of this.#listeners) listener(all)
	}
}

const UNSTORED = {
	lost: 'the database is away, the outcome is unknown',
	busy: 'the database is busy; it was not stored',
	full: '',
	other: 'the journal cannot be written; it was not stored',
} as const

function notReady(message: string): Result<never> {
	return fail(fault('not-ready', message))
}
