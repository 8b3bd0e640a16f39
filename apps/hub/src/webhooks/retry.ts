const FIRST_MS = 1_000
const LONGEST_MS = 300_000
/** What the other side may ask us to wait. */
const MOST_ASKED_MS = 3_600_000

export type Again = {
	/** Failures in a row, this one included. */
	readonly attempts: number
	/** The other side's Retry-After, ms. */
	readonly askedMs?: number | undefined
	/** 0 up to 1. */
	readonly chance: number
}

/** Doubled each time up to five minutes and shortened by chance, never shorter than asked for. */
export function pauseMs({ attempts, askedMs = 0, chance }: Again): number {
	const grown = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 30))
	return Math.max(Math.min(askedMs, MOST_ASKED_MS), Math.round(grown * (0.5 + chance / 2)))
}

/** Seconds, or a date (RFC 9110, 10.2.3); undefined when it is neither. */
export function retryAfterMs(text: string | null, now: number): number | undefined {
	if (text === null) return undefined
	if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1_000
	const at = Date.parse(text)
	return Number.isNaN(at) ? undefined : Math.max(0, at - now)
}
