import { once } from 'node:events'

import { fault } from '@lagebild/model/fault.ts'
import { seq } from '@lagebild/model/ids.ts'
import type { RequestHandler, Response } from 'express'
import * as z from 'zod'

import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { count, readQuery } from './query.ts'
import { inOperation } from './route.ts'
import type { OperationCall } from './route.ts'
import { wireEntry } from './wire.ts'

/** Small enough that turning a page into text does not hold up anybody's frame. */
const PAGE = 250
const Query = z.strictObject({ from: count(1, Number.MAX_SAFE_INTEGER).default(1), limit: count(1, Number.MAX_SAFE_INTEGER).optional() })

/** The journal as NDJSON from a seq to its present head, at the speed of the reader. */
export function getJournal(context: HubContext): RequestHandler {
	return inOperation(context, async (call) => {
		const query = readQuery(call.request, Query)
		if (!query.ok) {
			sendFault(call.response, query.fault)
			return
		}
		call.response.type('application/x-ndjson')
		const { from, limit = Infinity } = query.value
		await stream(context, call, { from, limit })
		call.response.end()
	})
}

type Range = { readonly from: number; readonly limit: number }

/** Page after page by key; a slow reader holds one page in memory and nothing in the database. */
async function stream({ now }: HubContext, { running, grant, response }: OperationCall, { from, limit }: Range): Promise<void> {
	const head = await running.journal.head()
	const last = Math.min(head.seq, from + limit - 1)
	for (let next = from; next <= last && !response.destroyed;) {
		const entries = await running.journal.read(seq(next), Math.min(PAGE, last - next + 1))
		if (entries.length === 0) return
		const reader = { grant, now: now() }
		const text = entries.map((entry) => `${JSON.stringify(wireEntry(reader, running.picture, entry))}\n`).join('')
		if (!response.write(text)) await drained(response)
		next += entries.length
	}
}

/** A reader that goes away ends the wait as well. */
async function drained(response: Response): Promise<void> {
	const gone = new AbortController()
	const stop = () => {
		gone.abort()
	}
	response.once('close', stop)
	await once(response, 'drain', { signal: gone.signal }).catch(() => undefined)
	response.off('close', stop)
}

/** The newest signed statement of the journal about itself; made now when it has grown since. */
export function getCheckpoint(context: HubContext): RequestHandler {
	return inOperation(context, async ({ running, response }) => {
		const checkpoint = await running.checkpoint()
		if (checkpoint) response.json(checkpoint)
		else sendFault(response, fault('not-found', 'the journal has no entry yet'))
	})
}
