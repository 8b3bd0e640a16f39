import { fault } from '@lagebild/model/fault.ts'
import { iso } from '@lagebild/model/time.ts'
import { figuresOf } from '@lagebild/picture/figures.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { entitiesOf, inTurn, partsOf } from './picture.ts'
import { readPastQuery, TimeParameter } from './query.ts'
import { readerOf } from './readable.ts'
import { inOperation } from './route.ts'

const Query = z.strictObject({ at: TimeParameter.optional(), bases: z.enum(['true', 'false']).default('true') })

/** Sums over nothing but what this reader may see; of a thing that operation and base both know, the operation's word counts. */
export function getFigures(context: HubContext): RequestHandler {
	return inOperation(context, async (call) => {
		const query = readPastQuery(call.request, Query, context.now())
		if (!query.ok) {
			sendFault(call.response, query.fault)
			return
		}
		const parts = await partsOf(context, call, query.value)
		if (!parts) {
			sendFault(call.response, fault('too-many-requests', 'too many questions about the past are being answered'))
			return
		}
		await inTurn(context, call, () => {
			const reader = readerOf(context, call)
			const at = query.value.at ?? reader.now
			const things = parts.flatMap((source) => entitiesOf({ ...source, query: {}, reader }))
			const figures = figuresOf(
				things.map((thing) => ({ row: thing, measured: thing.measured })),
				at,
				{ policy: context.standing },
			)
			call.response.json({ operation: call.running.operation.id, seq: headOf(parts[0].picture), at: iso(at), ...figures })
		})
	})
}
