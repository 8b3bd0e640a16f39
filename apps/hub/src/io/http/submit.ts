import { fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Answer, Refused } from '@lagebild/model/protocol.ts'
import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'
import type { RequestHandler, Response } from 'express'

import type { RunningOperation } from '../../running.ts'
import { readBody, readItems } from './body.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { sendResult, writingIn } from './route.ts'
import type { JsonProblem } from './strict-json.ts'

/** Events in one request. */
export const MAX_EVENTS = 1_000

/** One event → its answer with its own status; an array → 207 with one answer per item, in their order. */
export function postEvents(context: HubContext): RequestHandler {
	return writingIn(context, async ({ grant, running, request, response }) => {
		const body = await readItems(request, response)
		if (!body.ok) {
			sendFault(response, body.fault)
			return
		}
		const { value, problems } = body.value
		if (Array.isArray(value)) sendResult(response, await submitAll(running, grant, { items: value, problems }), 207)
		else sendOne(response, await submitAll(running, grant, { items: [value], problems }))
	})
}

export function postMeasurements(context: HubContext): RequestHandler {
	return writingIn(context, async ({ grant, running, request, response }) => {
		const body = await readBody(request, response)
		const answer = body.ok ? await running.measure(grant, body.value) : body.fault
		if ('fault' in answer) sendFault(response, answer)
		else response.json(answer)
	})
}

type Items = { readonly items: readonly unknown[]; readonly problems: readonly JsonProblem[] }

/** Items that are not even proper JSON are answered here; the others go on together, in their order. */
async function submitAll(running: RunningOperation, grant: Grant, { items, problems }: Items): Promise<Result<readonly Answer[]>> {
	if (items.length > MAX_EVENTS) return fail(fault('too-many-items', `${items.length} items; the limit is ${MAX_EVENTS}`))
	const refused = new Map(problems.map(({ item = 0, fault: reason }) => [item, reason]))
	const sound = items.filter((_, index) => !refused.has(index))
	const submitted = sound.length === 0 ? ok([]) : await running.submit(grant, sound)
	if (!submitted.ok) return submitted
	const answers = submitted.value.values()
	return ok(
		items.map((item, index): Answer => {
			const reason = refused.get(index)
			return reason ? { ...idOf(item), ...reason } : (answers.next().value ?? fault('internal'))
		}),
	)
}

function idOf(item: unknown): Pick<Refused, 'id'> {
	return typeof item === 'object' && item !== null && 'id' in item && typeof item.id === 'string' && item.id.isWellFormed()
		? { id: item.id.slice(0, 100) }
		: {}
}

function sendOne(response: Response, result: Result<readonly Answer[]>): void {
	const answer = result.ok ? result.value[0] : result.fault
	if (!answer || 'fault' in answer) sendFault(response, answer ?? fault('internal'))
	else response.status(201).json(answer)
}
