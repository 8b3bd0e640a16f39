import type { ErasureRequest, JournalStore } from '@lagebild/journal/port.ts'
import { ACCESS_OPERATION } from '@lagebild/model/access/access-operation.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { FunctionChange } from '@lagebild/model/operation-history.ts'
import type { NewOperation, Operation, OperationState, OperationValues } from '@lagebild/model/operation.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { reaches } from '@lagebild/picture/visible.ts'
import type { Logger } from 'pino'

import type { Clock } from './clock.ts'
import { basesFault, basesFor, changeFault, inUseFault, stepFault } from './operation-rules.ts'
import type { Delivery } from './run.ts'
import { RunningOperation } from './running.ts'

export type OperationsOptions = {
	readonly store: JournalStore
	readonly now: Clock
	readonly log: Logger
	readonly deliver: (delivery: Delivery) => void
	/** What a credential may do now; `same` when it cannot have changed, undefined when it is no more. */
	readonly grantOf: (credential: string) => Grant | 'same' | undefined
	readonly onFatal: (error: Error) => void
	/** Who may read which base may be another now: open connections have to be looked at again. */
	readonly onReach: () => void
	/** Another operation is served, or somebody has another function: what the cores know of the directory may be another. */
	readonly onDirectory: () => void
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
	#turn: Promise<unknown> = Promise.resolve()
	#stage: 'starting' | 'open' | 'stopping' = 'starting'

	constructor(options: OperationsOptions) {
		this.#options = options
	}

	async openAll(): Promise<void> {
		const operations = await this.#options.store.operations()
		const situations = operations.filter(({ id }) => id !== ACCESS_OPERATION)
		await Promise.all(situations.map((operation) => this.#open(operation)))
		this.#stage = 'open'
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
			const bases = basesFor(this.#metadata(), wanted)
			if (!bases.ok) return bases
			const operation: Operation = { ...wanted, bases: [...bases.value], functions: [], state: 'open', created: this.#options.now() }
			const created = await this.#options.store.create(operation)
			return created.ok ? ok(await this.#open(operation)) : created
		})
	}

	change(running: RunningOperation, values: OperationValues, { grant, reason }: Asked): Promise<Result<Operation>> {
		return this.#inTurn(async () => {
			const { operation, journal } = running
			const { id, base, status } = operation
			const seen = this.readableBy(grant).map((one) => one.operation)
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
			const { operation, journal } = running
			const refused = stepFault(grant, operation.state, state) ?? this.#blocked(operation, state, grant)
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
			const renewed = await this.#open(running.operation)
			await running.retire(RETIRE_MS)
			return ok(renewed)
		})
	}

	/** Says goodbye to everybody and waits for what is on its way. */
	async wind(patienceMs: number): Promise<void> {
		this.#stage = 'stopping'
		await Promise.all(this.all().map((running) => running.wind(patienceMs)))
	}

	async close(): Promise<void> {
		for (const running of this.all()) {
			await running.close().catch((error: unknown) => {
				this.#options.log.error({ err: error, operation: running.operation.id }, 'no snapshot could be left')
			})
		}
	}

	#blocked(operation: Operation, state: OperationState, grant: Grant): Fault | undefined {
		if (operation.state === state) return undefined
		return state === 'open' ? basesFault(this.#metadata(), operation) : inUseFault(this.#metadata(), operation, grant)
	}

	#metadata(): readonly Operation[] {
		return this.all().map(({ operation }) => operation)
	}

	#inTurn<T>(work: () => Promise<T>): Promise<T> {
		const done = this.#turn.then(work)
		this.#turn = done.catch(() => undefined)
		return done
	}

	async #open(operation: Operation): Promise<RunningOperation> {
		const journal = await this.#options.store.open(operation.id)
		if (!journal) throw new Error(`the journal of operation ${operation.id} is gone`)
		const running = await RunningOperation.start({ ...this.#options, operation, journal })
		this.#running.set(operation.id, running)
		this.#options.onDirectory()
		return running
	}
}
