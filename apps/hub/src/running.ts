import { setTimeout as delay } from 'node:timers/promises'

import type { Checkpoint, Head, Journal } from '@lagebild/journal/port.ts'
import type { Entry, Hash } from '@lagebild/model/entry.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault, FaultCode } from '@lagebild/model/fault.ts'
import { seq } from '@lagebild/model/ids.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { Answer, Load, Measured, Refused, Want } from '@lagebild/model/protocol.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import type { Logger } from 'pino'

import { noteApplied, outdates } from './applied.ts'
import type { Applied } from './applied.ts'
import { intactHead, restore, TAIL_LOST } from './beginning.ts'
import type { Clock } from './clock.ts'
import type { CommitFeed } from './commits.ts'
import type { Speaker } from './core/guest.ts'
import { createHub } from './core/hub.ts'
import type { Hub } from './core/hub.ts'
import { epochWith, snapshotText } from './folded.ts'
import type { Folded } from './folded.ts'
import type { Heads } from './io/storage/heads.ts'
import type { Meter } from './meter.ts'
import { pack } from './pack.ts'
import { Runner } from './run.ts'
import type { Delivery, Reply } from './run.ts'
import { isUnheard } from './unheard.ts'

/** `want`: the wish that the scope was made from, for a hub that has not met it yet (N8). */
type LoadAsked = { readonly scopeId: string; readonly want?: Want }

export type RunningOptions = {
	readonly operation: Operation
	readonly journal: Journal
	/** What is written into the journal, by whichever hub. */
	readonly feed: CommitFeed
	/** Where the journals were when this hub last looked. */
	readonly heads: Heads
	/** Other hubs write into the journal too. */
	readonly shared: boolean
	readonly now: Clock
	readonly log: Logger
	readonly deliver: (delivery: Delivery) => void
	readonly together?: (work: () => void) => void
	/** What a credential may do now; `same` when it cannot have changed, undefined when it is no more. */
	readonly grantOf: (credential: string) => Speaker | 'same' | undefined
	readonly meter?: Meter
	/** Resolves when this hub knows of the directory what the others know. */
	readonly followAccess: () => Promise<void>
	readonly onFatal: (error: Error) => void
	/** What this picture was folded from is no longer what the journal says: another one is due (N6). */
	readonly onOutdated: (running: RunningOperation) => void
	/** An entry has made the operation another one: its name, its bases, who has which function. */
	readonly onOperation: () => void
}

const PAGE = 1_000
/** A snapshot is due when starting without it would cost more than this … */
const REPLAY_MS = 200
/** … but not more often than this. */
const SNAPSHOT_PAUSE_MS = 60_000
/** A restart takes about so long. */
const RETRY_AFTER_STOP_MS = 1_000
/** Signing and storing one for everybody who asks would let a reader write. */
const CHECKPOINT_PAUSE_MS = 10_000
/** How long whoever asked for what another hub just wrote waits for it. */
const ABREAST_MS = 1_000
/** How long an entry waits for what it means. */
const UNHEARD_MS = 300

/** One operation that this hub serves: its journal, its core and what is known about both. */
export class RunningOperation {
	readonly journal: Journal
	readonly hub: Hub
	readonly runner: Runner
	/** Of the journal. */
	readonly #epoch: string
	/** Where the journal was when this picture was begun: what outdates it comes later. */
	readonly #begun: Seq
	readonly #options: RunningOptions
	readonly #applied: Applied
	readonly #snapshot: { at: number; seq: Seq }
	#outdated = false
	#told: Operation
	#doubting = false
	#checkpoint: Checkpoint | undefined
	#caughtUp = false
	#retired = false
	#unsubscribe: () => void = () => undefined

