import * as z from 'zod'

import { keyed } from './keyed.ts'
import { defineKind } from './kind.ts'
import { SENSOR_1 } from './sensor-1.ts'
import { Line } from './words.ts'

const Mark = z.strictObject({
	name: Line.describe('Short name: `MHW`, `HHW`, `M_I`.'),
	value: z.number().describe("Where it lies on the sensor's own scale, in `unit`."),
	long: Line.optional().describe('Name in full.'),
})

const Zero = z.strictObject({
	metres: z.number().min(-100).max(9_000).describe('Height of the zero in its datum, metres.'),
	datum: Line.describe('Datum as the source writes it: `NHN`, `m. ü. NHN`.'),
})

/** First day on which a zero holds. */
const Day = z.iso.date('must be a day, YYYY-MM-DD')

/** One measured series (water level of one gauge, one wind meter). Its values are measurements, not fields. */
export const sensor = defineKind({
	kind: 'sensor',
	version: 2,
	upgrades: [SENSOR_1],
	lane: 'S',
	title: 'name',
	payload: z.strictObject({
		name: Line.describe('Name of the station or device as people call it.'),
		long: Line.optional().describe('Name in full.'),
		property: Line.describe("What is measured, in the feed's short form: `W` water level, `Q` discharge, `WT` water temperature."),
		station: Line.optional().describe('Station that several series share.'),
		number: Line.optional().describe('Number of the station in the register of its agency.'),
		agency: Line.optional().describe('Who runs it.'),
		water: Line.optional().describe('Water on which it stands.'),
		km: z.number().optional().describe('Kilometre of the waterway (Stromkilometer).'),
		unit: Line.describe('Unit of the values as they arrive: `cm`, `m³/s`, `°C`.'),
		zeros: keyed(Zero, Day)
			.nullable()
			.optional()
			.describe(
				'Zeros of the scale (Pegelnullpunkt) by the day from which each holds, `YYYY-MM-DD`; a day that is not known is `1900-01-01`. Level NHN [m] = value [cm] / 100 + metres of the zero that held at the time of the value. Keyed: each day its own register.',
			),
		stage: z
			.int()
			.min(0)
			.max(99)
			.nullable()
			.optional()
			.describe(
				'Wasserstandsstufe that is declared for this gauge; `null`: declared that none holds (any more). Only a person declares it: what a system says here is shown as a proposal.',
			),
		stageReason: Line.nullable()
			.optional()
			.describe('Why the stage was declared, or put right: said together with `stage`, by whoever declares it.'),
		marks: z.array(Mark).max(60).optional().describe("Characteristic values on the sensor's own scale. Set by one source, as a whole."),
		everyMs: z
			.int()
			.min(1)
			.optional()
			.describe('Expected distance of two values, milliseconds; three times that without a value is "silent".'),
		remark: Line.nullable().optional().describe("The upstream's own remark on the station, such as `commented` or `out-dated`."),
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
		zeros: 'keyed',
		stage: 'declared',
		stageReason: 'declared',
		marks: 'newest',
		everyMs: 'newest',
		remark: 'newest',
		geometry: 'newest',
	},
})
