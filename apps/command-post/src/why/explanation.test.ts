import { expect, test } from 'vitest'

import { readExplanation } from './explanation.ts'

const SAYING = { seq: 7, value: 4, source: 'a', name: 'A', rank: 'device', effective: 1_000, received: 9_000, standing: 'shown' }

function sayings(...values: readonly unknown[]) {
	return readExplanation({ field: 'fms', rule: 'P20', value: 4, values, rest: 0 })?.values
}

test('the doubts about a value are read with the time that was claimed', () => {
	expect(sayings({ ...SAYING, doubts: ['far', 'clock'], claimed: 500 })).toMatchObject([
		{ doubts: ['far', 'clock'], claimed: 500, received: 9_000, standing: 'shown' },
	])
})

test('a value without doubts has none, and a doubt that this page does not know is left out', () => {
	expect(sayings(SAYING, { ...SAYING, doubts: ['mood', 'jump'] })?.map(({ doubts }) => doubts)).toEqual([[], ['jump']])
})
