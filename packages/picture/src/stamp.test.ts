import { seq } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { compareRanks, compareStamps, takes } from './stamp.ts'
import type { Said } from './stamp.ts'

function said(at: number, n: number, received: number, id: string): Said {
	const by = { source: 'a', rank: 'person', name: 'A' } as const
	return { at: instant(at), n, received: instant(received), id, seq: seq(1), by, withdrawn: false }
}

describe('the order of statements', () => {
	test('[P1] effective time, revision, received time and event id count in this order', () => {
		const ascending = [said(1, 9, 9, 'z'), said(2, 1, 9, 'z'), said(2, 2, 1, 'z'), said(2, 2, 2, 'a'), said(2, 2, 2, 'b')]
		expect(ascending.toReversed().toSorted(compareStamps)).toEqual(ascending)
	})

	test('[P3] a later statement takes a register, an earlier one does not', () => {
		expect(takes(said(2, 0, 0, 'a'), said(1, 0, 0, 'b'))).toBe(true)
		expect(takes(said(1, 0, 0, 'b'), said(2, 0, 0, 'a'))).toBe(false)
		expect(takes(said(1, 0, 0, 'b'), undefined)).toBe(true)
	})

	test('[P3] at the same stamp the withdrawn statement holds, whichever comes first', () => {
		const plain = said(1, 0, 0, 'a')
		const withdrawn = { ...plain, withdrawn: true }
		expect(takes(withdrawn, plain)).toBe(true)
		expect(takes(plain, withdrawn)).toBe(false)
	})

	test('[P21] person, authority, device and crowd rank in this order', () => {
		const ranks = ['crowd', 'device', 'authority', 'person'] as const
		expect([...ranks].toReversed().toSorted(compareRanks)).toEqual(ranks)
	})
})
