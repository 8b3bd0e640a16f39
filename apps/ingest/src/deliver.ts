import type { Listing, Reject } from '@lagebild/feeds/adapter.ts'
import { contentHash, feedEventId } from '@lagebild/feeds/ids.ts'
import { clip, rawOf } from '@lagebild/feeds/text.ts'
import type { Submission } from '@lagebild/model/event.ts'
import { fault, FAULTS } from '@lagebild/model/fault.ts'
import type { FaultCode } from '@lagebild/model/fault.ts'
import { entityId } from '@lagebild/model/ids.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'
import { iso } from '@lagebild/model/time.ts'

import { chunks } from './core/chunks.ts'
import { newRows, rememberRows, rowAlone, spansOf, withoutRows } from './core/measured.ts'
import { rememberRefused, rememberReject } from './core/memory.ts'
import type { Memory } from './core/memory.ts'
import { forgetTold, newsOf, rememberTold } from './core/news.ts'
import type { Hub, HubAnswer, MeasuredAnswer } from './hub.ts'

/** `told: false`: something could not be handed over and the upstream must be asked again. */
export type Told = {
	readonly told: boolean
	readonly reason?: string
	readonly rejects: readonly Reject[]
	/** Nothing is said in the operation until somebody opens it again: asked for less and less often. */
	readonly closed?: true
	/** All that is missing are entities that another feed may bring yet. */
	readonly waits?: true
}

export type Teller = { readonly feed: string; readonly hub: Hub; readonly memory: Memory }

const TOLD: Told = { told: true, rejects: [] }
const MAX_EVENTS = 200
const MAX_BYTES = 900_000

/** Faults that are about the moment and not about the item: the same item may be welcome later. */
const PASSING: ReadonlySet<FaultCode> = new Set(['unknown-entity', 'operation-closed', 'unknown-operation', 'unauthenticated', 'not-found'])

/** What ends a thing that nobody knows has nothing to do. */
const ENDS: ReadonlySet<string> = new Set(['end', 'cancel'])

function passes(code: FaultCode): boolean {
	return FAULTS[code].retry || PASSING.has(code)
}

function joinTold(parts: readonly Told[]): Told {
	const failed = parts.find(({ told }) => !told)
	return {
		told: !failed,
		...(failed?.reason !== undefined && { reason: failed.reason }),
		rejects: parts.flatMap(({ rejects }) => rejects),
		...(parts.some(({ closed }) => closed) && CLOSED),
		...(failed && parts.every(({ told, waits }) => told || waits) && WAITS),
	}
}

const CLOSED = { closed: true } as const
const WAITS = { waits: true } as const

function closedBy(code: FaultCode): { closed?: true } {
	return code === 'operation-closed' ? CLOSED : {}
}

/** Posts what changed: an event that the hub took last for its entity says nothing new. */
export async function tellEvents(teller: Teller, events: readonly Submission[]): Promise<Told> {
	const { memory } = teller
	const fresh = newsOf(memory, events)
	const parts: Told[] = []
	for (const chunk of chunks(fresh, { items: MAX_EVENTS, bytes: MAX_BYTES })) {
		const part = await submitChunk(teller, chunk)
		parts.push(part)
		if (!part.told) break
	}
	return joinTold(parts)
}

async function submitChunk(teller: Teller, events: readonly Submission[]): Promise<Told> {
	const delivered = await teller.hub.submit(events)
	if (delivered.type === 'undelivered') return { told: false, reason: delivered.reason, rejects: [] }
	if (delivered.type === 'refused') {
		const { fault: code, message } = delivered.fault
		return joinTold(events.map((event) => answered(teller, event, fault(code, message))))
	}
	const answers = await withOtherMark(teller, events, delivered.answer)
	const parts = events.map((event, i) => answered(teller, event, answers[i] ?? fault('internal')))
	const again = events.flatMap((event, i) => restated(teller.feed, event, answers[i]))
	return again.length > 0 ? joinTold([...parts, await restateAll(teller, again)]) : joinTold(parts)
}

