import { fault } from '@lagebild/model/fault.ts'
import { instant } from '@lagebild/model/time.ts'
import { diffRows } from '@lagebild/picture/diff.ts'
import type { Differing } from '@lagebild/picture/diff.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { idAt, measuredAt } from '@lagebild/picture/read.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import { auditRead, entityIsRestricted } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { erasedIn, readFrom } from './picture-text.ts'
import type { Source } from './picture-text.ts'
import { inTurn, partsOf, TOO_MANY_PASTS } from './picture.ts'
import { count, readPastQuery, TimeParameter } from './query.ts'
import { mayReadEntity, readableRow, readerOf } from './readable.ts'
import type { ReaderNow } from './readable.ts'
import { inOperation } from './route.ts'
import type { OperationCall } from './route.ts'

const Query = z.strictObject({
	from: TimeParameter,
	to: TimeParameter.optional(),
	limit: count(1, 5_000).default(500),
	bases: z.enum(['true', 'false']).default('true'),
})
type Query = z.infer<typeof Query>

/** What changed between two times, as this reader sees both by the present labels (picture SPEC, P64). */
export function getChanges(context: HubContext): RequestHandler {
	return inOperation(context, async (call) => {
		const query = readPastQuery(call.request, Query, context.now())
		if (!query.ok) sendFault(call.response, query.fault)
		else if (query.value.from > (query.value.to ?? context.now())) {
			sendFault(call.response, fault('bad-query', 'from lies before to, and not in the future', 'from'))
		} else await answer(context, call, query.value)
	})
}

async function answer(context: HubContext, call: OperationCall, { from, to, limit, bases }: Query): Promise<void> {
	const after = await partsOf(context, call, { at: to, bases })
	const before = after && (await partsOf(context, call, { at: from, bases }))
	if (!before) {
		sendFault(call.response, TOO_MANY_PASTS)
		return
	}
	const reader = readerOf(context, call)
	await inTurn(context, call, function* () {
		const [then, later] = [yield* visibleIn(before, reader), yield* visibleIn(after, reader)]
		const span = { t1: from, t2: to ?? instant(reader.now), policy: context.standing }
		const { changes, summary } = diffRows(then, later, span)
		const restricted = changes.slice(0, limit).some(({ entity }) => entityIsRestricted(call.running.picture, entity))
		if (restricted) auditRead(context, { grant: call.grant, operation: call.running.operation.id, scope: 'changes' })
		return {
			operation: call.running.operation.id,
			from: span.t1,
			to: span.t2,
			seq: headOf(after[0].picture),
			...erasedIn(before),
			summary,
			changes: changes.slice(0, limit),
			more: Math.max(0, changes.length - limit),
		}
	})
}

function* visibleIn(sources: readonly Source[], reader: ReaderNow): Generator<undefined, readonly Differing[]> {
	const things: (readonly Differing[])[] = []
	for (const source of sources) things.push(yield* entitiesIn(source, reader))
	return things.flat()
}

/** Nothing that the reader may not see now takes part, whatever its label was then. */
function* entitiesIn({ from, picture }: Source, reader: ReaderNow): Generator<undefined, readonly Differing[]> {
	return yield* readFrom({ from, picture }, (index) => {
		if (!mayReadEntity(reader, from.picture, idAt(picture, index))) return undefined
		const row = readableRow(reader, { picture, present: from.picture }, index)
		return row && { row, measured: measuredAt(picture, index), operation: from.operation.id, v: row.v }
	})
}
