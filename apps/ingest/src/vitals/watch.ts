import type { Parsed, Reception, Reject } from '@lagebild/feeds/adapter.ts'
import type { BoundAdapter } from '@lagebild/feeds/bind.ts'
import type { Fetched, Fetcher } from '@lagebild/feeds/fetch.ts'
import { rawBytes } from '@lagebild/feeds/text.ts'
import type { Submission } from '@lagebild/model/event.ts'
import { FeedSample } from '@lagebild/model/feeds-protocol.ts'
import type { FeedError, RejectOrigin } from '@lagebild/model/feeds-protocol.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'
import { iso, readIso } from '@lagebild/model/time.ts'

import type { KeyedFeed } from '../config.ts'
import { count, newFigures, summaryOf } from '../core/figures.ts'
import type { Figures, Summary } from '../core/figures.ts'
import type { PollResult } from '../core/health.ts'
import { observedTimes } from '../core/measured.ts'
import type { Hub } from '../hub.ts'
import { withParse } from '../with-parse.ts'
import { given } from './given.ts'
import { excerptOf, masked, maskedAddress, secretsOf, withoutSecrets } from './mask.ts'
import { plainEvents, unmistakable } from './plain-events.ts'
import { sampleOf } from './sample.ts'

const RAW = 65_536
const MOST_CONTEXT = 16_384
const MOST_ERROR = 300

/** Sees what one feed fetches, reads and hands over, and keeps what people want to know of it. In memory, and bounded. */
export class FeedWatch {
	/** The format as it is, for reading what nobody shall count. */
	readonly plain: BoundAdapter
	readonly #now: () => number
	readonly #feed: string
	readonly #secrets: readonly string[]
	readonly #keys: readonly string[]
	readonly #figures: Figures
	readonly #begun: number
	#error: FeedError | null = null
	/** The error is newer than the last judgement. */
	#fresh = false
	#newest: number | undefined
	#heard: { readonly bytes: Uint8Array; readonly reception: Reception; readonly parsed: Parsed } | undefined
	/** Documents that said something. */
	#samples = 0

	constructor(feed: KeyedFeed, plain: BoundAdapter, now: () => number) {
		this.plain = plain
		this.#now = now
		this.#feed = feed.id
		this.#secrets = secretsOf(feed)
		this.#keys = unmistakable(this.#secrets)
		this.#begun = now()
		this.#figures = newFigures(this.#begun)
	}

