import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { firstStart, offered, startAt, takenOver } from './since.ts'

const NOW = Date.UTC(2026, 10, 21, 20, 4)
const MINUTE = 60_000
const nothing = { now: NOW, handover: undefined, cut: undefined, seen: undefined }

describe('since when somebody is told what changed', () => {
	test('who took over a function is told since then, until they have been told', () => {
		const known = { ...nothing, handover: NOW - 5 * MINUTE, seen: NOW - 600 * MINUTE }
		expect(firstStart(known)).toEqual({ since: 'handover', from: NOW - 5 * MINUTE })
		expect(firstStart({ ...known, seen: NOW - MINUTE })).toEqual({ since: 'seen', from: NOW - MINUTE })
	})

	test('who was cut off is told since the picture stood still', () => {
		expect(firstStart({ ...nothing, cut: NOW - 12 * MINUTE })).toEqual({ since: 'cut', from: NOW - 12 * MINUTE })
	})

	test('who comes for the first time is told of the last quarter of an hour', () => {
		expect(firstStart(nothing)).toEqual({ since: 'seen', from: NOW - 15 * MINUTE })
		expect(startAt('hour', nothing).from).toBe(NOW - 60 * MINUTE)
	})

	test('what did not happen is not offered', () => {
		expect(offered(nothing)).toEqual(['seen', 'quarter', 'hour', 'chosen'])
		expect(offered({ ...nothing, handover: NOW, cut: NOW })).toEqual(['handover', 'cut', 'seen', 'quarter', 'hour', 'chosen'])
	})

	test("of several functions the one that was taken over last counts, and only one's own", () => {
		const held = (name: 'S2' | 'S3', credential: string, since: number) => ({
			function: name,
			credential,
			name: 'X',
			since: instant(since),
		})
		const functions = [held('S2', 'a', NOW - 9), held('S3', 'a', NOW - 5), held('S3', 'b', NOW)]
		expect(takenOver(functions, 'a')?.function).toBe('S3')
		expect(takenOver(functions, 'c')).toBeUndefined()
	})
})
