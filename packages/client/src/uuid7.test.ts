import { EventId } from '@lagebild/model/ids.ts'
import { expect, test } from 'vitest'

import { uuid7 } from './uuid7.ts'

test('an id is one that the hub takes, and ids sort by their time', () => {
	const ones = new Uint8Array(10).fill(255)
	expect(uuid7(0, ones)).toBe('00000000-0000-7fff-bfff-ffffffffffff')
	for (const ms of [0, 1, Date.UTC(2026, 10, 21)]) expect(EventId.safeParse(uuid7(ms)).success).toBe(true)
	expect(uuid7(1_000, ones) < uuid7(1_001, new Uint8Array(10))).toBe(true)
})
