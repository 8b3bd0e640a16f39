import { expect, test } from 'vitest'

import { governs, isOwnProgram } from './own-programs.ts'

test('only what Lagebild made itself is its own, and only its administration governs', () => {
	const own = { madeBy: { credential: 'system' } } as const
	expect(isOwnProgram({ ...own, role: 'integrator' })).toBe(true)
	expect(governs({ ...own, role: 'integrator' })).toBe(false)
	expect(governs({ ...own, role: 'admin' })).toBe(true)
	for (const madeBy of [undefined, { credential: 'command line' }, { credential: 'person-1', name: 'system' }]) {
		const key = { role: 'admin', ...(madeBy && { madeBy }) } as const
		expect([isOwnProgram(key), governs(key)]).toEqual([false, false])
	}
})