/** What was heard live and asked for later is one statement under one id; the hub has it with the other mark. */
async function withOtherMark({ hub }: Teller, events: readonly Submission[], answers: readonly HubAnswer[]): Promise<readonly HubAnswer[]> {
	const reused = events.filter((_, i) => isReused(answers[i]))
	if (reused.length === 0) return answers
	const delivered = await hub.submit(reused.map(otherMark))
	if (delivered.type !== 'answered') return answers
	return answers.map((answer, i) => {
		const event = events[i]
		const other = event && isReused(answer) ? delivered.answer[reused.indexOf(event)] : undefined
		return other && !('fault' in other) ? other : answer
	})
}

function isReused(answer: HubAnswer | undefined): boolean {
	return answer !== undefined && 'fault' in answer && answer.fault === 'id-reused'
}

function otherMark(event: Submission): Submission {
	const { backfill, ...live } = event
	return backfill ? live : { ...live, backfill: true }
}

function answered({ memory }: Teller, event: Submission, answer: HubAnswer): Told {
	if (!('fault' in answer)) {
		rememberTold(memory, event)
		memory.refused.delete(event.entity)
		return TOLD
	}
	if (answer.fault === 'unknown-entity' && ENDS.has(event.op)) {
		rememberTold(memory, event)
		return TOLD
	}
	rememberRefused(memory, event.entity, answer.fault)
	if (answer.fault === 'unknown-entity') forgetTold(memory, event.entity)
	if (passes(answer.fault)) return { told: false, reason: `${answer.fault}: ${answer.message}`, rejects: [], ...closedBy(answer.fault) }
	rememberTold(memory, event)
	const { fault: reason, message, path } = answer
	return { told: true, rejects: [refusedByHub({ reason, message, ...(path !== undefined && { path }), raw: rawOf(event) })] }
}

/** What it refused is kept as it was said, so that it can be said again. */
function refusedByHub(reject: Reject): Reject {
	return { ...reject, origin: { stage: 'hub', ...(reject.raw.length >= MAX_RAW && { cut: true }) } }
}

const MAX_RAW = 65_536

/**
 * A state without a time of its own that was said before and has been replaced since: it holds again, which the same id cannot say. It is
 * said once more under an id that follows from both, so that two ingests still say it only once.
 */
function restated(feed: string, event: Submission, answer: HubAnswer | undefined): readonly Submission[] {
	if (!answer || 'fault' in answer || answer.effect !== 'superseded' || answer.by === undefined) return []
	if (event.backfill || event.times?.observed !== undefined || answer.by === event.id) return []
	return [{ ...event, id: feedEventId(feed, event.entity, `${event.id} again after ${answer.by}`) }]
}

/** What is remembered stays the id that follows from the content: that is what the next poll compares. */
async function restateAll({ hub }: Teller, events: readonly Submission[]): Promise<Told> {
	const delivered = await hub.submit(events)
	return delivered.type === 'undelivered' ? { told: false, reason: delivered.reason, rejects: [] } : TOLD
}

export async function tellMeasurements(teller: Teller, batches: readonly Measurements[]): Promise<Told> {
	const parts: Told[] = []
	for (const batch of batches) {
		const fresh = batch.backfill ? await missingRows(teller.hub, batch) : newRows(teller.memory, batch)
		if (!fresh) continue
		const part = await measureOne(teller, fresh)
		parts.push(part)
		if (!part.told && !part.waits) break
	}
	return joinTold(parts)
}

/** Of a back-fill only what the hub has not: a restart must not store the same day again. In doubt all of it. */
async function missingRows(hub: Hub, batch: Measurements): Promise<Measurements | undefined> {
	const { observations } = batch
	if (!observations) return batch
	const spans = spansOf(observations)
	const known = new Set<string>()
	for (const [entity, span] of spans) {
		const series = await hub.series(entity, span)
		if (series.type !== 'answered') continue
		const { at, value } = series.answer.observed
		at.forEach((time, i) => known.add(`${entity} ${time} ${value[i] ?? null}`))
	}
	return withoutRows(batch, (entity, at, value) => known.has(`${entity} ${at} ${value}`))
}

