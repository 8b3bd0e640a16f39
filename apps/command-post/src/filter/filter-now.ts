import type { EntityId } from '@lagebild/model/ids.ts'

import { alarmsNow } from '../select/alarms.ts'
import type { Alarms } from '../select/alarms.ts'
import { memoLast } from '../select/memo.ts'
import { hiddenOf } from '../select/narrow.ts'
import type { Hidden } from '../select/narrow.ts'
import { shownNow, visibleNow } from '../select/now.ts'
import type { Facts } from '../state/facts.ts'

const alarmedOf = memoLast(
	({ standing }: Alarms): ReadonlySet<EntityId> =>
		new Set(standing.flatMap(({ about, acknowledged }) => (about === undefined || acknowledged ? [] : [about]))),
)

export function hiddenNow(facts: Facts): Hidden {
	return hiddenOf(shownNow(facts), visibleNow(facts), alarmedOf(alarmsNow(facts)))
}
