import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { LogCare } from './log-care.ts'

const LONG = 5_000

beforeEach(() => {
	vi.useFakeTimers()
})
afterEach(() => {
	vi.useRealTimers()
})

function careful() {
	const copies: ((frames: number | undefined) => void)[] = []
	const finish = vi.fn<() => void>()
	const care = new LogCare({ copy: () => new Promise((resolve) => copies.push(resolve)), finish })
	return { care, copies, finish }
}

function commits(care: LogCare, count: number, entries = 1): void {
	for (let n = 0; n < count; n++) care.committed(entries)
}

/** What waits for a copy that was answered goes on. */
async function answer({ copies }: ReturnType<typeof careful>, frames: number | undefined): Promise<void> {
	copies.at(-1)?.(frames)
	await vi.advanceTimersByTimeAsync(0)
}

test('the log is copied after 500 commits or 10,000 entries, one copy at a time', async () => {
	const place = careful()
	commits(place.care, 499)
	expect(place.copies).toHaveLength(0)
	commits(place.care, 1)
	expect(place.copies).toHaveLength(1)
	commits(place.care, 600)
	expect(place.copies).toHaveLength(1)
	await answer(place, LONG)
	commits(place.care, 1, 10_000)
	expect(place.copies).toHaveLength(2)
})

test('a long log is finished by the writer when more was written meanwhile, a short one or a copied one is not', async () => {
	const place = careful()
	commits(place.care, 500)
	await answer(place, LONG)
	expect(place.finish).not.toHaveBeenCalled()
	commits(place.care, 501)
	commits(place.care, 1)
	await answer(place, 100)
	expect(place.finish).not.toHaveBeenCalled()
	commits(place.care, 500)
	commits(place.care, 1)
	await answer(place, LONG)
	expect(place.finish).toHaveBeenCalledTimes(1)
})

test('what is quiet is copied after two seconds, once', async () => {
	const place = careful()
	commits(place.care, 1)
	await vi.advanceTimersByTimeAsync(1_900)
	commits(place.care, 1)
	await vi.advanceTimersByTimeAsync(1_900)
	expect(place.copies).toHaveLength(0)
	await vi.advanceTimersByTimeAsync(100)
	expect(place.copies).toHaveLength(1)
	await answer(place, LONG)
	await vi.advanceTimersByTimeAsync(60_000)
	expect(place.copies).toHaveLength(1)
})

test('closing waits for the copy and begins none', async () => {
	const place = careful()
	commits(place.care, 500)
	commits(place.care, 1)
	const closed = vi.fn<() => void>()
	const closing = place.care.close().then(closed)
	await vi.advanceTimersByTimeAsync(0)
	expect(closed).not.toHaveBeenCalled()
	await answer(place, LONG)
	await closing
	commits(place.care, 500)
	expect(place.copies).toHaveLength(1)
	expect(place.finish).not.toHaveBeenCalled()
})
