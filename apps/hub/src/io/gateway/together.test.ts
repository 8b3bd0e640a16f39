import { expect, test } from 'vitest'

import { Together } from './together.ts'

const bytes = (text: string): Buffer => Buffer.from(text)

test('[F9] what waits is let go once, when the outermost work is done, also when that fails', () => {
	const together = new Together()
	let released = 0
	together.run(() => {
		together.wait({ release: () => released++ })
		together.run(() => {
			together.wait({ release: () => released++ })
		})
		expect(released).toBe(0)
		expect(together.working).toBe(true)
	})
	expect([released, together.working]).toEqual([2, false])
	const work = (): void => {
		together.wait({ release: () => released++ })
		throw new Error('a bug')
	}
	expect(() => {
		together.run(work)
	}).toThrow('a bug')
	expect([released, together.working]).toEqual([3, false])
})

test('[F9] the same parts are joined once, others anew', () => {
	const together = new Together()
	const [a, b, c] = [bytes('a'), bytes('b'), bytes('c')]
	const whole = together.join([a, b])
	expect(whole.toString()).toBe('ab')
	expect(together.join([a, b])).toBe(whole)
	expect(together.join([a, b, c]).toString()).toBe('abc')
	expect(together.join([b, a]).toString()).toBe('ba')
	expect(together.join([bytes('b'), a]).toString()).toBe('ba')
})
