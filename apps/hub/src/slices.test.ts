import { expect, test } from 'vitest'

import { Slices } from './slices.ts'

function* work(name: string, told: string[]): Generator<undefined, string> {
	for (let n = 0; n < 3; n++) {
		told.push(name)
		const until = performance.now() + 5
		while (performance.now() < until);
		yield
	}
	return name
}

test('[S1] long work gives way to timers at each slice, and to other work in turn', async () => {
	const slices = new Slices()
	const told: string[] = []
	setTimeout(() => told.push('timer'), 1)
	expect(await Promise.all([slices.run(work('a', told)), slices.run(work('b', told))])).toEqual(['a', 'b'])
	expect(told.filter((name) => name !== 'timer')).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
	expect(told.indexOf('timer')).toBeLessThan(3)
})

test('work that fails is told to whoever asked for it, and holds up no other', async () => {
	const slices = new Slices()
	const failed = slices.turn(() => {
		throw new Error('no')
	})
	const done = slices.turn(() => 1)
	await expect(failed).rejects.toThrow('no')
	expect(await done).toBe(1)
})
