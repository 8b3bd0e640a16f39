import { FeedCommand } from '@lagebild/model/feeds-protocol.ts'
import type { HeardCommands } from '@lagebild/model/feeds-protocol.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import { auditAct } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { bodyAs, knownFeed, mayHandle, ownFeed } from './feed-access.ts'
import { readQuery } from './query.ts'

export function postCommand(context: HubContext): RequestHandler {
	return knownFeed(context, mayHandle, async (call) => {
		const wish = await bodyAs(call, FeedCommand)
		if (!wish.ok) {
			sendFault(call.response, wish.fault)
			return
		}
		const { type } = wish.value
		const { no } = context.feeds.command(call.feed, { type, by: call.grant.name })
		auditAct(context, call.grant, { act: 'feed commanded', of: `${call.feed}: ${type}` })
		call.response.status(202).json({ no })
	})
}

const MOST_SEEN = 100

const Query = z.strictObject({
	seen: z
		.string()
		.regex(/^\d{1,16}(?:,\d{1,16})*$/, 'must be numbers, separated by commas')
		.transform((text) => text.split(',').map(Number))
		.pipe(z.array(z.int()).max(MOST_SEEN))
		.optional(),
})

/** For the ingest that runs the feed: it asks, and is answered when there is something to do. */
export function nextCommands(context: HubContext): RequestHandler {
	return ownFeed(context, async ({ feed, request, response }) => {
		const query = readQuery(request, Query)
		if (!query.ok) {
			sendFault(response, query.fault)
			return
		}
		const gone = new AbortController()
		response.once('close', () => gone.abort())
		const commands = await context.feeds.nextCommands(feed, new Set(query.value.seen), gone.signal)
		if (!response.destroyed) response.json({ commands: [...commands] } satisfies HeardCommands)
	})
}

const WAITING = /^\/api\/v1\/(?:feeds\/[^/]+\/commands|operations\/[^/]+\/stream)(?:\?|$)/

/** Its duration says nothing about this hub. */
export function isWaiting({ method, originalUrl }: { readonly method: string; readonly originalUrl: string }): boolean {
	return method === 'GET' && WAITING.test(originalUrl)
}
