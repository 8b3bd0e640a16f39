import { KINDS } from '@lagebild/model/kinds/names.ts'
import { laneOf } from '@lagebild/model/kinds/policy.ts'
import { isRefused } from '@lagebild/model/protocol.ts'
import type { Answer, Cursors } from '@lagebild/model/protocol.ts'

import { watchPage } from '../page.ts'
import { incarnationOf } from '../said.ts'
import type { Alone } from './alone.ts'
import type { Item, SaidEvent, Shown } from './item.ts'
import { answered, answersTo, nextBatch, overdue, shown } from './queue.ts'
import { Rest } from './rest.ts'
import { isStored, withSpare } from './storage.ts'
import type { DispatchStorage } from './storage.ts'

/** What became of a request: the answers as they came and the epoch of the journal that gave them, or undefined when none came. */
export type Sent = { readonly answers: readonly unknown[]; readonly epoch?: string } | undefined

/** How the tabs of a browser hear of one another. */
export type Tabs = {
	readonly tell: () => void
	/** Returns the way to stop it. */
	readonly onTold: (listener: () => void) => () => void
}

export type DispatchOptions = {
	readonly storage: DispatchStorage
	/** By whatever way there is. Resolves in the end, and may be asked again with the same events. */
	readonly send: (operation: string, events: readonly SaidEvent[]) => Promise<Sent>
	/** The device's wall clock, ms. */
	readonly wall: () => number
	readonly alone: Alone
	readonly tabs?: Tabs
	/** Between 0 and 1: spreads what many devices send after an outage. */
	readonly random: () => number
}

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** So long nothing is looked for when nothing waits; whatever is said ends it. */
const IDLE_MS = 60_000

/**
 * Everything that this device says, in one queue that outlives the page (hub SPEC C7 to C10). What is accepted leaves it after a while; what
 * is refused stays until somebody decides. The rules are in `queue.ts`.
 */
export class Dispatch {
	readonly #options: DispatchOptions
	readonly #storage: DispatchStorage
	readonly #ended = new AbortController()
	readonly #listeners = new Set<() => void>()
	readonly #inFlight = new Set<string>()
	/** Between two attempts that failed. */
	readonly #pause = new Rest()
	/** While nothing waits. */
	readonly #idle = new Rest()
	#items: readonly Item[] = []
	#failures = 0
	/** One change or reading after the other: an older one never replaces a newer one. */
	#turn: Promise<void> = Promise.resolve()

	constructor(options: DispatchOptions) {
		this.#options = options
		this.#storage = withSpare(options.storage)
	}

	/** Resolves when what earlier pages said is known; sends from then on, until it is closed. */
	async start(): Promise<void> {
		const off = this.#options.tabs?.onTold(() => void this.#change(() => Promise.resolve()))
		this.#ended.signal.addEventListener('abort', () => off?.())
		watchPage({ onHide: () => undefined, onReturn: () => this.sendNow() }, this.#ended.signal)
		await this.#change(() => this.#forgetOld())
		void this.#options.alone((over) => this.#sendAll(over), this.#ended.signal)
	}

	/** In the order in which they were said. */
	items(): readonly Shown[] {
		return shown(this.#items, this.#inFlight)
	}

	/** Returns the way to stop it. */
	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener)
		return () => this.#listeners.delete(listener)
	}

