const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440

const CLOCK = /^([01]?\d|2[0-3])[:.]?([0-5]\d)$/

function minutesOfDay(at: number, timeZone: string): number {
	const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(at)
	const part = (type: 'hour' | 'minute') => Number(parts.find((one) => one.type === type)?.value ?? 0)
	return part('hour') * 60 + part('minute')
}

/** The next moment at which clocks of this zone show `21:50`, `2150` or `21.50`; undefined for anything else. */
export function nextAt(text: string, now: number, timeZone: string): number | undefined {
	const [, hours, minutes] = CLOCK.exec(text.trim()) ?? []
	if (hours === undefined || minutes === undefined) return undefined
	const wanted = Number(hours) * 60 + Number(minutes)
	const ahead = (wanted - minutesOfDay(now, timeZone) + DAY_MINUTES) % DAY_MINUTES
	const found = Math.floor(now / MINUTE_MS) * MINUTE_MS + ahead * MINUTE_MS
	/** Where the clock was changed in between it shows another time then. */
	const off = minutesOfDay(found, timeZone) - wanted
	return off === 0 ? found : found - Math.sign(off) * Math.min(Math.abs(off), DAY_MINUTES - Math.abs(off)) * MINUTE_MS
}

/** `21:50` in this zone. */
export function clockText(at: number, timeZone: string): string {
	const minutes = minutesOfDay(at, timeZone)
	return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}
