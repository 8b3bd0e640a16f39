import { hasDuty } from '@lagebild/model/access/roles.ts'
import type { Duty } from '@lagebild/model/access/roles.ts'
import { fault } from '@lagebild/model/fault.ts'
import type { RequestHandler } from 'express'

import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { authenticated } from './route.ts'
import type { Call } from './route.ts'

/** For those whose role has this duty. */
export function withDuty(context: HubContext, duty: Duty, handle: (call: Call) => void | Promise<void>): RequestHandler {
	return authenticated(context, async (call) => {
		await context.access.follow()
		if (hasDuty(call.grant.role, duty)) await handle(call)
		else sendFault(call.response, fault('not-allowed', `the role ${call.grant.role} does not do that`))
	})
}

/** For what concerns every operation and organisation alike. */
export function withDutyOverAll(context: HubContext, duty: Duty, handle: (call: Call) => void | Promise<void>): RequestHandler {
	return withDuty(context, duty, async (call) => {
		if (call.grant.operations === 'all') await handle(call)
		else sendFault(call.response, fault('not-allowed', 'this is about all operations'))
	})
}
