import { iso } from '@lagebild/model/time.ts'
import { figuresOf } from '@lagebild/picture/figures.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import type { RequestHandler } from 'express'
import * as z from 'zod'

import type { HubContext } from './context.ts'
import { sendFault } from './faults.ts'
import { entitiesOf } from './picture-text.ts'
import type { PictureEntity } from './picture-text.ts'
import { inTurn, partsOf, TOO_MANY_PASTS } from './picture.ts'
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
			sendFault(call.response, TOO_MANY_PASTS)
			return
		}
		const reader = readerOf(context, call)
		const at = query.value.at ?? reader.now
		await inTurn(context, call, function* () {
			const shown: (readonly PictureEntity[])[] = []
			for (const source of parts) shown.push(yield* entitiesOf({ ...source, query: {}, reader }))
			const figures = figuresOf(
				shown.flat().map((thing) => ({ row: thing, measured: thing.measured })),
				at,
				{ policy: context.standing },
			)
			return { operation: call.running.operation.id, seq: headOf(parts[0].picture), at: iso(at), ...figures }
		})
	})
}
