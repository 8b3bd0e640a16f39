import { tmpdir } from 'node:os'

import { afterEach, expect, test } from 'vitest'

import { measureDisk, StallWatch, StepWatch, synchronisation } from './measure.ts'

const open: { close: () => void }[] = []

afterEach(() => {
	for (const one of open.splice(0)) one.close()
})

test('[O2] the disk is measured in bytes, and the clock says yes, no or nothing', async () => {
	const { free, size } = await measureDisk(tmpdir())
	expect(free).toBeGreaterThan(0)
	expect(size).toBeGreaterThanOrEqual(free)
	expect([true, false, undefined]).toContain(await synchronisation()())
})

test('[O2] whether the clock is synchronised is asked again after a minute, and each time as long as it is not', async () => {
	const answers = [false, true, undefined, true]
	let asked = 0
	let monotonic = 0
	const ask = synchronisation(
		() => Promise.resolve(answers[asked++]),
		() => monotonic,
	)
	const after = (ms: number) => {
		monotonic += ms
		return ask()
	}
	expect([await after(0), await after(10_000), await after(10_000), await after(49_999)]).toEqual([false, true, true, true])
	expect([await after(1), await after(59_999), await after(1)]).toEqual([undefined, undefined, true])
	expect(asked).toBe(4)
})

test('[O2] a step of the wall clock is noticed once, in its direction, and grows old', () => {
	const clock = { wall: 1_000_000, monotonic: 50 }
	const watch = new StepWatch(
		() => clock.wall,
		() => clock.monotonic,
	)
	const pass = (wall: number, monotonic: number) => {
		clock.wall += wall
		clock.monotonic += monotonic
		return watch.look()
	}
	expect(pass(10_000, 10_000)).toBeUndefined()
	expect(pass(10_400, 10_000)).toBeUndefined()
	expect(pass(-3_590_000, 10_000)).toEqual({ ms: -3_600_000, agoMs: 0 })
	expect(pass(10_000, 10_000)).toEqual({ ms: -3_600_000, agoMs: 10_000 })
})

test('[O2] a thread that was held up is late by as much', async () => {
	const watch = new StallWatch()
	open.push(watch)
	await new Promise((resolve) => setTimeout(resolve, 60))
	const end = performance.now() + 400
	while (performance.now() < end);
	await new Promise((resolve) => setTimeout(resolve, 60))
	expect(watch.look()).toBeGreaterThan(200)
})
