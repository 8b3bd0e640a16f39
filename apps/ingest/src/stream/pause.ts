const FIRST_MS = 1_000
const LONGEST_MS = 300_000

/**
 * Time until the next try to connect: at most a second after a connection that was good, then doubled with each failure in a row, and spread over
 * half to all of it, so that many clients of one server do not come back at the same moment. Never less than the other side asked for.
 */
export function reconnectMs(failures: number, random: number, retryAfterMs = 0): number {
	if (failures === 0) return Math.max(Math.round(FIRST_MS * (0.1 + 0.9 * random)), retryAfterMs)
	const backOff = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 16))
	return Math.max(Math.round(backOff * (0.5 + random / 2)), retryAfterMs)
}
