import { expect, test } from 'vitest'

import { Turns } from './turns.ts'

test('between two pieces of work a timer that is due runs', async () => {
	const turns = new Turns()
	const told: string[] = []
	const work = (name: string) => (): void => {
		told.push(name)
		setTimeout(() => told.push(`timer of ${name}`), 0)
		const until = performance.now() + 5
		while (performance.now() < until);
	}
	await Promise.all([turns.take(work('a')), turns.take(work('b')), turns.take(work('c'))])
	expect(told.slice(0, 5)).toEqual(['a', 'timer of a', 'b', 'timer of b', 'c'])
})

test('a piece that fails holds up no other, and is told to whoever asked', async () => {
	const turns = new Turns()
	const failed = turns.take(() => {
		throw new Error('no')
	})
	const next = turns.take(() => 2)
	await expect(failed).rejects.toThrow('no')
	expect(await next).toBe(2)
})

test('more than 32 that wait are refused, until some are done', async () => {
	const turns = new Turns()
	const taken = Array.from({ length: 40 }, () => turns.take(() => 1))
	expect(taken.filter((one) => one === undefined)).toHaveLength(8)
	await Promise.all(taken.flatMap((one) => one ?? []))
	expect(await turns.take(() => 1)).toBe(1)
})
