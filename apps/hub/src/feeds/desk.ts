import { CheckReport, FeedSample, FeedVitals, HeardCommand } from '@lagebild/model/feeds-protocol.ts'
import type { FeedHistory } from '@lagebild/model/feeds-protocol.ts'
import { SourceName } from '@lagebild/model/ids.ts'
import * as z from 'zod'

import type { Bus } from '../bus.ts'
import { Commands } from './commands.ts'
import { historyOf, minutesAfter } from './history.ts'
import type { Minutes } from './history.ts'

const Feed = { feed: SourceName, at: z.int().min(0) }
const Said = z.discriminatedUnion('type', [
	z.strictObject({ ...Feed, type: z.literal('vitals'), said: FeedVitals }),
	z.strictObject({ ...Feed, type: z.literal('sample'), said: FeedSample }),
	z.strictObject({ ...Feed, type: z.literal('check'), said: CheckReport }),
	z.strictObject({ ...Feed, type: z.literal('command'), said: HeardCommand }),
])
type Said = z.infer<typeof Said>

type Known = {
	vitals?: FeedVitals
	/** Epoch ms, by the clock of the hub that was told. */
	heard?: number
	minutes: Minutes
	sample?: FeedSample
	sampleBytes: number
	check?: CheckReport
	readonly commands: Commands
}

/** Feeds that are known at the same time; the one that said nothing for the longest goes first. */
const MOST_FEEDS = 500
/** Of all samples together. */
const MOST_BYTES = 32_000_000
/** Of one sample as JSON. */
export const MOST_SAMPLE = 400_000

/**
 * What there is about feeds beside the picture: figures, samples, checks, and what people want of them. In memory and never in a journal; the
 * other hubs hear it through the bus, and a hub that begins is told within seconds.
 */
export class FeedDesk {
	readonly #known = new Map<string, Known>()
	readonly #bus: Bus
	readonly #now: () => number
	readonly #off: () => void
	#closed = false

	constructor({ bus, now }: { readonly bus: Bus; readonly now: () => number }) {
		this.#bus = bus
		this.#now = now
		this.#off = bus.on({ feeds: (message) => this.#hear(message) })
	}

	vitalsOf(feed: string): { readonly vitals: FeedVitals; readonly heard: number } | undefined {
		const { vitals, heard } = this.#known.get(feed) ?? {}
		return vitals && heard !== undefined ? { vitals, heard } : undefined
	}

	historyOf(feed: string): FeedHistory {
		return historyOf(this.#known.get(feed)?.minutes ?? new Map(), this.#now())
	}

	sampleOf(feed: string): FeedSample | undefined {
		return this.#known.get(feed)?.sample
	}

	checkOf(feed: string): CheckReport | undefined {
		return this.#known.get(feed)?.check
	}

	tellVitals(feed: SourceName, said: FeedVitals): void {
		this.#say({ type: 'vitals', feed, at: this.#now(), said })
	}

	tellSample(feed: SourceName, said: FeedSample): void {
		this.#say({ type: 'sample', feed, at: this.#now(), said })
	}

	tellCheck(feed: SourceName, said: CheckReport): void {
		this.#say({ type: 'check', feed, at: this.#now(), said })
	}

	command(feed: SourceName, wish: Omit<HeardCommand, 'no'>): HeardCommand {
		const at = this.#now()
		const said = { no: Commands.numberAt(at), ...wish }
		this.#say({ type: 'command', feed, at, said })
		return said
	}

	/** Who gave a command of the last minute. */
	byOf(feed: string, no: number): string | undefined {
		return this.#known.get(feed)?.commands.byOf(no)
	}

	nextCommands(feed: string, seen: ReadonlySet<number>, gone: AbortSignal): Promise<readonly HeardCommand[]> {
		return this.#closed ? Promise.resolve([]) : this.#of(feed).commands.next(seen, this.#now(), gone)
	}

	close(): void {
		this.#closed = true
		this.#off()
		for (const { commands } of this.#known.values()) commands.close()
	}

	#say(said: Said): void {
		this.#take(said)
		this.#bus.tellFeeds(said)
	}

	/** Another build may say what this one does not know. */
	#hear(message: unknown): void {
		const said = Said.safeParse(message)
		if (said.success) this.#take(said.data)
	}

	#take({ feed, at, ...message }: Said): void {
		const known = this.#of(feed)
		switch (message.type) {
			case 'vitals':
				known.vitals = message.said
				known.heard = at
				known.minutes = minutesAfter(known.minutes, message.said.minutes, this.#now())
				return
			case 'sample':
				known.sample = message.said
				known.sampleBytes = JSON.stringify(message.said).length
				return this.#boundSamples()
			case 'check':
				known.check = message.said
				return
			case 'command':
				known.commands.add(message.said, this.#now())
		}
	}

	/** As the one that was spoken of last. */
	#of(feed: string): Known {
		const known = this.#known.get(feed) ?? { minutes: new Map(), sampleBytes: 0, commands: new Commands() }
		this.#known.delete(feed)
		this.#known.set(feed, known)
		const [oldest] = this.#known.size > MOST_FEEDS ? this.#known : []
		if (oldest) {
			oldest[1].commands.close()
			this.#known.delete(oldest[0])
		}
		return known
	}

	#boundSamples(): void {
		let held = [...this.#known.values()].reduce((sum, { sampleBytes }) => sum + sampleBytes, 0)
		for (const known of this.#known.values()) {
			if (held <= MOST_BYTES) return
			held -= known.sampleBytes
			known.sampleBytes = 0
			delete known.sample
		}
	}
}
