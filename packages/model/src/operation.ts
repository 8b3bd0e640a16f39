import * as z from 'zod'

import { Status } from './event.ts'
import { OperationId } from './ids.ts'
import { Line } from './kinds/words.ts'
import { Instant } from './time.ts'

/** West, south, east, north in degrees. */
const BoxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()])

/** One situation with its own journal. A base takes public feeds and master data once for all operations of its status. */
export const Operation = z.strictObject({
	id: OperationId,
	name: Line,
	status: Status,
	/** True for a standing base operation. */
	base: z.boolean(),
	/** Bases that this operation shows beside its own entities; of the same status. */
	bases: z.array(OperationId).max(8),
	state: z.enum(['open', 'closed', 'archived']),
	/** IANA time zone in which times are shown. */
	timeZone: z.string().max(60),
	area: BoxSchema,
	created: Instant,
})
export type Operation = z.infer<typeof Operation>

/** Body of `POST /api/v1/operations`. */
export const NewOperation = z.strictObject({
	id: OperationId,
	name: Line,
	status: Status,
	base: z.boolean().default(false),
	bases: z.array(OperationId).max(8).optional(),
	timeZone: z.string().max(60).default('Europe/Berlin'),
	area: BoxSchema.default([9.7, 53.38, 10.33, 53.75]),
})
