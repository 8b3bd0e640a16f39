import type { FeedView } from '@lagebild/model/feeds-protocol.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { iso } from '@lagebild/model/time.ts'
import type { RequestHandler } from 'express'

import { feedRows } from '../../feed-rows.ts'
import type { RunningOperation } from '../../running.ts'
import type { RejectCount } from '../storage/quarantine.ts'
import type { HubContext } from './context.ts'
import { mayHandle, mayInspect } from './feed-access.ts'
import { mayReadEntity, readerOf } from './readable.ts'
import { authenticated } from './route.ts'

type Counts = ReadonlyMap<string, RejectCount>
type Listing = { readonly context: HubContext; readonly grant: Grant; readonly counts: Counts }

/** Health of every feed of the operations that this grant sees. It is data like all else: read from the picture, with the figures of its ingest. */
export function listFeeds(context: HubContext): RequestHandler {
	const counts = countsOf(context)
	return authenticated(context, async ({ grant, response }) => {
		const listing = { context, grant, counts: await counts() }
		response.json(context.operations.readableBy(grant).flatMap((running) => feedsIn(running, listing)))
	})
}

const COUNTS_MS = 2_000

/** Pages ask every few seconds, and all of them the same. */
function countsOf({ quarantine }: HubContext): () => Promise<Counts> {
	let kept: { readonly at: number; readonly counts: Promise<Counts> } | undefined
	return () => {
		const at = performance.now()
		if (kept && at - kept.at < COUNTS_MS) return kept.counts
		const counts = quarantine.counts().catch((error: unknown) => {
			kept = undefined
			throw error
		})
		kept = { at, counts }
		return counts
	}
}

function feedsIn(running: RunningOperation, listing: Listing): readonly FeedView[] {
	const { context, grant } = listing
	const { picture, operation } = running
	const own = context.operations.readerGrant(grant, running)
	if (!own) return []
	const reader = readerOf(context, { grant: own, running })
	const rows = feedRows(picture).filter((row) => mayReadEntity(reader, picture, row.id))
	return rows.map((row) => ({ ...feedOf(row, operation, listing), ...heldUp(operation) }))
}

/** What a feed said last stands there for ever once its operation is closed; it is not how the feed is. */
function heldUp({ state, closed }: Operation) {
	if (state === 'open') return {}
	const since = closed === undefined ? {} : { since: iso(closed) }
	return { state: 'amber' as const, code: 'operation-closed', ...since, reason: `operation-closed: the operation is ${state}` }
}

function feedOf({ id, fields }: RowOf<'feed'>, operation: Operation, { context, grant, counts }: Listing): FeedView {
	const feed = nameOf(id)
	const may = { inspect: mayInspect(grant, feed), handle: mayHandle(grant, feed) }
	const rejects = may.inspect ? (counts.get(feed) ?? { open: 0, day: 0 }) : undefined
	return {
		id: feed,
		operation: operation.id,
		...healthOf(fields, feed),
		...figuresOf(context, { feed, operation: operation.id, inspects: may.inspect }),
		rejectsOpen: rejects?.open ?? null,
		rejectsDay: rejects?.day ?? null,
		may,
	}
}

/** As it is in the picture. */
function healthOf(fields: RowOf<'feed'>['fields'], feed: string) {
	const { name, format, state, code, since, lastGood, reason, everyMs, attribution, licence } = fields
	return {
		name: name ?? feed,
		format: format ?? '',
		state: state ?? 'off',
		code: code ?? (state === 'green' ? 'ok' : null),
		since,
		lastGood,
		reason,
		everyMs,
		attribution,
		licence,
	}
}

const NO_FIGURES = {
	transport: null,
	mode: null,
	key: null,
	version: null,
	endRule: null,
	geometryFrom: null,
	cadenceMs: null,
	silentMs: null,
	newest: null,
	lastError: null,
	ratePerMinute: null,
	lagP95Ms: null,
	address: null,
	node: null,
	mappingVersion: null,
	heard: null,
} as const

type Asked = { readonly feed: string; readonly operation: string; readonly inspects: boolean }

/** Where it is asked, by whom, and what the upstream answered word by word are for those who may look into it. */
function figuresOf({ feeds }: HubContext, { feed, operation, inspects }: Asked) {
	const known = feeds.vitalsOf(feed)
	if (known?.vitals.operation !== operation) return NO_FIGURES
	const { minutes: _, operation: __, ...figures } = known.vitals
	const hidden = inspects ? {} : { address: null, node: null, lastError: null, mappingVersion: null }
	return { ...figures, heard: iso(known.heard), ...hidden }
}

/** A feed speaks about itself under its own name; the hub about several things of its own. */
function nameOf(id: EntityId): string {
	const { source, native } = partsOf(id)
	return source === native ? source : `${source}:${native}`
}
