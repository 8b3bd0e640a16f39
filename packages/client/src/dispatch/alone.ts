/** Runs `work` while this tab is the one that sends, until `ended`. */
export type Alone = (work: (over: AbortSignal) => Promise<void>, ended: AbortSignal) => Promise<void>

/**
 * One of the tabs of this browser (Web Locks); another takes over when it closes. Where there are no locks, as outside of a secure context, each
 * sends: ids double nothing.
 */
export function aloneIn(name: string): Alone {
	return async (work, ended) => {
		const { locks } = globalThis.navigator
		if (!locks) return work(ended)
		await locks.request(`lagebild-${name}`, { signal: ended }, () => work(ended)).catch(() => undefined)
	}
}
