import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { healthAfter, unknownHealth } from './health.ts'
import type { Health, PollResult } from './health.ts'

const SILENT_MS = 3
const problem = (code: string) => ({ code, reason: code })
const result = fc.oneof(
	fc.constantFrom<PollResult>({ type: 'failed', reason: 'HTTP 502' }, { type: 'failed', reason: 'HTTP 503' }),
	fc.constant<PollResult>({ type: 'unreadable', reason: 'not-json' }),
	fc.constantFrom<PollResult>({ type: 'good', problems: [] }, { type: 'good', problems: [problem('shrank')] }),
	fc.nat(12).map((newest): PollResult => ({ type: 'good', newest, problems: [] })),
)

/** The feed after each result, one unit of time between them. */
function states(results: readonly PollResult[], begun = 0): readonly Health[] {
	const all: Health[] = []
	let health = unknownHealth(begun)
	for (const [i, one] of results.entries()) {
		health = healthAfter(health, one, { now: begun + i, silentMs: SILENT_MS })
		all.push(health)
	}
	return all
}

function transitions(healths: readonly Health[]): number {
	return healths.filter(({ state, code }, i) => i > 0 && (healths[i - 1]?.state !== state || healths[i - 1]?.code !== code)).length
}

describe('health', () => {
	test('the same results make the same transitions, whenever they come', () => {
		fc.assert(
			fc.property(fc.array(result, { maxLength: 40 }), fc.nat(1_000), (results, shift) => {
				const later = results.map((one): PollResult =>
					one.type === 'good' && one.newest !== undefined ? { ...one, newest: one.newest + shift } : one,
				)
				const names = (healths: readonly Health[]) => healths.map(({ state, code }) => `${state} ${code}`)
				expect(names(states(later, shift))).toEqual(names(states(results)))
			}),
		)
	})

	test('whatever comes again and again in one pattern is told a few times and then no more', () => {
		fc.assert(
			fc.property(fc.array(result, { minLength: 1, maxLength: 3 }), (pattern) => {
				const fixed = pattern.map((one): PollResult => (one.type === 'good' ? { ...one, newest: 10_000 } : one))
				const results = Array.from({ length: 90 }, (_, i) => fixed[i % fixed.length] ?? fixed[0]).flatMap((one) => one ?? [])
				const all = states(results)
				expect(transitions(all.slice(0, 60))).toBeLessThanOrEqual(8)
				expect(transitions(all.slice(60))).toBe(0)
			}),
		)
	})

	test('what holds is told within four polls, however unsteady it was before', () => {
		fc.assert(
			fc.property(fc.array(result, { maxLength: 30 }), (results) => {
				const well: PollResult = { type: 'good', problems: [] }
				const all = states([...results, well, well, well, well])
				expect(all.at(-1)).toMatchObject({ state: 'green', code: 'ok', reason: null })
			}),
		)
	})

	test('is green only after a good poll with a young value, and since is the time of the transition', () => {
		fc.assert(
			fc.property(fc.array(result, { maxLength: 40 }), (results) => {
				states(results).forEach(({ state, since }, now, all) => {
					const one = results[now]
					expect(state !== 'green' || (one?.type === 'good' && now - (one.newest ?? now) <= SILENT_MS)).toBe(true)
					const before = all[now - 1]
					const same = before && before.state === state && before.code === all[now]?.code
					expect(since).toBe(same ? before.since : now)
				})
			}),
		)
	})

	test('a value that does not move although polls succeed turns the feed amber, then red', () => {
		const polls = Array.from({ length: 10 }, (): PollResult => ({ type: 'good', newest: 0, problems: [] }))
		const told = states(polls).map(({ state, code }) => `${state} ${code}`)
		expect(told).toEqual([
			...Array<string>(4).fill('green ok'),
			...Array<string>(3).fill('amber stale'),
			...Array<string>(3).fill('red stale'),
		])
	})
})
