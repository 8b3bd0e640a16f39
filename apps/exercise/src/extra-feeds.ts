import type { FeedConfig } from '@lagebild/config/schema.ts'
import type * as z from 'zod'

import type { FeedPlan } from './feeds.ts'

type FeedInput = z.input<typeof FeedConfig>

/** What every feed of the exercise has: the operation of public sources, and what it may reach. */
export type Common = Pick<FeedInput, 'operation' | 'allowPrivateHosts' | 'timeoutSeconds' | 'attribution' | 'everySeconds'>

/** Beside the sources of a city, with `"sources": "all"`: one of each protocol that Lagebild reads, a line for each. */
export function extraFeeds(_plan: FeedPlan, _common: Common): readonly FeedInput[] {
	return []
}
