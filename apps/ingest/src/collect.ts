import type { FollowUp, Listing, Parsed } from '@lagebild/feeds/adapter.ts'
import type { BoundAdapter } from '@lagebild/feeds/bind.ts'
import type { Fetched, Fetcher } from '@lagebild/feeds/fetch.ts'
import { instant } from '@lagebild/model/time.ts'

import { keyOf, summary } from './collected.ts'
import type { Collected, KnownDocument, Knowledge, Visit } from './collected.ts'

export type Collecting = {
	readonly feed: string
	readonly url: string
	readonly adapter: BoundAdapter
	readonly fetcher: Fetcher
	readonly known: Knowledge
	/** The upstream failed several times: one document first, and the others only when that one is there. */
	readonly probing?: boolean
	readonly now: () => number
	readonly signal: AbortSignal
}

const PARALLEL = 4
const MAX_DOCUMENTS = 2_000
/** An index that says "unchanged" is believed for so long. */
const RECHECK_MS = 600_000

type Errand = { readonly followUp: FollowUp; readonly main: boolean }

/** Visits the first documents and what they refer to, a few at a time, each at most once. An upstream that asks to wait is left alone. */
export async function collect(collecting: Collecting): Promise<Collected> {
	const main = collecting.adapter.documents(collecting.url)
	const seen = new Set(main.map(keyOf))
	const visits: Visit[] = []
	let queue: readonly Errand[] = main.map((followUp) => ({ followUp, main: true }))
	let beyond = 0
	let parallel = collecting.probing === true ? 1 : PARALLEL
	while (queue.length > 0 && !collecting.signal.aborted) {
		const done = await Promise.all(queue.slice(0, parallel).map((errand) => visit(errand, collecting)))
		visits.push(...done)
		const fresh = done.flatMap(({ known }) => known?.followUps ?? []).filter((followUp) => isNew(seen, followUp))
		const next = fresh.slice(0, Math.max(0, MAX_DOCUMENTS - seen.size + fresh.length))
		beyond += fresh.length - next.length
		queue = [...queue.slice(parallel), ...next.map((followUp) => ({ followUp, main: false }))]
		if (done.some(({ retryAfterMs }) => retryAfterMs !== undefined) || (parallel < PARALLEL && isBad(done[0]))) break
		parallel = PARALLEL
	}
	return summary(visits, { known: collecting.known, now: collecting.now(), left: queue.length, beyond })
}

function isBad(done: Visit | undefined): boolean {
	return done?.outcome === 'failed' || done?.outcome === 'unreadable'
}

function isNew(seen: Set<string>, followUp: FollowUp): boolean {
	if (seen.has(keyOf(followUp))) return false
	seen.add(keyOf(followUp))
	return true
}

async function visit(errand: Errand, collecting: Collecting): Promise<Visit> {
	const { followUp, main } = errand
	const at = collecting.now()
	const known = collecting.known.documents.get(keyOf(followUp))
	const failing = main ? undefined : collecting.known.failing.get(keyOf(followUp))
	if (failing && at < failing.until) return { ...errand, outcome: 'resting', reason: failing.reason }
	if (known && isEnough(followUp, known, at)) return { ...errand, outcome: 'good', known: { ...known, seenAt: at } }
	const fetched = await collecting.fetcher.get(followUp.url, known?.validators, collecting.signal)
	if (fetched.type === 'document') return { ...errand, ...read(errand, { fetched, at, collecting }) }
	if (fetched.type === 'unchanged' && known) return { ...errand, outcome: 'good', known: stillKnown(known, followUp, at) }
	return { ...errand, outcome: 'failed', ...failureOf(fetched) }
}

function stillKnown(known: KnownDocument, followUp: FollowUp, at: number): KnownDocument {
	return { ...known, fetchedAt: at, seenAt: at, ...(known.read && versionOf(followUp)) }
}

function failureOf(fetched: Exclude<Fetched, { type: 'document' }>): { readonly reason: string; readonly retryAfterMs?: number } {
	if (fetched.type === 'unchanged') return { reason: 'HTTP 304 to a first request' }
	const { reason, retryAfterMs } = fetched
	return { reason, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

/** A back-fill is fetched once; a document that its index calls the same is asked for now and then only. */
function isEnough({ once, version }: FollowUp, known: KnownDocument, at: number): boolean {
	if (!known.read) return false
	return once === true || (version !== undefined && version === known.version && at - known.fetchedAt < RECHECK_MS)
}

function versionOf({ version }: FollowUp): { readonly version?: string } {
	return version === undefined ? {} : { version }
}

type Got = { readonly fetched: Extract<Fetched, { type: 'document' }>; readonly at: number; readonly collecting: Collecting }

/** A first document that says nothing but rejects is no feed; a later one is an item that was not understood. */
function read({ followUp, main }: Errand, { fetched, at, collecting }: Got): Omit<Visit, 'followUp' | 'main'> {
	const parsed = collecting.adapter.parse(fetched.bytes, {
		feed: collecting.feed,
		received: instant(at),
		url: fetched.url,
		document: followUp.document,
		...(fetched.contentType !== undefined && { contentType: fetched.contentType }),
		...(followUp.context !== undefined && { context: followUp.context }),
		...(fetched.channel !== undefined && { channel: fetched.channel }),
	})
	const understood = saysSomething(parsed)
	if (main && !understood) return { outcome: 'unreadable', reason: parsed.rejects[0]?.message ?? 'not readable', parsed }
	const known: KnownDocument = {
		validators: fetched.validators,
		read: understood,
		fetchedAt: at,
		seenAt: at,
		followUps: parsed.followUps,
		reasons: parsed.rejects.map(({ reason }) => reason),
		...(understood && versionOf(followUp)),
		...listingOf(parsed),
	}
	return { outcome: 'good', parsed, known }
}

function listingOf({ listing }: Parsed): { readonly listing?: Listing } {
	return listing ? { listing } : {}
}

function saysSomething({ events, measurements, followUps, rejects, listing }: Parsed): boolean {
	return rejects.length === 0 || events.length + measurements.length + followUps.length + (listing?.ids.length ?? 0) > 0
}
