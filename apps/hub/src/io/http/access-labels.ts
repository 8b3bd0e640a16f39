import { LabelDefaultChange } from '@lagebild/model/access/http.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { RequestHandler } from 'express'

import { withDuty, withDutyOverAll } from './access-duty.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { readShaped } from './public-post.ts'

export function listLabelDefaults(context: HubContext): RequestHandler {
	return withDuty(context, 'labels', ({ grant, response }) => {
		response.json(context.access.labelDefaults().filter(({ organisation }) => mayDecide(grant, organisation)))
	})
}

/** Of what is created from now on; what exists keeps its label. */
export function setLabelDefault(context: HubContext): RequestHandler {
	return withDutyOverAll(context, 'labels', async (call) => {
		const wanted = await readShaped(call, LabelDefaultChange)
		if (!wanted.ok) sendFault(call.response, wanted.fault)
		else if (!mayDecide(call.grant, wanted.value.organisation)) sendFault(call.response, fault('not-allowed', undefined, 'organisation'))
		else {
			await context.access.write(() => context.access.setLabelDefault(wanted.value, call.grant.credential))
			call.response.json(context.access.labelDefaults().filter(({ organisation }) => mayDecide(call.grant, organisation)))
		}
	})
}

/** Who belongs to one organisation decides for that. */
function mayDecide({ organisation }: Grant, of: string): boolean {
	return organisation === undefined || organisation === of
}
