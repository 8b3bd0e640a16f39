import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Answer } from '@lagebild/model/protocol.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { RequestHandler, Response } from 'express'

import { budgetFault, rowsIn } from '../budget.ts'
import { submit } from '../submission.ts'
import { auditAnswers } from './audit.ts'
import { MAX_BODY, readItems, readLargeBody } from './body.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { addressOf } from './public-post.ts'
import { reportingIn, sendResult, writingIn } from './route.ts'

/** One event → its answer with its own status; an array → 207 with one answer per item, in their order. */
export function postEvents(context: HubContext): RequestHandler {
	return reportingIn(context, async ({ grant, running, request, response }) => {
		const body = await readItems(request, response, largest(context, grant))
		const refused = body.ok ? budgetFault(context.access, grant.credential, itemsIn(body.value.value)) : body.fault
		if (!body.ok || refused) {
			sendFault(response, refused ?? fault('internal'))
			return
		}
		const { value, problems } = body.value
		const found = new Map(problems.map(({ item = 0, fault: reason }) => [item, reason]))
		const problemAt = (index: number): Fault | undefined => found.get(index)
		if (Array.isArray(value)) {
			const told = await submit(running, grant, { items: value, problemAt })
			if (told.ok) auditAnswers(context, { grant, address: addressOf(request), route: 'POST events' }, told.value)
			sendResult(response, told, 207)
		} else sendOne(response, await submit(running, grant, { items: [value], problemAt }))
	})
}

export function postMeasurements(context: HubContext): RequestHandler {
	return writingIn(context, async ({ grant, running, request, response }) => {
		const body = await readLargeBody(request, response, largest(context, grant))
		const refused = body.ok ? budgetFault(context.access, grant.credential, rowsIn(body.value)) : body.fault
		const answer = body.ok && !refused ? await running.measure(grant, body.value) : (refused ?? fault('internal'))
		if ('fault' in answer) sendFault(response, answer)
		else response.json(answer)
	})
}

/** A key may be made for small messages only. */
function largest({ access }: HubContext, { credential }: Grant): number {
	return Math.min(MAX_BODY, access.budgetOf(credential).bytes ?? MAX_BODY)
}

function itemsIn(value: unknown): number {
	return Array.isArray(value) ? value.length : 1
}

function sendOne(response: Response, result: Result<readonly Answer[]>): void {
	const answer = result.ok ? result.value[0] : result.fault
	if (!answer || 'fault' in answer) sendFault(response, answer ?? fault('internal'))
	else response.status(201).json(answer)
}
