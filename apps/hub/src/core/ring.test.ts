import { seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { changedAfter, changedSince, createRing, MEASURED, record, STATE } from './ring.ts'
import type { Ring } from './ring.ts'

function add(ring: Ring, at: number, { index, recorded, state = true }: { index: number; recorded: number; state?: boolean }): void {
	record(ring, { seq: seq(at), index, state, measured: !state, before: at }, instant(recorded))
}

describe('the ring of changes', () => {
	test('[H1] tells each changed entity once, with its facet before the first change and all flags', () => {
		const ring = createRing(seq(0))
		for (const [at, index] of [
			[1, 7],
			[2, 8],
			[3, 7],
			[4, 9],
		] as const)
			add(ring, at, { index, recorded: at, state: at !== 3 })
		const scratch = { mark: new Int32Array(2) }
		expect(changedSince(ring, 0, scratch)).toEqual({ index: [7, 8, 9], before: [1, 2, 4], flags: [STATE | MEASURED, STATE, STATE] })
		expect(changedSince(ring, 2, scratch)).toEqual({ index: [7, 9], before: [3, 4], flags: [MEASURED, STATE] })
		expect(changedSince(ring, 4, scratch)).toEqual({ index: [], before: [], flags: [] })
		expect([changedAfter(ring, 0), changedAfter(ring, 3), changedAfter(ring, 4)]).toEqual([1, 4, undefined])
	})

	test('[H1] keeps 120 s and 100,000 records, whichever is more, and forgets whole entries', () => {
		const ring = createRing(seq(0))
		for (let at = 1; at <= 131_072; at++) add(ring, Math.ceil(at / 2), { index: at % 50, recorded: at * 10 })
		expect([ring.floor, ring.length]).toEqual([0, 131_072])
		add(ring, 70_000, { index: 1, recorded: 1_310_730 })
		expect(ring.length).toBeGreaterThanOrEqual(100_000)
		expect(ring.floor).toBeGreaterThan(0)
		expect(ring.seq[ring.start]).toBe(ring.floor + 1)
		expect(changedAfter(ring, ring.floor)).toBeLessThan(1_310_730 - 120_000)
	})

	test('[H1] grows when many things happen in 120 s', () => {
		const ring = createRing(seq(0))
		for (let at = 1; at <= 300_000; at++) add(ring, at, { index: at % 50, recorded: 1_000 + Math.floor(at / 10) })
		expect([ring.floor, ring.length, changedAfter(ring, 0)]).toEqual([0, 300_000, 1_000])
	})
})
