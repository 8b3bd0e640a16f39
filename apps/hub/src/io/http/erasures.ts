import { hasDutyIn } from '@lagebild/model/access/roles.ts'
import { ErasureWish } from '@lagebild/model/erasure.ts'
import { fault } from '@lagebild/model/fault.ts'
import { faultOf } from '@lagebild/model/read-submission.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import { referredIn } from '../../attachments/referred.ts'
import { planErasure } from '../../erasure.ts'
import type { ErasurePlan } from '../../erasure.ts'
import type { RunningOperation } from '../../running.ts'
import { readBody } from './body.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { readQuery } from './query.ts'
import { readerOf } from './readable.ts'
import { sendResult, writingIn } from './route.ts'
import type { OperationCall } from './route.ts'

const Query = z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') })

/** Erases bodies of the journal, and everything that was made of them. What would go is said first, by `dryRun`. */
export function postErasures(context: HubContext): RequestHandler {
	return writingIn(context, async (call) => {
		const wanted = await readWanted(call)
		const plan = wanted.ok ? await planErasure(call.running, readerOf(context, call), wanted.value.wish) : wanted
		if (!plan.ok || !wanted.ok) sendResult(call.response, plan)
		else if (wanted.value.dryRun) call.response.json(plan.value.report)
		else await erase(context, call, { plan: plan.value, wish: wanted.value.wish })
	})
}

async function readWanted(call: OperationCall): Promise<Result<{ readonly wish: ErasureWish; readonly dryRun: boolean }>> {
	const { running, grant, request, response } = call
	if (!hasDutyIn(grant, 'erase', running.operation)) return fail(fault('not-allowed', `the role ${grant.role} erases nothing`))
	const query = readQuery(request, Query)
	if (!query.ok) return query
	const body = await readBody(request, response)
	if (!body.ok) return body
	const wish = ErasureWish.safeParse(body.value)
	return wish.success ? ok({ wish: wish.data, dryRun: query.value.dryRun === 'true' }) : fail(faultOf(wish.error))
}

/** B7. What something else names that stays is not theirs alone. */
async function erasePhotos({ photos }: HubContext, { operation, picture }: RunningOperation, named: readonly string[]): Promise<void> {
	if (named.length === 0) return
	const referred = referredIn(picture)
	const alone = named.filter((sha256) => !referred.has(sha256))
	await photos.remove(operation.id, alone, true)
}

type Erasing = { readonly plan: ErasurePlan; readonly wish: ErasureWish }

async function erase(context: HubContext, { running, grant, response }: OperationCall, { plan, wish }: Erasing): Promise<void> {
	const { seqs, report, photos } = plan
	if (report.hidden > 0) {
		sendFault(
			response,
			fault('not-allowed', `${report.hidden} of these hold something that this credential may not read: nothing is erased`),
		)
		return
	}
	if (wish.entries !== report.entries) {
		sendFault(response, fault('bad-message', `${report.entries} entries would go: look at them with dryRun=true and say so`, 'entries'))
		return
	}
	const by = grant.name
	if (seqs.length > 0) {
		const erased = await context.operations.erase(running, { seqs, by, reason: wish.reason })
		if (!erased.ok) {
			sendFault(response, erased.fault)
			return
		}
		context.past.forget(running)
		context.films.forget(running)
		await erasePhotos(context, erased.value, photos)
		const { id: operation } = running.operation
		context.access.record({ what: 'erased', operation, seqs: [...seqs], by, reason: wish.reason }, grant.credential)
	}
	response.json({ ...report, dryRun: false })
}
