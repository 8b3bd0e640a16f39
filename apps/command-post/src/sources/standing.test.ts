import type { FeedView } from '@lagebild/model/feeds-protocol.ts'
import { expect, test } from 'vitest'

import { countsOf, isFound, lastMessageOf, sourcesOf, standingOf } from './standing.ts'
import { feedNamed as feed, sourceNamed } from './testing/source.ts'

const NOW = Date.UTC(2026, 10, 21, 20)

const live = (id: string, state: FeedView['state']) => ({
	id: `feed:${id}:${id}`,
	source: id,
	name: id,
	state,
	since: NOW,
	lastGood: NOW,
	reason: 'told since',
	attribution: undefined,
	licence: undefined,
})

test('the words of the ingest become the words of the page', () => {
	expect(standingOf('amber', 'quiet')).toBe('silent')
	expect(standingOf('amber', 'stale')).toBe('late')
	expect(standingOf('amber', 'failed HTTP 503')).toBe('failing')
	expect(standingOf('amber', 'shrank')).toBe('limited')
	expect(standingOf('amber', null)).toBe('limited')
	expect(sourceNamed('a', { state: 'amber', code: 'unreadable', transport: 'webhook', lastGood: null }).standing).toBe('waiting')
	expect(standingOf('off', 'paused')).toBe('paused')
	expect(standingOf('off', null)).toBe('off')
	expect(standingOf('red', 'quiet')).toBe('cut')
})

test('the worst comes first, other operations and what the hub says of itself do not come', () => {
	const list = [
		feed('b'),
		feed('a'),
		feed('cut', { state: 'red' }),
		feed('silent', { state: 'amber', code: 'quiet' }),
		feed('elsewhere', { operation: 'other' }),
		feed('hub:disk'),
	]
	expect(sourcesOf(list, [], ['base']).map(({ feed: { id } }) => id)).toEqual(['cut', 'silent', 'a', 'b'])
})

test('where the picture is newer it counts, so that the chip and the table agree', () => {
	const [source] = sourcesOf([feed('a')], [live('a', 'amber')], ['base'])
	expect(source).toMatchObject({ standing: 'limited', since: NOW, reason: 'told since', feed: { state: 'amber' } })
	expect(sourcesOf([feed('a')], [live('a', 'green')], ['base'])[0]).toMatchObject({ standing: 'runs', since: NOW - 3_600_000 })
})

test('counts add up', () => {
	const list = [
		feed('a', { ratePerMinute: 3, rejectsOpen: 2 }),
		feed('b', { ratePerMinute: 4 }),
		feed('c', { state: 'amber', code: 'quiet' }),
	]
	const { byStanding, perMinute, rejects } = countsOf(sourcesOf(list, [], ['base']))
	expect([...byStanding]).toEqual([
		['silent', 1],
		['runs', 2],
	])
	expect([perMinute, rejects]).toEqual([7, 2])
})

test('the last message is the newest of what is known, and never in the future', () => {
	const source = sourceNamed('a', { heard: '2026-11-21T19:59:00Z' })
	const counted = { from: '2026-11-21T17:00:00Z', everySeconds: 60, messages: [0, 2, 0], rejects: [], lagP95Ms: [] } as const
	const history = { ...counted, messages: [...counted.messages], rejects: [], lagP95Ms: [] }
	expect(lastMessageOf(source, history, NOW)).toBe(NOW - 3_600_000)
	expect(lastMessageOf(source, { ...history, from: '2026-11-21T19:58:30Z' }, NOW)).toBe(NOW - 60_000)
	expect(lastMessageOf(sourceNamed('a', { newest: '2026-11-21T19:57:00Z' }), history, NOW)).toBe(NOW - 180_000)
	expect(lastMessageOf(sourceNamed('a', { newest: '2026-11-21T21:00:00Z' }), history, NOW)).toBe(NOW)
})

test('a search finds every word somewhere in the row', () => {
	const source = sourceNamed('sensemate-ost', { name: 'SenseMate Ost' })
	expect(isFound(source, 'ost schweigt', ['schweigt'])).toBe(true)
	expect(isFound(source, 'west', ['schweigt'])).toBe(false)
	expect(isFound(source, '', [])).toBe(true)
})
