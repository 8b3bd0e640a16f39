/** Longest raw item that a reject keeps, characters. */
const MAX_RAW = 65_536

/** Also what turns the direction of writing around, which the model refuses in one line (U+202A–202E, U+2066–2069). */
const BLANK = /[\p{Cc}\s\u202A-\u202E\u2066-\u2069]+/gu
/** What is seldom: anything of `BLANK` but a single space. */
const UNEVEN = / {2}|[^\S ]|[\p{Cc}\u202A-\u202E\u2066-\u2069]/u
const CONTROL = /(?![\n\t])\p{Cc}/gu

/** Text for one line: white space and control characters become one space, at most `max` characters. Undefined when nothing is left. */
export function line(text: unknown, max = 300): string | undefined {
	if (typeof text !== 'string') return undefined
	const whole = text.toWellFormed()
	const clean = (UNEVEN.test(whole) ? whole.replace(BLANK, ' ') : whole).trim()
	return clean === '' ? undefined : cut(clean, max)
}

/** Text of several lines, as plain text: what looks like HTML stays the characters it is. */
export function prose(text: unknown, max = 20_000): string | undefined {
	if (typeof text !== 'string') return undefined
	const clean = text.toWellFormed().replaceAll('\r\n', '\n').replace(CONTROL, '').trim()
	return clean === '' ? undefined : cut(clean, max)
}

function cut(text: string, max: number): string {
	return text.length <= max ? text : `${clip(text, max - 1)}…`
}

/** The first characters of a text, without the half of a surrogate pair that a cut may leave at its end. */
export function clip(text: string, max: number): string {
	const short = text.slice(0, max)
	return short.isWellFormed() ? short : short.slice(0, -1).toWellFormed()
}

/** An item as it came, for a reject. */
export function rawOf(item: unknown): string {
	const text = typeof item === 'string' ? item : (JSON.stringify(item) ?? String(item))
	return clip(text, MAX_RAW)
}

/** Bytes as an integrator wants to see them: text, with a replacement sign for what is none. */
export function rawBytes(bytes: Uint8Array): string {
	return clip(new TextDecoder('utf-8').decode(bytes.subarray(0, MAX_RAW)), MAX_RAW)
}
