import { misread, quoted } from './notation.ts'
import type { Reading } from './notation.ts'
import { ok } from './result.ts'
import { instant } from './time.ts'
import type { Instant } from './time.ts'

const MONTHS = ['jan', 'feb', 'mrz', 'apr', 'mai', 'jun', 'jul', 'aug', 'sep', 'okt', 'nov', 'dez'] as const
/** Other ways to write a month; full names are recognised by their beginning. */
const FULL = [
	'januar',
	'februar',
	'märz',
	'april',
	'mai',
	'juni',
	'juli',
	'august',
	'september',
	'oktober',
	'november',
	'dezember',
] as const
const MARCH: ReadonlySet<string> = new Set(['mär', 'mae', 'maerz', 'mar'])
const CENTURY = 2_000

export type TacticalTimeRule = 'shape' | 'month' | 'day' | 'clock' | 'gap' | 'twice' | 'once'

/** A reading of a clock on the wall. */
type Wall = { readonly year: number; readonly month: number; readonly day: number; readonly hour: number; readonly minute: number }

/** One formatter per zone: making one costs a thousand times what using it does. */
const clocks = new Map<string, Intl.DateTimeFormat>()

function clockOf(timeZone: string): Intl.DateTimeFormat {
	const known = clocks.get(timeZone)
	if (known) return known
	const made = new Intl.DateTimeFormat('en-GB', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
	})
	clocks.set(timeZone, made)
	return made
}

function wallAt(at: number, timeZone: string): Wall {
	const parts = new Map(
		clockOf(timeZone)
			.formatToParts(at)
			.map(({ type, value }) => [type, Number(value)]),
	)
	const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
	return { year: of('year'), month: of('month'), day: of('day'), hour: of('hour'), minute: of('minute') }
}

function asUtc({ year, month, day, hour, minute }: Wall): number {
	return Date.UTC(year, month - 1, day, hour, minute)
}

/** Minutes at which a clock of the zone shows this, in order: none in the gap of spring, two in the doubled hour of autumn. */
function minutesShowing(wall: Wall, timeZone: string): readonly number[] {
	const guess = asUtc(wall)
	const offsets = new Set([-DAY_MS, DAY_MS].map((off) => asUtc(wallAt(guess + off, timeZone)) - (guess + off)))
	return [...offsets]
		.map((offset) => guess - offset)
		.filter((at) => asUtc(wallAt(at, timeZone)) === guess)
		.toSorted((a, b) => a - b)
}

const DAY_MS = 86_400_000

function two(value: number): string {
	return String(value % 100).padStart(2, '0')
}

/**
 * `121948jan19`: day, hour, minute, month, year on the clocks of the zone, to the minute. In the doubled hour of autumn the hour carries its
 * letter, `2502A30okt26` before the clocks go back and `2502B30okt26` after, as the German ordinance on summer time names the two hours.
 */
export function formatTacticalTime(at: number, timeZone: string): string {
	const wall = wallAt(at, timeZone)
	const both = minutesShowing(wall, timeZone)
	const letter = both.length < 2 ? '' : at < (both[1] ?? 0) ? 'A' : 'B'
	return `${two(wall.day)}${two(wall.hour)}${letter}${two(wall.minute)}${MONTHS[wall.month - 1] ?? ''}${two(wall.year)}`
}

const SHAPE = /^(\d{2}) ?(\d{2})([ab]?)(\d{2}) ?(\p{L}+) ?(\d{2})$/u

/**
 * Reads a Taktische Zeit of this century in any case, with blanks between its groups or without. A time in the gap of spring does not exist, one in the doubled hour
 * without its letter is two moments: both are refused, because a diary is evidence and nobody may guess an hour.
 * @param timeZone IANA name of the operation's zone
 */
export function readTacticalTime(text: string, timeZone: string): Reading<Instant, TacticalTimeRule> {
	const written = text.trim().normalize('NFC').toLowerCase()
	const match = SHAPE.exec(written)
	if (!match) return misread('shape', '"{text}" is not of the form DDHHMMmonYY, such as 121948jan19', { text: quoted(text) })
	const [, day, hour, letter = '', minute, name = '', year] = match
	const month = monthOf(name)
	if (month === undefined) return misread('month', '"{month}" is not a German month such as mrz, mai, okt or dez', { month: quoted(name) })
	const wall = { year: CENTURY + Number(year), month, day: Number(day), hour: Number(hour), minute: Number(minute) }
	const fault = faultOf(wall)
	return fault ?? momentOf(wall, letter, timeZone)
}

function monthOf(name: string): number | undefined {
	if (MARCH.has(name)) return 3
	const index = MONTHS.findIndex((short, place) => short === name || FULL[place] === name)
	return index < 0 ? undefined : index + 1
}

function faultOf(wall: Wall): Reading<never, 'day' | 'clock'> | undefined {
	const { hour, minute, day, month } = wall
	if (hour > 23 || minute > 59) return misread('clock', '{hour}:{minute} is not a time of day', { hour, minute })
	const back = new Date(asUtc(wall))
	if (back.getUTCDate() !== day || back.getUTCMonth() !== month - 1)
		return misread('day', '{month} of that year has no day {day}', { month: MONTHS[month - 1] ?? '', day })
	return undefined
}

function momentOf(wall: Wall, letter: string, timeZone: string): Reading<Instant, 'gap' | 'twice' | 'once'> {
	const [first, second] = minutesShowing(wall, timeZone)
	const values = { hour: String(wall.hour).padStart(2, '0'), minute: String(wall.minute).padStart(2, '0'), timeZone }
	if (first === undefined) return misread('gap', '{hour}:{minute} does not exist on that day in {timeZone}: the clocks go forward', values)
	if (second === undefined)
		return letter === ''
			? ok(instant(first))
			: misread('once', '{hour}:{minute} is there only once on that day in {timeZone}: no letter', values)
	if (letter === '')
		return misread(
			'twice',
			'{hour}:{minute} is there twice on that day in {timeZone}: write {hour}A before or {hour}B after the clocks go back',
			values,
		)
	return ok(instant(letter === 'a' ? first : second))
}
