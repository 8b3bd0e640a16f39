import * as z from 'zod'

/** Milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored (POSIX time). */
export type Instant = z.infer<typeof Instant>
export const Instant = z.int().min(0).max(8_640_000_000_000_000).brand<'Instant'>()

/** Asked for at every message that comes, and by pages, which hold no schemas. */
export function instant(ms: number): Instant {
	if (isInstant(ms)) return ms
	throw new RangeError(`not an instant: ${ms}`)
}

function isInstant(ms: number): ms is Instant {
	return Number.isSafeInteger(ms) && ms >= 0 && ms <= 8_640_000_000_000_000
}

const ISO = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(:\d{2}(?:[.,]\d{1,9})?)?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)$/

/**
 * Reads ISO 8601 with an offset as feeds write it: `T` or a space, seconds and fractions optional, `Z`, `+01:00`, `+0100`, `+01`, `-00:00`.
 * @returns undefined when the text has no offset, names no calendar day or lies outside 1970–2199.
 */
export function readIso(text: string): Instant | undefined {
	const match = ISO.exec(text.trim())
	if (!match) return undefined
	const [, day = '', minute = '', second = ':00', zone = ''] = match
	const ms = Date.parse(`${day}T${minute}${second.replace(',', '.').slice(0, 7)}${offsetOf(zone)}`)
	return ms >= 0 && ms < YEAR_2200 && dayExists(day) ? instant(ms) : undefined
}

function offsetOf(zone: string): string {
	return /^[Zz]$/.test(zone) ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`
}

const YEAR_2200 = Date.UTC(2200, 0, 1)

/** `Date.parse` rolls 30 February over into March; a feed that says so is wrong and must hear it. */
function dayExists(day: string): boolean {
	const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))]
	return date >= 1 && date <= (month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0))
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isLeap(year: number): boolean {
	return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** UTC with milliseconds, always 24 characters: `2026-11-21T20:04:10.000Z`. */
export function iso(ms: number): string {
	return new Date(ms).toISOString()
}

/** A time on the wire: ISO 8601 with an offset. The text is kept as it was said. */
export const IsoTime = z
	.string()
	.max(40)
	.refine((text) => readIso(text) !== undefined, {
		error: 'must be ISO 8601 with an offset, between 1970 and 2199',
		params: { fault: 'bad-time' },
	})
	.meta({
		title: 'time',
		pattern: `^\\s*${ISO.source.slice(1, -1)}\\s*$`,
		$comment: 'The day is in the calendar, and the time lies between 1970 and 2199; a pattern cannot say so.',
	})
