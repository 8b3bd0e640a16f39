import { fault } from '@lagebild/model/fault.ts'
import { DiscardWish, NewReject, RejectState, RerunResults, RerunWish } from '@lagebild/model/feeds-protocol.ts'
import type { RejectsChanged, RejectView, RerunResult } from '@lagebild/model/feeds-protocol.ts'
import { instant, readIso } from '@lagebild/model/time.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import { KEPT_PER_FEED } from '../storage/quarantine.ts'
import { auditAct } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { bodyAs, knownFeed, mayHandle, mayInspect, ownFeed } from './feed-access.ts'
import { count, readQuery } from './query.ts'
import { parameter } from './route.ts'

const MOST = Number.MAX_SAFE_INTEGER

const ListQuery = z.strictObject({
	state: z.enum([...RejectState.options, 'all']).default('all'),
	before: count(1, MOST).optional(),
	limit: count(1, KEPT_PER_FEED).default(100),
})

export function listRejects(context: HubContext): RequestHandler {
	return knownFeed(context, mayInspect, async ({ feed, request, response }) => {
		const query = readQuery(request, ListQuery)
		if (query.ok) response.json((await context.quarantine.list(feed, query.value)).map(shortened))
		else sendFault(response, query.fault)
	})
}

/** In a list; whole by its number. */
const RAW_SHOWN = 2_000

function shortened({ raw, origin, ...reject }: RejectView): RejectView {
	const { bytes: _, ...from } = origin ?? { stage: 'item' }
	return { ...reject, raw: raw.slice(0, RAW_SHOWN).toWellFormed(), ...(origin && { origin: from }) }
}

export function getReject(context: HubContext): RequestHandler {
	return knownFeed(context, mayInspect, async ({ feed, request, response }) => {
		const id = /^\d{1,15}$/.exec(parameter(request, 'reject'))?.[0]
		const reject = id === undefined ? undefined : await context.quarantine.find(feed, Number(id))
		if (reject) response.json(reject)
		else sendFault(response, fault('not-found', 'there is no such item'))
	})
}

const Rejects = z.array(NewReject).max(KEPT_PER_FEED)

export function postRejects(context: HubContext): RequestHandler {
	return ownFeed(context, async (call) => {
		const rejects = await bodyAs(call, Rejects)
		if (!rejects.ok) {
			sendFault(call.response, rejects.fault)
			return
		}
		await context.quarantine.keep(
			call.feed,
			rejects.value.map((reject) => ({ ...reject, at: timeOf(reject.at) ?? context.now() })),
		)
		call.response.status(201).json({ stored: rejects.value.length })
	})
}

function timeOf(at: string | number) {
	return typeof at === 'number' ? instant(at) : readIso(at)
}

export function discardRejects(context: HubContext): RequestHandler {
	return knownFeed(context, mayHandle, async (call) => {
		const wish = await bodyAs(call, DiscardWish)
		if (!wish.ok) {
			sendFault(call.response, wish.fault)
			return
		}
		const which = 'ids' in wish.value ? wish.value.ids : 'open'
		const change = { which, state: 'discarded', by: call.grant.name, result: wish.value.reason } as const
		const changed = await context.quarantine.change(call.feed, change)
		if (changed > 0) auditAct(context, call.grant, { act: 'rejects discarded', of: `${call.feed}: ${changed}` })
		call.response.json({ changed } satisfies RejectsChanged)
	})
}

/** The ingest reads them again; what came of it is told by `postResults`. */
export function rerunRejects(context: HubContext): RequestHandler {
	return knownFeed(context, mayHandle, async (call) => {
		const wish = await bodyAs(call, RerunWish)
		if (!wish.ok) {
			sendFault(call.response, wish.fault)
			return
		}
		const open = await context.quarantine.list(call.feed, { state: 'open', limit: KEPT_PER_FEED })
		const wanted = 'ids' in wish.value ? new Set(wish.value.ids) : undefined
		/** Oldest first: what is newer is said last. */
		const rejects = open.flatMap(({ id }) => (wanted?.has(id) === false ? [] : [id])).toReversed()
		if (rejects.length > 0) {
			context.feeds.command(call.feed, { type: 'rerun', by: call.grant.name, rejects })
			auditAct(context, call.grant, { act: 'rejects read again', of: `${call.feed}: ${rejects.length}` })
		}
		call.response.status(202).json({ changed: rejects.length } satisfies RejectsChanged)
	})
}

export function postResults(context: HubContext): RequestHandler {
	return ownFeed(context, async (call) => {
		const told = await bodyAs(call, RerunResults)
		if (!told.ok) {
			sendFault(call.response, told.fault)
			return
		}
		const by = context.feeds.byOf(call.feed, told.value.command) ?? call.grant.name
		for (const result of told.value.results) await settle(context, { feed: call.feed, by, result })
		call.response.json({ changed: told.value.results.length } satisfies RejectsChanged)
	})
}

type Settling = { readonly feed: string; readonly by: string; readonly result: RerunResult }

async function settle({ quarantine }: HubContext, { feed, by, result }: Settling): Promise<void> {
	if (result.ok) await quarantine.change(feed, { which: [result.id], state: 'rerun', by, result: result.said })
	else {
		const { id, reason, message, path, said = 'refused again' } = result
		await quarantine.refuseAgain(feed, { id, reason, message, path, by, result: said })
	}
}
