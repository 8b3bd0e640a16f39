import { fmsMeaning } from '@lagebild/model/fms.ts'
import type { Fms, FmsScheme, FmsUnit } from '@lagebild/model/fms.ts'

/** What a crew presses; 9 belongs to the control room. 5 and 0 are calls and lie over it. */
export const STATUSES = [1, 2, 3, 4, 6, 7, 8] as const satisfies readonly Fms[]

type Now = { readonly fms: Fms | null | undefined; readonly hasOrder: boolean; readonly unit: FmsUnit; readonly scheme: FmsScheme }

/**
 * The one status that most likely comes next, or none. Whoever carries people says 7 and 8 in between: that is so where the unit's
 * organisation has a meaning of its own for 7 under which it is bound.
 */
export function nextStatus({ fms, hasOrder, unit, scheme }: Now): Fms | undefined {
	const carries = fmsMeaning(7, unit, scheme).words !== undefined && fmsMeaning(7, unit, scheme).class === 'bound'
	if (fms === null || fms === undefined || fms === 9) return 1
	if (hasOrder && (fms === 1 || fms === 2 || fms === 8)) return 3
	return AFTER[fms](carries)
}

const AFTER: Readonly<Record<Exclude<Fms, 9>, (carries: boolean) => Fms | undefined>> = {
	1: () => undefined,
	2: () => undefined,
	3: () => 4,
	4: (carries) => (carries ? 7 : 1),
	6: () => 2,
	7: (carries) => (carries ? 8 : 1),
	8: () => 1,
}
