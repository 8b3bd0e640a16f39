import type { Checkpoint, Journal } from '@lagebild/journal/port.ts'
import type { Entry, Hash } from '@lagebild/model/entry.ts'
import { isStatement } from '@lagebild/model/event.ts'
import { fault } from '@lagebild/model/fault.ts'
import { seq } from '@lagebild/model/ids.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Answer, Load, Measured, Refused } from '@lagebild/model/protocol.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { createPicture, headOf } from '@lagebild/picture/picture.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import type { Logger } from 'pino'

import type { Clock } from './clock.ts'
import { createHub } from './core/hub.ts'
import type { Hub } from './core/hub.ts'
import { epochWith, noticeErased, readSnapshot, snapshotText } from './folded.ts'
import type { Folded } from './folded.ts'
import { pack } from './pack.ts'
import { Runner } from './run.ts'
import type { Delivery, Reply } from './run.ts'

export type RunningOptions = {
	readonly operation: Operation
	readonly journal: Journal
	readonly now: Clock
	readonly log: Logger
	readonly deliver: (delivery: Delivery) => void
	/** What a credential may do now; `same` when it cannot have changed, undefined when it is no more. */
	readonly grantOf: (credential: string) => Grant | 'same' | undefined
	readonly onFatal: (error: Error) => void
}

/** Work of a replay since the last snapshot, and when that was made. */
type Replay = { costMs: number; snapshotAt: number; snapshotSeq: Seq }

const PAGE = 1_000
/** A snapshot is due when starting without it would cost more than this … */
const REPLAY_MS = 200
/** … but not more often than this. */
const SNAPSHOT_PAUSE_MS = 60_000
/** A restart takes about so long. */
const RETRY_AFTER_STOP_MS = 1_000
/** Signing and storing one for everybody who asks would let a reader write. */
const CHECKPOINT_PAUSE_MS = 10_000
/** Replay cost: reading, parsing and folding one entry or one row of a batch, ms (`npm run bench rebuild`). */
const COST_PER_ENTRY_MS = 0.03
const COST_PER_ROW_MS = 0.003

/** One operation that this hub serves: its journal, its core and what is known about both. */
export class RunningOperation {
	readonly journal: Journal
	readonly hub: Hub
	readonly runner: Runner
	readonly #options: RunningOptions
	readonly #replay: Replay
	#applied: { seq: Seq; hash: Hash }
	#people: boolean
	#active: Instant
	#erased: Folded['erased']
	/** Something was erased that this picture was folded with: no snapshot of it may be kept any more. */
	#tainted = false
	#checkpoint: Checkpoint | undefined
	#caughtUp = false
	#retired = false
	#unsubscribe: () => void = () => undefined

	private constructor(options: RunningOptions, start: { epoch: string; recorded: Instant; folded: Folded; hash: Hash }) {
		const { picture, people, erased } = start.folded
		const at = headOf(picture)
		this.journal = options.journal
		this.#options = options
		this.hub = createHub({ operation: options.operation, epoch: start.epoch, picture, pack })
		this.runner = new Runner({ ...options, hub: this.hub })
		this.#applied = { seq: at, hash: start.hash }
		this.#replay = { costMs: 0, snapshotAt: options.now(), snapshotSeq: at }
		this.#people = people
		this.#active = start.recorded
		this.#erased = erased
	}

