import * as z from 'zod'

import { defineKind } from './kind.ts'
import { Line } from './words.ts'

/** A named level on a sensor's own scale, in the sensor's unit: characteristic values, stage lines, sills. */
const Mark = z.strictObject({ name: Line, value: z.number(), long: Line.optional() })

/** One measured series (water level of one gauge, one wind meter). Its values are measurements, not fields. */
export const sensor = defineKind({
	kind: 'sensor',
	version: 1,
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line,
		long: Line.optional(),
		/** What is measured, in the feed's short form: W water level, Q discharge, WT water temperature. */
		property: Line,
		/** Station that several series share. */
		station: Line.optional(),
		number: Line.optional(),
		agency: Line.optional(),
		water: Line.optional(),
		km: z.number().optional(),
		/** Unit of the values as they arrive. */
		unit: Line,
		/**
		 * Zero of the scale above NHN in metres (Pegelnullpunkt), valid from `validFrom`: level NHN [m] = value [cm] / 100 + metres.
		 * Values older than validFrom belong to another zero.
		 */
		zero: z
			.strictObject({ metres: z.number().min(-100).max(9_000), datum: Line, validFrom: Line.optional() })
			.nullable()
			.optional(),
		marks: z.array(Mark).max(60).optional(),
		/** Expected distance of two values, milliseconds; three times that without a value is "silent". */
		everyMs: z.int().min(1).optional(),
		/** The upstream's own remark on the station, such as "commented" or "out-dated". */
		remark: Line.nullable().optional(),
	}),
	policies: {
		name: 'newest',
		long: 'newest',
		property: 'newest',
		station: 'newest',
		number: 'newest',
		agency: 'newest',
		water: 'newest',
		km: 'newest',
		unit: 'newest',
		zero: 'newest',
		marks: 'newest',
		everyMs: 'newest',
		remark: 'newest',
		geometry: 'newest',
	},
})
