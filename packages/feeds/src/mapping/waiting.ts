/**
 * Waits until the other thread has changed the number, at most so long for each time that it is woken. Being woken says nothing by itself: a
 * thread that was held up between changing the number and saying so wakes whoever waits for the next change.
 */
export function changed(state: Int32Array<SharedArrayBuffer>, before: number, limitMs: number): boolean {
	while (Atomics.load(state, 0) === before) if (Atomics.wait(state, 0, before, limitMs) === 'timed-out') return false
	return true
}
