import { describe, expect, test } from 'vitest'

import { count, newFigures, summaryOf } from './figures.ts'

const MINUTE = 60_000
const START = 10 * MINUTE

describe('figures', () => {
	test('rate and lag are over the last five minutes, of a feed that has just begun over the time that it ran', () => {
		const figures = newFigures(START)
		count(figures, START, { messages: 12, lagsMs: [100] })
		expect(summaryOf(figures, START)).toMatchObject({ ratePerMinute: 12, lagP95Ms: 100 })
		expect(summaryOf(figures, START + 4 * MINUTE)).toMatchObject({ ratePerMinute: 3, lagP95Ms: 100 })
		expect(summaryOf(figures, START + 5 * MINUTE)).toMatchObject({ ratePerMinute: 0, lagP95Ms: null })
	})
	test('of many lags nineteen in twenty are at most the one that is told', () => {
		const figures = newFigures(START)
		count(figures, START, { lagsMs: Array.from({ length: 100 }, (_, i) => i + 1) })
		expect(summaryOf(figures, START).lagP95Ms).toBe(95)
	})
	test('minutes are told apart, the newest ten, also when the clock goes back', () => {
		const figures = newFigures(START)
		for (let i = 0; i < 12; i += 1) count(figures, START + i * MINUTE, { messages: i, rejects: 1 })
		count(figures, START, { messages: 100 })
		const { minutes } = summaryOf(figures, START + 11 * MINUTE)
		expect(minutes.map(({ messages }) => messages)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 111])
		expect(minutes[0]?.from).toBe(new Date(START + 2 * MINUTE).toISOString())
	})
	test('many values of a minute take no more memory than some', () => {
		const figures = newFigures(START)
		for (let i = 0; i < 100; i += 1) count(figures, START, { messages: 100, lagsMs: Array<number>(100).fill(i) })
		expect(figures.minutes[0]?.lags.length).toBe(500)
		expect(summaryOf(figures, START)).toMatchObject({ ratePerMinute: 10_000, lagP95Ms: 99 })
	})
})
