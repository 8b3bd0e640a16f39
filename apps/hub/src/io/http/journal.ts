import { once } from 'node:events'

import type { Journal } from '@lagebild/journal/port.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import { fault } from '@lagebild/model/fault.ts'
import { seq } from '@lagebild/model/ids.ts'
import type { RequestHandler, Response } from 'express'
import * as z from 'zod'

import { auditRead, entryIsRestricted } from './audit.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { count, readQuery } from './query.ts'
import { readerOf } from './readable.ts'
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
		await exportJournal(context, call, query.value)
		call.response.end()
	})
}

/** What left the house, and whether something restricted was in it, is told to the audit trail as far as it went. */
async function exportJournal(context: HubContext, call: OperationCall, { from, limit = Infinity }: z.infer<typeof Query>): Promise<void> {
	const { running, grant, response } = call
	const operation = running.operation.id
	let restricted = false
	const lineOf = (entry: Entry): object => {
		const line = wireEntry(readerOf(context, call), running.picture, entry)
		restricted ||= 'event' in line && entryIsRestricted(running.picture, entry)
		return line
	}
	const to = await streamLines(response, running.journal, { from, limit, lineOf })
	if (to >= from) context.exports.note(grant, { operation, part: 'journal', from, to })
	if (restricted) auditRead(context, { grant, operation, scope: 'journal' })
}

type Lines = { readonly from: number; readonly limit: number; readonly lineOf: (entry: Entry) => object }

/**
 * Page after page by key; a slow reader holds one page in memory and nothing in the database.
 * @returns the last seq that was written, below `from` when none was
 */
export async function streamLines(response: Response, journal: Journal, { from, limit, lineOf }: Lines): Promise<number> {
	const head = await journal.head()
	const last = Math.min(head.seq, from + limit - 1)
	let next = from
	while (next <= last && !response.destroyed) {
		const entries = await journal.read(seq(next), Math.min(PAGE, last - next + 1))
		if (entries.length === 0) break
		const text = entries.map((entry) => `${JSON.stringify(lineOf(entry))}\n`).join('')
		if (!response.write(text)) await drained(response)
		next += entries.length
	}
	return next - 1
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
