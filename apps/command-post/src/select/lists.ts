import type { Content } from '../state/facts.ts'
import { feedsOf } from './feeds.ts'
import { memoLast } from './memo.ts'

export const feedList = memoLast((content: Content) => feedsOf(content.things.values()))
