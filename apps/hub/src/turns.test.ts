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
	await Promise.all([turns.take('x', work('a')), turns.take('x', work('b')), turns.take('x', work('c'))])
	expect(told.slice(0, 5)).toEqual(['a', 'timer of a', 'b', 'timer of b', 'c'])
})

test('a piece that fails holds up no other, and is told to whoever asked', async () => {
	const turns = new Turns()
	const failed = turns.take('x', () => {
		throw new Error('no')
	})
	const next = turns.take('x', () => 2)
	await expect(failed).rejects.toThrow('no')
	expect(await next).toBe(2)
})

test('more than 32 that wait are refused, and more than 8 of one credential, until some are done', async () => {
	const turns = new Turns()
	const taken = Array.from({ length: 40 }, (_, n) => turns.take(`person-${n % 5}`, () => 1))
	expect(taken.filter((one) => one === undefined)).toHaveLength(8)
	await Promise.all(taken.flatMap((one) => one ?? []))
	const own = Array.from({ length: 9 }, () => turns.take('x', () => 1))
	expect(own.map((one) => one === undefined)).toEqual([...Array.from({ length: 8 }, () => false), true])
	expect(await turns.take('y', () => 1)).toBe(1)
	await Promise.all(own.flatMap((one) => one ?? []))
})

test('turns go round among those who ask: who asks eight times is followed by whoever asks once', async () => {
	const turns = new Turns()
	const told: string[] = []
	const many = Array.from({ length: 8 }, (_, n) => turns.take('much', () => told.push(`much ${n}`)))
	const once = turns.take('once', () => told.push('once'))
	await Promise.all([...many, once])
	expect(told.slice(0, 3)).toEqual(['much 0', 'once', 'much 1'])
})
