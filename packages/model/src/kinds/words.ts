import * as z from 'zod'

/** Text that people read on one line: never empty, no control characters. */
export const Line = z
	.string()
	.trim()
	.min(1)
	.max(300)
	.regex(/^[^\p{Cc}]*$/u, 'must not hold control characters')
/** Text of several lines. Plain text: it is never interpreted as HTML or Markdown. */
export const Prose = z.string().max(20_000)
/** CAP 1.2 severity, in rising order with Unknown last as the standard lists it. */
export const Severity = z.enum(['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'])
export type Severity = z.infer<typeof Severity>
export const Confidence = z.enum(['unverified', 'plausible', 'confirmed', 'refuted'])
/** Vorrangstufe of the four-part message form: Einfach, Sofort, Blitz. */
export const Priority = z.enum(['einfach', 'sofort', 'blitz'])
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
