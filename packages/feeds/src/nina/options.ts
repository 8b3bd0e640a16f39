import * as z from 'zod'

import { WARNING_OPTIONS } from '../cap/options.ts'

export const NinaOptions = z.strictObject({
	...WARNING_OPTIONS,
	/** Lists of the whole country to read, when no regions are named. */
	channels: z
		.array(z.enum(['mowas', 'katwarn', 'biwapp', 'dwd', 'lhp', 'police']))
		.min(1)
		.max(6)
		.default(['mowas', 'katwarn', 'biwapp', 'dwd', 'lhp', 'police']),
	/** Regions (Amtlicher Regionalschlüssel) whose dashboards are read instead; text, for the leading zero: Hamburg is `020000000000`. */
	regions: z
		.array(z.string().regex(/^\d{5,12}$/, 'must be 5 to 12 digits'))
		.max(50)
		.default([]),
})
export type NinaOptions = z.infer<typeof NinaOptions>
