/** Where a message says that its sender is. Degrees WGS 84, degrees true, m/s, metres. `null`: it says that it does not know. */
export type AisFix = {
	readonly lat: number
	readonly lng: number
	readonly course: number | null
	readonly speed: number | null
	readonly accuracy: number | null
}

/** Fields of a track, in its own words; `null`: the message says that it does not know. */
export type AisFacts = Readonly<Record<string, string | number | null>>

export type AisFault = { readonly reason: string; readonly message: string; readonly path?: string }

/** Several reports of the standard have the same rhythm. */
export type Rhythm = 'class-a' | 'class-b' | 'steady' | 'slow'

/** One message, whether it came as bits or as JSON. */
export type AisMessage = {
	/** 1 to 27, ITU-R M.1371-5. */
	readonly type: number
	readonly mmsi: string
	readonly fix?: AisFix
	/** Why the place that is written is none; unknown places are absent without a fault. */
	readonly badPlace?: AisFault
	/** UTC second at which the place was determined, 0–59. */
	readonly second?: number
	/** Whole UTC time that the message states, epoch ms. */
	readonly at?: number
	readonly rhythm?: Rhythm
	/** Navigational status by number. */
	readonly status?: number
	/** Speed over ground in knots; null: unknown. */
	readonly knots?: number | null
	readonly facts?: AisFacts
	/** What has no field of its own. */
	readonly ext?: AisFacts
	readonly text?: string
}

const METRES_PER_SECOND = 1_852 / 3_600

function rounded(value: number, digits: number): number {
	const unit = 10 ** digits
	return Math.round(value * unit) / unit
}

/** As it is said; unknown values in the words of the standard: 91, 181, 102.3 (or 63), 360 and above. */
export type Movement = {
	readonly lat: number
	readonly lng: number
	readonly knots: number | null
	readonly course: number
	readonly accuracy: number | null
}

/** A place, or why it is none; unknown places are neither. */
export function fixOf({ lat, lng, knots, course, accuracy }: Movement): Pick<AisMessage, 'fix' | 'badPlace' | 'knots'> {
	const speed = knots === null ? null : rounded(knots * METRES_PER_SECOND, 2)
	if (lat === 91 || lng === 181) return { knots }
	if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) return { knots, badPlace: badPlace('the place does not lie on the earth') }
	if (lat === 0 && lng === 0) return { knots, badPlace: badPlace('0/0 is a receiver without a fix') }
	return {
		knots,
		fix: { lat: rounded(lat, 6), lng: rounded(lng, 6), course: course >= 0 && course < 360 ? rounded(course, 1) : null, speed, accuracy },
	}
}

function badPlace(message: string): AisFault {
	return { reason: 'bad-position', message, path: 'position' }
}

/** Known speeds end at 102.2 knots. */
export function knotsOf(value: number): number | null {
	return value >= 0 && value <= 102.2 ? value : null
}

/** 60 and above say that there is no time, or how the place was found. */
export function secondOf(value: number): { readonly second?: number } {
	return Number.isInteger(value) && value >= 0 && value < 60 ? { second: value } : {}
}

export type Dimension = { readonly bow: number; readonly stern: number; readonly port: number; readonly starboard: number }

export function dimensionsOf({ bow, stern, port, starboard }: Dimension): AisFacts {
	return { lengthMetres: positive(bow + stern), widthMetres: positive(port + starboard) }
}

/** 0 is unknown. */
function positive(value: number): number | null {
	return value > 0 && value <= 1_100 ? value : null
}

/** Tenths of a metre; 0 is unknown. */
export function draughtOf(metres: number): number | null {
	return metres > 0 && metres <= 25.5 ? rounded(metres, 1) : null
}

/** With a check digit that fits, as every number of a hull has one. */
export function imoOf(value: number): string | null {
	const digits = String(value)
	if (!/^[1-9]\d{6}$/.test(digits)) return null
	const sum = [7, 6, 5, 4, 3, 2].reduce((total, weight, i) => total + Number(digits.charAt(i)) * weight, 0)
	return sum % 10 === value % 10 ? digits : null
}

export type Arrival = { readonly month: number; readonly day: number; readonly hour: number; readonly minute: number }

/** Month, day and time in UTC. The message has no year, and none is made up. */
export function etaOf({ month, day, hour, minute }: Arrival): string | null {
	if (month < 1 || month > 12 || day < 1 || day > 31) return null
	const date = `${two(month)}-${two(day)}`
	return hour < 24 && minute < 60 ? `--${date}T${two(hour)}:${two(minute)}Z` : `--${date}`
}

function two(value: number): string {
	return String(value).padStart(2, '0')
}
