import type { KeyedFeed } from '../config.ts'
import type { SupervisorPorts } from '../supervisor.ts'
import type { Outcome, Pushed } from '../webhook/inbox.ts'
import type { Order, Place, Word } from './message.ts'
import { kindOf, restMs, roomFor, strikesAfter } from './placing.ts'
import type { Room } from './placing.ts'
import { startThread } from './thread.ts'
import type { Death, Thread } from './thread.ts'

export type CrewOptions = Pick<SupervisorPorts, 'now' | 'random' | 'log'> & {
	readonly place: Place
	readonly entry?: URL
	readonly patienceMs?: number
	readonly heapMb?: number
	/** Time until a feed that ended its thread runs again, where it is not the usual. */
	readonly restMs?: typeof restMs
	/** Something came for a feed that every ingest serves. */
	readonly onHeard: (feed: string) => void
	/** A feed ended its thread, and runs again after a while. */
	readonly onFall: (fall: Fall) => void
}

export type Fall = { readonly feed: KeyedFeed; readonly reason: string; readonly againMs: number; readonly bytes?: Uint8Array }

/** All feeds that this ingest runs, in threads. A feed that harms its thread harms no other, but for a moment those that share it. */
export type Crew = {
	/** @param shut of a feed that waits for what is posted: why nothing can come */
	readonly run: (feed: KeyedFeed, shut?: string) => void
	/** Resolves when it has ended. */
	readonly end: (feed: string, farewell: boolean) => Promise<void>
	readonly put: (feed: string, message: Pushed) => Promise<Outcome>
	/** Another ingest heard the feed. */
	readonly heard: (feed: string, at: number) => void
	/** Keeps an empty thread ready, so that what comes from another ingest need not wait for one. */
	readonly warm: () => void
	/** Resolves with the feeds that could not say goodbye. */
	readonly close: (farewell: (feed: string) => boolean) => Promise<readonly KeyedFeed[]>
}

/** Longer than a mapping may take, which waits for a thread of its own. */
const PATIENCE_MS = 20_000
/** 5 MB of GeoJSON with 30,000 things take more than 80 and less than 160. */
const HEAP_MB = 256
const STARTING_AT_ONCE = 2
const CLOSE_MS = 5_000
const OPENING_MS = 20_000
const MOST_OPENING = 50
const MOST_SUSPECTS = 200
/** Reading the same bytes ended a thread so often: they are not read again. */
const BARRED_AT = 2

/** A feed that is meant to run. */
type Berth = {
	readonly feed: KeyedFeed
	readonly no: number
	readonly shut: string | undefined
	readonly suspects: Map<string, number>
	strikes: number
	startedAt: number
	hold: Hold | undefined
	timer: NodeJS.Timeout | undefined
	/** When another ingest heard it last. */
	heard: number | undefined
	/** It takes what is posted. */
	takes: boolean
	/** Called when it does. */
	readonly opening: (() => void)[]
	readonly ended: (() => void)[]
}

/** One thread and whom it has. */
type Hold = {
	readonly kind: Room['kind']
	readonly alone: boolean
	readonly feeds: Set<string>
	thread: Thread | undefined
	ready: boolean
}

type Waiting = { readonly feed: string; readonly answer: (outcome: Outcome) => void }

export function openCrew(options: CrewOptions): Crew {
	return new ThreadCrew(options)
}

class ThreadCrew implements Crew {
	readonly #options: CrewOptions
	readonly #berths = new Map<string, Berth>()
	readonly #holds = new Set<Hold>()
	readonly #waiting = new Map<number, Waiting>()
	#feeds = 0
	#messages = 0
	#closed = false

	constructor(options: CrewOptions) {
		this.#options = options
	}

