import type { Submission } from '@lagebild/model/event.ts'
import { EntityId, EventId } from '@lagebild/model/ids.ts'
import { iso } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { emptyMemory } from './memory.ts'
import { forgetTold, newsOf, rememberTold, thinnedPositions } from './news.ts'

const SHIP = EntityId.parse('track:ais:211900001')
let count = 0

function said(second: number, payload: { navStatus?: string; name?: string }): Submission {
	count += 1
	const id = EventId.parse(`00000000-0000-8000-8000-${String(count).padStart(12, '0')}`)
	return { id, kind: 'track', entity: SHIP, op: 'patch', times: { observed: iso(second * 1_000) }, payload }
}

describe('a source that repeats itself', () => {
	test('tells what changed, by the time of what it says, and of other fields apart', () => {
		const memory = emptyMemory({ repeats: true })
		const tell = (...events: readonly Submission[]): readonly unknown[] => {
			const news = newsOf(memory, events)
			for (const event of news) rememberTold(memory, event)
			return news.map((event) => event.op === 'patch' && event.payload)
		}
		expect(tell(said(10, { navStatus: 'moored' }), said(11, { navStatus: 'moored' }), said(11, { name: 'A' }))).toEqual([
			{ navStatus: 'moored' },
			{ name: 'A' },
		])
		expect(tell(said(20, { navStatus: 'moored' }), said(15, { navStatus: 'late' }))).toEqual([])
		expect(tell(said(21, { navStatus: 'aground' }), said(22, { navStatus: 'moored' }))).toEqual([
			{ navStatus: 'aground' },
			{ navStatus: 'moored' },
		])
		forgetTold(memory, `${SHIP} navStatus`)
		expect(tell(said(23, { navStatus: 'moored' }))).toHaveLength(1)
	})
	test('what the hub did not take is news again', () => {
		const memory = emptyMemory({ repeats: true })
		expect(newsOf(memory, [said(1, { name: 'A' })])).toHaveLength(1)
		expect(newsOf(memory, [said(2, { name: 'A' })])).toHaveLength(1)
	})
})

test('of positions none is nearer to the one before than the feed declares', () => {
	const rows = {
		entity: [SHIP, SHIP, SHIP],
		observed: [0, 4, 5].map((second) => iso(second * 1_000)),
		lat: [1, 2, 3],
		lng: [1, 2, 3],
		course: [null, 1, 2],
	}
	expect(thinnedPositions(emptyMemory({ thinMs: 5_000 }), rows)).toEqual({
		entity: [SHIP, SHIP],
		observed: ['1970-01-01T00:00:00.000Z', '1970-01-01T00:00:05.000Z'],
		lat: [1, 3],
		lng: [1, 3],
		course: [null, 2],
	})
	expect(thinnedPositions(emptyMemory(), rows)).toBe(rows)
})
