import { setTimeout as pause } from 'node:timers/promises'

const FIRST_MS = 4
const LONGEST_MS = 50

/** Asks again until the answer is not undefined. The bound is for a test that would otherwise hang, not a measurement. */
export async function until<T>(what: string, ask: () => Promise<T | undefined> | T | undefined, withinMs = 50_000): Promise<T> {
	const end = performance.now() + withinMs
	let next = FIRST_MS
	for (;;) {
		// oxlint-disable-next-line no-await-in-loop
		const answer = await ask()
		if (answer !== undefined) return answer
		if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain for ${what}`)
		// oxlint-disable-next-line no-await-in-loop
		await pause(next)
		next = Math.min(LONGEST_MS, next * 2)
	}
}