	/** Restores the picture from the newest snapshot and what was written after it. Resolves when it has caught up. */
	static async start(options: RunningOptions): Promise<RunningOperation> {
		const { epoch, recorded } = await options.journal.head()
		const running = new RunningOperation(options, { epoch, recorded, ...(await restore(options)) })
		running.#unsubscribe = options.journal.onCommit((entries) => {
			running.#apply(entries)
		})
		await running.#catchUp(epoch)
		return running
	}

	/** As the journal's newest applied entry makes it. */
	get operation(): Operation {
		return this.hub.operation
	}

	get picture(): Picture {
		return this.hub.picture
	}

	/** False from the start until the picture is at the journal's head. */
	get caughtUp(): boolean {
		return this.#caughtUp
	}

	/** A person has spoken in this operation: an exercise must never start by itself beside it. */
	get people(): boolean {
		return this.#people
	}

	/** When the newest entry was recorded. */
	get active(): Instant {
		return this.#active
	}

	/** What the picture was folded without, because it had been erased before. */
	get erased(): Folded['erased'] {
		return this.#erased
	}

	async submit(grant: Grant, events: readonly unknown[]): Promise<Result<readonly Answer[]>> {
		const reply = await this.runner.ask((request) => ({ type: 'submitted', request, grant, events, now: this.#options.now() }))
		return reply.type === 'answers' ? ok(reply.answers) : fail(refusalOf(reply))
	}

	async measure(grant: Grant, message: unknown): Promise<Measured | Refused> {
		const reply = await this.runner.ask((request) => ({ type: 'measured', request, grant, message, now: this.#options.now() }))
		return reply.type === 'measured' ? reply.answer : refusalOf(reply)
	}

	async load(grant: Grant, scopeId: string): Promise<Result<Load>> {
		const reply = await this.runner.ask((request) => ({ type: 'rows', request, grant, scopeId, now: this.#options.now() }))
		return reply.type === 'load' ? ok(reply.load) : fail(refusalOf(reply))
	}

	/** S3: it shows what a reader of its scope may not see any more, or another picture has taken over. */
	withdrawn({ rows, measured }: Load): boolean {
		const { withdrawn } = this.hub.loads
		return this.#retired || withdrawn.has(rows) || withdrawn.has(measured)
	}

	/** Asks the journal where it is, so that the core knows how old its picture is (H8). */
	async poll(): Promise<void> {
		const asked = this.#options.now()
		const head = await this.journal.head()
		this.runner.tell({ type: 'polled', seq: head.seq, asked })
	}

	/** @param always also when a replay would be cheap: at the end of the process */
	async snapshot(always = false): Promise<void> {
		const { now } = this.#options
		const due = always || (this.#replay.costMs > REPLAY_MS && now() - this.#replay.snapshotAt >= SNAPSHOT_PAUSE_MS)
		const { seq: at, hash } = this.#applied
		if (!due || this.#tainted || this.#retired || at === this.#replay.snapshotSeq || headOf(this.picture) !== at) return
		Object.assign(this.#replay, { costMs: 0, snapshotAt: now(), snapshotSeq: at })
		await this.journal.saveSnapshot({ seq: at, hash, body: new TextEncoder().encode(snapshotText(this)) })
	}

	/** The newest signed statement about the journal; a new one when it has grown and some seconds have passed. Undefined while it is empty. */
	async checkpoint(): Promise<Checkpoint | undefined> {
		const { seq: at } = await this.journal.head()
		const now = this.#options.now()
		const fresh = this.#checkpoint && (this.#checkpoint.seq === at || now - this.#checkpoint.at < CHECKPOINT_PAUSE_MS)
		if (at > 0 && !fresh) this.#checkpoint = await this.journal.checkpoint(now)
		return this.#checkpoint
	}

	/** Takes nothing new, says goodbye, and waits for what is on its way. Ticks must go on until it resolves. */
	async wind(patienceMs: number): Promise<void> {
		this.#caughtUp = false
		this.runner.tell({ type: 'stopping', retryAfterMs: RETRY_AFTER_STOP_MS, now: this.#options.now() })
		await this.runner.idle(patienceMs)
	}

	/** Another picture of the same journal has taken over: sends everybody to it, and keeps nothing of this one. */
	async retire(patienceMs: number): Promise<void> {
		this.#retired = true
		await this.wind(patienceMs)
		this.runner.stop()
		this.#unsubscribe()
	}

	get retired(): boolean {
		return this.#retired
	}

	/** Leaves a picture for a quick start, and a signed statement about the journal. */
	async close(): Promise<void> {
		this.runner.stop()
		await this.snapshot(true)
		await this.checkpoint()
	}

	/** Nobody is served before the end, so the epoch can still be the one of this very picture. */
	async #catchUp(epoch: string): Promise<void> {
		while (!this.hub.newer) {
			const entries = await this.journal.read(seq(this.#applied.seq + 1), PAGE)
			if (entries.length === 0) break
			this.#apply(entries)
		}
		this.hub.epoch = epochWith(epoch, this.#erased)
		await this.poll()
		this.#caughtUp = true
	}

	/** @returns the first seq that the core does not apply (A20) */
	#tell(entries: readonly Entry[]): number {
		const known = this.hub.newer === undefined
		this.runner.tell({ type: 'appended', entries, now: this.#options.now() })
		const { newer } = this.hub
		if (!newer) return Infinity
		if (known)
			this.#options.log.error({ operation: this.operation.id, ...newer }, 'a newer build wrote this entry; nothing is applied any more')
		return newer.seq
	}

	#apply(entries: readonly Entry[]): void {
		const end = this.#tell(entries)
		for (const entry of entries) {
			if (entry.seq !== this.#applied.seq + 1 || entry.seq >= end) continue
			this.#applied = { seq: entry.seq, hash: entry.hash }
			this.#active = entry.recorded
			this.#replay.costMs += costOf(entry)
			if (isByPerson(entry)) this.#people = true
			if (this.#caughtUp && isErasure(entry)) this.#tainted = true
			this.#erased = noticeErased(this.#erased, entry)
		}
	}
}

/** A snapshot is a cache: whatever is wrong with it, the journal still says everything that was not erased. */
async function restore({ journal, operation, log }: RunningOptions): Promise<{ folded: Folded; hash: Hash }> {
	try {
		const snapshot = await journal.latestSnapshot()
		if (snapshot) return { folded: readSnapshot(snapshot), hash: snapshot.hash }
	} catch (error) {
		log.warn({ err: error, operation: operation.id }, 'the snapshot is not usable; the journal is folded from its beginning')
	}
	return { folded: { picture: createPicture(), people: false, erased: undefined }, hash: '' }
}

function refusalOf(reply: Reply) {
	return reply.type === 'refuse' ? reply.fault : fault('internal')
}

function costOf({ body }: Entry): number {
	if (body.type !== 'batch') return COST_PER_ENTRY_MS
	const rows = body.batch.parts.reduce((sum, part) => sum + (part.positions?.at.length ?? 0) + (part.observations?.at.length ?? 0), 0)
	return COST_PER_ENTRY_MS + rows * COST_PER_ROW_MS
}

/** By somebody who asked for it; what the retention erases is not secret, only old. */
function isErasure({ body }: Entry): boolean {
	return body.type === 'event' && body.event.op === 'erased' && body.event.details?.['batches'] !== true
}

function isByPerson({ body }: Entry): boolean {
	if (body.type === 'batch') return body.batch.parts.some(({ author }) => author.rank === 'person')
	return body.type === 'event' && isStatement(body.event) && body.event.author.rank === 'person'
}
