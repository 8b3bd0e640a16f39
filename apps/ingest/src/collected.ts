import type { FollowUp, Listing, Parsed } from '@lagebild/feeds/adapter.ts'
import type { Validators } from '@lagebild/feeds/fetch.ts'
import { instant } from '@lagebild/model/time.ts'

/** What is known of a document from the last time it was read and told. */
export type KnownDocument = {
	readonly validators: Validators
	readonly version?: string
	/** False: the document came and was not understood. It is asked for again each time. */
	readonly read: boolean
	readonly fetchedAt: number
	readonly seenAt: number
	readonly followUps: readonly FollowUp[]
	readonly listing?: Listing
	/** Reason of each of its rejects. */
	readonly reasons: readonly string[]
}

/** A document that an index names and that cannot be fetched: asked for less and less often. */
export type FailingDocument = { readonly count: number; readonly until: number; readonly reason: string }

export type Knowledge = {
	readonly documents: ReadonlyMap<string, KnownDocument>
	readonly failing: ReadonlyMap<string, FailingDocument>
}

export const NOTHING_KNOWN: Knowledge = { documents: new Map(), failing: new Map() }

export type Visit = {
	readonly followUp: FollowUp
	/** Without it there is no feed. */
	readonly main: boolean
	/** `resting`: it failed lately and was not asked for. */
	readonly outcome: 'good' | 'unreadable' | 'failed' | 'resting'
	readonly reason?: string
	readonly retryAfterMs?: number
	readonly parsed?: Parsed
	readonly known?: KnownDocument
}

/** One poll over all documents of a feed. */
export type Collected = {
	readonly main: 'good' | 'unreadable' | 'failed'
	readonly reason?: string
	readonly retryAfterMs?: number
	readonly parsed: readonly Parsed[]
	readonly asked: number
	/** Reasons of the documents that could not be had, without which the feed still says something. */
	readonly failures: readonly string[]
	/** Reasons of everything that was not understood, now or in documents that stayed the same. */
	readonly reasons: readonly string[]
	/** Union of the lists of all documents; absent when one of them could not be read. */
	readonly listing?: Listing
	/** To be kept once everything was told, and not before: an unchanged document is not read again. */
	readonly known: Knowledge
}

/** A document that no index names any more is forgotten after so long. */
const FORGET_MS = 86_400_000
const REST_FIRST_MS = 15_000
const REST_LONGEST_MS = 300_000

export function keyOf({ document, url }: FollowUp): string {
	return `${document} ${url}`
}

export type Ending = {
	readonly known: Knowledge
	readonly now: number
	/** Documents that were not asked for this time. */
	readonly left: number
	/** And those that are never asked for: there are too many. */
	readonly beyond: number
}

export function summary(visits: readonly Visit[], { known, now, left, beyond }: Ending): Collected {
	const first = visits.find(({ main, outcome }) => main && outcome !== 'good')
	const retryAfterMs = Math.max(0, ...visits.map((visit) => visit.retryAfterMs ?? 0))
	const listing = left + beyond > 0 ? undefined : listingOf(visits, now)
	return {
		main: first === undefined ? 'good' : first.outcome === 'unreadable' ? 'unreadable' : 'failed',
		...(first?.reason !== undefined && { reason: first.reason }),
		...(retryAfterMs > 0 && { retryAfterMs }),
		parsed: visits.flatMap(({ parsed }) => parsed ?? []),
		asked: visits.length + left,
		failures: [
			...(beyond > 0 ? [`more than ${visits.length} documents name each other, and the others are not read`] : []),
			...visits.flatMap(({ main, reason }) => (main || reason === undefined ? [] : [reason])),
		],
		reasons: visits.flatMap((visit) => visit.known?.reasons ?? []),
		...(listing && { listing }),
		known: { documents: documentsAfter(visits, known, now), failing: failingAfter(visits, known, now) },
	}
}

/** Presence holds for the moment of the poll also when the list came as "unchanged". */
function listingOf(visits: readonly Visit[], now: number): Listing | undefined {
	const listings = visits.flatMap(({ known }) => known?.listing ?? [])
	if (listings.length === 0 || visits.some(({ outcome }) => outcome !== 'good')) return undefined
	return {
		listTime: instant(now),
		complete: listings.every(({ complete }) => complete) && visits.every(({ known }) => known?.read !== false),
		ids: [...new Set(listings.flatMap(({ ids }) => ids))],
	}
}

function documentsAfter(visits: readonly Visit[], { documents }: Knowledge, now: number): Knowledge['documents'] {
	const kept = [...documents].filter(([, { seenAt }]) => now - seenAt < FORGET_MS)
	const fresh = visits.flatMap(({ followUp, known }) => (known ? [[keyOf(followUp), known] as const] : []))
	const bad = new Set(visits.filter(({ outcome }) => outcome !== 'good').map(({ followUp }) => keyOf(followUp)))
	return new Map([...kept, ...fresh].filter(([key]) => !bad.has(key)))
}

function failingAfter(visits: readonly Visit[], { failing }: Knowledge, now: number): Knowledge['failing'] {
	return new Map(
		visits.flatMap(({ followUp, outcome, reason = '' }): [string, FailingDocument][] => {
			const key = keyOf(followUp)
			const before = failing.get(key)
			if (outcome === 'resting') return before ? [[key, before]] : []
			if (outcome !== 'failed') return []
			const count = (before?.count ?? 0) + 1
			return [[key, { count, reason, until: now + Math.min(REST_LONGEST_MS, REST_FIRST_MS * 2 ** Math.min(count - 1, 10)) }]]
		}),
	)
}
