import { fault } from '@lagebild/model/fault.ts'
import { instant, iso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { idAt, measuredAt } from '@lagebild/picture/read.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import type { Film, Shows } from '../../films.ts'
import { auditRead, isRestricted } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { erasedIn } from './picture-text.ts'
import { TOO_MANY_PASTS } from './picture.ts'
import { count, readQuery, TimeParameter } from './query.ts'
import { mayReadEntity, readableRow, readerOf } from './readable.ts'
import type { ReaderNow } from './readable.ts'
import { inOperation } from './route.ts'
import type { OperationCall } from './route.ts'

const MOST_STEPS = 1_000

const Query = z.strictObject({
	from: TimeParameter,
	to: TimeParameter,
	every: count(100, 3_600_000).default(1_000),
	whole: z.enum(['true', 'false']).default('true'),
})
type Query = z.infer<typeof Query>

/** What was known from one time to another, in steps (S8). */
export function getFilm(context: HubContext): RequestHandler {
	return inOperation(context, async (call) => {
		const query = readQuery(call.request, Query)
		const wrong = query.ok ? faultIn(query.value) : query.fault
		if (!query.ok || wrong) return sendFault(call.response, wrong ?? TOO_MANY_PASTS)
		const { every, whole } = query.value
		const [from, to] = [notAfter(query.value.from, context.now()), notAfter(query.value.to, context.now())]
		const asker = { credential: call.grant.credential, shows: showsTo(readerOf(context, call), call) }
		const film = await context.films.take(call.running, { from, to, everyMs: every, whole: whole === 'true' }, asker)
		if (!film) return sendFault(call.response, TOO_MANY_PASTS)
		noteReading(context, call, film)
		if (!call.response.destroyed) call.response.json(answerOf(call, from, film))
	})
}

function faultIn({ from, to, every }: Query) {
	if (from > to) return fault('bad-query', 'from lies before to', 'from')
	return to - from > every * MOST_STEPS ? fault('bad-query', `at most ${MOST_STEPS} steps`, 'every') : undefined
}

/** Nobody knows what will be. */
function notAfter(at: Instant, now: Instant): Instant {
	return instant(Math.min(at, now))
}

/** Nothing that the reader may not see now takes part, whatever its label was then. */
function showsTo(reader: ReaderNow, { running }: OperationCall): Shows {
	return (picture, index) => {
		if (!mayReadEntity(reader, running.picture, idAt(picture, index))) return undefined
		const row = readableRow(reader, { picture, present: running.picture }, index)
		const measured = measuredAt(picture, index)
		return row && { row, ...(measured && { measured }) }
	}
}

function noteReading(context: HubContext, { grant, running }: OperationCall, { steps }: Film): void {
	if (steps.some(({ put = [] }) => put.some(isRestricted))) auditRead(context, { grant, operation: running.operation.id, scope: 'picture' })
}

function answerOf({ running }: OperationCall, from: Instant, { steps, to, erased }: Film): object {
	return {
		operation: running.operation.id,
		from: iso(from),
		to: iso(to),
		seq: headOf(running.picture),
		...erasedIn([{ from: running, picture: running.picture, erased }]),
		steps: steps.map(({ at, ...step }) => ({ at, ...step })),
	}
}