	/** @returns `remembered`: this browser stores nothing, and it is lost with the page if it cannot be sent before */
	async say(operation: string, events: readonly SaidEvent[]): Promise<'stored' | 'remembered'> {
		const at = this.#options.wall()
		const kept = await this.#change(() =>
			this.#storage.add(events.map((event) => ({ operation, event, at, state: 'waiting', tried: false }))),
		)
		this.#options.tabs?.tell()
		return kept.every(isStored) ? 'stored' : 'remembered'
	}

	/** With an id of its own in place of one that was refused or never left this device. @returns false when a hub may have that one */
	replace(id: string, event: SaidEvent): Promise<boolean> {
		return this.#decide(id, ({ n, operation, at }) => this.#storage.put([{ n, operation, at, event, state: 'waiting', tried: false }]))
	}

	/** Gives it up. @returns false when a hub may have it */
	discard(id: string): Promise<boolean> {
		return this.#decide(id, ({ n }) => this.#storage.remove([n]))
	}

	/** Somebody or the network is back: no pause is waited for. */
	sendNow(): void {
		this.#pause.wake()
		this.#idle.wake()
	}

	/** The picture of this device has come so far. */
	async reached(operation: string, epoch: string, cursors: Cursors): Promise<void> {
		const isNew = (item: Item): boolean =>
			item.operation === operation && item.incarnation === incarnationOf(epoch) && isReached(item, cursors)
		if (!this.#items.some(isNew)) return
		await this.#change(() => this.#storage.put(this.#items.filter(isNew).map((item) => ({ ...item, state: 'confirmed' }))))
		this.#options.tabs?.tell()
	}

	/** What waits stays stored. */
	close(): void {
		this.#ended.abort()
	}

	async #decide(id: string, work: (item: Item) => Promise<void>): Promise<boolean> {
		const decided = await this.#change(async () => {
			const item = this.#items.find(({ event }) => event.id === id)
			const open = item && (item.state === 'refused' || (item.state === 'waiting' && !item.tried))
			if (open) await work(item)
			return open === true
		})
		this.#options.tabs?.tell()
		return decided
	}

	/** Changes what is stored, and reads it again. */
	async #change<T>(work: () => Promise<T>): Promise<T> {
		const before = this.#turn
		const { promise, resolve } = Promise.withResolvers<void>()
		this.#turn = promise
		await before
		try {
			return await work()
		} finally {
			this.#items = await this.#storage.read()
			resolve()
			for (const listener of this.#listeners) listener()
			this.#idle.wake()
		}
	}

	async #forgetOld(): Promise<void> {
		const items = await this.#storage.read()
		await this.#storage.remove(overdue(items, this.#options.wall()).map(({ n }) => n))
	}

	/** Each round needs what the one before it left. */
	async #sendAll(over: AbortSignal): Promise<void> {
		while (!over.aborted) {
			if (nextBatch(this.#items).length === 0) await this.#idle.pause(IDLE_MS, over)
			else if (await this.#sendSome()) this.#failures = 0
			else await this.#pause.pause(this.#pauseMs(), over)
		}
	}

	#pauseMs(): number {
		this.#failures += 1
		const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.#failures - 1, 10))
		return longest * (0.5 + this.#options.random() / 2)
	}

	/** @returns whether anything was decided */
	async #sendSome(): Promise<boolean> {
		const batch = await this.#change(() => this.#take())
		for (const { event } of batch) this.#inFlight.add(event.id)
		const [first] = batch
		const sent =
			first &&
			(await this.#options
				.send(
					first.operation,
					batch.map(({ event }) => event),
				)
				.catch(() => undefined))
		for (const { event } of batch) this.#inFlight.delete(event.id)
		const answers = answersTo(batch, sent?.answers)
		if (!answers) return first === undefined
		const incarnation = sent?.epoch === undefined ? undefined : incarnationOf(sent.epoch)
		const settled = batch.map((item, index) => settledBy(item, answers[index], incarnation))
		await this.#change(() => this.#storage.put(settled))
		this.#options.tabs?.tell()
		return settled.some(({ state }) => state !== 'waiting')
	}

	/** From here on it may have reached a hub, whatever happens to this page. */
	async #take(): Promise<readonly Item[]> {
		const items = await this.#storage.read()
		const batch = nextBatch(items).map((item) => ({ ...item, tried: true }))
		await this.#storage.put(batch.filter(({ n }) => items.some((item) => item.n === n && !item.tried)))
		return batch
	}
}

function settledBy(item: Item, answer: Answer | undefined, incarnation: string | undefined): Item {
	return answer ? answered(item, answer, incarnation) : item
}

function isReached({ state, answer, event }: Item, cursors: Cursors): boolean {
	if (state !== 'accepted' || !answer || isRefused(answer)) return false
	const kind = KINDS.find((name) => name === event.kind)
	return answer.seq <= (kind ? cursors[laneOf(kind)] : Math.min(...Object.values(cursors)))
}
