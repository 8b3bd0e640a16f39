import type { Entry } from '@lagebild/model/entry.ts'
import type { Explanation } from '@lagebild/model/explanation.ts'
import { EntityId, seq } from '@lagebild/model/ids.ts'

import { explain } from '../explain.ts'
import { fold } from './fold.ts'

export const INCIDENT = 'incident:lage:1'

type Asking = { readonly entity?: string; readonly hidden?: readonly string[]; readonly before?: number; readonly at?: number }

export function why(entries: readonly Entry[], field: string, { entity = INCIDENT, hidden = [], before, at }: Asking = {}): Explanation {
	const known = at === undefined ? entries : entries.filter((entry) => entry.seq <= at)
	const answer = explain({
		picture: fold(known),
		entity: EntityId.parse(entity),
		field,
		entries,
		sees: (id) => !hidden.includes(id),
		...(before !== undefined && { before: seq(before) }),
	})
	if (!answer) throw new Error('this cannot be explained')
	return answer
}

/** Of each value its place in the journal, the value, its standing and what overtook it. */
export function told({ values }: Explanation): readonly (readonly unknown[])[] {
	return values.map(({ seq: place, value, standing, overtakenBy }) => [place, value, standing, overtakenBy?.seq])
}
