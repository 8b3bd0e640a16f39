import { instant, iso, readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'

export type ReadTime = { readonly at: Instant; /** As the hub takes it. */ readonly wire: string }

/** Longest time that the hub takes. */
const MAX_WIRE = 40

const LOCAL = /^(\d{4})-(\d{2})-(\d{2})(?:[Tt ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?)?$/
const GERMAN = /^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?:[,\s]+(?:um\s+)?(\d{1,2})[:.](\d{2})(?::(\d{2}))?(?:\s*Uhr)?)?$/
const MAIL = /^(?:[A-Z][a-z]{2},\s+)?(\d{1,2})\s+([A-Z][a-z]{2})\s+(\d{4})\s+(\d{2}:\d{2}(?::\d{2})?)\s+([+-]\d{4}|GMT|UTC|UT|Z)$/
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/**
 * A time as documents write it: ISO 8601, RFC 5322, seconds or milliseconds since 1970 (told apart by their size), and with a zone also
 * local times without an offset. Undefined for anything else and outside of 1973–2199.
 * @param received which of the two hours is meant that a clock shows twice in autumn: the one that lies nearest before the receipt
 */
export function readTime(value: unknown, zone: string | undefined, received?: Instant): ReadTime | undefined {
	if (typeof value === 'number') return ofEpoch(value)
	if (typeof value !== 'string' || value.length > 60) return undefined
	const text = value.trim()
	if (/^\d{9,13}(?:\.\d{1,6})?$/.test(text)) return ofEpoch(Number(text))
	const at = readIso(text)
	if (at !== undefined) return { at, wire: text.length <= MAX_WIRE ? text : iso(at) }
	return ofText(mailTime(text)) ?? (zone === undefined ? undefined : localTime(text, zone, received))
}

/** Seconds since 1970 have nine or ten digits between 1973 and 2286, milliseconds twelve or thirteen. */
function ofEpoch(value: number): ReadTime | undefined {
	const ms = value >= 1e8 && value < 1e10 ? value * 1_000 : value >= 1e11 ? value : Number.NaN
	return ms < Date.UTC(2200, 0, 1) ? ofText(iso(Math.round(ms))) : undefined
}

function ofText(text: string | undefined): ReadTime | undefined {
	const at = text === undefined ? undefined : readIso(text)
	return at === undefined ? undefined : { at, wire: iso(at) }
}

function mailTime(text: string): string | undefined {
	const [, day = '', month = '', year = '', clock = '', zone = ''] = MAIL.exec(text) ?? []
	const number = MONTHS.indexOf(month) + 1
	if (number === 0) return undefined
	return `${year}-${two(number)}-${two(day)}T${clock}${/^[+-]/.test(zone) ? zone : 'Z'}`
}

function two(value: string | number): string {
	return String(value).padStart(2, '0')
}

function localTime(text: string, zone: string, received: Instant | undefined): ReadTime | undefined {
	const clock = readIso(clockOf(text) ?? '')
	const offset = clock === undefined ? undefined : offsetAt(clock, zone)
	if (clock === undefined || offset === undefined) return undefined
	const at = clock - (offsetAt(clock - offset, zone) ?? offset)
	return at < 0 ? undefined : wired(received === undefined ? at : passOf({ clock, at, zone, received }))
}

function wired(at: number): ReadTime {
	return { at: instant(at), wire: iso(at) }
}

/** No two offsets of a zone lie further apart than this around a change of the clocks. */
const CHANGE_MS = 10_800_000
/** By so much a source's clock may be ahead. */
const AHEAD_MS = 300_000

type Pass = { readonly clock: number; readonly at: number; readonly zone: string; readonly received: Instant }

/** A clock that is put back shows an hour twice: the second pass when it was over by the receipt, else the first. */
function passOf({ clock, at, zone, received }: Pass): number {
	const passes = [at - CHANGE_MS, at + CHANGE_MS].flatMap((around) => {
		const offset = offsetAt(around, zone)
		const pass = offset === undefined ? at : clock - offset
		return offsetAt(pass, zone) === offset ? [pass] : []
	})
	const second = Math.max(at, ...passes)
	return second <= received + AHEAD_MS ? second : Math.min(at, ...passes)
}

/** What the clock on the wall shows, as if it were UTC. */
function clockOf(text: string): string | undefined {
	const german = GERMAN.exec(text)
	const local = german ? [yearOf(german[3]), german[2], german[1], ...german.slice(4)] : LOCAL.exec(text)?.slice(1)
	if (!local) return undefined
	const [year, month, day, hour, minute, second] = local.map((part) => two(part ?? '0'))
	return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`
}

function yearOf(year = ''): string {
	return year.length === 2 ? `20${year}` : year
}

const FORMATS = new Map<string, Intl.DateTimeFormat | undefined>()

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
	if (!FORMATS.has(zone)) FORMATS.set(zone, openFormat(zone))
	return FORMATS.get(zone)
}

function openFormat(zone: string): Intl.DateTimeFormat | undefined {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
	} catch {
		return undefined
	}
}

export function isTimeZone(zone: string): boolean {
	return formatOf(zone) !== undefined
}

/** Milliseconds by which the clocks of a zone are ahead of UTC. */
function offsetAt(ms: number, zone: string): number | undefined {
	const name = formatOf(zone)
		?.formatToParts(ms)
		.find(({ type }) => type === 'timeZoneName')?.value
	const match = /^GMT(?:([+-])(\d{2}):(\d{2})(?::\d{2})?)?$/.exec(name ?? '')
	if (!match) return undefined
	const [, sign = '+', hours = '0', minutes = '0'] = match
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000
}
