import type { Journal } from '@lagebild/journal/port.ts'
import { AccessDetail } from '@lagebild/model/access/event.ts'
import type { AccessWhat } from '@lagebild/model/access/event.ts'
import type { AuditEntry, AuditPage } from '@lagebild/model/access/http.ts'
import type { Entry } from '@lagebild/model/entry.ts'
import { fault } from '@lagebild/model/fault.ts'
import { seq } from '@lagebild/model/ids.ts'
import { iso } from '@lagebild/model/time.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import { withDutyOverAll } from './access-duty.ts'
import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { streamLines } from './journal.ts'
import { count, readQuery } from './query.ts'
import type { Call } from './route.ts'

/** Entries read at a time, and looked through at most, in search of those of one sort. */
const PAGE = 500
const MOST = 20_000
const EVERYTHING = Number.MAX_SAFE_INTEGER

const WHATS = z
	.string()
	.max(300)
	.transform((text) => text.split(','))
	.pipe(z.array(z.enum(AccessDetail.options.map(({ shape }) => shape.what.value))).min(1))

const Query = z.strictObject({
	before: count(1, EVERYTHING).optional(),
	limit: count(1, 500).default(100),
	what: WHATS.optional(),
})
const LinesQuery = z.strictObject({ from: count(1, EVERYTHING).default(1), limit: count(1, EVERYTHING).default(EVERYTHING) })

/** What happened at the doors, newest first; as NDJSON the journal itself with its chain. It names every operation and person. */
export function getAudit(context: HubContext): RequestHandler {
	return withDutyOverAll(context, 'audit', async (call) => {
		const journal = await context.auditJournal()
		if (!journal) sendFault(call.response, fault('not-ready'))
		else if (call.request.accepts(['application/json', 'application/x-ndjson']) === 'application/x-ndjson') await sendLines(call, journal)
		else await sendPage(call, journal)
	})
}

async function sendPage({ request, response }: Call, journal: Journal): Promise<void> {
	const query = readQuery(request, Query)
	if (query.ok) response.json(await pageBefore(journal, query.value))
	else sendFault(response, query.fault)
}

async function pageBefore(journal: Journal, { before, limit, what }: z.infer<typeof Query>): Promise<AuditPage> {
	const entries: AuditEntry[] = []
	const head = await journal.head()
	let end = Math.min(head.seq, (before ?? EVERYTHING) - 1)
	for (let looked = 0; end > 0 && entries.length < limit && looked < MOST; looked += PAGE) {
		const from = Math.max(1, end - PAGE + 1)
		const page = await journal.read(seq(from), end - from + 1)
		entries.push(...page.toReversed().flatMap((entry) => auditEntry(entry, what)))
		end = from - 1
	}
	const told = entries.slice(0, limit)
	const oldest = entries.length > limit ? told.at(-1)?.seq : end + 1
	return { entries: told, ...(oldest !== undefined && oldest > 1 && { next: oldest }) }
}

function auditEntry({ seq: at, recorded, body }: Entry, wanted: readonly AccessWhat[] | undefined): AuditEntry | [] {
	if (body.type !== 'event' || body.event.kind !== 'system') return []
	const details = AccessDetail.safeParse(body.event.details)
	if (!details.success || !(wanted?.includes(details.data.what) ?? true)) return []
	return { seq: at, recorded, by: body.event.by, details: details.data }
}

async function sendLines({ request, response }: Call, journal: Journal): Promise<void> {
	const query = readQuery(request, LinesQuery)
	if (!query.ok) {
		sendFault(response, query.fault)
		return
	}
	response.type('application/x-ndjson')
	await streamLines(response, journal, { ...query.value, lineOf })
	response.end()
}

/** As in the journal of an operation (`wireEntry`), and whole: there are no labels here. */
function lineOf({ seq: at, recorded, prevHash, commit, hash, body }: Entry): object {
	const place = { seq: at, recorded: iso(recorded), prevHash, commit, hash }
	return body.type === 'event' ? { ...place, event: body.event } : { ...place, erased: true }
}
