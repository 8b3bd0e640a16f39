import type { ErasureRequest, Journal, JournalStore } from '@lagebild/journal/port.ts'
import { ACCESS_OPERATION } from '@lagebild/model/access/access-operation.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { OperationId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { FunctionChange } from '@lagebild/model/operation-history.ts'
import type { NewOperation, Operation, OperationState, OperationValues } from '@lagebild/model/operation.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { reaches } from '@lagebild/picture/visible.ts'
import type { Logger } from 'pino'

import type { Bus } from './bus.ts'
import type { Clock } from './clock.ts'
import { CommitFeed } from './commits.ts'
import type { Speaker } from './core/guest.ts'
import type { Heads } from './io/storage/heads.ts'
import type { Meter } from './meter.ts'
import { basesFault, basesFor, changeFault, inUseFault, stepFault } from './operation-rules.ts'
import type { Delivery } from './run.ts'
import { RunningOperation } from './running.ts'

export type OperationsOptions = {
	readonly store: JournalStore
	/** To the other hubs. */
	readonly bus: Bus
	readonly heads: Heads
	readonly now: Clock
	readonly log: Logger
	readonly deliver: (delivery: Delivery) => void
	readonly together?: (work: () => void) => void
	/** What a credential may do now; `same` when it cannot have changed, undefined when it is no more. */
	readonly grantOf: (credential: string) => Grant | 'same' | undefined
	readonly meter?: Meter
	/** Resolves when this hub knows of the directory what the others know. */
	readonly followAccess: () => Promise<void>
	readonly onFatal: (error: Error) => void
	/** Who may read which base may be another now: open connections have to be looked at again. */
	readonly onReach: () => void
	/** Another operation is served, or somebody has another function: what the cores know of the directory may be another. */
	readonly onDirectory: () => void
	/** Another picture has taken over: nothing that was made of this one may be kept. */
	readonly onRetired: (running: RunningOperation) => void
}

/** By whom, and why. */
type Asked = { readonly grant: Grant; readonly reason?: string | undefined }

const STEP = { open: 'reopened', closed: 'closed', archived: 'archived' } as const

/** What is on its way into a picture that is replaced is waited for so long. */
const RETIRE_MS = 5_000

/** H8: a picture older than this is not known to be the present one. */
const STALE_MS = 3_000

/** All operations of this hub, opened at the start and when one is created. */
export class Operations {
	readonly #options: OperationsOptions
	readonly #running = new Map<string, RunningOperation>()
	readonly #feeds = new Map<string, CommitFeed>()
	readonly #opening = new Map<string, Promise<RunningOperation>>()
	readonly #renewals = new WeakMap<RunningOperation, Promise<RunningOperation>>()
	/** Said of these that they could not be folded anew. */
	readonly #failed = new WeakSet<RunningOperation>()
	readonly #off: () => void
	#looking: Promise<void> | undefined
	#blind = false
	#stage: 'starting' | 'open' | 'stopping' = 'starting'

