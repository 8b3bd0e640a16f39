import type { Content } from '../state/facts.ts'
import { feedsOf, machineOf, sourcesView } from './feeds.ts'
import { memoLast } from './memo.ts'

export const feedList = memoLast((content: Content) => feedsOf(content.things.values()))
export const machineList = memoLast((content: Content) => machineOf(content.things.values()))

/** How a source is called by people: the feed's own name where it is a feed, else as it speaks. */
export const sourceNames = memoLast(
	(content: Content): ReadonlyMap<string, string> => new Map(feedList(content).map(({ source, name }) => [source, name])),
)

/** Nothing can be concluded from silence: no source is connected, or none answers. */
export const isSilent = memoLast((content: Content): boolean => {
	const { total, tone } = sourcesView(feedList(content))
	return total === 0 || tone === 'lost'
})
