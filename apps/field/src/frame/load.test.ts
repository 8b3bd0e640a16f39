import { expect, test, vi } from 'vitest'

import { untilLoaded } from './load.ts'

test('what was lost on the way is asked for again', async () => {
	vi.useFakeTimers()
	let tries = 0
	const loaded = untilLoaded(() => (++tries < 3 ? Promise.reject(new Error('lost')) : Promise.resolve('there')))
	await vi.advanceTimersByTimeAsync(5_000)
	expect([await loaded, tries]).toEqual(['there', 3])
	vi.useRealTimers()
})
