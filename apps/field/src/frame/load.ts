const PAUSE_MS = 1_000

/** Tries until it is there: a part of the page that was lost on a bad link is no reason for an empty screen. */
export async function untilLoaded<T>(load: () => Promise<T>): Promise<T> {
	try {
		return await load()
	} catch {
		const { promise, resolve } = Promise.withResolvers<void>()
		setTimeout(resolve, PAUSE_MS)
		await promise
		return untilLoaded(load)
	}
}
