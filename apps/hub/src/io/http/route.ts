import { fault } from '@lagebild/model/fault.ts'
import type { Fault } from '@lagebild/model/fault.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Result } from '@lagebild/model/result.ts'
import { reaches } from '@lagebild/picture/visible.ts'
import type { Request, RequestHandler, Response } from 'express'

import { newerFault } from '../../core/grant.ts'
import type { Speaker } from '../../core/guest.ts'
import type { RunningOperation } from '../../running.ts'
import { noteAsker } from './audit.ts'
import { lookTwice, mayWrite, principalOf } from './auth.ts'
import type { Principal } from './auth.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'

/** A request whose sender is known. */
export type Call = { readonly request: Request; readonly response: Response; readonly principal: Principal; readonly grant: Grant }

/** A request about one operation that its sender may read. */
export type OperationCall = Call & {
	readonly running: RunningOperation
	/** False in a base that the sender reaches only through an operation that shows it. */
	readonly own: boolean
}

type Handle<C> = (call: C) => void | Promise<void>

export function authenticated({ access, strangers }: HubContext, handle: Handle<Call>): RequestHandler {
	return async (request, response) => {
		const principal = await lookTwice(access, () => principalOf(request, access))
		if (principal.ok) {
			noteAsker(request, principal.value.grant)
			strangers.known(request.socket)
		}
		const allowed = principal.ok && !isReading(request) ? mayWrite(request, principal.value) : principal
		if (allowed.ok) await handle({ request, response, principal: allowed.value, grant: allowed.value.grant })
		else sendFault(response, allowed.fault)
	}
}

/** An operation that does not exist and one that the sender may not see are answered alike. */
export function inOperation(context: HubContext, handle: Handle<OperationCall>): RequestHandler {
	return authenticated(context, async (call) => {
		const id = parameter(call.request, 'op')
		const running = await context.operations.seek(id)
		const grant = running && context.operations.readerGrant(call.grant, running)
		if (!running || !grant) sendFault(call.response, fault('unknown-operation'))
		else if (!running.caughtUp) sendFault(call.response, fault('not-ready'))
		else if (running.hub.newer && !isReading(call.request)) sendFault(call.response, newerFault(running.hub.newer))
		else await handle({ ...call, grant, running, own: reaches(call.grant, running.operation.id) })
	})
}

/** Reporting in an operation of one's own, or what was found in a base that one of those shows (A40). */
export function reportingIn(context: HubContext, handle: Handle<OperationCall & { readonly grant: Speaker }>): RequestHandler {
	return inOperation(context, async (call) => {
		const grant = context.operations.speakerGrant(call.principal.grant, call.running)
		if (grant) await handle({ ...call, grant })
		else sendFault(call.response, readsOnly())
	})
}

/** Writing in an operation of one's own. */
export function writingIn(context: HubContext, handle: Handle<OperationCall>): RequestHandler {
	return inOperation(context, async (call) => {
		if (call.own) await handle(call)
		else sendFault(call.response, readsOnly())
	})
}

export function readsOnly(): Fault {
	return fault('not-allowed', 'this credential reads this base and does not write in it')
}

export function parameter(request: Request, name: string): string {
	const value: unknown = request.params[name]
	return typeof value === 'string' ? value : ''
}

export function sendResult(response: Response, result: Result<unknown>, status = 200): void {
	if (result.ok) response.status(status).json(result.value)
	else sendFault(response, result.fault)
}

function isReading({ method }: Request): boolean {
	return method === 'GET' || method === 'HEAD'
}
