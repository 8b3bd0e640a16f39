import * as z from 'zod'

import { Assignment } from './access/functions.ts'
import { Status } from './event.ts'
import { EntityId, OperationId } from './ids.ts'
import { Line } from './kinds/words.ts'
import { Instant } from './time.ts'

/** West, south, east, north in degrees. */
const BoxSchema = z.tuple([z.number(), z.number(), z.number(), z.number()])

/** Bases, and sensors shown first, of one operation. */
const MOST = 8

/** `archived`: closed, and left out of the list of those that people look for. */
export const OPERATION_STATES = ['open', 'closed', 'archived'] as const
export const OperationState = z.enum(OPERATION_STATES)
export type OperationState = z.infer<typeof OperationState>

/** One situation with its own journal. A base takes public feeds and master data once for all operations of its status. */
export const Operation = z.strictObject({
	id: OperationId,
	name: Line,
	status: Status,
	/** True for a standing base operation. */
	base: z.boolean(),
	/** Bases that this operation shows beside its own entities; of the same status. */
	bases: z.array(OperationId).max(MOST),
	/** Sensors that it shows first; the first of them is its reference gauge. */
	gauges: z.array(EntityId).max(MOST).default([]),
	/** Who fills which function of the staff in it. */
	functions: z.array(Assignment).default([]),
	state: OperationState,
	/** IANA time zone in which times are shown. */
	timeZone: z.string().max(60),
	area: BoxSchema,
	created: Instant,
	/** Since when nothing is said in it any more, who closed it and why; absent while it is open. */
	closed: Instant.exactOptional(),
	closedBy: z.string().max(120).exactOptional(),
	closedReason: z.string().max(2_000).exactOptional(),
})
export type Operation = z.infer<typeof Operation>

/** A name of the IANA database, never an offset: an offset does not know when the clocks change. */
export function isTimeZone(name: string): boolean {
	if (!/^[A-Za-z]/.test(name)) return false
	try {
		return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
	} catch {
		return false
	}
}

const TimeZone = z.string().max(60).refine(isTimeZone, 'must be the name of an IANA time zone, such as Europe/Berlin')

const Area = BoxSchema.refine(([west, south, east, north]) => west >= -180 && east <= 180 && south >= -90 && north <= 90, {
	error: 'must be west, south, east, north in degrees',
	params: { fault: 'bad-position' },
}).refine(([west, south, east, north]) => west < east && south < north, {
	error: 'west lies before east and south before north',
	params: { fault: 'bad-position' },
})

function distinct(ids: readonly string[]): boolean {
	return new Set(ids).size === ids.length
}

const Gauges = z
	.array(EntityId.refine((id) => id.startsWith('sensor:'), 'must be the id of a sensor'))
	.max(MOST)
	.refine(distinct, 'names a sensor twice')
const Bases = z.array(OperationId).max(MOST).refine(distinct, 'names a base twice')

/** Body of `POST /api/v1/operations`. */
export const NewOperation = z.strictObject({
	id: OperationId.refine((id) => id !== 'access', 'is the name of the journal of accounts and keys'),
	name: Line,
	status: Status,
	base: z.boolean().default(false),
	/** Absent: every open base of its status. */
	bases: Bases.optional(),
	gauges: Gauges.default([]),
	timeZone: TimeZone.default('Europe/Berlin'),
	area: Area.default([9.7, 53.38, 10.33, 53.75]),
})
export type NewOperation = z.infer<typeof NewOperation>

const Reason = z.string().trim().min(1).max(2_000)

/** Body of `PATCH /api/v1/operations/{op}`: what is absent stays as it is. */
export const OperationPatch = z.strictObject({
	name: Line.exactOptional(),
	area: Area.exactOptional(),
	gauges: Gauges.exactOptional(),
	timeZone: TimeZone.exactOptional(),
	bases: Bases.exactOptional(),
	reason: Reason.exactOptional(),
})
export type OperationPatch = z.infer<typeof OperationPatch>

/** What may be changed about an open operation. */
export type OperationValues = Readonly<Partial<Pick<Operation, 'name' | 'area' | 'gauges' | 'timeZone' | 'bases'>>>

/** Body of `POST /api/v1/operations/{op}/state`. `open` opens a closed or archived operation again. */
export const OperationStep = z.strictObject({ state: OperationState, reason: Reason })
export type OperationStep = z.infer<typeof OperationStep>