	constructor(options: OperationsOptions) {
		this.#options = options
		this.#off = options.bus.on({
			notice: (notice) => {
				if (notice === 'operations' && this.open) void this.look()
			},
			up: (up) => {
				if (up && this.open) void this.look()
			},
		})
	}

	async openAll(): Promise<void> {
		await this.#openNew()
		this.#stage = 'open'
	}

	/** Opens what another hub has created, and folds anew what could not be when it was due. Never rejects: the next look finds it. */
	look(): Promise<void> {
		if (this.#stage === 'stopping') return Promise.resolve()
		for (const running of this.all()) if (running.outdated) this.#onOutdated(running)
		if (!this.#shared) return Promise.resolve()
		this.#looking ??= this.#openNew()
			.then(() => {
				this.#blind = false
				return undefined
			})
			.catch((error: unknown) => {
				if (!this.#blind) this.#options.log.error({ err: error }, 'the list of operations cannot be read')
				this.#blind = true
			})
			.finally(() => {
				this.#looking = undefined
			})
		return this.#looking
	}

	/** As `get`, also of one that another hub has created a moment ago. */
	async seek(id: string): Promise<RunningOperation | undefined> {
		const known = this.get(id)
		if (known || !this.#shared || !this.open) return known
		await this.look()
		return this.get(id)
	}

	/** False while the operations are being opened, and from the moment the hub stops. */
	get open(): boolean {
		return this.#stage === 'open'
	}

	all(): readonly RunningOperation[] {
		return [...this.#running.values()]
	}

	get(id: string): RunningOperation | undefined {
		return this.#running.get(id)
	}

	/** The operations of a grant, and the bases that those show. */
	readableBy(grant: Grant): readonly RunningOperation[] {
		const own = this.all().filter(({ operation }) => reaches(grant, operation.id))
		const bases = own.flatMap(({ operation }) => operation.bases.flatMap((id) => this.get(id) ?? []))
		return [...new Set([...own, ...bases])]
	}

	/**
	 * The grant under which a credential reads an operation: its own, or for a base that one of its operations shows, its own widened by
	 * just that base. Undefined when it may not read it.
	 */
	readerGrant(grant: Grant, { operation }: RunningOperation): Grant | undefined {
		if (grant.operations === 'all' || reaches(grant, operation.id)) return grant
		const shown = this.readableBy(grant).some((readable) => readable.operation.id === operation.id)
		return shown ? { ...grant, operations: [...grant.operations, operation.id] } : undefined
	}

	/**
	 * The grant under which a credential says something: its own, or in a base that an open operation of a person or a crew shows, one for what
	 * they find there (A40). Undefined when it only reads there.
	 */
	speakerGrant(grant: Grant, { operation }: RunningOperation): Speaker | undefined {
		if (reaches(grant, operation.id)) return grant
		if (grant.operations === 'all' || grant.rank !== 'person' || !this.mayReport(grant, operation.id)) return undefined
		return { ...grant, operations: [...grant.operations, operation.id], guest: true }
	}

	/** An open operation that it reaches shows this base. */
	mayReport(grant: Pick<Grant, 'operations'>, base: OperationId): boolean {
		return this.all().some(({ operation: { id, state, bases } }) => state === 'open' && bases.includes(base) && reaches(grant, id))
	}

	/** A20: what a newer build wrote into a journal, undefined when this hub knows everything in all of them. */
	newer(): string | undefined {
		const what = this.all().flatMap(({ hub }) => hub.newer?.what ?? [])[0]
		return what === undefined ? undefined : `a newer build wrote ${what}: update the hub`
	}

	/** Why the hub is not ready, undefined when it is. */
	unready(): string | undefined {
		if (this.#stage !== 'open') return this.#stage
		const newer = this.newer()
		if (newer !== undefined) return newer
		const now = this.#options.now()
		const behind = this.all().find(({ caughtUp, hub }) => !caughtUp || now - hub.asOf > STALE_MS)
		return behind ? 'behind its journal' : undefined
	}

	/** One after the other: whether a base may close depends on what all others show. */
	create(wanted: NewOperation): Promise<Result<RunningOperation>> {
		return this.#inTurn(async () => {
			if (this.#stage !== 'open') return fail(fault('not-ready'))
			const bases = basesFor(await this.#metadata(), wanted)
			if (!bases.ok) return bases
			const operation: Operation = { ...wanted, bases: [...bases.value], functions: [], state: 'open', created: this.#options.now() }
			const created = await this.#options.store.create(operation)
			if (!created.ok) return created
			this.#options.bus.notify('operations')
			return ok(await this.#open(operation))
		})
	}

	change(running: RunningOperation, values: OperationValues, { grant, reason }: Asked): Promise<Result<Operation>> {
		return this.#inTurn(async () => {
			const { operation, journal } = running
			const { id, base, status } = operation
			const all = await this.#metadata()
			const readable = new Set<string>(this.readableBy(grant).map((one) => one.operation.id))
			const seen = all.filter((one) => readable.has(one.id))
			const refused = changeFault(grant) ?? (values.bases && basesFault(seen, { id, base, status, bases: values.bases }))
			if (refused) return fail(refused)
			const change = { op: 'changed', values } as const
			const changed = await journal.changeOperation({ change, by: grant.name, ...(reason !== undefined && { reason }) })
			if (changed.ok && values.bases) this.#options.onReach()
			return changed
		})
	}

	/** Whoever asks was found to have the duty. */
	assign(running: RunningOperation, assigned: FunctionChange, { grant, reason }: Asked): Promise<Result<Operation>> {
		return this.#inTurn(async () => {
			const change = { op: 'assigned', assigned } as const
			const done = await running.journal.changeOperation({ change, by: grant.name, ...(reason !== undefined && { reason }) })
			if (done.ok) this.#options.onDirectory()
			return done
		})
	}

	/** Closes, archives, or opens again. What is so already is no new entry. */
	step(running: RunningOperation, state: OperationState, { grant, reason }: Asked): Promise<Result<Operation>> {
		return this.#inTurn(async () => {
			const { journal } = running
			const all = await this.#metadata()
			const operation = all.find(({ id }) => id === running.operation.id) ?? running.operation
			const refused = stepFault(grant, operation.state, state) ?? blocked(all, operation, { state, grant })
			if (refused) return fail(refused)
			return journal.changeOperation({ change: { op: STEP[state] }, by: grant.name, ...(reason !== undefined && { reason }) })
		})
	}

	/**
	 * Erases from the journal and from what was made of it: a new picture is folded beside the old one, which serves until that is there. Who
	 * follows the operation then connects again and loads afresh, because it is another epoch.
	 */
	erase(running: RunningOperation, request: ErasureRequest): Promise<Result<RunningOperation>> {
		return this.#inTurn(async () => {
			const { operation, journal } = running
			if (this.#stage !== 'open' || this.#running.get(operation.id) !== running) return fail(fault('not-ready'))
			await journal.erase(request)
			return ok(await this.#renew(running))
		})
	}

	/** Says goodbye to everybody and waits for what is on its way. */
	async wind(patienceMs: number): Promise<void> {
		this.#stage = 'stopping'
		await Promise.all(this.all().map((running) => running.wind(patienceMs)))
	}

	async close(): Promise<void> {
		this.#off()
		for (const feed of this.#feeds.values()) feed.close()
		await Promise.all(
			this.all().map((running) =>
				running.close().catch((error: unknown) => {
					this.#options.log.error({ err: error, operation: running.operation.id }, 'no snapshot could be left')
				}),
			),
		)
	}

	get #shared(): boolean {
		return this.#options.store.kind === 'postgres'
	}

	/** As the store has it: another hub may have changed it a moment ago. */
	async #metadata(): Promise<readonly Operation[]> {
		return situations(await this.#options.store.operations())
	}

	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		return this.#options.store.inTurn(work)
	}

	async #openNew(): Promise<void> {
		const unknown = (await this.#metadata()).filter(({ id }) => !this.#running.has(id))
		await Promise.all(unknown.map((operation) => this.#open(operation)))
	}

	/** One picture of each, however many ask for it. */
	#open(operation: Operation): Promise<RunningOperation> {
		const { id } = operation
		const open = this.#running.get(id)
		if (open) return Promise.resolve(open)
		const opening = this.#opening.get(id) ?? this.#fold(operation).finally(() => this.#opening.delete(id))
		this.#opening.set(id, opening)
		return opening
	}

	async #fold(operation: Operation): Promise<RunningOperation> {
		const running = await this.#begin(operation)
		this.#running.set(operation.id, running)
		this.#options.onDirectory()
		return running
	}

	/** Again when it was outdated before it was there. */
	async #begin(operation: Operation): Promise<RunningOperation> {
		const journal = await this.#options.store.open(operation.id)
		if (!journal) throw new Error(`the journal of operation ${operation.id} is gone`)
		const feed = this.#feedOf(journal)
		for (;;) {
			const running = await RunningOperation.start({
				...this.#options,
				grantOf: (credential) => this.#presentIn(operation.id, credential),
				operation,
				journal,
				feed,
				shared: this.#shared,
				onOutdated: (outdated) => this.#onOutdated(outdated),
				onOperation: () => this.#onOperation(),
			})
			if (!running.outdated) return running
			await running.retire(0)
		}
	}

	/** As this operation knows a credential: what is admitted once more there is admitted under it. */
	#presentIn(id: OperationId, credential: string): Speaker | 'same' | undefined {
		const present = this.#options.grantOf(credential)
		const running = this.get(id)
		return present && present !== 'same' && running ? (this.speakerGrant(present, running) ?? present) : present
	}

	#feedOf(journal: Journal): CommitFeed {
		const feed = this.#feeds.get(journal.operation) ?? new CommitFeed(journal, this.#options.bus)
		this.#feeds.set(journal.operation, feed)
		return feed
	}

	#onOperation(): void {
		this.#options.onReach()
		this.#options.onDirectory()
	}

	#onOutdated(running: RunningOperation): void {
		if (this.#running.get(running.operation.id) !== running || this.#stage === 'stopping' || this.#renewals.has(running)) return
		this.#renew(running).catch((error: unknown) => {
			if (!this.#failed.has(running))
				this.#options.log.error({ err: error, operation: running.operation.id }, 'the picture could not be folded anew, and is tried again')
			this.#failed.add(running)
		})
	}

	/** N6: folds another picture beside this one, which serves until that is there and then sends everybody to it. */
	#renew(running: RunningOperation): Promise<RunningOperation> {
		const renewal = this.#renewals.get(running) ?? this.#replace(running)
		this.#renewals.set(running, renewal)
		return renewal
	}

	async #replace(running: RunningOperation): Promise<RunningOperation> {
		try {
			const renewed = await this.#fold(running.operation)
			this.#options.onRetired(running)
			await running.retire(RETIRE_MS)
			return renewed
		} catch (error) {
			this.#renewals.delete(running)
			throw error
		}
	}
}

function situations(operations: readonly Operation[]): readonly Operation[] {
	return operations.filter(({ id }) => id !== ACCESS_OPERATION)
}

type Step = { readonly state: OperationState; readonly grant: Grant }

function blocked(all: readonly Operation[], operation: Operation, { state, grant }: Step): Fault | undefined {
	if (operation.state === state) return undefined
	return state === 'open' ? basesFault(all, operation) : inUseFault(all, operation, grant)
}
