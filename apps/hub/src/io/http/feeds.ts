import { hasDuty, speaks } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import { entityId, partsOf, SourceName } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'
import type { RowOf } from '@lagebild/model/row.ts'
import { instant, iso, IsoTime, readIso } from '@lagebild/model/time.ts'
import { indexOf } from '@lagebild/picture/read.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import { feedRows } from '../../feed-rows.ts'
import type { RunningOperation } from '../../running.ts'
import { KEPT_PER_FEED } from '../storage/quarantine.ts'
import { readBody } from './body.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { count, readQuery } from './query.ts'
import { mayReadEntity, readerOf } from './readable.ts'
import type { ReaderNow } from './readable.ts'
import { authenticated, parameter } from './route.ts'

/** Health of every feed of the operations that this grant sees. It is data like all else: read from the picture. */
export function listFeeds(context: HubContext): RequestHandler {
	return authenticated(context, ({ grant, response }) => {
		const { operations } = context
		const readers = operations.readableBy(grant).map((running) => [running, operations.readerGrant(grant, running)] as const)
		response.json(readers.flatMap(([running, own]) => (own ? feedsIn(running, readerOf(context, { grant: own, running })) : [])))
	})
}

function feedsIn({ picture, operation }: RunningOperation, reader: ReaderNow) {
	const rows = feedRows(picture).filter((row) => mayReadEntity(reader, picture, row.id))
	return rows.map((row) => ({ ...feedOf(row, operation.id), ...heldUp(operation) }))
}

/** What a feed said last stands there for ever once its operation is closed; it is not how the feed is. */
function heldUp({ state, closed }: Operation) {
	if (state === 'open') return {}
	const since = closed === undefined ? undefined : iso(closed)
	return { state: 'amber' as const, since, reason: `operation-closed: the operation is ${state}` }
}

function feedOf({ id, fields }: RowOf<'feed'>, operation: string) {
	const { name, format, state, since, lastGood, reason, everyMs, attribution, licence } = fields
	return { id: nameOf(id), name, operation, format, state, since, lastGood, reason, everyMs, attribution, licence }
}

/** A feed speaks about itself under its own name; the hub about several things of its own. */
function nameOf(id: EntityId): string {
	const { source, native } = partsOf(id)
	return source === native ? source : `${source}:${native}`
}

/** Rejects hold what a source sent, whole: for those who run it and those who lead. */
function mayHandle(grant: Grant, feed: string): boolean {
	return hasDuty(grant.role, 'feeds') || (grant.source === feed && speaks(grant.role))
}

function mayInspect(grant: Grant, feed: string): boolean {
	return mayHandle(grant, feed) || hasDuty(grant.role, 'rejects')
}

const ListQuery = z.strictObject({ limit: count(1, KEPT_PER_FEED).default(100) })

export function listRejects(context: HubContext): RequestHandler {
	return authenticated(context, async ({ grant, request, response }) => {
		const feed = parameter(request, 'id')
		const query = readQuery(request, ListQuery)
		if (!query.ok) sendFault(response, query.fault)
		else if (!mayInspect(grant, feed)) sendFault(response, fault('not-allowed'))
		else if (!(await isKnown(context, grant, feed))) sendFault(response, fault('not-found', 'there is no such feed'))
		else response.json(await context.quarantine.list(feed, query.value.limit))
	})
}

/**
 * Those who lead see a feed by its entity. A feed that said nothing yet has rejects for itself and for an admin; one that is there and
 * hidden from the reader is missing.
 */
async function isKnown({ operations, quarantine, now }: HubContext, grant: Grant, feed: string): Promise<boolean> {
	const id = SourceName.safeParse(feed)
	if (!id.success) return false
	const own = entityId('feed', id.data, id.data)
	const shown = operations.readableBy(grant).some((running) => {
		const reader = operations.readerGrant(grant, running)
		return reader !== undefined && mayReadEntity(readerOf({ now }, { grant: reader, running }), running.picture, own)
	})
	if (shown) return true
	const silent = operations.all().every(({ picture }) => indexOf(picture, own) === undefined)
	return (silent || grant.source === feed) && mayHandle(grant, feed) && (await quarantine.list(feed, 1)).length > 0
}

/** 64 kB of the item as it came. */
const RAW = 65_536
const Rejects = z
	.array(
		z.strictObject({
			at: z.union([z.int().min(0), IsoTime]),
			reason: z.string().min(1).max(100),
			message: z.string().max(2_000),
			path: z.string().max(500).optional(),
			raw: z.string().transform((text) => text.slice(0, RAW)),
		}),
	)
	.max(KEPT_PER_FEED)

export function postRejects(context: HubContext): RequestHandler {
	return authenticated(context, async ({ grant, request, response }) => {
		const feed = parameter(request, 'id')
		if (!mayHandle(grant, feed)) {
			sendFault(response, fault('not-allowed'))
			return
		}
		const body = await readBody(request, response)
		const rejects = body.ok ? Rejects.safeParse(body.value) : undefined
		if (!body.ok) sendFault(response, body.fault)
		else if (!rejects?.success) sendFault(response, rejects ? faultOf(rejects.error) : fault('bad-message'))
		else {
			await context.quarantine.keep(
				feed,
				rejects.data.map((reject) => ({ ...reject, at: timeOf(reject.at) ?? context.now() })),
			)
			response.status(201).json({ stored: rejects.data.length })
		}
	})
}

function timeOf(at: string | number) {
	return typeof at === 'number' ? instant(at) : readIso(at)
}
