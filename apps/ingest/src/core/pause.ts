/** A feed that fails is asked less and less often, at most this rarely. */
const LONGEST_MS = 300_000

/** What the hub did not take yet, such as values of a sensor that another feed is about to bring, is tried soon a few times. */
const SOON_MS = 5_000
const SOON_TRIES = 3

export type PauseInput = {
	readonly everyMs: number
	/** Polls that failed in a row. */
	readonly failures: number
	/** Polls in a row of which the hub did not take everything. */
	readonly untold?: number
	/** What the upstream asked for. */
	readonly retryAfterMs?: number
	/** Uniform in [0, 1). */
	readonly random: number
}

/**
 * Time until the next poll: the feed's own pace ± 10 %, doubled with each failure in a row and then spread over half to all of it, so that
 * many clients of one upstream do not come back at the same moment. Never less than the upstream asked for.
 */
export function pauseMs({ everyMs, failures, untold = 0, retryAfterMs, random }: PauseInput): number {
	const pace = untold > 0 && untold <= SOON_TRIES ? Math.min(everyMs, SOON_MS) : everyMs
	if (failures === 0) return Math.max(Math.round(pace * (0.9 + random * 0.2)), retryAfterMs ?? 0)
	const longest = Math.max(LONGEST_MS, everyMs)
	const backOff = Math.min(longest, everyMs * 2 ** Math.min(failures, 16))
	return Math.max(Math.round(backOff * (0.5 + random / 2)), retryAfterMs ?? 0)
}

const HUB_FIRST_MS = 500
const HUB_LONGEST_MS = 15_000

/** Time until the hub is asked again about the same delivery. */
export function hubPauseMs(attempt: number, random: number, retryAfterMs = 0): number {
	const backOff = Math.min(HUB_LONGEST_MS, HUB_FIRST_MS * 2 ** Math.min(attempt, 10))
	return Math.max(Math.round(backOff * (0.5 + random / 2)), retryAfterMs)
}
