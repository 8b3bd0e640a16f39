import { named } from '@lagebild/feeds/ids.ts'
import type { Submission } from '@lagebild/model/event.ts'
import { entityId } from '@lagebild/model/ids.ts'
import { iso } from '@lagebild/model/time.ts'

import type { KeyedFeed } from './config.ts'
import type { Health } from './core/health.ts'

/** `off`: the feed is switched off, or its ingest stops. */
export type ToldHealth = Pick<Health, 'reason' | 'since' | 'lastGood'> & { readonly state: Health['state'] | 'off'; readonly code?: string }

type HealthOf = Pick<KeyedFeed, 'id' | 'name' | 'format' | 'everySeconds' | 'attribution' | 'licence'>

/** A feed's health is an entity of the picture like everything else, and says so under the feed's own key. */
export function healthEvent(feed: HealthOf, { state, code, reason, since, lastGood }: ToldHealth, now: number): Submission {
	const { id, name, format, everySeconds, attribution, licence } = feed
	return named(id, {
		kind: 'feed',
		entity: entityId('feed', id, id),
		op: 'upsert',
		label: { level: 'open' },
		times: { observed: iso(now) },
		payload: {
			name,
			format,
			state,
			...(code !== undefined && { code: wordOf(code) }),
			since: iso(since),
			lastGood: lastGood === null ? null : iso(lastGood),
			reason,
			everyMs: everySeconds * 1_000,
			...(attribution !== undefined && { attribution }),
			...(licence !== undefined && { licence }),
		},
	})
}

/** Behind the word stands what tells one cause from another, which people read in the reason. */
function wordOf(code: string): string {
	return code.split(' ')[0]?.slice(0, 60) || 'unknown'
}
