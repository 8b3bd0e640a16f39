import type { Submission } from '@lagebild/model/event.ts'

import type { FollowUp, Parsed, Reception, Reject } from '../adapter.ts'
import { isObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import { observationBatches } from '../measure.ts'
import type { Observation } from '../measure.ts'
import { unique } from '../parsed.ts'
import { rawOf } from '../text.ts'
import { descriptionOf, followed, serviceOf, streamsOfThing } from './address.ts'
import { describe, unnamedStream } from './describe.ts'
import type { Described } from './describe.ts'
import { gapsOf } from './gap.ts'
import { isDue, remember, takeWaiting, wait } from './memory.ts'
import type { Memory } from './memory.ts'
import { readObservation } from './observation.ts'
import type { SensorThingsOptions } from './options.ts'
import { readResult } from './reading.ts'
import type { Read } from './reading.ts'
import { findIn } from './shape.ts'
import type { Around, Found, FoundObservation, FoundStream } from './shape.ts'
import { keyOf, nameOf, streamInPath } from './stream-id.ts'
import type { StreamId } from './stream-id.ts'

export type Document = {
	readonly value: unknown
	readonly reception: Reception
	readonly options: SensorThingsOptions
	readonly memory: Memory
}

/** What a page has to say to the next one. */
type Passed = { readonly page: number; readonly thing?: JsonObject }

/** Streams first: what they are decides what their observations mean. */
export function readDocument(document: Document): Parsed {
	const { reception, options, memory } = document
	const passed = passedTo(reception.context)
	const around = aroundOf(reception, passed)
	if (isNotice(reception)) return noticeOf(document, around)
	const found = findIn(document.value, around)
	const newest = newestOf(found)
	const { whole, notices } = apart(found, document)
	const parts = whole.map((stream) => {
		const observation = newest.get(keyOf(stream.id))
		const description = describe(stream, { reception, options, ...(observation && { newest: observation }) })
		remember(memory, description.described, reception.received)
		return description
	})
	const reads = [
		...released(found, document).map((observation) => readOne(observation, document)),
		...found.observations.map((observation) => readOne(observation, document)),
	]
	const onward = onwardOf(found, document, passed)
	const gaps = gapsOf(found.streams, newest, document)
	const isLate = reception.document === 'backfill'
	return {
		events: lately(withoutDoubles([...parts.flatMap(({ events }) => events), ...reads.flatMap(({ events }) => events)]), isLate),
		measurements: batchesOf(
			reads.flatMap(({ rows }) => rows),
			isLate,
		),
		rejects: [...found.rejects, ...[...parts, ...reads, onward].flatMap(({ rejects }) => rejects)],
		followUps: uniqueAddresses([...notices, ...gaps, ...onward.followUps, ...reads.flatMap(({ followUps }) => followUps ?? [])]),
	}
}

/**
 * What waited for a description that is there now. A back-fill may bring descriptions too, but what waits was heard live and must not be told as
 * late: it goes with the next live message.
 */
function released({ streams, observations }: Found, { reception, memory }: Document): readonly FoundObservation[] {
	if (reception.document === 'backfill') return []
	const spoken = [...streams.map(({ id }) => id), ...observations.flatMap(({ stream }) => stream ?? [])]
	return spoken
		.filter((id) => memory.described.has(keyOf(id)))
		.flatMap((id) => takeWaiting(memory, id).map(({ item }) => ({ item, stream: id })))
}

/** A stream also tells of datastreams that were made or changed, without what they belong to: they are asked for, whole. */
function apart({ streams }: Found, document: Document): { readonly whole: readonly FoundStream[]; readonly notices: readonly FollowUp[] } {
	const heard = document.reception.channel !== undefined && serviceFor(document.reception, document.options) !== undefined
	if (!heard) return { whole: streams, notices: [] }
	const bare = streams.filter(({ thing }) => !thing)
	return { whole: streams.filter(({ thing }) => thing), notices: bare.flatMap(({ id }) => describing(id, document)) }
}

function passedTo(context: string | undefined): Passed {
	try {
		const value: unknown = JSON.parse(context ?? '{}')
		if (!isObject(value)) return { page: 1 }
		const thing = value['thing']
		return { page: typeof value['page'] === 'number' ? value['page'] : 1, ...(isObject(thing) && { thing }) }
	} catch {
		return { page: 1 }
	}
}

function aroundOf({ channel, url }: Reception, { thing }: Passed): Around {
	const stream = streamInPath(channel) ?? streamInPath(pathOf(url))
	return { ...(stream && { stream }), ...(thing && { thing }) }
}

function pathOf(url: string | undefined): string | undefined {
	return url === undefined ? undefined : URL.parse(url)?.pathname
}

/** MQTT also tells of changed datastreams and Things, without what they belong to. */
function isNotice({ channel }: Reception): boolean {
	return channel !== undefined && streamInPath(channel) !== undefined && !/\/Observations\/?$/.test(channel)
}

/** A datastream was changed: what it is now is asked for, whole. */
function noticeOf({ reception, options }: Document, { stream }: Around): Parsed {
	const service = serviceFor(reception, options)
	const followUps = service === undefined || !stream ? [] : [descriptionOf(service, stream)]
	return { events: [], measurements: [], rejects: [], followUps }
}

function serviceFor({ url }: Reception, { service }: SensorThingsOptions): string | undefined {
	return service === undefined ? serviceOf(url ?? '') : (serviceOf(service) ?? service)
}

/** The first observation of each datastream: the newest, as it was asked for. */
function newestOf({ observations }: Found): ReadonlyMap<string, JsonObject> {
	const newest = new Map<string, JsonObject>()
	for (const { item, stream } of observations) if (stream && !newest.has(keyOf(stream))) newest.set(keyOf(stream), item)
	return newest
}

type OneRead = Read & { readonly followUps?: readonly FollowUp[] }

const NOTHING: OneRead = { events: [], rows: [], rejects: [] }

function readOne({ item, stream }: FoundObservation, document: Document): OneRead {
	const { memory, reception } = document
	if (!stream) {
		const message = 'nothing says whose observation this is: neither itself, nor its topic, nor its address'
		return { ...NOTHING, rejects: [{ reason: 'no-datastream', message, raw: rawOf(item) }] }
	}
	const known = memory.described.get(keyOf(stream))
	if (!known) return readUnknown(item, stream, document)
	const due = isDue(memory, stream, reception.received) ? describing(stream, document) : []
	return { ...readKnown(item, known, document), followUps: due }
}

function describing(stream: StreamId, { reception, options }: Document): readonly FollowUp[] {
	const service = serviceFor(reception, options)
	return service === undefined ? [] : [descriptionOf(service, stream)]
}

/** It waits for the answer to the question what its datastream is. Where nobody can be asked, its numbers are told as they are. */
function readUnknown(item: JsonObject, stream: StreamId, document: Document): OneRead {
	const { reception, options, memory } = document
	const followUps = describing(stream, document)
	if (followUps.length === 0) {
		const { described, events, rejects } = describe(unnamedStream(stream), { reception, options })
		const read = readKnown(item, described, document)
		return { ...read, events: [...events, ...read.events], rejects: [...rejects, ...read.rejects] }
	}
	const message = `what ${nameOf(stream)} is, was asked for and not answered`
	const left = wait(memory, stream, { item, received: reception.received })
	return { ...NOTHING, rejects: left.map((one): Reject => ({ reason: 'not-described', message, raw: rawOf(one.item) })), followUps }
}

function readKnown(item: JsonObject, { id, meanings }: Described, { reception: { feed, received } }: Document): Read {
	const read = readObservation(item, received)
	if ('reject' in read) return meanings.some(({ type }) => type !== 'none') ? { ...NOTHING, rejects: [read.reject] } : NOTHING
	const { observation } = read
	const parts = id.multi ? partsOf(observation.result, meanings.length) : [observation.result]
	if (!parts) {
		const message = `the result of a MultiDatastream is an array of ${meanings.length}`
		return { ...NOTHING, rejects: [{ reason: 'bad-result', message, path: 'result', raw: rawOf(item) }] }
	}
	const reads = meanings.map((meaning, i) => readResult(meaning, { ...observation, result: parts[i] }, { feed, item }))
	return {
		events: reads.flatMap(({ events }) => events),
		rows: reads.flatMap(({ rows }) => rows),
		rejects: reads.flatMap(({ rejects }) => rejects),
	}
}

function partsOf(result: unknown, count: number): readonly unknown[] | undefined {
	if (result === null) return []
	return Array.isArray(result) && result.length === count ? result : undefined
}

/** A hub takes one revision per request: results that are told in time share one. */
function batchesOf(rows: readonly (Observation & { readonly revision: number })[], isLate: boolean): Parsed['measurements'] {
	const byRevision = new Map<number, Observation[]>()
	for (const { revision, ...row } of rows) {
		const group = byRevision.get(revision) ?? []
		byRevision.set(revision, group)
		group.push(row)
	}
	return [...byRevision].flatMap(([revision, group]) => observationBatches(group, { revision, ...(isLate && { backfill: true }) }))
}

/** The same statement whether it is heard in time or late, so that its id stays. What a thing is, is no past. */
function lately(events: readonly Submission[], isLate: boolean): readonly Submission[] {
	return isLate ? events.map((event) => (event.times ? { ...event, backfill: true } : event)) : events
}

/** Of two descriptions of one thing in one document the last counts; states of a gate are each of their own time. */
function withoutDoubles(events: readonly Submission[]): readonly Submission[] {
	const last = new Map(events.filter(({ times }) => !times).map((event) => [event.entity, event]))
	return unique(events.filter((event) => event.times !== undefined || last.get(event.entity) === event))
}

type Going = { readonly followUps: readonly FollowUp[]; readonly rejects: readonly Reject[] }

function onwardOf(found: Found, { reception, options }: Document, { page }: Passed): Going {
	if (serviceOf(reception.url ?? '') === undefined) return { followUps: [], rejects: [] }
	const empty = found.streams.length + found.observations.length + found.bare.length + found.rejects.length === 0
	const steps = found.onward.map((onward): Going => {
		const next = onward.type === 'page' ? page + 1 : 1
		const url = followed(onward.link, reception.url)
		const why = url === undefined ? 'leads nowhere' : reasonToStop({ url, from: reception.url, next, empty }, options)
		if (url === undefined || why !== undefined) return { followUps: [], rejects: [stopped(onward.link, why ?? '')] }
		const document = reception.document === 'backfill' ? 'backfill' : 'page'
		const context = JSON.stringify({ page: next, ...(onward.thing && { thing: onward.thing }) } satisfies Passed)
		return { followUps: [{ url, document, context }], rejects: [] }
	})
	const service = serviceFor(reception, options)
	const things = service === undefined ? [] : found.bare.map(({ literal, thing }) => ofThing(streamsOfThing(service, literal), thing))
	return { followUps: [...steps.flatMap(({ followUps }) => followUps), ...things], rejects: steps.flatMap(({ rejects }) => rejects) }
}

function ofThing(url: string, thing: JsonObject): FollowUp {
	return { url, document: 'page', context: JSON.stringify({ page: 1, thing } satisfies Passed) }
}

type Step = { readonly url: string; readonly from: string | undefined; readonly next: number; readonly empty: boolean }

/** Why a link is not followed. Paging ends: by a page that leads to itself, an empty one, or the most that are wanted. */
function reasonToStop({ url, from, next, empty }: Step, { maxPages }: SensorThingsOptions): string | undefined {
	if (from !== undefined && URL.parse(from)?.href === url) return 'leads to itself'
	if (empty && next > 1) return 'stands in an empty page'
	return next > maxPages ? `leads beyond ${maxPages} pages (option "maxPages")` : undefined
}

function stopped(link: unknown, why: string): Reject {
	return { reason: 'endless-paging', message: `the next page is not asked for: its link ${why}`, path: '@iot.nextLink', raw: rawOf(link) }
}

function uniqueAddresses(followUps: readonly FollowUp[]): readonly FollowUp[] {
	return [...new Map(followUps.map((followUp) => [`${followUp.document} ${followUp.url}`, followUp])).values()]
}
