import { EntityId } from '@lagebild/model/ids.ts'
import * as z from 'zod'

const Unit = EntityId.refine((id) => id.startsWith('unit:'), 'must be the id of a unit')

export const AisOptions = z.strictObject({
	/** Own boats that are known already, by MMSI: their place becomes the place of that unit. */
	units: z.record(z.string().regex(/^\d{9}$/, 'must be an MMSI of 9 digits'), Unit).default({}),
	/** Of one ship at most one position in so many seconds. */
	thinSeconds: z.int().min(1).max(600).default(5),
	/** Whether safety related texts of ships (type 14) become messages. */
	texts: z.boolean().default(true),
})
export type AisOptions = z.infer<typeof AisOptions>
