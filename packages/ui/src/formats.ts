import { formatTacticalTime } from '@lagebild/model/tactical-time.ts'

export type Language = 'de' | 'en'
export const LANGUAGES = ['de', 'en'] as const

/** Figures and times as people of a language write them, in the time zone of the operation. */
export type Formats = {
	readonly language: Language
	/** 21:04:10 */
	readonly clock: (at: number) => string
	/** 21:04; with the day when it is another than that of `now`. */
	readonly time: (at: number, now: number) => string
	/** vor 3 s, vor 6 min; from an hour on the time itself. */
	readonly age: (at: number, now: number) => string
	/** Stand 21:03, vor 1 min */
	readonly stand: (at: number, now: number) => string
	/** 121948jan19, the Taktische Zeit. */
	readonly tactical: (at: number) => string
	/** 2 h 38 min */
	readonly span: (ms: number) => string
	readonly figure: (value: number, digits?: number) => string
	/** With its sign: +125, −3. */
	readonly signed: (value: number, digits?: number) => string
}

const AGE_LIMIT_MS = 3_600_000
const WORDS = {
	de: { stand: 'Stand', ago: (text: string) => `vor ${text}`, in: (text: string) => `in ${text}`, locale: 'de-DE' },
	en: { stand: 'As of', ago: (text: string) => `${text} ago`, in: (text: string) => `in ${text}`, locale: 'en-GB' },
} as const

type Parts = {
	readonly clock: Intl.DateTimeFormat
	readonly time: Intl.DateTimeFormat
	readonly day: Intl.DateTimeFormat
	readonly dayKey: Intl.DateTimeFormat
}

function partsFor(locale: string, timeZone: string): Parts {
	const of = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone, hourCycle: 'h23', ...options })
	return {
		clock: of({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
		time: of({ hour: '2-digit', minute: '2-digit' }),
		day: of({ day: '2-digit', month: '2-digit' }),
		dayKey: of({ day: 'numeric', month: 'numeric', year: 'numeric' }),
	}
}

/** The shortest honest word for a span of time: seconds under a minute, then minutes, then hours and minutes. */
export function spanText(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000))
	if (seconds < 60) return `${seconds} s`
	const minutes = Math.floor(seconds / 60)
	if (minutes < 60) return `${minutes} min`
	const hours = Math.floor(minutes / 60)
	return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`
}

export function createFormats(language: Language, timeZone: string): Formats {
	const words = WORDS[language]
	const parts = partsFor(words.locale, timeZone)
	const sameDay = (a: number, b: number) => parts.dayKey.format(a) === parts.dayKey.format(b)
	const time = (at: number, now: number) => (sameDay(at, now) ? parts.time.format(at) : `${parts.day.format(at)}, ${parts.time.format(at)}`)
	const age = (at: number, now: number) => (now - at < AGE_LIMIT_MS ? words.ago(spanText(now - at)) : time(at, now))
	const stand = (at: number, now: number) => {
		const text = `${words.stand} ${time(at, now)}`
		return now - at < AGE_LIMIT_MS ? `${text}, ${words.ago(spanText(now - at))}` : text
	}
	return {
		language,
		clock: (at) => parts.clock.format(at),
		time,
		age,
		stand,
		span: spanText,
		...figures(words.locale),
		tactical: (at) => formatTacticalTime(at, timeZone),
	}
}

function isZero(value: number, digits: number): boolean {
	return Math.round(Math.abs(value) * 10 ** digits) === 0
}

function figures(locale: string): Pick<Formats, 'figure' | 'signed'> {
	const byDigits = new Map<number, Intl.NumberFormat>()
	const format = (value: number, digits: number) => {
		const known = byDigits.get(digits) ?? new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })
		byDigits.set(digits, known)
		return known.format(Math.abs(value))
	}
	return {
		figure: (value, digits = 0) => (value < 0 && !isZero(value, digits) ? `−${format(value, digits)}` : format(value, digits)),
		signed: (value, digits = 0) => {
			if (isZero(value, digits)) return `±${format(0, digits)}`
			return `${value < 0 ? '−' : '+'}${format(value, digits)}`
		},
	}
}