/** A sensor of another feed may not be there yet: then the values are told again with the next poll. */
async function measureOne({ hub, memory }: Teller, batch: Measurements): Promise<Told> {
	const delivered = await hub.measure(batch)
	if (delivered.type === 'undelivered') return { told: false, reason: delivered.reason, rejects: [] }
	const refused = delivered.type === 'refused' ? [delivered.fault] : delivered.answer.refused
	const final = refused.filter(({ fault: code }) => !passes(code))
	const passing = refused.filter(({ fault: code }) => passes(code))
	const told = passing.length === 0
	if (told) rememberRows(memory, batch)
	const rejects = final.map(({ fault: reason, message, path }) =>
		refusedByHub({ reason, message, ...(path !== undefined && { path }), raw: rawOf(rowAlone(batch, path)) }),
	)
	const closed = refused.some(({ fault: code }) => code === 'operation-closed') ? CLOSED : {}
	forgetUnknown(memory, batch, passing)
	const waits = !told && passing.every(({ fault: code }) => code === 'unknown-entity') ? WAITS : {}
	return { told, ...(!told && { reason: reasonOf(passing) }), rejects, ...closed, ...waits }
}

/** Whose first word the hub has not, whatever was told before. */
function forgetUnknown(memory: Memory, { positions }: Measurements, faults: MeasuredAnswer['refused']): void {
	if (faults.every(({ fault: code }) => code !== 'unknown-entity')) return
	for (const entity of positions?.entity ?? []) forgetTold(memory, entity)
}

function reasonOf([first]: MeasuredAnswer['refused']): string {
	if (first?.fault === 'operation-closed') return `${first.fault}: ${first.message}`
	return `${first?.fault ?? ''} ${first?.path ?? ''}`.trim()
}

export type Roster = { readonly listing: Listing; readonly streak: number; readonly everySeconds: number }

/** Of the entities only the newest selection counts; the configuration of a feed is one selection for ever. */
const SELECTION = 1
const MAX_IDS = 20_000

export async function tellRoster({ feed, hub }: Teller, { listing, streak, everySeconds }: Roster): Promise<Told> {
	const entity = entityId('feed', feed, feed)
	const listTime = iso(listing.listTime)
	if (listing.ids.length > MAX_IDS) return { told: false, reason: `the list has more than ${MAX_IDS} items`, rejects: [] }
	const event: Submission = {
		id: feedEventId(feed, 'roster', `${listTime} ${streak} ${contentHash(listing.ids)}`),
		kind: 'feed',
		entity,
		op: 'roster',
		times: { observed: listTime },
		roster: { selectionVersion: SELECTION, listTime, complete: true, ids: [...listing.ids], streak, everySeconds },
	}
	const delivered = await hub.submit([event])
	const answer = delivered.type === 'answered' ? delivered.answer[0] : delivered.type === 'refused' ? delivered.fault : undefined
	if (answer && !('fault' in answer)) return TOLD
	return { told: false, reason: answer ? answer.message : delivered.type === 'undelivered' ? delivered.reason : 'no answer', rejects: [] }
}

/** So often it is told how often the same came again. */
const RECOUNT_MS = 300_000

/** Hands over each reject once, and now and then how often it came since; losing one is better than holding up the feed. */
export async function tellRejects({ hub, memory }: Teller, rejects: readonly Reject[], at: number): Promise<void> {
	const byHash = new Map(rejects.map((reject) => [contentHash([reject.reason, reject.path, reject.raw]), reject]))
	const fresh = [...byHash].flatMap(([hash, reject]) => {
		const before = memory.rejects.get(hash)
		if (before) before.more += 1
		if (before && at - before.at < RECOUNT_MS) return []
		return [{ hash, reject: { ...fitting(reject, at), ...(before && before.more > 1 && { times: before.more }) } }]
	})
	for (const chunk of chunks(fresh, { items: MAX_EVENTS, bytes: MAX_BYTES })) {
		const delivered = await hub.quarantine(chunk.map(({ reject }) => reject))
		if (delivered.type === 'undelivered') return
		for (const { hash } of chunk) rememberReject(memory, hash, at)
	}
}

function fitting({ reason, message, path, raw, origin }: Reject, at: number): Reject & { readonly at: number } {
	return {
		at,
		reason: clip(reason, 100),
		message: clip(message, 2_000).toWellFormed(),
		...(path !== undefined && { path: clip(path, 500).toWellFormed() }),
		raw: clip(raw, 65_536).toWellFormed(),
		...(origin && { origin }),
	}
}
