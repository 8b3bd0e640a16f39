import type { Logger } from 'pino'

import type { KeyedFeed } from '../config.ts'
import { movesOf } from '../core/shares.ts'
import { sleep } from '../hub.ts'
import type { Board, Seen } from './board.ts'

export type HoldingOptions = {
	readonly board: Board
	readonly self: string
	readonly feeds: readonly KeyedFeed[]
	readonly log: Pick<Logger, 'info' | 'warn'>
	readonly signal: AbortSignal
	/** Between two looks. */
	readonly lookMs?: number
	/** This ingest reads the feed from now on. */
	readonly onHold: (feed: KeyedFeed) => void
	/** And no more; resolves when it has stopped. */
	readonly onLose: (feed: KeyedFeed) => Promise<void>
	/** Of feeds that every ingest serves: what this one heard since the last look, and who hears what others did. */
	readonly heard: { readonly own: () => ReadonlyMap<string, number>; readonly others: (feed: string, at: number) => void }
	/** There are others, whose feeds may come at any time. */
	readonly onOthers?: () => void
}

export type Holding = {
	/** Resolves when it was told to stop. */
	readonly done: Promise<void>
	/** Nobody else is there to go on with what this ingest reads. */
	readonly alone: () => boolean
	/** Lets go of everything. To be called when it has stopped reading. */
	readonly leave: () => Promise<void>
}

const LOOK_MS = 1_000
/** Looks in a row that fail until everybody reads everything. */
const AWAY_AT = 2
/** Looks in a row at which nobody held a feed. */
const FORSAKEN_AT = 3
/** Looks without a change of who lives before feeds are evened out, and between two steps. */
const SETTLED_AT = 10
const EVENING_EVERY = 5
/** Looks for which what was given away is left to others. */
const LEFT_FOR = 30

/** Keeps a fair share of the feeds for this ingest, as long as it lives. Without Redis every ingest reads all of them. */
export function holdFeeds(options: HoldingOptions): Holding {
	const holding = new Holder(options)
	return { done: holding.run(), alone: holding.alone, leave: holding.leave }
}

class Holder {
	readonly #options: HoldingOptions
	readonly #byId: ReadonlyMap<string, KeyedFeed>
	/** Feeds that are read here. */
	readonly #running = new Set<string>()
	readonly #ending = new Set<string>()
	/** Feed → looks in a row at which nobody held it. */
	readonly #free = new Map<string, number>()
	/** Feed → look until which it is left to others. */
	readonly #given = new Map<string, number>()
	readonly #heard = new Map<string, number>()
	#members: readonly string[] = []
	#looks = 0
	#settled = 0
	#failed = AWAY_AT - 1
	#away = false

	constructor(options: HoldingOptions) {
		this.#options = options
		this.#byId = new Map(options.feeds.map((feed) => [feed.id, feed]))
	}

	async run(): Promise<void> {
		const { signal, lookMs = LOOK_MS } = this.#options
		while (!signal.aborted) {
			// One look after the other.
			// oxlint-disable-next-line no-await-in-loop
			await this.#look()
			// oxlint-disable-next-line no-await-in-loop
			await sleep(this.#members.length === 0 && !this.#away ? lookMs / 4 : lookMs, signal)
		}
	}

	readonly alone = (): boolean => this.#away || this.#members.every((member) => member === this.#options.self)

	readonly leave = async (): Promise<void> => {
		const { board, feeds } = this.#options
		await board.leave(feeds).catch(() => undefined)
		board.close()
	}

	async #look(): Promise<void> {
		const { board, feeds } = this.#options
		this.#looks += 1
		try {
			const seen = await board.look(feeds)
			this.#back()
			await this.#act(seen)
			await this.#hear()
		} catch {
			this.#failed += 1
			if (this.#failed >= AWAY_AT) this.#readAll()
		}
	}

	async #hear(): Promise<void> {
		const { board, heard } = this.#options
		for (const [feed, at] of await board.hear(heard.own())) {
			if (at > (this.#heard.get(feed) ?? 0)) heard.others(feed, at)
			this.#heard.set(feed, at)
		}
	}

	#readAll(): void {
		const { log, feeds } = this.#options
		if (!this.#away) log.warn('Redis does not answer: every ingest reads all feeds, and what several read stands there once')
		this.#away = true
		for (const feed of feeds) this.#begin(feed)
	}

	#back(): void {
		this.#failed = 0
		if (this.#away) this.#options.log.info('Redis answers: the ingests share the feeds again')
		this.#away = false
	}

	async #act({ members, holders }: Seen): Promise<void> {
		const { self, board } = this.#options
		this.#note({ members, holders })
		const moves = movesOf({
			self,
			members: countsOf(members, holders),
			holders,
			given: new Set(this.#given.keys()),
			forsaken: new Set([...this.#free].flatMap(([feed, looks]) => (looks >= FORSAKEN_AT ? [feed] : []))),
			evening: this.#settled >= SETTLED_AT && this.#looks % EVENING_EVERY === 0,
		})
		for (const [id, holder] of holders) {
			if (holder === self) this.#begin(this.#byId.get(id))
			else if (holder !== undefined) this.#end(id)
		}
		const wanted = moves.take.flatMap((id) => this.#byId.get(id) ?? [])
		const taken = await Promise.all(wanted.map(async (feed) => ((await board.take(feed)) ? [feed] : [])))
		for (const feed of taken.flat()) this.#begin(feed)
		for (const id of moves.give) this.#give(id)
	}

	#note({ members, holders }: Seen): void {
		if (members.join(' ') === this.#members.join(' ')) this.#settled += 1
		else this.#changed(members)
		for (const [id, holder] of holders) {
			if (holder === undefined) this.#free.set(id, (this.#free.get(id) ?? 0) + 1)
			else this.#free.delete(id)
		}
		for (const [id, until] of this.#given) if (this.#looks >= until) this.#given.delete(id)
	}

	#changed(members: readonly string[]): void {
		const { log, onOthers } = this.#options
		log.info({ ingests: members }, 'these ingests share the feeds')
		if (members.length > 1) onOthers?.()
		this.#settled = 0
		this.#members = members
	}

	#begin(feed: KeyedFeed | undefined): void {
		if (!feed || this.#running.has(feed.id) || this.#ending.has(feed.id)) return
		this.#running.add(feed.id)
		this.#options.onHold(feed)
	}

	/** Somebody else reads it now. */
	#end(id: string): void {
		const feed = this.#byId.get(id)
		if (!feed || !this.#running.has(id) || this.#ending.has(id)) return
		void this.#stop(feed)
	}

	async #stop(feed: KeyedFeed): Promise<void> {
		this.#ending.add(feed.id)
		await this.#options.onLose(feed)
		this.#ending.delete(feed.id)
		this.#running.delete(feed.id)
	}

	/** Stops reading first: then nobody else reads it at the same time. */
	#give(id: string): void {
		const feed = this.#byId.get(id)
		if (!feed || this.#ending.has(id)) return
		this.#given.set(id, this.#looks + LEFT_FOR)
		const { board } = this.#options
		this.#stop(feed)
			.then(() => board.give(feed))
			.catch(() => undefined)
	}
}

function countsOf(members: readonly string[], holders: Seen['holders']): ReadonlyMap<string, number> {
	const counts = new Map(members.map((member) => [member, 0]))
	for (const holder of holders.values()) if (holder !== undefined && counts.has(holder)) counts.set(holder, (counts.get(holder) ?? 0) + 1)
	return counts
}
