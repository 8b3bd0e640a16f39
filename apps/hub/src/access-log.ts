import type { PendingEntry } from '@lagebild/access/port.ts'
import { SESSION_MS } from '@lagebild/access/sessions.ts'
import type { Access } from '@lagebild/access/store.ts'
import type { Journal, JournalStore, Prepared } from '@lagebild/journal/port.ts'
import { prepareEvent } from '@lagebild/journal/prepare.ts'
import { ACCESS_OPERATION, accessOperation } from '@lagebild/model/access/access-operation.ts'
import { EVENT_SCHEMA, SystemEvent } from '@lagebild/model/event.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Logger } from 'pino'

import { readDirectory, readOn, readSignIns, snapshotOf } from './access-journal.ts'
import type { FoldedDirectory } from './access-journal.ts'
import type { Clock } from './clock.ts'

export type AccessLogOptions = {
	readonly store: JournalStore
	readonly access: Access
	readonly now: Clock
	readonly log: Logger
}

/** How soon what another process wrote is noticed: a revocation on the command line acts in well under a second. */
const POLL_MS = 100
/** Entries that are moved at a time. */
const PAGE = 100
/** After a failure, such as a full disk. */
const RETRY_MS = 1_000
/** Longer than another hub needs to move what it said. */
const OTHERS_MS = 1_000
const CHECKPOINT_MS = 300_000
/** A clock may have been set back since somebody signed in. */
const MARGIN_MS = 3_600_000
/** Replaying so many costs some 50 ms. */
const SNAPSHOT_ENTRIES = 5_000

/**
 * The journal of the access operation. What `access.db` says in its outbox is moved there in order: exactly once, since the journal knows
 * each by its id, and whatever a crash left in the outbox is offered again.
 */
export class AccessLog {
	readonly journal: Journal
	readonly #options: AccessLogOptions
	readonly #timers: NodeJS.Timeout[] = []
	#folded: FoldedDirectory
	#snapshotSeq: number
	#moving: Promise<void> | undefined
	#again = false
	#stopped = false
	#unread = false
	/** The walk before this one failed. */
	#failing = false
	#later: NodeJS.Timeout | undefined
	#retry: NodeJS.Timeout | undefined
	#unsubscribe: () => void = () => undefined

	private constructor(options: AccessLogOptions, journal: Journal, folded: FoldedDirectory) {
		this.#options = options
		this.journal = journal
		this.#folded = folded
		this.#snapshotSeq = folded.seq
	}

