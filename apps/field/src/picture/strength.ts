import type { RowOf } from '@lagebild/model/row.ts'
import { Strength } from '@lagebild/model/strength.ts'

/** As the unit says it; undefined when nobody did. */
export function strengthOf({ fields }: RowOf<'unit'>): Strength | undefined {
	const read = Strength.safeParse(fields.strength)
	return read.success ? read.data : undefined
}
