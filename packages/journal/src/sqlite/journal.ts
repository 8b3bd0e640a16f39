import type { Entry } from '@lagebild/model/entry.ts'
import { fault } from '@lagebild/model/fault.ts'
import { seq as toSeq } from '@lagebild/model/ids.ts'
import type { EntityId, EventId, OperationId, Seq } from '@lagebild/model/ids.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { instant } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { createQueue, drain, enqueue, takeBatch } from '../append-queue.ts'
import type { Queued } from '../append-queue.ts'
import { signCheckpoint } from '../checkpoint.ts'
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
import { LogCare } from './log-care.ts'
import type { LogKeeper } from './log-keeper.ts'
import type { Committed, Moment, WriterHead, WriterReply, WriterRequest } from './messages.ts'
import { findEvent, MAX_PAGE, newestCheckpoint, newestSnapshot, readMentions, readPage, seqBefore } from './reader.ts'
import type { Reader } from './reader.ts'
import type { RecordedClock } from './recorded-clock.ts'
import { packItems } from './write-items.ts'
import type { WriterThread } from './writer-thread.ts'
import { entriesOf, resultsOf } from './written.ts'

type Settle = (result: Result<Appended>) => void
type Listener = (entries: readonly Entry[]) => void
type ClockedRequest = Extract<WriterRequest, { readonly type: 'erase' | 'retain' | 'epoch' | 'change' | 'regrant' }>
type Unclocked<T> = T extends unknown ? Omit<T, 'moment'> : never

export type Parts = {
	readonly operation: OperationId
	readonly writer: WriterThread
	readonly reader: Reader
	readonly clock: RecordedClock
	readonly key: NodeKey
	readonly head: WriterHead
	/** Copies the journal's log beside the writer. */
	readonly log: Pick<LogKeeper, 'copy' | 'leave'>
	readonly file: string
}

/** One operation's journal in one SQLite file: appends queue here and are written by a thread of their own, reads use a connection of ours. */
export class SqliteJournal implements Journal {
	readonly operation: OperationId
	readonly #parts: Parts
	readonly #queue = createQueue<Settle>()
	readonly #care: LogCare
	readonly #listeners = new Set<Listener>()
	/** Seq of the newest entry. */
	#newest: number
	/** A batch is with the writer; what comes meanwhile is the next one. */
	#writing = false
	#pumpDue = false
	#closing: Promise<void> | undefined
	#idle: (() => void) | undefined