	private constructor(options: RunningOptions, start: { head: Head; folded: Folded; hash: Hash }) {
		const { picture, people, erased } = start.folded
		const at = headOf(picture)
		this.journal = options.journal
		this.#options = options
		this.#epoch = start.head.epoch
		this.#begun = start.head.seq
		this.#applied = { seq: at, hash: start.hash, people, active: start.head.recorded, erased, costMs: 0 }
		this.#snapshot = { at: options.now(), seq: at }
		this.#told = options.operation
		this.hub = createHub({ operation: options.operation, epoch: this.#epoch, picture, hash: start.hash, pack })
		const onApplied = (entries: readonly Entry[]) => this.#note(entries)
		this.runner = new Runner({ ...options, hub: this.hub, onApplied, onDoubt: () => void this.#compare() })
	}

	/** Restores the picture from the newest snapshot and what was written after it. Resolves when it has caught up. */
	static async start(options: RunningOptions): Promise<RunningOperation> {
		const head = await intactHead(options)
		options.feed.epoch = head.epoch
		const running = new RunningOperation(options, { head, ...(await restore(options)) })
		running.#unsubscribe = options.feed.on({
			entries: (entries, own) => {
				if (!own) return running.#hear(entries)
				options.meter?.committed(entries.length)
				running.#take(entries, options.shared)
			},
			range: () => void running.runner.read(seq(running.#applied.seq + 1)),
		})
		try {
			await running.#catchUp()
			return running
		} catch (error) {
			running.#end()
			throw error
		}
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
		return this.#applied.people
	}

	/** When the newest entry was recorded. */
	get active(): Instant {
		return this.#applied.active
	}

	/** What the picture was folded without, because it had been erased before. */
	get erased(): Folded['erased'] {
		return this.#applied.erased
	}

	/** Of the journal, for whoever begins another one. */
	get epoch(): string {
		return this.#epoch
	}

	/** The journal says something else than this picture was folded from: what is kept of it must go. */
	get outdated(): boolean {
		return this.#outdated
	}

	get retired(): boolean {
		return this.#retired
	}

	/** What is refused because this hub has not read it yet is admitted once more when it has; while it cannot know, nothing is decided (N7). */
	async submit(grant: Speaker, events: readonly unknown[]): Promise<Result<readonly Answer[]>> {
		const before = this.#applied.seq
		const first = await this.#submit(grant, events)
		const late = first.ok ? first.value.flatMap((answer, place) => (mayBeLate(answer) ? [place] : [])) : []
		if (!first.ok || late.length === 0) return first
		const abreast = await this.#comeOn()
		const few = late.map((place) => events[place])
		const again = this.#applied.seq > before ? await this.#submit(grant, few) : undefined
		const answers = again?.ok ? first.value.map((answer, place) => again.value[late.indexOf(place)] ?? answer) : first.value
		return ok(abreast ? answers : answers.map(undecided))
	}

	async measure(grant: Grant, message: unknown): Promise<Measured | Refused> {
		const before = this.#applied.seq
		const first = await this.#measure(grant, message)
		if (!('stored' in first) || !first.refused.some(mayBeLate)) return first
		const abreast = await this.#comeOn()
		const again = this.#applied.seq > before ? await this.#measure(grant, message) : first
		if (!('stored' in again)) return abreast ? first : again
		if (!abreast && again.refused.some(mayBeLate)) return fault('not-ready')
		if (again === first) return first
		return { ...first, ...again, stored: first.stored + again.stored, unchanged: Math.max(0, again.unchanged - first.stored) }
	}

	async load(grant: Grant, asked: LoadAsked): Promise<Result<Load>> {
		const reply = await this.runner.ask((request) => ({ type: 'rows', request, grant, ...asked, now: this.#options.now() }))
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
		const { seq: at, hash } = this.#applied
		const head = await this.journal.head()
		if (this.#outdated || this.#retired) return
		if (head.epoch !== this.#epoch) return this.#outdate()
		if (head.seq < at || (head.seq === at && head.hash !== hash)) return this.#lost()
		this.runner.tell({ type: 'polled', seq: head.seq, asked })
	}

	/** @param always also when a replay would be cheap: at the end of the process */
	async snapshot(always = false): Promise<void> {
		const { now } = this.#options
		const due = always || (this.#applied.costMs > REPLAY_MS && now() - this.#snapshot.at >= SNAPSHOT_PAUSE_MS)
		const { seq: at, hash } = this.#applied
		if (!due || this.#outdated || this.#retired || at === this.#snapshot.seq || headOf(this.picture) !== at) return
		this.#applied.costMs = 0
		Object.assign(this.#snapshot, { at: now(), seq: at })
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
		this.#end()
	}

	/** Leaves a picture for a quick start, and a signed statement about the journal. */
	async close(): Promise<void> {
		this.runner.stop()
		await this.snapshot(true)
		await this.checkpoint()
	}

	#end(): void {
		this.runner.stop()
		this.#unsubscribe()
	}

	async #submit(grant: Speaker, events: readonly unknown[]): Promise<Result<readonly Answer[]>> {
		const reply = await this.runner.ask((request) => ({ type: 'submitted', request, grant, events, now: this.#options.now() }))
		return reply.type === 'answers' ? ok(reply.answers) : fail(refusalOf(reply))
	}

	async #measure(grant: Grant, message: unknown): Promise<Measured | Refused> {
		const reply = await this.runner.ask((request) => ({ type: 'measured', request, grant, message, now: this.#options.now() }))
		return reply.type === 'measured' ? reply.answer : refusalOf(reply)
	}

	/** Nobody is served before the end, so the epoch can still be the one of this very picture. Other hubs may bring entries while they are read. */
	async #catchUp(): Promise<void> {
		while (!this.hub.newer) {
			const before = this.#applied.seq
			const entries = await this.journal.read(seq(before + 1), PAGE)
			if (entries.length === 0) break
			this.#take(entries, this.#options.shared)
			if (this.#applied.seq === before && !this.hub.newer)
				throw new Error(`the journal of ${this.operation.id} does not follow from its snapshot`)
		}
		this.hub.epoch = epochWith(this.#epoch, this.#applied.erased)
		await this.poll()
		this.#caughtUp = true
	}

	/** What another hub wrote. What it knows of the directory and this one does not is asked for first; those that follow wait as for any hole. */
	#hear(entries: readonly Entry[]): void {
		const take = () => this.#take(entries, true)
		if (!entries.some((entry) => isUnheard(entry, this.#options.grantOf))) return take()
		void Promise.race([this.#options.followAccess(), delay(UNHEARD_MS, undefined, { ref: false })]).then(take, take)
	}

	/** Says once what stops the fold (A20). */
	#take(entries: readonly Entry[], elsewhere: boolean): void {
		const known = this.hub.newer === undefined
		this.runner.tell({ type: 'appended', entries, now: this.#options.now(), ...(elsewhere && { elsewhere }) })
		const { newer } = this.hub
		if (newer && known)
			this.#options.log.error({ operation: this.operation.id, ...newer }, 'a newer build wrote this entry; nothing is applied any more')
	}

	#note(entries: readonly Entry[]): void {
		for (const entry of entries) noteApplied(this.#applied, entry)
		const { seq: at, hash } = this.#applied
		if (at >= this.#begun) this.#options.heads.note(this.operation.id, { epoch: this.#epoch, seq: at, hash })
		if (entries.some((entry) => entry.seq > this.#begun && outdates(entry))) this.#outdate()
		else if (this.#told !== this.hub.operation) {
			this.#told = this.hub.operation
			if (this.#caughtUp) this.#options.onOperation()
		}
	}

	#outdate(): void {
		if (this.#outdated) return
		this.#outdated = true
		this.#options.onOutdated(this)
	}

	/** N5. Whoever is first begins the incarnation; everybody folds what is left in it. */
	async #lost(): Promise<void> {
		const { log, journal } = this.#options
		log.error({ operation: this.operation.id, seq: this.#applied.seq }, 'the journal came back without entries that this hub had read')
		await journal.beginEpoch({ ...TAIL_LOST, after: this.#epoch })
		this.#outdate()
	}

	/** N4: what came does not follow. When the journal holds what was applied, it was not the journal that said it. */
	async #compare(): Promise<void> {
		if (this.#doubting || this.#outdated) return
		this.#doubting = true
		try {
			const { seq: at, hash } = this.#applied
			const [entry] = at > 0 ? await this.journal.read(at, 1) : []
			if (at > 0 && entry?.hash !== hash) await this.#lost()
		} catch (error) {
			this.#options.log.warn({ err: error, operation: this.operation.id }, 'the journal could not be compared with what was applied')
		} finally {
			this.#doubting = false
		}
	}

	/** @returns whether this hub has read to where the journal was when it was asked; not while the journal does not answer */
	async #comeOn(): Promise<boolean> {
		if (!this.#options.shared) return true
		const head = await this.journal.head().catch(() => undefined)
		if (head) await Promise.race([this.#reach(head.seq), delay(ABREAST_MS, undefined, { ref: false })])
		return head !== undefined && this.#applied.seq >= head.seq
	}

	/** Or as far as it can be read. */
	async #reach(target: Seq): Promise<void> {
		for (let at = -1; at < this.#applied.seq && this.#applied.seq < target;) {
			at = this.#applied.seq
			await this.runner.read(seq(at + 1))
		}
	}
}

/** Refusals by a picture that did not hold yet what another hub has written already. */
const LATE: ReadonlySet<string> = new Set<FaultCode>(['unknown-entity', 'unknown-event', 'not-allowed', 'recipient-cannot-see'])

function mayBeLate(answer: Answer | Fault): boolean {
	return 'fault' in answer && LATE.has(answer.fault)
}

/** The journal may hold what this was refused for. */
function undecided(answer: Answer): Answer {
	return mayBeLate(answer) ? { ...(answer.id !== undefined && { id: answer.id }), ...fault('not-ready') } : answer
}

function refusalOf(reply: Reply) {
	return reply.type === 'refuse' ? reply.fault : fault('internal')
}
