import { RejectView } from '@lagebild/model/feeds-protocol.ts'
import { expect, test } from 'vitest'

import { beforeOf, groupsOf, progressOf } from './reject-groups.ts'
import { sourceNamed } from './testing/source.ts'

function reject(id: number, reason: string, more: Partial<RejectView> = {}): RejectView {
	const at = '2026-11-21T20:00:00Z'
	const said = { id, at, first: at, times: 1, reason, message: reason, raw: '{}', rawLength: 2, state: 'open', by: null }
	return RejectView.parse({ ...said, changedAt: null, result: null, ...more })
}

test('what was refused stands by source and reason, the most frequent first', () => {
	const groups = groupsOf([
		{
			source: sourceNamed('a'),
			rejects: [reject(1, 'no-id'), reject(2, 'bad-time', { times: 9, first: '2026-11-21T18:00:00Z' }), reject(3, 'no-id')],
		},
		{ source: sourceNamed('b'), rejects: [reject(1, 'no-id')] },
	])
	expect(groups.map(({ key, times, rejects }) => [key, times, rejects.length])).toEqual([
		['a bad-time', 9, 1],
		['a no-id', 2, 2],
		['b no-id', 1, 1],
	])
	expect(groups[0]?.since).toBe(Date.UTC(2026, 10, 21, 18))
})

test('reading again is done when each item was read or refused anew', () => {
	const before = beforeOf([reject(1, 'x'), reject(2, 'x'), reject(3, 'x', { changedAt: '2026-11-21T20:00:00Z' })])
	expect(progressOf(before, [reject(1, 'x'), reject(2, 'x'), reject(3, 'x', { changedAt: '2026-11-21T20:00:00Z' })])).toEqual({
		count: 3,
		read: 0,
		open: 0,
		waiting: 3,
	})
	const after = [
		reject(1, 'x', { state: 'rerun' }),
		reject(2, 'y', { changedAt: '2026-11-21T20:01:00Z' }),
		reject(3, 'x', { changedAt: '2026-11-21T20:00:00Z' }),
	]
	expect(progressOf(before, after)).toEqual({ count: 3, read: 1, open: 1, waiting: 1 })
})
