import type { FollowUp, Parsed } from '@lagebild/feeds/adapter.ts'
import type { BoundAdapter } from '@lagebild/feeds/bind.ts'
import type { Fetched, Fetcher } from '@lagebild/feeds/fetch.ts'
import { instant, iso } from '@lagebild/model/time.ts'

import { NOTHING_KNOWN } from '../collected.ts'
import type { Collected } from '../collected.ts'
import { sleep } from '../hub.ts'
import { hand } from '../worker.ts'
import type { Worker } from '../worker.ts'
import type { Silence } from './gaps.ts'

export type Backfill = {
	readonly worker: Worker
	readonly adapter: BoundAdapter
	readonly fetcher: Fetcher
	readonly url: string
	readonly maxDocuments: number
	/** One thing at a time goes through a worker: live messages and pages take turns. */
	readonly turn: <T>(work: () => Promise<T>) => Promise<T>
	readonly random: () => number
}

export type Filled = { readonly type: 'filled'; readonly documents: number } | { readonly type: 'failed'; readonly reason: string }

const TRIES = 5
const FIRST_RETRY_MS = 1_000
/** A low share: between two pages the live messages go first, and the source has a rest. */
const REST_MS = 100

/** Asks what was said in a gap, page after page, and hands it over marked as told late. What was said before is not said again: ids are the same. */
export async function fillGap(gap: Silence, backfill: Backfill): Promise<Filled> {
	const { worker, maxDocuments } = backfill
	const { signal } = worker.ports
	const queue = [...documentsOf(gap, backfill)]
	const seen = new Set(queue.map(({ url }) => url))
	let documents = 0
	for (let next = queue.shift(); next && !signal.aborted; next = queue.shift()) {
		if (documents >= maxDocuments) return { type: 'failed', reason: `more than ${maxDocuments} documents` }
		const page = await pageOf(next, backfill)
		if (page.type === 'failed') return page
		documents += 1
		const fresh = page.parsed.followUps.filter(({ url }) => !seen.has(url))
		for (const followUp of fresh) seen.add(followUp.url)
		queue.push(...fresh)
		if (queue.length > 0) await sleep(REST_MS, signal)
	}
	return { type: 'filled', documents }
}

/** Formats that know how to ask say so; of others the address itself is asked, with the times in it. */
function documentsOf({ since, until }: Silence, { adapter, url }: Backfill): readonly FollowUp[] {
	if (adapter.backfill) return adapter.backfill({ url, since: instant(since), until: instant(until) })
	const filled = url.replaceAll('{since}', encodeURIComponent(iso(since))).replaceAll('{until}', encodeURIComponent(iso(until)))
	return [{ url: filled, document: adapter.documents(filled)[0]?.document ?? 'message' }]
}

type Page = { readonly type: 'read'; readonly parsed: Parsed } | { readonly type: 'failed'; readonly reason: string }
type Tried = Page & { readonly again?: true; readonly retryAfterMs?: number }

async function pageOf(followUp: FollowUp, backfill: Backfill): Promise<Page> {
	const { worker, random } = backfill
	const { signal } = worker.ports
	let page: Tried = { type: 'failed', reason: 'not asked' }
	for (let attempt = 0; attempt < TRIES && !signal.aborted; attempt += 1) {
		if (attempt > 0) await sleep(Math.max(page.retryAfterMs ?? 0, FIRST_RETRY_MS * 2 ** attempt * (0.5 + random() / 2)), signal)
		page = await tryPage(followUp, backfill)
		if (!page.again) return page
	}
	return page
}

async function tryPage(followUp: FollowUp, backfill: Backfill): Promise<Tried> {
	const { worker, fetcher, turn } = backfill
	const fetched = await fetcher.get(followUp.url, undefined, worker.ports.signal)
	if (fetched.type === 'unchanged') return { type: 'failed', reason: 'HTTP 304 to a first request', again: true }
	if (fetched.type === 'failed') return { ...fetched, again: true }
	const parsed = marked(read(followUp, fetched, backfill))
	if (!saysSomething(parsed)) return { type: 'failed', reason: parsed.rejects[0]?.message ?? 'the answer is not understood' }
	const isTaken = await turn(async () => {
		await hand(worker, collectedOf(parsed))
		return worker.untold === 0
	})
	return isTaken ? { type: 'read', parsed } : { type: 'failed', reason: 'not taken by the hub', again: true }
}

function read({ document, context }: FollowUp, fetched: Extract<Fetched, { type: 'document' }>, { worker }: Backfill): Parsed {
	return worker.adapter.parse(fetched.bytes, {
		feed: worker.feed.id,
		received: instant(worker.ports.now()),
		url: fetched.url,
		document,
		...(fetched.contentType !== undefined && { contentType: fetched.contentType }),
		...(context !== undefined && { context }),
	})
}

/** Told late on purpose: it raises no alarms and has a low share. A list of the past says nothing of what is there now. */
function marked({ events, measurements, rejects, followUps }: Parsed): Parsed {
	return {
		events: events.map((event) => ({ ...event, backfill: true })),
		measurements: measurements.map((one) => ({ ...one, backfill: true })),
		rejects,
		followUps,
	}
}

function saysSomething({ events, measurements, followUps, rejects }: Parsed): boolean {
	return rejects.length === 0 || events.length + measurements.length + followUps.length > 0
}

function collectedOf(parsed: Parsed): Collected {
	return {
		main: 'good',
		parsed: [parsed],
		asked: 1,
		failures: [],
		reasons: parsed.rejects.map(({ reason }) => reason),
		known: NOTHING_KNOWN,
	}
}
