import { Worker } from 'node:worker_threads'

import { expect, test } from 'vitest'

import { changed } from './waiting.ts'

/** Wakes who waits although nothing has changed, and changes something only then. */
const LATE = `
const state = require('node:worker_threads').workerData
while (Atomics.notify(state, 0) === 0);
Atomics.wait(state, 1, 0, 100)
Atomics.add(state, 0, 1)
Atomics.notify(state, 0)
`

test('who is woken for the change before waits on for the next one', async () => {
	const state = new Int32Array(new SharedArrayBuffer(8))
	const worker = new Worker(LATE, { eval: true, workerData: state })
	expect(changed(state, 0, 50_000)).toBe(true)
	expect(Atomics.load(state, 0)).toBe(1)
	await worker.terminate()
})

test('what does not change in time is given up', () => {
	expect(changed(new Int32Array(new SharedArrayBuffer(4)), 0, 10)).toBe(false)
})
