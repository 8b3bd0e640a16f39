import { randomUUID } from 'node:crypto'

import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'

import { faultIn } from './faults.ts'
import { patternOf } from './pattern.ts'

/** Name of a request, in its answer and in every line about it. */
const REQUEST_ID = 'x-request-id'
/** What proxies and programs give their requests: nothing that could break a line of the log. */
const GIVEN = /^[\w.:+/=-]{1,100}$/

/** Refusals that are told in any second; a flood of them must not fill the disk. */
const REFUSALS = 20
const SECOND_MS = 1_000

/**
 * One line for each request that broke or was refused, and at `debug` for every other: by the pattern of its address and never by the address
 * itself, which can hold a code, an entity's id or a search.
 */
export function requestLog(log: Logger, now: () => number = () => performance.now()): RequestHandler {
	const quota = { since: -Infinity, told: 0, missed: 0 }
	const tell = (level: Level, line: object): void => {
		if (level !== 'info') log[level](line, 'request')
		else if (mayTell(quota, now())) {
			log.info({ ...line, ...(quota.missed > 0 && { missed: quota.missed }) }, 'request')
			quota.missed = 0
		} else quota.missed++
	}
	return (request, response, next) => {
		const begun = now()
		const id = idOf(request)
		response.setHeader(REQUEST_ID, id)
		response.once('close', () => {
			const status = response.writableFinished ? response.statusCode : HUNG_UP
			const level = levelOf(status)
			if (!log.isLevelEnabled(level)) return
			const ms = Math.round(now() - begun)
			tell(level, { request: id, method: request.method, route: patternOf(request), status, fault: faultIn(response), ms })
		})
		next()
	}
}

type Level = 'debug' | 'info' | 'error'

/** As nginx calls it: the client went before it had its answer. */
const HUNG_UP = 499

function mayTell(quota: { since: number; told: number }, at: number): boolean {
	if (at - quota.since >= SECOND_MS) Object.assign(quota, { since: at, told: 0 })
	return ++quota.told <= REFUSALS
}

function idOf({ headers }: Request): string {
	const given = headers[REQUEST_ID]
	return typeof given === 'string' && GIVEN.test(given) ? given : randomUUID()
}

/** `not-ready` is said by a hub that starts, stops, or waits for its journal: expected, and told like a refusal. */
function levelOf(status: number): Level {
	if (status >= 500 && status !== 503) return 'error'
	return status < 400 ? 'debug' : 'info'
}
