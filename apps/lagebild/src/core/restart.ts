/** A process that ends this often within a minute is left alone: something else than chance is wrong. */
const TOO_OFTEN = 5
const WINDOW_MS = 60_000
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 8_000

export type Restart = { readonly type: 'restart'; readonly afterMs: number } | { readonly type: 'give-up'; readonly deaths: number }

/** What to do about a process that just ended. `deaths` are the times (ms) of its ends so far, this one included, in order. */
export function restartOf(deaths: readonly number[]): Restart {
	const now = deaths.at(-1) ?? 0
	const recent = deaths.filter((at) => now - at < WINDOW_MS).length
	if (recent >= TOO_OFTEN) return { type: 'give-up', deaths: recent }
	return { type: 'restart', afterMs: Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, recent - 1)) }
}
