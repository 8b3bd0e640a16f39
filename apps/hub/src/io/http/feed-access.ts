import { hasDuty, speaks } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import { entityId, SourceName } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import { indexOf } from '@lagebild/picture/read.ts'
import type { RequestHandler } from 'express'
import type * as z from 'zod'

import { readBody } from './body.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { mayReadEntity, readerOf } from './readable.ts'
import { authenticated, parameter } from './route.ts'
import type { Call } from './route.ts'

/** Those who run it. */
export function mayHandle(grant: Grant, feed: string): boolean {
	return hasDuty(grant.role, 'feeds') || (grant.source === feed && speaks(grant.role))
}

/** Rejects and samples hold what a source sent, whole: for those who run it and those who lead. */
export function mayInspect(grant: Grant, feed: string): boolean {
	return mayHandle(grant, feed) || hasDuty(grant.role, 'rejects')
}

/** A request about one feed. */
export type FeedCall = Call & { readonly feed: SourceName }
type Handle = (call: FeedCall) => void | Promise<void>

/** What a program tells of its own feed, known or not. */
export function ownFeed(context: HubContext, handle: Handle): RequestHandler {
	return authenticated(context, async (call) => {
		const feed = SourceName.safeParse(parameter(call.request, 'id'))
		if (!feed.success) sendFault(call.response, fault('not-found', 'there is no such feed'))
		else if (mayHandle(call.grant, feed.data)) await handle({ ...call, feed: feed.data })
		else sendFault(call.response, fault('not-allowed'))
	})
}

/** What may be looked into or acted on, of a feed that is there for who asks. */
export function knownFeed(context: HubContext, may: typeof mayInspect, handle: Handle): RequestHandler {
	return authenticated(context, async (call) => {
		const id = parameter(call.request, 'id')
		const feed = SourceName.safeParse(id)
		if (!may(call.grant, id)) sendFault(call.response, fault('not-allowed'))
		else if (feed.success && (await isKnown(context, call.grant, feed.data))) await handle({ ...call, feed: feed.data })
		else sendFault(call.response, fault('not-found', 'there is no such feed'))
	})
}

/**
 * Those who lead see a feed by its entity. A feed that said nothing yet has rejects and figures for itself and for an admin; one that is there
 * and hidden from the reader is missing.
 */
async function isKnown({ operations, quarantine, feeds, now }: HubContext, grant: Grant, feed: SourceName): Promise<boolean> {
	const own = entityId('feed', feed, feed)
	const shown = operations.readableBy(grant).some((running) => {
		const reader = operations.readerGrant(grant, running)
		return reader !== undefined && mayReadEntity(readerOf({ now }, { grant: reader, running }), running.picture, own)
	})
	if (shown) return true
	const silent = operations.all().every(({ picture }) => indexOf(picture, own) === undefined)
	if (!(silent || grant.source === feed) || !mayHandle(grant, feed)) return false
	return feeds.vitalsOf(feed) !== undefined || (await quarantine.list(feed, { state: 'all', limit: 1 })).length > 0
}

/** A body that is taken whole or not at all. */
export async function bodyAs<T>({ request, response }: Call, schema: z.ZodType<T>): Promise<Result<T>> {
	const body = await readBody(request, response)
	if (!body.ok) return body
	const read = schema.safeParse(body.value)
	return read.success ? ok(read.data) : fail(faultOf(read.error))
}
