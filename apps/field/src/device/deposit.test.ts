import { expect, test } from 'vitest'

import { fitting, wordsOf } from './deposit.ts'

function unsent(n: number, size: number, operation = 'einsatz') {
	return { n, operation, event: 'x'.repeat(size) }
}

test('what goes into one request is below the limit of the hub, in order, and never nothing', () => {
	const all = [unsent(1, 400_000), unsent(2, 400_000), unsent(3, 400_000)]
	expect(fitting(all).map(({ n }) => n)).toEqual([1, 2])
	expect(fitting([unsent(1, 2_000_000), unsent(2, 1)]).map(({ n }) => n)).toEqual([1])
	expect(fitting([unsent(1, 10), unsent(2, 10)])).toHaveLength(2)
	expect(fitting([])).toEqual([])
	expect(fitting([unsent(1, 10), unsent(2, 10, 'grundlage'), unsent(3, 10)]).map(({ n }) => n)).toEqual([1])
})

test('what was refused is told in the words of whoever said it', () => {
	expect(wordsOf({ entity: 'incident:t:1', payload: { title: 'Deich sickert' } })).toBe('Deich sickert')
	expect(wordsOf({ entity: 'unit:t:1', payload: { fms: 3 } })).toBe('unit:t:1')
	expect([{ bad: 1 }, 'text', null, { payload: 'x', entity: 7 }].map(wordsOf)).toEqual(['', '', '', ''])
})
