import * as z from 'zod'

/** What the hub alarms by itself (docs/configuration.md). */
export const ALARM_RULES = [
	'blitz',
	'emergency',
	'level',
	'rise',
	'forecast',
	'gate-conflict',
	'gate-overdue',
	'feed',
	'order-refused',
	'order-overdue',
	'order-withdrawn',
	'unit-lost',
	'machine',
] as const

const minutes = z.number().min(0).max(1_440)

/** Which alarms are raised by rule, from when on, and how patient they are. */
export const AlarmsConfig = z
	.strictObject({
		enabled: z.boolean().default(true).describe('false: nothing is alarmed by rule; what people and sources alarm is shown all the same.'),
		off: z.array(z.enum(ALARM_RULES)).max(ALARM_RULES.length).default([]).describe('Rules that raise nothing.'),
		settleSeconds: z
			.number()
			.min(0)
			.max(3_600)
			.default(30)
			.describe('So long the cause of an alarm has to be over before the alarm ends, seconds.'),
		fallCm: z
			.number()
			.min(0)
			.max(500)
			.default(10)
			.describe('So far below a line the water has to fall before its alarm ends, centimetres.'),
		fallMinutes: minutes.default(20).describe('And so long it has to stay there, minutes.'),
		riseCmPerHour: z
			.number()
			.min(10)
			.max(10_000)
			.default(150)
			.describe('Rate of rise of a gauge with stage lines that is alarmed; it ends below four fifths of it. Centimetres per hour.'),
		confirmMinutes: minutes
			.default(5)
			.describe(
				'So long a gate guard has to confirm that a gate is closed, after its sensor says so, before both are in conflict, minutes.',
			),
		feedRedMinutes: minutes.default(2).describe('A source is alarmed that has been cut off for so long, minutes.'),
		feedAmberMinutes: minutes.default(30).describe('A source is alarmed that has been late or incomplete for so long, minutes.'),
		unitMinutes: minutes.default(15).describe('A unit in action is alarmed of which no position has come for so long, minutes.'),
		lateMinutes: minutes
			.default(30)
			.describe('What is older than this when it comes (back-fill, an outage) raises no alarm, minutes: messages, levels, positions.'),
	})
	.prefault({})
	.describe('Alarms that the hub raises by rule.')

export type AlarmsConfig = z.infer<typeof AlarmsConfig>
export type AlarmRule = (typeof ALARM_RULES)[number]