	adapter(): BoundAdapter {
		return withParse(this.plain, (bytes, reception) => {
			const parsed = withoutSignsOfLife(this.plain.parse(bytes, reception))
			this.#read(bytes, reception, parsed)
			return { ...parsed, events: this.#plain(bytes, parsed.events), rejects: this.#placed(bytes, reception, parsed.rejects) }
		})
	}

	fetcher(fetcher: Fetcher): Fetcher {
		return {
			...fetcher,
			get: async (...asked) => {
				const fetched = await fetcher.get(...asked)
				this.#fetched(fetched)
				return fetched
			},
		}
	}

	hub(hub: Hub): Hub {
		return {
			...hub,
			submit: async (events) => {
				const delivered = await hub.submit(events)
				if (delivered.type === 'answered') this.#told(events.filter((_, i) => isTaken(delivered.answer[i])))
				else if (delivered.type === 'undelivered') this.wrong(delivered.reason)
				return delivered
			},
			measure: async (measurements) => {
				const delivered = await hub.measure(measurements)
				if (delivered.type === 'answered') this.#measured(measurements, delivered.answer.refused.length)
				else if (delivered.type === 'undelivered') this.wrong(delivered.reason)
				return delivered
			},
		}
	}

	/** Something that is not well, in whose words ever. */
	wrong(text: string): void {
		const said = masked(text, this.#secrets)
		this.#fresh = true
		this.#error = { at: iso(this.#now()), text: said.length <= MOST_ERROR ? said : `${said.slice(0, MOST_ERROR - 1).toWellFormed()}…` }
	}

	/** How a poll ended, for what was not told in more words already. */
	judged(result: PollResult): void {
		if (result.type !== 'good' && !this.#fresh) this.wrong(result.reason)
		this.#fresh = false
	}

	maskedReason(reason: string | null): string | null {
		return reason === null ? null : this.masked(reason)
	}

	/** Words of others without what only this feed may know. */
	masked(text: string): string {
		return masked(text, this.#secrets)
	}

	get error(): FeedError | null {
		return this.#error
	}

	get newest(): string | null {
		return this.#newest === undefined ? null : iso(this.#newest)
	}

	get summary(): Summary {
		return summaryOf(this.#figures, this.#now())
	}

	/** Goes up with each sample that there could be. */
	get samples(): number {
		return this.#samples
	}

	get mappingVersion(): string | null {
		return this.plain.definition?.().version.slice(0, 64) ?? null
	}

	/** The newest document that said something; undefined before the first. */
	sample(): FeedSample | undefined {
		return this.#heard && this.#plainSample(sampleOf(this.#heard, this.mappingVersion))
	}

	/** A source may repeat the address with its key in what it says. */
	#plainSample(sample: FeedSample): FeedSample | undefined {
		const text = JSON.stringify(sample)
		const plain = withoutSecrets(text, this.#secrets)
		return plain === text ? sample : FeedSample.safeParse(JSON.parse(plain)).data
	}

	/** Nearly no document repeats a key, and to look for one in its bytes takes next to nothing. */
	#plain(bytes: Uint8Array, events: readonly Submission[]): readonly Submission[] {
		const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
		const repeated = this.#keys.filter((key) => whole.includes(key))
		return repeated.length === 0 ? events : plainEvents(events, { feed: this.#feed, secrets: repeated })
	}

	#read(bytes: Uint8Array, reception: Reception, parsed: Parsed): void {
		const { events, measurements, rejects } = parsed
		if (rejects.length > 0) count(this.#figures, this.#now(), { rejects: rejects.length })
		if (events.length + measurements.filter(({ backfill }) => !backfill).length > 0) {
			this.#heard = { bytes: bytes.slice(0, RAW + 4), reception, parsed }
			this.#samples += 1
		} else if (rejects.length > 0 && measurements.length === 0) this.wrong(`${rejects[0]?.message ?? ''}: ${excerptOf(rawBytes(bytes))}`)
	}

	#placed(bytes: Uint8Array, reception: Reception, rejects: readonly Reject[]): readonly Reject[] {
		if (rejects.length === 0) return rejects
		const whole = rawBytes(bytes)
		return rejects.map((reject) => {
			const origin = this.#originOf(reject, { bytes, reception, whole })
			const { message, raw } = reject
			return { ...reject, message: withoutSecrets(message, this.#secrets), raw: withoutSecrets(raw, this.#secrets), origin }
		})
	}

	#originOf({ raw }: Reject, { bytes, reception, whole }: Came): RejectOrigin {
		const isWhole = raw === whole
		const isCut = isWhole ? bytes.length > RAW : raw.length >= RAW
		return {
			stage: isWhole ? 'document' : 'item',
			...cameFrom(reception),
			...given({
				mapping: this.mappingVersion ?? undefined,
				bytes: isWhole && !isCut ? base64Of(bytes) : undefined,
				cut: isCut || undefined,
			}),
		}
	}

	#fetched(fetched: Fetched): void {
		if (fetched.type === 'failed') this.wrong(fetched.said === undefined ? fetched.reason : `${fetched.reason}: ${excerptOf(fetched.said)}`)
	}

	#told(events: readonly Submission[]): void {
		const said = events.filter(({ kind, op }) => kind !== 'feed' && op !== 'roster')
		const times = said.flatMap(({ times: { observed, sent } = {} }) => sent ?? observed ?? [])
		if (said.length > 0) count(this.#figures, this.#now(), { messages: said.length, lagsMs: this.#lagsOf(this.#agesOf(times)) })
	}

	/** The past that is fetched at the start is no sign of life. */
	#measured(batch: Measurements, refused: number): void {
		if (batch.backfill) return
		const now = this.#now()
		const { observations, positions, curves } = batch
		const rows = (observations?.entity.length ?? 0) + (positions?.entity.length ?? 0) + (curves?.length ?? 0)
		const ages = this.#agesOf(observedTimes(batch))
		count(this.#figures, now, { messages: Math.max(0, rows - refused), lagsMs: this.#lagsOf(ages) })
		const newest = now - ages.reduce((least, age) => Math.min(least, age), Infinity)
		if (newest > (this.#newest ?? 0)) this.#newest = newest
	}

	/** A clock of a source that is ahead says nothing. */
	#agesOf(times: readonly string[]): readonly number[] {
		const now = this.#now()
		return times.flatMap((time) => {
			const at = readIso(time)
			return at === undefined || at > now + AHEAD_MS ? [] : [Math.max(0, now - at)]
		})
	}

	/** What the source said before anybody listened was not late. */
	#lagsOf(ages: readonly number[]): readonly number[] {
		const listening = this.#now() - this.#begun + this.plain.descriptor.everyMs
		return ages.filter((age) => age <= listening)
	}
}

/** What says by its own words that it tells of nothing: heartbeats of a warning system, answers to messages. Nobody has to look at one a minute. */
const SIGNS_OF_LIFE: ReadonlySet<string> = new Set(['status-system', 'not-a-warning'])

function withoutSignsOfLife(parsed: Parsed): Parsed {
	const rejects = parsed.rejects.filter(({ reason }) => !SIGNS_OF_LIFE.has(reason))
	return rejects.length === parsed.rejects.length ? parsed : { ...parsed, rejects }
}

/** Of what is no text, which shows nothing of it. */
function base64Of(bytes: Uint8Array): string | undefined {
	return isNoText(bytes) ? Buffer.from(bytes).toString('base64') : undefined
}

function cameFrom({ url, document, contentType, channel, context }: Reception) {
	return given({
		url: url && maskedAddress(url).slice(0, 2_000),
		document: document?.slice(0, 300),
		contentType: contentType?.slice(0, 200),
		channel: channel?.slice(0, 1_000),
		context: shortContext(context),
	})
}

function shortContext(context: string | undefined): string | undefined {
	return context !== undefined && context.length <= MOST_CONTEXT ? context : undefined
}

type Came = { readonly bytes: Uint8Array; readonly reception: Reception; readonly whole: string }

const AHEAD_MS = 60_000

function isTaken(answer: object | undefined): boolean {
	return answer !== undefined && !('fault' in answer)
}

function isNoText(bytes: Uint8Array): boolean {
	try {
		new TextDecoder('utf-8', { fatal: true }).decode(bytes)
		return false
	} catch {
		return true
	}
}
