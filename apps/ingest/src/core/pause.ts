/** A feed that fails is asked less and less often, at most this rarely. */
const LONGEST_MS = 300_000

export type PauseInput = {
	readonly everyMs: number
	/** Polls that failed in a row. */
	readonly failures: number
	/** What the upstream asked for. */
	readonly retryAfterMs?: number
	/** Uniform in [0, 1). */
	readonly random: number
}

/**
 * Time until the next poll: the feed's own pace ± 10 %, doubled with each failure in a row and then spread over half to all of it, so that
 * many clients of one upstream do not come back at the same moment. Never less than the upstream asked for.
 */
export function pauseMs({ everyMs, failures, retryAfterMs, random }: PauseInput): number {
	if (failures === 0) return Math.round(everyMs * (0.9 + random * 0.2))
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
