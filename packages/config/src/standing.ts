import { KINDS } from '@lagebild/model/kinds/names.ts'
import * as z from 'zod'

const WEEK_MINUTES = 7 * 24 * 60
const YEAR_HOURS = 366 * 24

const silence = z.number().min(1).max(WEEK_MINUTES).describe('Minutes.')
const stay = z.number().min(0).max(WEEK_MINUTES).describe('Minutes.')

/** When what is silent is stale, and how long what is over stays in sight (picture SPEC, P49 to P52). */
export const StandingConfig = z
	.strictObject({
		silenceMinutes: z
			.strictObject({ sensor: silence.default(15), unit: silence.default(10), track: silence.default(10), gate: silence.default(60) })
			.prefault({})
			.describe(
				'Longest silence of a thing that says nothing about its own rhythm: of a gate its state, of units and tracks their position.',
			),
		noEndHours: z
			.partialRecord(z.enum(KINDS), z.number().min(0.1).max(YEAR_HOURS))
			.default({ warning: 24 })
			.describe('Kinds that ought to have an end, and when they are stale without one.'),
		staysMinutes: z
			.strictObject({
				expired: stay.default(10),
				ended: stay.default(30),
				cancelled: stay.default(30),
				retracted: stay.default(10),
				superseded: stay.default(0),
			})
			.prefault({})
			.describe('How long what is over stays in sight.'),
	})
	.prefault({})
	.describe('When what is silent is stale, and how long what is over stays in sight.')
