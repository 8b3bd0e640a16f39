import type { Content } from '../state/facts.ts'
import { feedsOf, machineOf, sourcesView } from './feeds.ts'
import { memoLast } from './memo.ts'

export const feedsIn = (content: Content) => feedsOf(content.things.values())
export const machinesIn = (content: Content) => machineOf(content.things.values())
export const feedList = memoLast(feedsIn)
export const machineList = memoLast(machinesIn)

/** How a source is called by people: the feed's own name where it is a feed, else as it speaks. */
export const sourceNames = memoLast(
	(content: Content): ReadonlyMap<string, string> => new Map(feedList(content).map(({ source, name }) => [source, name])),
)

/** Nothing can be concluded from silence: no source is connected, or none answers. */
export const isSilent = memoLast((content: Content): boolean => {
	const { total, tone } = sourcesView(feedList(content))
	return total === 0 || tone === 'lost'
})