	/** Before anybody is let in: a grant is what the entries say, whatever the tables say. */
	static async open(options: AccessLogOptions): Promise<AccessLog> {
		const { access, log, now } = options
		const journal = await openJournal(options)
		const opened = new AccessLog(options, journal, await readDirectory(journal))
		const read = async () => {
			opened.#folded = await readOn(journal, opened.#folded)
			return readSignIns(journal, now() - SESSION_MS - MARGIN_MS)
		}
		const corrected = await access.writeAfter(read, (signIns) => access.correct(opened.#folded.directory, signIns))
		for (const { credential, why } of corrected)
			log.error({ credential, why }, 'the tables of access.db were not what its entries say, and were corrected')
		opened.#start()
		return opened
	}

	/** Resolves when everything said until now is in the journal, or cannot be written now. */
	async settled(): Promise<void> {
		this.#move()
		while (this.#moving) await this.#moving
	}

	/** Also when nothing can be written now: what is in the outbox stays there. */
	async close(): Promise<void> {
		if (this.#stopped) return
		this.#poll()
		await this.settled()
		this.#stopped = true
		for (const timer of this.#timers) clearInterval(timer)
		clearTimeout(this.#later)
		clearTimeout(this.#retry)
		this.#unsubscribe()
		await this.#leave().catch((error: unknown) => this.#options.log.error({ err: error }, 'the access journal could leave no snapshot'))
	}

	/** A quick start, and a signed statement about the journal. */
	async #leave(): Promise<void> {
		await this.#snapshot(1)
		if (this.#folded.seq > 0) await this.journal.checkpoint(this.#options.now())
	}

	#start(): void {
		const { access, now, log } = this.#options
		this.#unsubscribe = access.onPending((mine) => (mine ? this.#move() : this.#moveLater()))
		const errand = (work: () => Promise<unknown>) => () => {
			work().catch((error: unknown) => log.error({ err: error }, 'an errand of the access journal failed'))
		}
		this.#timers.push(
			setInterval(() => this.#poll(), POLL_MS),
			setInterval(
				errand(() => this.journal.checkpoint(now())),
				CHECKPOINT_MS,
			),
			setInterval(
				errand(() => this.#snapshot(SNAPSHOT_ENTRIES)),
				CHECKPOINT_MS,
			),
		)
		this.#move()
	}

	/** What fails is said once, until it succeeds again. */
	#poll(): void {
		try {
			this.#options.access.poll()
			this.#unread = false
		} catch (error) {
			if (!this.#unread) this.#options.log.error({ err: error }, 'access.db cannot be read')
			this.#unread = true
		}
	}

	/** What another hub said it moves itself, unless it is gone. */
	#moveLater(): void {
		this.#later ??= setTimeout(() => {
			this.#later = undefined
			this.#move()
		}, OTHERS_MS).unref()
	}

	/** One walk at a time; what is said meanwhile is taken by one more. */
	#move(): void {
		if (this.#moving) this.#again = true
		else if (!this.#stopped) {
			this.#moving = this.#moveAll()
				.catch((error: unknown) => this.#failed(error))
				.finally(() => {
					this.#moving = undefined
					if (this.#again) this.#move()
				})
			this.#again = false
		}
	}

	async #moveAll(): Promise<void> {
		const { access } = this.#options
		for (let page = access.pending(PAGE); page.length > 0; page = access.pending(PAGE)) {
			for (const group of inOrder(page)) {
				await this.#append(group)
				await access.write(() => access.moved(group))
			}
		}
		this.#failing = false
	}

	/** @throws when one of them could not be stored: nothing that follows it is. */
	async #append(group: readonly PendingEntry[]): Promise<void> {
		const answers = await Promise.all(group.map((entry) => this.journal.append(preparedOf(entry))))
		for (const answer of answers) if (!answer.ok) throw new AppendFault(answer.fault)
	}

	#failed(error: unknown): void {
		if (!this.#failing) this.#options.log.error({ err: error }, 'what happened at the doors could not be written into the access journal')
		this.#failing = true
		clearTimeout(this.#retry)
		this.#retry = setTimeout(() => this.#move(), RETRY_MS).unref()
	}

	async #snapshot(least: number): Promise<void> {
		const folded = await readOn(this.journal, this.#folded)
		this.#folded = folded
		if (folded.seq - this.#snapshotSeq < least) return
		this.#snapshotSeq = folded.seq
		await this.journal.saveSnapshot(snapshotOf(folded))
	}
}

class AppendFault extends Error {
	constructor({ fault, message }: Fault) {
		super(`${fault}: ${message}`)
	}
}

async function openJournal({ store, now }: AccessLogOptions): Promise<Journal> {
	const journal = await store.open(ACCESS_OPERATION)
	if (journal) return journal
	const created = await store.create(accessOperation(now()))
	if (!created.ok) throw new Error(`the access journal cannot be created: ${created.fault.message}`)
	return created.value
}

const MAKING: ReadonlySet<string> = new Set(['account', 'key', 'device', 'invitation', 'label-default'])

/** What makes the directory goes alone, so that of two states the newer one can never come first; the rest goes together. */
function inOrder(page: readonly PendingEntry[]): readonly (readonly PendingEntry[])[] {
	const groups: PendingEntry[][] = []
	let open = false
	for (const entry of page) {
		const alone = MAKING.has(entry.detail.what)
		if (open && !alone) groups.at(-1)?.push(entry)
		else groups.push([entry])
		open = !alone
	}
	return groups
}

function preparedOf({ id, at, by, detail }: PendingEntry): Prepared {
	const event = SystemEvent.parse({
		schema: EVENT_SCHEMA,
		id,
		kind: 'system',
		op: 'access',
		operation: ACCESS_OPERATION,
		received: at,
		by: by.slice(0, 120),
		details: detail,
	})
	return prepareEvent(event, event, 'human')
}
