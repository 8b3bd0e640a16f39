import { FeedView } from '@lagebild/model/feeds-protocol.ts'

import { sourcesOf } from '../standing.ts'
import type { Source } from '../standing.ts'

/** A feed of which only this much is known. */
export function feedNamed(id: string, more: Partial<FeedView> = {}): FeedView {
	const unknown = Object.fromEntries(Object.keys(FeedView.shape).map((key) => [key, null]))
	return FeedView.parse({
		...unknown,
		id,
		name: id,
		operation: 'base',
		format: 'mapping',
		state: 'green',
		code: 'ok',
		since: '2026-11-21T19:00:00Z',
		lastGood: '2026-11-21T19:00:00Z',
		everyMs: 60_000,
		attribution: '',
		licence: '',
		may: { inspect: true, handle: true },
		...more,
	})
}

export function sourceNamed(id: string, more: Partial<FeedView> = {}): Source {
	const [source] = sourcesOf([feedNamed(id, more)], [], ['base'])
	if (!source) throw new Error(`${id} is no source`)
	return source
}
