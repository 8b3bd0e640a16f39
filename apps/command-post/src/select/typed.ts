import type { Box, Position } from '@lagebild/model/geo.ts'
import { formatLatLng, readLatLng } from '@lagebild/model/lat-lng.ts'
import type { Misread } from '@lagebild/model/notation.ts'
import { readTacticalTime } from '@lagebild/model/tactical-time.ts'
import type { TacticalTimeRule } from '@lagebild/model/tactical-time.ts'
import { readUtmref } from '@lagebild/model/utmref.ts'
import type { UtmrefMetres, UtmrefRule } from '@lagebild/model/utmref.ts'

export type Place = { readonly position: Position; readonly box?: Box; readonly metres?: UtmrefMetres; readonly text: string }

/** What was typed into the search field when it is no words to look for. */
export type Typed =
	| { readonly type: 'place'; readonly place: Place }
	| { readonly type: 'time'; readonly at: number }
	| { readonly type: 'refused'; readonly fault: Misread<UtmrefRule | TacticalTimeRule | 'latitude' | 'longitude' | 'zero'> }

/** Zone and band stand together, so that a call sign such as `11 HLF 20` stays a call sign. */
const LIKE_UTMREF = /^\d{1,2}[A-Z]\s*[A-Z]{2}[\d\s]*$/i
const LIKE_TIME = /^\d{2} ?\d{2}[ab]?\d{2} ?\p{L}{3,9} ?\d{2}$/iu
const FRACTION = /\d[.,]\d/

/** Reads UTMREF, degrees with decimals and tactical times; everything else is words. */
export function typedOf(text: string, timeZone: string): Typed | undefined {
	const typed = text.trim()
	if (LIKE_UTMREF.test(typed)) return utmrefOf(typed)
	if (LIKE_TIME.test(typed)) return timeOf(typed, timeZone)
	return FRACTION.test(typed) ? degreesOf(typed) : undefined
}

function utmrefOf(text: string): Typed {
	const read = readUtmref(text)
	if (!read.ok) return { type: 'refused', fault: read.fault }
	const { centre, box, metres } = read.value
	return { type: 'place', place: { position: centre, box, metres, text: text.toUpperCase() } }
}

function timeOf(text: string, timeZone: string): Typed {
	const read = readTacticalTime(text, timeZone)
	return read.ok ? { type: 'time', at: read.value } : { type: 'refused', fault: read.fault }
}

function degreesOf(text: string): Typed | undefined {
	const read = readLatLng(text)
	if (read.ok) return { type: 'place', place: { position: read.value, text: formatLatLng(read.value) } }
	const { code, ...rest } = read.fault
	return code === 'shape' ? undefined : { type: 'refused', fault: { ...rest, code } }
}
