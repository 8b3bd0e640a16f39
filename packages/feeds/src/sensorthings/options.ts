import { EntityId } from '@lagebild/model/ids.ts'
import { GateState } from '@lagebild/model/kinds/facility.ts'
import * as z from 'zod'

import { unitFault, UNITS } from '../mapping/units.ts'

const Text = z.string().min(1).max(300)
const Filter = z.string().min(1).max(2_000)
const Unit = Text.refine((unit) => UNITS.includes(unit), { error: `must be one of ${UNITS.join(', ')}` })
const Gate = EntityId.refine((id) => id.startsWith('facility:'), 'must be the id of a facility')

/** Which datastreams a rule is about: all that is named must fit. An asterisk at the end stands for any rest. */
const Match = z
	.strictObject({
		/** `@iot.id` of the datastream. */
		datastream: Text.optional(),
		/** Its name. */
		name: Text.optional(),
		/** Name or `@iot.id` of its Thing. */
		thing: Text.optional(),
		/** Name, definition or `@iot.id` of its ObservedProperty. */
		property: Text.optional(),
	})
	.refine((match) => Object.values(match).some((value) => value !== undefined), 'names nothing')
export type Match = z.infer<typeof Match>

const Rule = z
	.strictObject({
		match: Match,
		/** Not taken at all. */
		skip: z.literal(true).optional(),
		/** What is measured, in our short form: `W` is a water level. */
		property: z.string().min(1).max(60).optional(),
		/** Unit of the results, where the service names none or a wrong one. */
		unit: Text.optional(),
		/** Unit in which they shall be shown. */
		as: Unit.optional(),
		/** Zero of a water level's scale. */
		zero: z
			.strictObject({ metres: z.number().min(-100).max(9_000), datum: Text.default('NHN'), from: z.iso.date().default('1900-01-01') })
			.optional(),
		/** Results that mean "nothing measured". */
		missing: z.array(z.number()).max(20).default([]),
		/** Expected distance of two results. */
		everySeconds: z.number().min(1).max(31_536_000).optional(),
		/** Results that are words → numbers: `{ "aus": 0, "ein": 1 }`. */
		values: z.record(z.string().max(200), z.number()).optional(),
		/** The results are states of a gate. */
		gate: z
			.strictObject({
				/** The gate as it is known already; absent: one of its own, named after the Thing. */
				entity: Gate.optional(),
				/** Result → state. What is not named is `unknown`, never closed. */
				values: z.record(z.string().max(200), GateState),
			})
			.optional(),
	})
	.superRefine(({ unit, as }, context) => {
		const message = unit !== undefined && as !== undefined ? unitFault(unit, as) : undefined
		if (message !== undefined) context.addIssue({ code: 'custom', path: ['as'], message })
	})
export type Rule = z.infer<typeof Rule>

export const SensorThingsOptions = z.strictObject({
	/** HTTP address of the service (`https://iot.hamburg.de/v1.1`): where a feed that is heard (MQTT) asks what a datastream is. */
	service: z
		.url({ protocol: /^https?$/ })
		.max(2_000)
		.optional(),
	/** `$filter` on Datastreams, as the standard writes it. */
	filter: Filter.optional(),
	/** `$filter` on Observations for back-fill: `Datastream/properties/topic eq 'Pegel'`. */
	backfillFilter: Filter.optional(),
	/** Ask for MultiDatastreams, too: not every service has them. */
	multi: z.boolean().default(false),
	/** Entities that one page shall hold. */
	pageSize: z.int().min(1).max(1_000).default(100),
	/** Pages that are followed at most: what is beyond is told. */
	maxPages: z.int().min(1).max(1_000).default(50),
	/** Expected distance of two results, where a rule does not say. */
	everySeconds: z.number().min(1).max(31_536_000).optional(),
	/** What datastreams mean; the first rule that fits counts. */
	streams: z.array(Rule).max(1_000).default([]),
	/** West, south, east, north: a place outside is none. Finds swapped axes, which no range check can. */
	within: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
	label: z.enum(['open', 'internal', 'restricted']).optional(),
})
export type SensorThingsOptions = z.infer<typeof SensorThingsOptions>
