import { EntityId } from '@lagebild/model/ids.ts'
import { Organisation } from '@lagebild/model/kinds/words.ts'
import * as z from 'zod'

const Unit = EntityId.refine((id) => id.startsWith('unit:'), 'must be the id of a unit')

export const CotOptions = z.strictObject({
	/** Organisation of own forces, where `groups` says no other. */
	organisation: Organisation.default('gefahrenabwehr'),
	/** Organisation by team (`__group@name`): `{ "Red": "feuerwehr" }`. */
	groups: z.record(z.string().min(1).max(60), Organisation).default({}),
	/** Devices that report for units which are known already, by uid: their place becomes the place of that unit. */
	units: z.record(z.string().min(1).max(1_000), Unit).default({}),
})
export type CotOptions = z.infer<typeof CotOptions>
