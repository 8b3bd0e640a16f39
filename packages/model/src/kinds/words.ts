import * as z from 'zod'

/** What turns the order of signs around (U+202A–202E, U+2066–2069): it would let a call sign read as another one. */
const ONE_LINE = /^[^\p{Cc}\u202A-\u202E\u2066-\u2069]*$/u

/** Text that people read on one line: never empty, no control characters, nothing that changes the direction of writing. */
export const Line = z
	.string()
	.trim()
	.min(1)
	.max(300)
	.regex(ONE_LINE, 'must not hold control characters or signs that change the direction of writing')
/** A code or name of few signs: a number, a book, a channel. */
export const Short = Line.max(60)
/** Key of one register of a keyed field. */
export const Key = z
	.string()
	.min(1)
	.max(64)
	.regex(ONE_LINE, 'must not hold control characters or signs that change the direction of writing')
/** Telephone number as it is dialled: `+49 40 428…`, `112`, `0172/123-45 (Lage)`. Never taken apart. */
export const Phone = Line.max(60).regex(/\d/, 'must hold a digit')
/** Text of several lines. Plain text: it is never interpreted as HTML or Markdown. */
export const Prose = z.string().max(20_000)
/** CAP 1.2 severity, in rising order with Unknown last as the standard lists it. */
export const SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
export const Severity = z.enum(SEVERITIES)
export type Severity = z.infer<typeof Severity>
export const Confidence = z.enum(['unverified', 'plausible', 'confirmed', 'refuted'])
/** Vorrangstufe of the four-part message form: Einfach, Sofort, Blitz. */
export const PRIORITIES = ['einfach', 'sofort', 'blitz'] as const
export const Priority = z.enum(PRIORITIES)
/** The organisations that tactical signs distinguish by colour (recommendation of 2024). */
export const Organisation = z.enum([
	'feuerwehr',
	'thw',
	'polizei',
	'hilfsorganisation',
	'bundeswehr',
	'fuehrung',
	'gefahrenabwehr',
	'zivil',
])
export type Organisation = z.infer<typeof Organisation>
