import type { Entry } from '@lagebild/model/entry.ts'
import { fault } from '@lagebild/model/fault.ts'
import { EntityId, seq } from '@lagebild/model/ids.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import { curvesOf, indexOf, measuredAt } from '@lagebild/picture/read.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import { auditRead, entityIsRestricted } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { count, readQuery } from './query.ts'
import { mayReadEntity, mayReadEntry, readableRow, readerOf } from './readable.ts'
import type { ReaderNow } from './readable.ts'
import { inOperation, parameter } from './route.ts'
import type { OperationCall } from './route.ts'
import { wireEntry } from './wire.ts'

export type EntityCall = OperationCall & { readonly id: EntityId }

/** An entity that does not exist and one that the reader may not see are answered alike. */
export function atEntity(context: HubContext, handle: (call: EntityCall) => void | Promise<void>): RequestHandler {
	return inOperation(context, async (call) => {
		const id = EntityId.safeParse(parameter(call.request, 'id'))
		const { grant, running } = call
		if (!id.success || !mayReadEntity(readerOf(context, call), running.picture, id.data)) {
			sendFault(call.response, fault('unknown-entity'))
			return
		}
		if (entityIsRestricted(running.picture, id.data)) auditRead(context, { grant, operation: running.operation.id, entity: id.data })
		await handle({ ...call, id: id.data })
	})
}

export function getEntity(context: HubContext): RequestHandler {
	return atEntity(context, ({ running, response, id, grant }) => {
		const { picture } = running
		const index = indexOf(picture, id)
		const reader = readerOf(context, { grant, running })
		const row = index === undefined ? undefined : readableRow(reader, { picture, present: picture }, index)
		const measured = index === undefined ? undefined : measuredAt(picture, index)
		const curves = curvesOf(picture, id)
		if (row || measured) response.json({ operation: running.operation.id, row, measured, curves })
		else sendFault(response, fault('unknown-entity'))
	})
}

const HistoryQuery = z.strictObject({ before: count(1, Number.MAX_SAFE_INTEGER).optional(), limit: count(1, 500).default(100) })

/** Entries read at a time, and at most, in search of those that a person wants to read. */
const PAGE = 500
const MOST = 20_000

/** What was said about an entity, newest first, without the stream of its measurements. */
export function getHistory(context: HubContext): RequestHandler {
	return atEntity(context, async (call) => {
		const query = readQuery(call.request, HistoryQuery)
		if (!query.ok) {
			sendFault(call.response, query.fault)
			return
		}
		const reader = readerOf(context, call)
		const found = await statementsBefore({ ...call, reader }, query.value)
		call.response.json(found.map((entry) => wireEntry(reader, call.running.picture, entry)))
	})
}

/** An entry of something hidden that names this entity is not mentioned. */
async function statementsBefore(
	{ running, id, reader }: EntityCall & { readonly reader: ReaderNow },
	{ before, limit }: z.infer<typeof HistoryQuery>,
): Promise<readonly Entry[]> {
	const found: Entry[] = []
	let from: Seq | undefined = before === undefined ? undefined : seq(before)
	for (let read = 0; read < MOST && found.length < limit;) {
		const page = await running.journal.readEntity(id, { limit: PAGE, ...(from !== undefined && { before: from }) })
		found.push(...page.filter((entry) => entry.body.type !== 'batch' && mayReadEntry(reader, running.picture, entry)))
		const oldest = page.at(-1)
		if (page.length < PAGE || !oldest) break
		from = oldest.seq
		read += page.length
	}
	return found.slice(0, limit)
}