	constructor(parts: Parts) {
		this.operation = parts.operation
		this.#parts = parts
		this.#newest = parts.head.seq
		this.#care = new LogCare({
			copy: () => parts.log.copy(parts.file),
			finish: () => parts.writer.send({ type: 'finish' }, () => undefined),
		})
	}

	/** Asked from the writer: a writer that hangs or is dead has no head to tell. */
	async head(): Promise<Head> {
		const { epoch, seq, hash, recorded } = committedOf(await this.#parts.writer.ask({ type: 'head' })).head
		return { epoch, seq: toSeq(seq), hash, recorded: instant(recorded) }
	}

	append(item: Prepared): Promise<Result<Appended>> {
		if (this.#closing) return Promise.resolve(notReady('the journal is closing; it was not stored'))
		return new Promise((resolve) => {
			if (!enqueue(this.#queue, { item, tag: resolve })) return resolve(fail(fault('too-many-requests')))
			this.#schedule()
		})
	}

	read(from: Seq, limit: number): Promise<readonly Entry[]> {
		return readPage(this.#parts.reader, from, Math.min(from + Math.min(limit, MAX_PAGE), this.#newest + 1))
	}

	readEntity(entity: EntityId, { before, limit, statements = false }: EntityPage): Promise<readonly Entry[]> {
		const page = { before: before ?? Number.MAX_SAFE_INTEGER, limit: Math.min(limit, MAX_PAGE), statements }
		return readMentions(this.#parts.reader, entity, page)
	}

	find(id: EventId): Promise<Entry | undefined> {
		return Promise.try(() => findEvent(this.#parts.reader, id))
	}

	onCommit(listener: Listener): () => void {
		this.#listeners.add(listener)
		return () => void this.#listeners.delete(listener)
	}

	async erase(request: ErasureRequest): Promise<void> {
		await this.#write({ type: 'erase', request })
	}

	async retain(retention: Retention, now: Instant): Promise<number> {
		let erased = 0
		let more = true
		while (more) {
			const committed = await this.#write({ type: 'retain', retention, now })
			erased += committed.erased
			more = committed.more
		}
		return erased
	}

	async changeOperation(request: ChangeRequest): Promise<Result<Operation>> {
		const done = await this.#ask({ type: 'change', request })
		if (!done.ok) return done
		if (!done.value.operation) throw new Error('the writer did not say what the operation is now')
		return ok(done.value.operation)
	}

	async regrant(request: RegrantRequest): Promise<boolean> {
		return (await this.#write({ type: 'regrant', request })).regranted ?? false
	}

	async beginEpoch(request: EpochRequest): Promise<Head> {
		await this.#write({ type: 'epoch', request })
		return this.head()
	}

	async checkpoint(now: Instant): Promise<Checkpoint> {
		const { epoch, seq, hash } = await this.head()
		const checkpoint = signCheckpoint({ operation: this.operation, epoch, seq, hash, at: now }, this.#parts.key)
		committedOf(await this.#parts.writer.ask({ type: 'checkpoint', checkpoint }))
		return checkpoint
	}

	latestCheckpoint(): Promise<Checkpoint | undefined> {
		return Promise.try(() => newestCheckpoint(this.#parts.reader))
	}

	async saveSnapshot(snapshot: StoredSnapshot): Promise<void> {
		committedOf(await this.#parts.writer.ask({ type: 'snapshot', ...snapshot }))
	}

	latestSnapshot(): Promise<StoredSnapshot | undefined> {
		return Promise.try(() => newestSnapshot(this.#parts.reader))
	}

	snapshotBefore(seq: Seq): Promise<StoredSnapshot | undefined> {
		return Promise.try(() => newestSnapshot(this.#parts.reader, seq))
	}

	seqAt(at: Instant): Promise<Seq> {
		return Promise.try(() => toSeq(seqBefore(this.#parts.reader, at, this.#newest)))
	}

	close(): Promise<void> {
		this.#closing ??= this.#end()
		return this.#closing
	}

	/** The writer is the last to close: only it can empty the write-ahead log into the file. */
	async #end(): Promise<void> {
		if (this.#writing || this.#queue.size > 0) await new Promise<void>((resolve) => (this.#idle = resolve))
		await this.#care.close()
		await this.#parts.log.leave(this.#parts.file)
		this.#parts.reader.db.close()
		await this.#parts.writer.close()
	}

	/** After the present turn, so that everything submitted together is written together. */
	#schedule(): void {
		if (this.#writing || this.#pumpDue) return
		this.#pumpDue = true
		queueMicrotask(() => {
			this.#pumpDue = false
			this.#pump()
		})
	}

	#pump(): void {
		if (this.#writing) return
		const batch = takeBatch(this.#queue)
		if (batch.length === 0) return this.#idle?.()
		this.#writing = true
		const moment = this.#parts.clock.read()
		const items = packItems(batch.map(({ item }) => item))
		this.#parts.writer.send({ type: 'append', moment, items }, (reply) => {
			this.#writing = false
			settle(batch, reply)
			if (reply.type === 'fatal') settle(drain(this.#queue), reply)
			this.#note(reply, moment)
			this.#pump()
			if (reply.type === 'committed') this.#deliver(reply.committed, batch)
		})
	}

	async #write(request: Unclocked<ClockedRequest>): Promise<Committed> {
		const done = await this.#ask(request)
		if (!done.ok) throw new Error(done.fault.message)
		return done.value
	}

	/** A refusal that names a fault is an answer; any other one is thrown. */
	#ask(request: Unclocked<ClockedRequest>): Promise<Result<Committed>> {
		const moment = this.#parts.clock.read()
		return new Promise((resolve, reject) => {
			this.#parts.writer.send({ ...request, moment }, (reply) => {
				this.#note(reply, moment)
				if (reply.type === 'refused' && reply.fault) return resolve(fail(reply.fault))
				if (reply.type !== 'committed') return reject(new Error(messageOf(reply)))
				resolve(ok(reply.committed))
				this.#deliver(reply.committed, [])
			})
		})
	}

	#note(reply: WriterReply, moment: Moment): void {
		if (reply.type !== 'committed') return this.#parts.clock.giveBack(moment)
		this.#newest = reply.committed.head.seq
		this.#care.committed(reply.committed.written?.from.length ?? 0)
	}

	/** Last of all, so that a listener that throws holds up nothing but the other listeners. */
	#deliver({ written }: Committed, batch: readonly Queued<Settle>[]): void {
		if (!written) return
		const entries = entriesOf(
			written,
			batch.map(({ item }) => item),
		)
		for (const listener of this.#listeners) listener(entries)
	}
}

function settle(batch: readonly Queued<Settle>[], reply: WriterReply): void {
	const results = reply.type === 'committed' ? resultsOf(reply.committed) : undefined
	batch.forEach(({ tag }, index) => tag(results?.get(index) ?? unknownOf(reply)))
}

function unknownOf(reply: WriterReply): Result<never> {
	if (reply.type === 'full') return fail(fault('storage-full'))
	if (reply.type === 'committed') return notReady('the writer did not say what became of it')
	return notReady(`the journal cannot be written, the outcome is unknown: ${messageOf(reply)}`)
}

function notReady(message: string): Result<never> {
	return fail(fault('not-ready', message))
}

function committedOf(reply: WriterReply): Committed {
	if (reply.type !== 'committed') throw new Error(messageOf(reply))
	return reply.committed
}

function messageOf(reply: WriterReply): string {
	return 'message' in reply ? reply.message : reply.type
}
