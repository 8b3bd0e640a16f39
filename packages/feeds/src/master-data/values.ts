import { readOpta } from '@lagebild/model/opta.ts'
import { ok } from '@lagebild/model/result.ts'
import { readStrength } from '@lagebild/model/strength.ts'
import type { StrengthRule } from '@lagebild/model/strength.ts'

import type { JsonValue } from '../json.ts'
import { trouble } from './trouble.ts'
import type { Read } from './trouble.ts'
import { folded } from './words.ts'

/** Reads one value of a column; the text is trimmed and never empty. */
export type Reader = (text: string) => Read<JsonValue>

const MAX_LINE = 300

/** One line: line breaks and runs of blanks become one blank. */
export const line: Reader = (text) => {
	const clean = text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
	return clean.length > MAX_LINE ? trouble('too-long', { most: MAX_LINE }) : ok(clean)
}

/** As `line`, for codes and numbers. */
export const short: Reader = (text) => (text.length > 60 ? trouble('too-long', { most: 60 }) : line(text))

/** Several lines. */
export const prose: Reader = (text) => (text.length > 20_000 ? trouble('too-long', { most: 20_000 }) : ok(text.replaceAll('\r\n', '\n')))

/** As dialled; the apostrophe before it is a spreadsheet's way to keep a leading zero. */
export const phone: Reader = (text) => {
	const number = text.replace(/^'/, '').replaceAll(/\s+/g, ' ').trim()
	return /\d/.test(number) && number.length <= 60 ? ok(number) : trouble('phone')
}

export const email: Reader = (text) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= 254 ? ok(text) : trouble('email'))

export const issi: Reader = (text) => {
	const digits = text.replaceAll(/[\s'.-]/g, '')
	return /^\d{1,8}$/.test(digits) ? ok(digits) : trouble('issi')
}

/** Spreadsheets cut off the blanks at the end and people write small letters; blanks within are kept. */
export const opta: Reader = (text) => {
	const read = readOpta(text, { pad: true, upper: true })
	return read.ok ? ok(text.normalize('NFC').toUpperCase().padEnd(24)) : trouble(OPTA[read.fault.code], read.fault.values)
}

const OPTA = {
	length: 'opta-length',
	character: 'opta-character',
	land: 'opta-land',
	organisation: 'opta-organisation',
	part: 'opta-length',
} as const

/** Decimal comma or point, a thousands separator of the other sort, a unit behind it. */
export function numeral(text: string): number | undefined {
	const bare = text
		.replace(/\s*(?:m|cm|km|%|Personen|Plätze)?(?:\s*(?:ü\.?\s*)?NHN)?\.?$/iu, '')
		.replaceAll(/[\s']/g, '')
		.replace('−', '-')
	const plain = ungrouped(bare).replace(',', '.')
	return /^[+-]?\d{1,12}(?:\.\d{1,12})?$/.test(plain) ? Number(plain) : undefined
}

/** `1.200,5` and `1,200.5` without what parts the thousands; `1.200` is German. */
function ungrouped(text: string): string {
	if (/^[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(text)) return text.replaceAll('.', '')
	return /^[+-]?\d{1,3}(?:,\d{3})+\.\d+$/.test(text) ? text.replaceAll(',', '') : text
}

export function decimal(least: number, most: number): Reader {
	return (text) => {
		const value = /^[+-]?\d{1,3}\.\d{3}$/.test(text) ? Number(text) : numeral(text)
		if (value === undefined) return trouble('number')
		return value >= least && value <= most ? ok(value) : trouble('range', { least, most })
	}
}

export const whole: Reader = (text) => {
	const value = numeral(text)
	return value !== undefined && Number.isInteger(value) && value >= 0 && value <= 1_000_000 ? ok(value) : trouble('whole')
}

/** One of a list's words, each under its usual German and English names. */
export function wordOf(words: Readonly<Record<string, readonly string[]>>): Reader {
	const known = new Map(Object.entries(words).flatMap(([value, names]) => [value, ...names].map((name) => [folded(name), value] as const)))
	const shown = Object.values(words).map(([name = '']) => name)
	return (text) => {
		const value = known.get(folded(text))
		return value === undefined ? trouble('word', { words: shown.join(', ') }) : ok(value)
	}
}

const YES_NO = wordOf({ yes: ['ja', 'yes', 'j', 'y', 'x', '1', 'wahr', 'true'], no: ['nein', 'no', 'n', '0', 'falsch', 'false'] })

export const yesNo: Reader = (text) => {
	const read = YES_NO(text)
	return read.ok ? ok(read.value === 'yes') : read
}

const STRENGTH = {
	shape: 'strength-shape',
	figure: 'strength-figure',
	'wrong-total': 'strength-total',
	ambiguous: 'strength-ambiguous',
} as const satisfies Record<StrengthRule, string>

/** `1/2/6/9`, and what a spreadsheet made of it: an apostrophe in front, blanks around. */
export const strength: Reader = (text) => {
	const read = readStrength(text.replace(/^'/, ''))
	return read.ok ? ok({ ...read.value }) : trouble(STRENGTH[read.fault.code], read.fault.values)
}

/** Three columns, and a fourth with the total if there is one. */
export function strengthOf(parts: {
	readonly leaders: number | undefined
	readonly subLeaders: number | undefined
	readonly crew: number | undefined
	readonly total: number | undefined
}): Read<JsonValue | undefined> {
	const { leaders, subLeaders, crew, total } = parts
	if (leaders === undefined && subLeaders === undefined && crew === undefined) return ok(undefined)
	if (leaders === undefined || subLeaders === undefined || crew === undefined) return trouble('strength-part')
	const sum = leaders + subLeaders + crew
	return total === undefined || total === sum ? ok({ leaders, subLeaders, crew }) : trouble('strength-total', { total, sum })
}