	readonly run = (feed: KeyedFeed, shut?: string): void => {
		if (this.#closed || this.#berths.has(feed.id)) return
		this.#feeds += 1
		const berth: Berth = {
			feed,
			no: this.#feeds,
			shut,
			suspects: new Map(),
			strikes: 0,
			startedAt: 0,
			hold: undefined,
			timer: undefined,
			heard: undefined,
			takes: false,
			opening: [],
			ended: [],
		}
		this.#berths.set(feed.id, berth)
		this.#place(berth)
	}

	readonly end = (feed: string, farewell: boolean): Promise<void> => {
		const berth = this.#berths.get(feed)
		if (!berth) return Promise.resolve()
		const gone = new Promise<void>((resolve) => berth.ended.push(resolve))
		if (berth.hold?.ready) berth.hold.thread?.post({ type: 'end', feed, farewell })
		else this.#left(feed)
		return gone
	}

	readonly put = async (feed: string, message: Pushed): Promise<Outcome> => {
		const berth = this.#berths.get(feed)
		if (berth && !berth.takes) await this.#untilTaking(berth)
		const thread = berth?.takes === true ? berth.hold?.thread : undefined
		if (!thread) return { type: 'untaken', reason: 'the feed is being started' }
		this.#messages += 1
		const no = this.#messages
		const answered = new Promise<Outcome>((answer) => this.#waiting.set(no, { feed, answer }))
		thread.post({ type: 'put', feed, no, message })
		return answered
	}

	readonly heard = (feed: string, at: number): void => {
		const berth = this.#berths.get(feed)
		if (!berth) return
		berth.heard = at
		if (berth.hold?.ready) berth.hold.thread?.post({ type: 'heard', feed, at })
	}

	readonly warm = (): void => {
		if (this.#closed || [...this.#holds].some(({ feeds }) => feeds.size === 0)) return
		this.#holds.add({ kind: 'quiet', alone: false, feeds: new Set(), thread: undefined, ready: false })
		this.#startNext()
	}

	/** Who posts while the feed is being started waits a little and not long. */
	async #untilTaking(berth: Berth): Promise<void> {
		if (berth.opening.length >= MOST_OPENING) return
		await new Promise<void>((resolve) => {
			const timer = setTimeout(resolve, OPENING_MS)
			berth.opening.push(() => {
				clearTimeout(timer)
				resolve()
			})
		})
	}

	readonly close = async (farewell: (feed: string) => boolean): Promise<readonly KeyedFeed[]> => {
		this.#closed = true
		const patience = new AbortController()
		const timer = setTimeout(() => patience.abort(), CLOSE_MS)
		const late = new Promise<void>((resolve) => patience.signal.addEventListener('abort', () => resolve()))
		const silent = [...this.#berths.values()].filter(({ hold }) => !hold?.ready).map(({ feed }) => feed)
		await Promise.race([late, Promise.all([...this.#berths.keys()].map((feed) => this.end(feed, farewell(feed))))])
		clearTimeout(timer)
		const left = [...this.#berths.values()].map(({ feed }) => feed)
		await Promise.all([...this.#holds].map(async ({ thread }) => thread?.end()))
		this.#holds.clear()
		return [...silent, ...left]
	}

	/** One that fell before is alone: what it does again happens to nobody else. */
	#place(berth: Berth): void {
		const kind = kindOf(berth.feed)
		const alone = berth.strikes > 0
		const rooms = [...this.#holds].filter((hold) => !hold.alone)
		const spare = rooms.findIndex(({ ready, feeds }) => ready && feeds.size === 0)
		const place = alone
			? undefined
			: spare >= 0
				? spare
				: roomFor(
						kind,
						rooms.map((hold) => ({ kind: hold.kind, feeds: hold.feeds.size })),
					)
		const hold = (place === undefined ? undefined : rooms[place]) ?? { kind, alone, feeds: new Set(), thread: undefined, ready: false }
		this.#holds.add(hold)
		hold.feeds.add(berth.feed.id)
		berth.hold = hold
		if (hold.ready) this.#order(berth)
		else this.#startNext()
	}

	/** A few at a time: each needs a second of a processor. */
	#startNext(): void {
		const holds = [...this.#holds]
		const starting = holds.filter(({ thread, ready }) => thread && !ready).length
		for (const hold of holds.filter(({ thread }) => !thread).slice(0, Math.max(0, STARTING_AT_ONCE - starting))) this.#start(hold)
	}

	#start(hold: Hold): void {
		const { entry, heapMb, patienceMs } = this.#options
		hold.thread = startThread({
			entry: entry ?? new URL('./feed.worker.ts', import.meta.url),
			heapMb: heapMb ?? HEAP_MB,
			patienceMs: patienceMs ?? PATIENCE_MS,
			onWord: (word) => this.#hear(hold, word),
			onDeath: (death) => this.#died(hold, death),
		})
	}

	#order(berth: Berth): void {
		const { feed, no, shut, suspects } = berth
		berth.startedAt = this.#options.now()
		berth.takes = false
		const barred = [...suspects].flatMap(([name, times]) => (times >= BARRED_AT ? [name] : []))
		const order: Order = { type: 'run', feed, no, place: this.#options.place, barred, ...(shut !== undefined && { shut }) }
		berth.hold?.thread?.post(order)
		if (berth.heard !== undefined) this.heard(feed.id, berth.heard)
	}

	#hear(hold: Hold, word: Word): void {
		switch (word.type) {
			case 'ready':
				hold.ready = true
				for (const id of hold.feeds) this.#orderById(id)
				return this.#startNext()
			case 'heard':
				return this.#options.onHeard(word.feed)
			case 'takes':
				return this.#open(word.feed)
			case 'outcome':
				return this.#answer(word.no, word.outcome)
			case 'log':
				return this.#options.log[word.level](word.fields, word.text)
			case 'ended':
				return word.fault === undefined ? this.#left(word.feed) : this.#failed(hold, word.feed, word.fault)
		}
	}

	#orderById(id: string): void {
		const berth = this.#berths.get(id)
		if (berth) this.#order(berth)
	}

	#open(id: string): void {
		const berth = this.#berths.get(id)
		if (!berth) return
		berth.takes = true
		for (const opened of berth.opening.splice(0)) opened()
	}

	#answer(no: number, outcome: Outcome): void {
		this.#waiting.get(no)?.answer(outcome)
		this.#waiting.delete(no)
	}

	/** The feed is not run here any more. */
	#left(id: string): void {
		const berth = this.#berths.get(id)
		this.#berths.delete(id)
		if (!berth) return
		clearTimeout(berth.timer)
		this.#leave(berth)
		this.#giveUp(id)
		for (const ended of berth.ended) ended()
	}

	#leave(berth: Berth): void {
		const { hold } = berth
		berth.hold = undefined
		if (!hold) return
		hold.feeds.delete(berth.feed.id)
		if (hold.feeds.size > 0) return
		this.#holds.delete(hold)
		void hold.thread?.end()
		this.#startNext()
	}

	/** Who posted a message that was under way hears to send it again. */
	#giveUp(feed: string): void {
		for (const [no, waiting] of this.#waiting) {
			if (waiting.feed === feed) this.#answer(no, { type: 'untaken', reason: 'the feed is being started again' })
		}
	}

	/** A loop ended that does not end by itself; its thread is well. */
	#failed(hold: Hold, id: string, fault: string): void {
		const berth = this.#berths.get(id)
		if (!berth || berth.hold !== hold) return
		this.#leave(berth)
		this.#fell(berth, { reason: `internal mistake: ${fault}`.slice(0, 300) })
	}

	/** Who read when the thread died is who did it; when nobody read, everybody in it may have. The others go on at once. */
	#died(hold: Hold, death: Death): void {
		this.#holds.delete(hold)
		const berths = [...hold.feeds].flatMap((id) => this.#berths.get(id) ?? [])
		const culprit = berths.find(({ no }) => no === death.reading?.feed)
		for (const berth of berths) {
			berth.hold = undefined
			berth.takes = false
			this.#giveUp(berth.feed.id)
			if (berth.ended.length > 0) this.#left(berth.feed.id)
			else if (!culprit || berth === culprit) this.#fell(berth, death)
			else this.#place(berth)
		}
		this.#startNext()
	}

	#fell(berth: Berth, { reason, reading }: Death): void {
		const { now, random, log, onFall, restMs: rest = restMs } = this.#options
		const { feed, suspects } = berth
		if (reading) suspect(suspects, reading.name)
		berth.strikes = strikesAfter(berth.strikes, now() - berth.startedAt)
		const againMs = rest(berth.strikes, random())
		log.error(
			{ feed: feed.id, reason, strikes: berth.strikes, againMs, ...(reading && { document: reading.name }) },
			'a feed ended its thread',
		)
		onFall({ feed, reason, againMs, ...(reading && { bytes: reading.bytes }) })
		berth.timer = setTimeout(() => this.#place(berth), againMs)
	}
}

function suspect(suspects: Map<string, number>, name: string): void {
	suspects.set(name, (suspects.get(name) ?? 0) + 1)
	const oldest = suspects.size > MOST_SUSPECTS ? suspects.keys().next().value : undefined
	if (oldest !== undefined) suspects.delete(oldest)
}
