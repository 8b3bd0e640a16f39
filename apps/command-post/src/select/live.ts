import type { Facts } from '../state/facts.ts'
import { liveOf } from '../state/live.ts'
import { alarmsIn } from './alarms.ts'
import { feedsIn, machinesIn } from './lists.ts'
import { memoLast } from './memo.ts'

/** The same of what is now as of what is on the screen; each remembers its own, or both would compute at every look. */
const alarmsOfNow = memoLast(alarmsIn)
export const liveFeeds = memoLast(feedsIn)
export const liveMachines = memoLast(machinesIn)

export function liveAlarms(facts: Facts): ReturnType<typeof alarmsIn> {
	return alarmsOfNow(liveOf(facts).content, facts.preferences.language)
}
