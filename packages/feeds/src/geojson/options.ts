import * as z from 'zod'

/** Kinds whose fields can come from the properties of a feature. */
export const FEATURE_KINDS = [
	'area',
	'facility',
	'incident',
	'closure',
	'unit',
	'section',
	'sensor',
	'track',
	'counter',
	'warning',
	'contact',
] as const

const Field = z.string().min(1).max(64)
const Property = z.string().min(1).max(200)

export const GeojsonOptions = z.strictObject({
	kind: z.enum(FEATURE_KINDS).default('area'),
	/** Property that identifies a feature; absent: the feature's own `id`, then its content. */
	id: Property.optional(),
	/** `full`: what is missing from the list is gone. `delta`: absence means nothing. */
	mode: z.enum(['full', 'delta']).default('full'),
	/** Field of the entity → property of the feature; dots reach into objects. */
	fields: z.record(Field, Property).default({}),
	/** Field → upstream value → our value, where the two use different words. */
	values: z.record(Field, z.record(z.string(), z.json())).default({}),
	/** Fields that the source does not give and that are the same for all features. */
	fixed: z.record(Field, z.json()).default({}),
	/** Property with the time of observation: ISO 8601 with an offset, or milliseconds since 1970. */
	observed: Property.optional(),
	/** West, south, east, north: features outside are rejects. Finds swapped coordinates, which no range check can. */
	within: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
	label: z.enum(['open', 'internal', 'restricted']).optional(),
})
export type GeojsonOptions = z.infer<typeof GeojsonOptions>
