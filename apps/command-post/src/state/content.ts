import type { EntityId } from '@lagebild/model/ids.ts'

import type { Content, Thing } from './facts.ts'

let rev = 0

/** A new identity over the same map: memoised selectors see that something changed. */
export function freshContent(things: ReadonlyMap<EntityId, Thing>): Content {
	rev += 1
	return { things, rev }
}
