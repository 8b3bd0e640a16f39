import { formatTacticalTime, readTacticalTime } from '@lagebild/model/tactical-time.ts'

const CLOCK = /^(\d{1,2})[:.]?(\d{2})$/
const DAY_MS = 86_400_000
/** A clock of the desk that goes a little before the hub's. */
const AHEAD_MS = 60_000

/** `20:41`, `2041` as the last such time that was, or a tactical time; undefined when it is neither or still to come. */
export function readWhen(text: string, now: number, timeZone: string): number | undefined {
	const typed = text.trim()
	const clock = CLOCK.exec(typed)
	const at = clock ? lastAt(`${clock[1]?.padStart(2, '0')}${clock[2]}`, now, timeZone) : readTactical(typed, timeZone)
	return at !== undefined && at <= now + AHEAD_MS ? at : undefined
}

function lastAt(clock: string, now: number, timeZone: string): number | undefined {
	const at = readTactical(onDay(clock, now, timeZone), timeZone)
	return at !== undefined && at > now + AHEAD_MS ? readTactical(onDay(clock, now - DAY_MS, timeZone), timeZone) : at
}

/** The day of a tactical time stands before, month and year behind the clock. */
function onDay(clock: string, now: number, timeZone: string): string {
	const today = formatTacticalTime(now, timeZone)
	return `${today.slice(0, 2)}${clock}${today.slice(-5)}`
}

function readTactical(text: string, timeZone: string): number | undefined {
	const read = readTacticalTime(text, timeZone)
	return read.ok ? read.value : undefined
}
