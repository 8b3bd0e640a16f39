import type { Parsed } from '@lagebild/feeds/adapter.ts'
import type { BoundAdapter } from '@lagebild/feeds/bind.ts'
import type { Fetcher } from '@lagebild/feeds/fetch.ts'
import { unique } from '@lagebild/feeds/parsed.ts'
import { readIso } from '@lagebild/model/time.ts'
import type { Logger } from 'pino'

import { collect } from './collect.ts'
import { NOTHING_KNOWN } from './collected.ts'
import type { Collected, Knowledge } from './collected.ts'
import type { KeyedFeed } from './config.ts'
import { circuitOf, circuitWords } from './core/circuit.ts'
import { healthAfter, isAsKnown, unknownHealth } from './core/health.ts'
import type { Health, KnownHealth, PollResult } from './core/health.ts'
import { observedTimes } from './core/measured.ts'
import { emptyMemory, mentioned } from './core/memory.ts'
import type { Memory } from './core/memory.ts'
import { NO_PRESENCE, presenceAfter } from './core/presence.ts'
import type { Presence } from './core/presence.ts'
import { tellEvents, tellMeasurements, tellRejects, tellRoster } from './deliver.ts'
import type { Told } from './deliver.ts'
import { healthEvent } from './health-event.ts'
import type { Delivered, Hub, HubAnswer } from './hub.ts'
import { problemsOf } from './problems.ts'
import { recall } from './recall.ts'
import { Controls } from './vitals/controls.ts'
import { FeedWatch } from './vitals/watch.ts'

/** What a feed needs from outside, so that tests give their own clock and hub. */
export type WorkerPorts = {
	readonly hub: Hub
	readonly fetcher: Fetcher
	readonly now: () => number
	readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
	readonly signal: AbortSignal
	/** When another ingest heard this feed last. */
	readonly elsewhere?: () => number | undefined
}

/** One feed between two polls. Owned by its loop alone. */
export type Worker = {
	readonly feed: KeyedFeed
	readonly adapter: BoundAdapter
	readonly ports: WorkerPorts
	readonly memory: Memory
	/** Sees all that goes through the adapter, the fetcher and the hub of this worker. */
	readonly watch: FeedWatch
	readonly controls: Controls
	known: Knowledge
	presence: Presence
	health: Health
	/** State and code that the hub knows. */
	told: string
	/** What the hub knows from before this worker, until something of our own is told. */
	before: KnownHealth | undefined
	newest: number | undefined
	/** Polls in a row without a usable answer, or for an operation that is closed. */
	failures: number
	/** Polls in a row of which the hub did not take everything. */
	untold: number
	/** Since when values wait for entities that another feed may bring yet. */
	waiting: number | undefined
}

export function createWorker(feed: KeyedFeed, adapter: BoundAdapter, ports: WorkerPorts): Worker {
	const watch = new FeedWatch(feed, adapter, ports.now)
	return {
		feed,
		adapter: watch.adapter(),
		ports: { ...ports, hub: watch.hub(ports.hub), fetcher: watch.fetcher(ports.fetcher) },
		memory: emptyMemory(adapter.descriptor),
		known: NOTHING_KNOWN,
		presence: NO_PRESENCE,
		health: unknownHealth(ports.now()),
		watch,
		controls: new Controls(),
		told: '',
		before: undefined,
		newest: undefined,
		failures: 0,
		untold: 0,
		waiting: undefined,
	}
}

/** One poll: fetch, read, hand over, judge. Returns how long the upstream asked to be left alone, if it did. */
export async function poll(worker: Worker): Promise<{ readonly retryAfterMs?: number }> {
	const { feed, adapter, ports } = worker
	const collected = await collect({
		feed: feed.id,
		url: feed.url,
		adapter,
		known: worker.known,
		probing: circuitOf(worker.failures, true) === 'half-open',
		...ports,
	})
	if (ports.signal.aborted) return {}
	const result = await hand(worker, collected)
	if (!result) return {}
	await judge(worker, result)
	return collected.retryAfterMs === undefined ? {} : { retryAfterMs: collected.retryAfterMs }
}

/** Hands over what was collected, and says what that came to; undefined when it was told to stop. */
export async function hand(worker: Worker, collected: Collected): Promise<PollResult | undefined> {
	const told = await tell(worker, collected)
	if (worker.ports.signal.aborted) return undefined
	remember(worker, collected, told)
	return resultOf(worker, collected, told)
}

function remember(worker: Worker, collected: Collected, told: Told): void {
	const good = collected.main === 'good'
	worker.known = told.told && good ? collected.known : { documents: worker.known.documents, failing: collected.known.failing }
	worker.untold = told.told ? 0 : worker.untold + 1
	if (!told.told) worker.known = { ...worker.known, documents: new Map() }
	if (good) worker.waiting = told.waits ? (worker.waiting ?? worker.ports.now()) : undefined
	worker.failures = good && !told.closed ? 0 : worker.failures + 1
}

/** Content before presence: a list may only name what was said. Rejects last; when the hub takes nothing, all comes again. */
async function tell(worker: Worker, collected: Collected): Promise<Told> {
	const { parsed } = collected
	const teller = { feed: worker.feed.id, hub: worker.ports.hub, memory: worker.memory }
	const said = unique(parsed.flatMap((part) => part.events))
	const events = await tellEvents(teller, said)
	const entities = new Set<string>(said.map(({ entity }) => entity))
	mentioned(worker.memory, { entities, whole: parsed.length >= collected.asked }, worker.ports.now())
	const measured = events.told
		? await tellMeasurements(
				teller,
				parsed.flatMap((part) => part.measurements),
			)
		: events
	const present = measured.told ? await tellPresence(worker, collected) : measured
	noteNewest(worker, parsed)
	if (!events.told) return present
	const refused = [...events.rejects, ...measured.rejects]
	await tellRejects(teller, [...parsed.flatMap((part) => part.rejects), ...refused], worker.ports.now())
	return present
}

