import { AccessAway } from '@lagebild/access/writing.ts'
import { troubleOf } from '@lagebild/journal/postgres/trouble.ts'
import { fault, FAULTS } from '@lagebild/model/fault.ts'
import type { Fault, FaultCode } from '@lagebild/model/fault.ts'
import type { Request, Response } from 'express'
import type { Logger } from 'pino'

import { patternOf } from './pattern.ts'

/** Seconds after which a refused sender may try again. */
const RETRY_AFTER: Partial<Readonly<Record<FaultCode, number>>> = { 'too-many-requests': 1, 'not-ready': 2, 'storage-full': 30 }

type Slowed = Fault & { readonly retryAfterMs?: number }

const refused = new WeakMap<Response, FaultCode>()

/** The fault that an answer told, for those who count. */
export function faultIn(response: Response): FaultCode | undefined {
	return refused.get(response)
}

/** `retryAfterMs`: when it is worth another try, for those who know it better than the table. */
export function sendFault(response: Response, { retryAfterMs, ...refusal }: Slowed): void {
	refused.set(response, refusal.fault)
	const retryAfter = retryAfterMs === undefined ? RETRY_AFTER[refusal.fault] : Math.max(1, Math.ceil(retryAfterMs / 1_000))
	if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter))
	if (refusal.fault === 'unauthenticated') response.setHeader('www-authenticate', 'Bearer')
	response.status(FAULTS[refusal.fault].status).json(refusal)
}

/**
 * What no route answered, or what one of them threw: either the client's fault (a malformed address) or a bug. A bug is logged once, with
 * its stack; the client learns no more than that something broke. That the database is away is said once, by those who wait for it (N3).
 */
export function answerRest({ request, response }: { request: Request; response: Response }, error: unknown, log: Logger): void {
	const about = { request: response.getHeader('x-request-id'), method: request.method, route: patternOf(request) }
	if (response.headersSent) {
		if (error !== undefined) log.error({ err: error, ...about }, 'an answer broke off')
		response.destroy()
	} else if (error === undefined || error === null) {
		sendFault(response, fault('not-found'))
	} else if (error instanceof AccessAway) {
		log.debug({ reason: error.message, ...about }, 'access cannot be written now')
		sendFault(response, fault('not-ready'))
	} else if (isAway(error)) {
		log.debug({ err: error, ...about }, 'the database is away')
		sendFault(response, fault('not-ready'))
	} else if (statusOf(error) < 500) {
		sendFault(response, fault('bad-query', 'the address is malformed'))
	} else {
		log.error({ err: error, ...about }, 'a request failed')
		sendFault(response, fault('internal'))
	}
}

/** The database cannot be asked now; in a while it can. */
function isAway(error: unknown): boolean {
	const trouble = troubleOf(error)
	return trouble === 'lost' || trouble === 'busy'
}

/** Errors of Express itself carry a status: a bad escape in a path is 400. */
function statusOf(error: unknown): number {
	return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 500
}
