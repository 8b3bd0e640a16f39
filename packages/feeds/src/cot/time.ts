import { readIso } from '@lagebild/model/time.ts'

const YEAR_2200 = Date.UTC(2200, 0, 1)
/** `YYYY-MM-DDTHH:MM:SSZ` and `YYYY-MM-DDTHH:MM:SS.mmmZ`. */
const USUAL = new Set([20, 24])

/**
 * Epoch ms of a time in UTC. The usual shape with a day that every month has is read at once; everything else as any ISO 8601 time with an
 * offset. @returns undefined for what is no time between 1970 and 2199
 */
export function readCotTime(text: string | undefined): number | undefined {
	if (text === undefined) return undefined
	if (USUAL.has(text.length) && text.charCodeAt(10) === UPPER_T && text.endsWith('Z') && text.slice(8, 10) <= '28') {
		const ms = Date.parse(text)
		if (ms >= 0 && ms < YEAR_2200) return ms
	}
	return readIso(text) ?? (WITHOUT_ZONE.test(text) ? readIso(`${text.trim()}Z`) : undefined)
}

/** The standard knows no other zone than UTC, and some writers leave it away. */
const WITHOUT_ZONE = /\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?\s*$/

const UPPER_T = 84

/** Epoch ms as protobuf says them. */
export function isCotTime(ms: number): boolean {
	return ms > 0 && ms < YEAR_2200
}
