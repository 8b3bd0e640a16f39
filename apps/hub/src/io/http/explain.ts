import type { Entry } from '@lagebild/model/entry.ts'
import { fault } from '@lagebild/model/fault.ts'
import { partsOf, seq } from '@lagebild/model/ids.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { explain, explainable, isExplainable } from '@lagebild/picture/explain.ts'
import type { Picture } from '@lagebild/picture/picture.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import type { HubContext } from './context.ts'
import { atEntity } from './entity.ts'
import type { EntityCall } from './entity.ts'
import { sendFault } from './faults.ts'
import { count, readPastQuery, TimeParameter } from './query.ts'
import { mayName, mayReadEntity, mayReadEntry, readerOf } from './readable.ts'

const Query = z.strictObject({
	field: z.string().min(1).max(300),
	at: TimeParameter.optional(),
	before: count(1, Number.MAX_SAFE_INTEGER).optional(),
})

/** Statements read at a time, and at most. */
const PAGE = 500
const MOST = 20_000

/** Why a field shows what it shows, now or as it was known at a time (picture SPEC, P57 to P63). */
export function getExplanation(context: HubContext): RequestHandler {
	return atEntity(context, async (call) => {
		const query = readPastQuery(call.request, Query, context.now())
		if (!query.ok) {
			sendFault(call.response, query.fault)
			return
		}
		const { field, at, before } = query.value
		const { kind } = partsOf(call.id)
		if (!isExplainable(kind, field)) {
			sendFault(call.response, fault('bad-query', `of a ${kind} can be asked: ${explainable(kind).join(', ')}`, 'field'))
			return
		}
		const picture = await pictureOf(context, call, at)
		if (!picture) {
			sendFault(call.response, fault('too-many-requests', 'too many questions about the past are being answered'))
			return
		}
		const reader = readerOf(context, call)
		const present = call.running.picture
		const entries = (await statementsOf(call, headOf(picture))).filter((entry) => mayReadEntry(reader, present, entry))
		const explanation = explain({
			picture,
			entity: call.id,
			field,
			entries,
			sees: (id) => (id === call.id ? mayReadEntity(reader, present, id) : mayName(reader, present, id)),
			...(before !== undefined && { before: seq(before) }),
		})
		if (explanation) call.response.json({ operation: call.running.operation.id, ...explanation })
		else sendFault(call.response, fault('unknown-entity'))
	})
}

async function pictureOf({ past }: HubContext, { running, grant }: EntityCall, at: Instant | undefined): Promise<Picture | undefined> {
	return at === undefined ? running.picture : (await past.at(running, at, grant.credential))?.picture
}

/** Newest first, up to the head of the picture that is explained. What the reader may not read whole is told as far as its row tells it. */
async function statementsOf({ running, id }: EntityCall, head: Seq): Promise<readonly Entry[]> {
	const found: Entry[] = []
	let before = seq(head + 1)
	while (found.length < MOST) {
		const page = await running.journal.readEntity(id, { before, limit: PAGE, statements: true })
		found.push(...page)
		const oldest = page.at(-1)
		if (page.length < PAGE || !oldest) break
		before = oldest.seq
	}
	return found
}
