import * as z from 'zod'

import type { Author } from './event.ts'
import { EVENT_SCHEMA, Status } from './event.ts'
import { Latitude, Longitude, NO_FIX, outOfRange } from './geo.ts'
import { EntityId } from './ids.ts'
import type { OperationId } from './ids.ts'
import { IsoTime } from './time.ts'
import type { Instant } from './time.ts'

/** Rows in one request; a stream of more sends more requests. */
export const MAX_MEASUREMENTS = 5_000

const EntityColumn = z.array(EntityId).min(1).max(MAX_MEASUREMENTS)
const TimeColumn = z.array(IsoTime).max(MAX_MEASUREMENTS)
const optionalColumn = <T extends z.ZodType>(type: T) => z.array(type.nullable()).max(MAX_MEASUREMENTS).optional()

/**
 * Columns of equal length; row i of each column belongs together. Units: degrees WGS 84, degrees true, m/s, m.
 * Exactly 0/0 is a sensor without a fix, as in geometries.
 */
export const PositionColumns = z
	.strictObject({
		entity: EntityColumn,
		observed: TimeColumn,
		lat: z.array(Latitude).max(MAX_MEASUREMENTS),
		lng: z.array(Longitude).max(MAX_MEASUREMENTS),
		course: optionalColumn(z.number().min(0).max(360)),
		speed: optionalColumn(z.number().min(0).max(500)),
		accuracy: optionalColumn(z.number().min(0).max(1_000_000)),
	})
	.superRefine(({ lat, lng }, context) => {
		for (const [row, value] of lat.entries()) {
			if (value === 0 && lng[row] === 0) context.addIssue({ code: 'custom', path: ['lat', row], ...outOfRange, message: NO_FIX })
		}
	})
	.meta({ $comment: `All columns are of one length; ${NO_FIX}. JSON Schema cannot compare columns.` })

/** Values of sensors in the sensor's own unit. `null` is a stated gap: the device measured and got nothing. */
export const ObservationColumns = z.strictObject({
	entity: EntityColumn,
	observed: TimeColumn,
	value: z.array(z.number().nullable()).max(MAX_MEASUREMENTS),
	quality: optionalColumn(z.string().max(60)),
})

const CurveTimes = z.array(IsoTime).min(1).max(3_000)
const CurveValues = z.array(z.number().nullable()).min(1).max(3_000)

/** A whole computed curve; the newest issue of a series replaces the one before. */
export const Curve = z.strictObject({
	entity: EntityId,
	series: z.enum(['forecast', 'astronomic']),
	issued: IsoTime,
	times: CurveTimes,
	values: CurveValues,
	lower: CurveValues.optional(),
	upper: CurveValues.optional(),
})

/** Body of `POST …/measurements`. */
export const Measurements = z.strictObject({
	positions: PositionColumns.optional(),
	observations: ObservationColumns.optional(),
	curves: z.array(Curve).max(100).optional(),
	sent: IsoTime.optional(),
	clockOffsetMs: z.int().min(-86_400_000).max(86_400_000).optional(),
	/** The source's version or update time: a correction with the same timestamp wins by a higher one. */
	revision: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
	backfill: z.boolean().optional(),
	status: Status.optional().describe('Status that the sender believes in; refused as a whole when the operation has another.'),
})
export type Measurements = z.infer<typeof Measurements>

export type Nullable<T> = readonly (T | null)[]

/** Rows whose sender's clock is doubted (hub SPEC, A17), with the times that they were said to be of, corrected by the stated offset. */
export type ClockDoubts = { readonly row: readonly number[]; readonly said: readonly Instant[] }

/** Times in a stored batch are effective instants (ms), decided at admission. */
export type StoredPositions = {
	/** Rows that lie far outside of the operation's area (hub SPEC, A18), ascending. */
	readonly far?: readonly number[]
	readonly clock?: ClockDoubts
	readonly entity: readonly EntityId[]
	readonly at: readonly Instant[]
	readonly lat: readonly number[]
	readonly lng: readonly number[]
	readonly course?: Nullable<number>
	readonly speed?: Nullable<number>
	readonly accuracy?: Nullable<number>
}

export type StoredObservations = {
	readonly clock?: ClockDoubts
	readonly entity: readonly EntityId[]
	readonly at: readonly Instant[]
	readonly value: Nullable<number>
	readonly quality?: Nullable<string>
}

export type CurveSeries = 'forecast' | 'astronomic'

export type StoredCurve = {
	readonly entity: EntityId
	readonly series: CurveSeries
	readonly issued: Instant
	readonly times: readonly Instant[]
	readonly values: Nullable<number>
	readonly lower?: Nullable<number>
	readonly upper?: Nullable<number>
}

/** What one credential said in one tick. */
export type BatchPart = {
	readonly author: Author
	readonly revision: number
	readonly received: Instant
	readonly backfill?: boolean
	readonly positions?: StoredPositions
	readonly observations?: StoredObservations
	readonly curves?: readonly StoredCurve[]
}

/** Everything measured that one hub admitted in one tick: one journal entry. */
export type Batch = {
	readonly schema: typeof EVENT_SCHEMA
	readonly operation: OperationId
	readonly parts: readonly BatchPart[]
}
