import { expect, test } from 'vitest'

import { createQueue, drain, enqueue, MAX_WAITING, takeBatch } from './append-queue.ts'
import type { AppendQueue } from './append-queue.ts'
import type { AppendClass } from './port.ts'
import { report } from './testing/fixtures.ts'

const ITEM = report({ n: 1 })

function add(queue: AppendQueue<string>, who: readonly [credential: string, urgency: AppendClass], count: number): number {
	const [credential, urgency] = who
	const added = Array.from({ length: count }, (_, i) =>
		enqueue(queue, { item: { ...ITEM, credential, urgency }, tag: `${credential}${i}` }),
	)
	return added.filter(Boolean).length
}

function tags(queue: AppendQueue<string>): readonly string[] {
	return takeBatch(queue).map(({ tag }) => tag)
}

test('[J6] urgent first, then turns, then a share of back-fill', () => {
	const queue = createQueue<string>()
	add(queue, ['d', 'backfill'], 50)
	add(queue, ['b', 'feed'], 3)
	add(queue, ['c', 'human'], 2)
	add(queue, ['a', 'urgent'], 2)
	expect(tags(queue)).toEqual(['a0', 'a1', 'b0', 'c0', 'b1', 'c1', 'b2', ...Array.from({ length: 20 }, (_, i) => `d${i}`)])
	expect(tags(queue)).toHaveLength(30)
	expect(tags(queue)).toEqual([])
})

test('[J6] at most 200, and at most half of them of one credential while another waits', () => {
	const queue = createQueue<string>()
	add(queue, ['a', 'urgent'], 500)
	expect(tags(queue)).toHaveLength(200)
	add(queue, ['b', 'human'], 1)
	const mixed = tags(queue)
	expect(mixed.slice(0, 101)).toEqual([...Array.from({ length: 100 }, (_, i) => `a${i + 200}`), 'b0'])
})

test('[J6] with many credentials the next batch goes on where the last one ended', () => {
	const queue = createQueue<string>()
	for (let n = 0; n < 300; n++) add(queue, [`c${n}-`, 'feed'], 2)
	expect(tags(queue).at(-1)).toBe('c199-0')
	expect(tags(queue)[0]).toBe('c200-0')
})

test('[J6] a feed may have 5,000 waiting, a person any number', () => {
	const queue = createQueue<string>()
	expect(add(queue, ['a', 'feed'], MAX_WAITING + 10)).toBe(MAX_WAITING)
	expect(add(queue, ['b', 'backfill'], MAX_WAITING + 10)).toBe(MAX_WAITING)
	expect(add(queue, ['c', 'human'], MAX_WAITING + 10)).toBe(MAX_WAITING + 10)
	expect(drain(queue)).toHaveLength(3 * MAX_WAITING + 10)
	expect(queue.size).toBe(0)
})

test('[J6] large bodies make small batches', () => {
	const queue = createQueue<string>()
	const item = { ...ITEM, canonical: 'x'.repeat(1_500_000) }
	for (let n = 0; n < 5; n++) enqueue(queue, { item, tag: String(n) })
	expect(tags(queue)).toEqual(['0', '1', '2'])
	expect(tags(queue)).toEqual(['3', '4'])
})

test('nothing is lost or doubled, and each credential keeps its order', () => {
	const queue = createQueue<string>()
	add(queue, ['a', 'human'], 3_000)
	add(queue, ['b', 'feed'], 1_500)
	const taken: string[] = []
	for (let batch = tags(queue); batch.length > 0; batch = tags(queue)) taken.push(...batch)
	expect(taken.filter((tag) => tag.startsWith('a'))).toEqual(Array.from({ length: 3_000 }, (_, i) => `a${i}`))
	expect(taken.filter((tag) => tag.startsWith('b'))).toEqual(Array.from({ length: 1_500 }, (_, i) => `b${i}`))
})
