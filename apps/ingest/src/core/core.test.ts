import { describe, expect, test } from 'vitest'

import { chunks } from './chunks.ts'
import { healthAfter, unknownHealth } from './health.ts'
import { hubPauseMs, pauseMs } from './pause.ts'
import { NO_PRESENCE, presenceAfter } from './presence.ts'
import type { Presence } from './presence.ts'

const SILENT = { silentMs: 600_000 }

function pauseAfter(failures: number): number {
	return pauseMs({ everyMs: 10_000, failures, random: 0.999_999 })
}

function ids(count: number): readonly string[] {
	return Array.from({ length: count }, (_, i) => `area:f:${i}`)
}

function told(lists: readonly (readonly string[])[]): readonly boolean[] {
	return toldAt(lists.map((list, i) => ({ ids: list, at: i * 54_000 })))
}

function toldAt(polls: readonly { readonly ids: readonly string[]; readonly at: number }[]): readonly boolean[] {
	let presence = NO_PRESENCE
	return polls.map((one) => {
		const after = presenceAfter(presence, { ...one, everyMs: 60_000 })
		presence = after.presence
		return after.tell
	})
}

function shrinking(from: number, to: number): Presence['shrank'] {
	const before = presenceAfter(NO_PRESENCE, { ids: ids(from), at: 0, everyMs: 60_000 }).presence
	return presenceAfter(before, { ids: ids(to), at: 60_000, everyMs: 60_000 }).presence.shrank
}

describe('the pause between two polls', () => {
	test('is the pace of the feed, a little spread', () => {
		expect([0, 0.5, 0.999].map((random) => pauseMs({ everyMs: 60_000, failures: 0, random }))).toEqual([54_000, 60_000, 65_988])
	})
	test('grows with failures in a row, up to five minutes, and never falls below what the upstream asked for', () => {
		expect([1, 2, 3, 10, 1_000].map(pauseAfter)).toEqual([20_000, 40_000, 80_000, 300_000, 300_000])
		expect(pauseMs({ everyMs: 10_000, failures: 1, random: 0, retryAfterMs: 900_000 })).toBe(900_000)
		expect(pauseMs({ everyMs: 3_600_000, failures: 5, random: 0 })).toBe(1_800_000)
	})
	test('is short a few times when the hub did not take everything', () => {
		const after = [1, 3, 4].map((untold) => pauseMs({ everyMs: 60_000, failures: 0, untold, random: 0.5 }))
		expect(after).toEqual([5_000, 5_000, 60_000])
	})
	test('before the hub is asked again is short', () => {
		expect([0, 1, 20].map((attempt) => hubPauseMs(attempt, 0))).toEqual([250, 500, 7_500])
		expect(hubPauseMs(0, 0, 5_000)).toBe(5_000)
	})
})

describe('health', () => {
	test('stays since its last transition while nothing new is to be told', () => {
		const first = healthAfter(unknownHealth(0), { type: 'failed', reason: 'HTTP 503' }, { now: 10, ...SILENT })
		const same = healthAfter(first, { type: 'failed', reason: 'HTTP 503' }, { now: 20, ...SILENT })
		const other = healthAfter(same, { type: 'failed', reason: 'HTTP 502' }, { now: 30, ...SILENT })
		expect([first.since, same.since, other.since]).toEqual([10, 10, 30])
	})
	test('is amber while the last good answer is young, then red', () => {
		const good = healthAfter(unknownHealth(0), { type: 'good', problems: [] }, { now: 0, ...SILENT })
		const failed = { type: 'failed', reason: 'x' } as const
		expect(healthAfter(good, failed, { now: 599_999, ...SILENT }).state).toBe('amber')
		expect(healthAfter(good, failed, { now: 600_000, ...SILENT }).state).toBe('red')
	})
})

describe('presence', () => {
	test('is told at the first, second and fifth poll in a row; the order of a list means nothing', () => {
		const list = ids(3)
		expect(told([list, list.toReversed(), list, list, list, list, ids(2), ids(2)])).toEqual([
			true,
			true,
			false,
			false,
			true,
			false,
			true,
			true,
		])
	})
	test('is told again only at its pace: who looks sooner, or took it over, saw the same poll', () => {
		const list = ids(3)
		const times = [0, 1_000, 40_000, 54_000, 55_000, 108_000, 162_000, 216_000]
		expect(toldAt(times.map((at) => ({ ids: list, at })))).toEqual([true, false, false, true, false, false, false, true])
	})
	test('is told at once when the list is another one', () => {
		expect(toldAt([1, 2, 3].map((count) => ({ ids: ids(count), at: count })))).toEqual([true, true, true])
	})
	test('four items may go at once, more than half of five or more are suspicious', () => {
		expect([shrinking(4, 0), shrinking(10, 5), shrinking(10, 4)]).toEqual([undefined, undefined, { from: 10, to: 4 }])
	})
})

test('requests are cut by number and by size; what is too large goes alone', () => {
	expect(chunks(['a', 'b', 'c'], { items: 2, bytes: 100 })).toEqual([['a', 'b'], ['c']])
	expect(chunks(['ä'.repeat(10), 'b'.repeat(30), 'c'], { items: 9, bytes: 30 })).toEqual([['ä'.repeat(10)], ['b'.repeat(30)], ['c']])
	expect(chunks([], { items: 2, bytes: 10 })).toEqual([])
})