async function tellPresence(worker: Worker, { listing, main }: Collected): Promise<Told> {
	if (!listing?.complete || main !== 'good') return { told: true, rejects: [] }
	const { id, everySeconds } = worker.feed
	const { presence, tell: tells } = presenceAfter(worker.presence, {
		ids: listing.ids,
		at: listing.listTime,
		everyMs: everySeconds * 1_000,
	})
	const teller = { feed: id, hub: worker.ports.hub, memory: worker.memory }
	const told = tells ? await tellRoster(teller, { listing, streak: presence.streak, everySeconds }) : { told: true, rejects: [] }
	if (told.told) worker.presence = presence
	return told
}

/** A value of a source whose clock is ahead says nothing about how new the others are. */
const AHEAD_MS = 300_000

function noteNewest(worker: Worker, parsed: readonly Parsed[]): void {
	const soon = worker.ports.now() + AHEAD_MS
	for (const text of parsed.flatMap(({ measurements }) => measurements.flatMap(observedTimes))) {
		const at = readIso(text)
		if (at !== undefined && at <= soon && at > (worker.newest ?? 0)) worker.newest = at
	}
}

function resultOf(worker: Worker, collected: Collected, told: Told): PollResult {
	const reason = `${collected.reason ?? ''}${circuitWords(worker.failures)}`
	if (collected.main !== 'good') return { type: collected.main, reason }
	const patient = worker.waiting !== undefined && worker.ports.now() - worker.waiting <= worker.feed.everySeconds * 1_000
	const problems = problemsOf({ collected, told, patient, presence: worker.presence, memory: worker.memory })
	return { type: 'good', problems, ...(worker.newest !== undefined && { newest: worker.newest }) }
}

/** Tells the hub of a transition, and tries again with the next poll when it could not be told. Of a feed that is paused nothing is told. */
export async function judge(worker: Worker, result: PollResult): Promise<void> {
	const { feed, adapter, ports } = worker
	if (worker.controls.paused !== undefined) return
	const silentMs = Math.max(adapter.descriptor.silentMs, 3 * feed.everySeconds * 1_000)
	if (isHeardElsewhere(ports, result, silentMs)) return judge(worker, { type: 'good', problems: [] })
	worker.watch.judged(result)
	worker.health = healthAfter(worker.health, result, { now: ports.now(), silentMs })
	const { state, code, reason } = worker.health
	const name = `${state} ${code}`
	if (worker.before && isAsKnown(worker.health, worker.before)) takeOver(worker, worker.before, name)
	worker.before = undefined
	if (name === worker.told) return
	if (state === 'green') ports.log.info({ feed: feed.id, state }, 'feed is well')
	else ports.log.warn({ feed: feed.id, state, reason: worker.watch.maskedReason(reason) }, 'feed is not well')
	const delivered = await ports.hub.submit([
		healthEvent(feed, { ...worker.health, reason: worker.watch.maskedReason(reason) }, ports.now()),
	])
	const answer = delivered.type === 'answered' ? delivered.answer[0] : undefined
	if (answer && !('fault' in answer)) worker.told = name
	else ports.log.warn({ feed: feed.id, delivered: delivered.type, ...faultOf(delivered, answer) }, 'health could not be told')
}

/** Somebody wants it silent: that is told in place of how it is, until it was heard. */
export async function tellPause(worker: Worker): Promise<void> {
	const { feed, ports, controls, health } = worker
	const now = ports.now()
	if (controls.paused === undefined || worker.told === controls.paused) return
	const told = { state: 'off', code: 'paused', reason: controls.paused, since: now, lastGood: health.lastGood } as const
	const delivered = await ports.hub.submit([healthEvent(feed, told, now)])
	const answer = delivered.type === 'answered' ? delivered.answer[0] : undefined
	if (answer && !('fault' in answer)) worker.told = told.reason
}

/** Each ingest serves such a feed, and its source speaks to one of them. */
function isHeardElsewhere({ elsewhere, now }: WorkerPorts, result: PollResult, silentMs: number): boolean {
	const at = result.type !== 'good' && result.unheard ? elsewhere?.() : undefined
	return at !== undefined && now() - at <= silentMs
}

/** It is as it was when somebody else watched: nothing is told. */
function takeOver(worker: Worker, { since }: KnownHealth, name: string): void {
	worker.health = { ...worker.health, since }
	worker.told = name
}

/** Goes on where this feed was left, here or by another ingest. To be called before anything is read. */
export async function goOn(worker: Worker): Promise<void> {
	const recalled = await recall(worker.ports.hub, worker.feed.id)
	if (!recalled) return
	worker.presence = recalled.presence
	worker.before = recalled.health
	if (recalled.health) worker.controls.recall(recalled.health.state, recalled.health.reason)
	if (worker.controls.paused !== undefined) worker.told = worker.controls.paused
	worker.health = { ...worker.health, lastGood: recalled.health?.lastGood ?? null }
}

function faultOf(delivered: Delivered<unknown>, answer: HubAnswer | undefined): { readonly reason: string } {
	if (delivered.type === 'undelivered') return { reason: delivered.reason }
	if (delivered.type === 'refused') return { reason: delivered.fault.fault }
	return { reason: answer && 'fault' in answer ? answer.fault : 'no answer' }
}
