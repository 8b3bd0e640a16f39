import { EntityId } from '@lagebild/model/ids.ts'
import { GateState } from '@lagebild/model/kinds/facility.ts'
import * as z from 'zod'

import { unitFault, UNITS } from '../mapping/units.ts'

const Name = z.string().min(1).max(300)
const Path = z.string().min(1).max(200)
const Scalar = z.union([z.boolean(), z.number(), z.string().max(200), z.null()])
const Unit = Name.refine((unit) => UNITS.includes(unit), { error: `must be one of ${UNITS.join(', ')}` })
const Facility = EntityId.refine((id) => id.startsWith('facility:'), 'must be the id of a facility')

/** A gate's state in `decoded_payload`. */
const GateField = z.strictObject({
	/** Field of `decoded_payload`; dots reach into objects. */
	field: Path,
	/** Its value → state: `{ "true": "closed", "false": "open" }`. What is not named is `unknown`, never closed. */
	values: z.record(z.string().max(200), GateState),
	/** What a missing field means: the stack leaves out `false`, `0` and `""`. `null`: nothing is known then. */
	omitted: Scalar.default(false),
})

/** A measured series in `decoded_payload`. */
const ValueField = z
	.strictObject({
		field: Path,
		/** What is measured, in our short form: `W` is a water level. */
		property: z.string().min(1).max(60),
		/** Unit of the device. */
		unit: Name,
		/** Unit in which it is shown. */
		as: Unit.optional(),
		/** Zero of a water level's scale. */
		zero: z
			.strictObject({ metres: z.number().min(-100).max(9_000), datum: Name.default('NHN'), from: z.iso.date().default('1900-01-01') })
			.optional(),
		/** The device measures down to the water: level = this height above the scale's zero, in `unit`, minus the distance. */
		mountedAt: z.number().optional(),
		/** Values that mean "nothing measured". */
		missing: z.array(z.number()).max(20).default([]),
		/** Words → numbers. */
		values: z.record(z.string().max(200), z.number()).optional(),
		/** What a missing field means: `0` where the device leaves out zeros. `null`: measured, and nothing got. */
		omitted: z.number().nullable().default(null),
	})
	.superRefine(({ unit, as }, context) => {
		const message = as === undefined ? undefined : unitFault(unit, as)
		if (message !== undefined) context.addIssue({ code: 'custom', path: ['as'], message })
	})
export type ValueField = z.infer<typeof ValueField>

const Profile = z.strictObject({
	/** Devices that need not be named: `brand_id/model_id` of the device repository. */
	models: z.array(Name).max(100).default([]),
	gate: GateField.optional(),
	values: z.array(ValueField).max(50).default([]),
	/** Ports that carry measurements; absent: all but 0. */
	ports: z.array(z.int().min(0).max(255)).max(50).optional(),
	/** Expected distance of two uplinks. */
	everySeconds: z.number().min(1).max(31_536_000).optional(),
	/** What a decoder's warnings do: the uplink is refused, or taken as it is. */
	warnings: z.enum(['refuse', 'take']).default('refuse'),
})
export type Profile = z.infer<typeof Profile>

const Device = z.strictObject({
	/** Name of one of `profiles`. */
	profile: Name.optional(),
	/** Gate that is known already; absent: one of its own. */
	facility: Facility.optional(),
	/** As people call it; absent: its device id. */
	name: Name.optional(),
	/** Where it is, before anything that the stack says. */
	place: z.strictObject({ lat: z.number().min(-90).max(90), lng: z.number().min(-180).max(180) }).optional(),
})
export type Device = z.infer<typeof Device>

export const TtnOptions = z
	.strictObject({
		/** What the fields of a sort of device mean, by a name of your own. Absent: each number is a series without a unit. */
		profiles: z.record(Name, Profile).default({}),
		/** Devices by device id or DevEUI. */
		devices: z.record(Name, Device).default({}),
		/** Profile of all other devices. */
		defaultProfile: Name.optional(),
		/** Simulated uplinks (button of the console): refused, or told with the status `test`, which actual operations refuse. */
		simulated: z.enum(['refuse', 'test']).default('refuse'),
		label: z.enum(['open', 'internal', 'restricted']).optional(),
	})
	.superRefine(({ profiles, devices, defaultProfile }, context) => {
		const check = (name: string | undefined, path: string[]): void => {
			if (name !== undefined && !Object.hasOwn(profiles, name))
				context.addIssue({ code: 'custom', path, message: `"${name}" is not one of the profiles` })
		}
		check(defaultProfile, ['defaultProfile'])
		for (const [id, { profile }] of Object.entries(devices)) check(profile, ['devices', id, 'profile'])
	})
export type TtnOptions = z.infer<typeof TtnOptions>
