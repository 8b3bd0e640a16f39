import * as z from 'zod'

import { misread, quoted } from './notation.ts'
import type { Reading } from './notation.ts'
import { ok } from './result.ts'

const MAX_PART = 9_999
const Part = z.int().min(0).max(MAX_PART)

/** Stärke: leaders, sub-leaders, crew. The written total (`1/2/6/9`) is a checksum and is not stored. */
export const Strength = z
	.strictObject({
		leaders: Part.describe('Führer.'),
		subLeaders: Part.describe('Unterführer.'),
		crew: Part.describe('Mannschaft.'),
	})
	.describe('Strength (Stärke, FwDV 100) as its parts; the written total is a checksum and is not stored.')
export type Strength = z.infer<typeof Strength>

export function totalOf({ leaders, subLeaders, crew }: Strength): number {
	return leaders + subLeaders + crew
}

/** `1/2/6/9`: Führer/Unterführer/Mannschaft/Gesamt (FwDV 100). */
export function formatStrength(strength: Strength): string {
	return `${strength.leaders}/${strength.subLeaders}/${strength.crew}/${totalOf(strength)}`
}

/** Level by level, as strengths are always added. */
export function addStrength(a: Strength, b: Strength): Strength {
	return { leaders: a.leaders + b.leaders, subLeaders: a.subLeaders + b.subLeaders, crew: a.crew + b.crew }
}

export type StrengthRule = 'shape' | 'figure' | 'wrong-total' | 'ambiguous'

const SEPARATORS = /\s*(?:\/{1,2}|=|,)\s*/
const FIGURE = /^\d{1,5}$/

/**
 * Reads `1/2/6/9` with `/`, `//`, `,` or blanks around them between the parts and `=` before the total (`0/2/7=9`), also without a total (`1/2/6`).
 * The short form `1/8` is one sub-leader and eight crew, `0/1/8/9`: the leader of a squad is an Unterführer.
 * Three figures whose third is the sum of the others (`1/8/9`) can be either form and are refused.
 */
export function readStrength(text: string): Reading<Strength, StrengthRule> {
	const trimmed = text.trim()
	const parts = trimmed.split(SEPARATORS)
	const bad = parts.find((part) => !FIGURE.test(part))
	if (bad !== undefined)
		return misread('figure', '"{part}" in "{text}" is no whole number of at most five digits', { part: quoted(bad), text: quoted(trimmed) })
	const equals = trimmed.split('=').length - 1
	if (equals > 1 || (equals === 1 && !/=\s*\d+$/.test(trimmed))) return shapeOf(trimmed)
	return byCount(parts.map(Number), { text: trimmed, hasTotal: equals === 1 || parts.length === 4 })
}

type Written = { readonly text: string; readonly hasTotal: boolean }

function byCount(figures: readonly number[], { text, hasTotal }: Written): Reading<Strength, StrengthRule> {
	const total = hasTotal ? figures.at(-1) : undefined
	const [first, second, third, more] = hasTotal ? figures.slice(0, -1) : figures
	if (first === undefined || second === undefined || more !== undefined) return shapeOf(text)
	if (third === undefined) return checked({ leaders: 0, subLeaders: first, crew: second }, total)
	const alike = total === undefined && third > 0 && third === first + second
	return alike ? ambiguous(text, [first, second, third]) : checked({ leaders: first, subLeaders: second, crew: third }, total)
}

function shapeOf(text: string): Reading<never, 'shape'> {
	return misread('shape', '"{text}" is not of the form leaders/sub-leaders/crew/total, such as 1/2/6/9', { text: quoted(text) })
}

function ambiguous(text: string, [a, b, c]: readonly [number, number, number]): Reading<never, 'ambiguous'> {
	return misread('ambiguous', '"{text}" can be {short} with its total or {long} without one; write all four figures', {
		text: quoted(text),
		short: `0/${a}/${b}/${c}`,
		long: `${a}/${b}/${c}/${a + b + c}`,
	})
}

function checked(strength: Strength, total: number | undefined): Reading<Strength, 'wrong-total' | 'figure'> {
	const sum = totalOf(strength)
	if (total !== undefined && total !== sum) return misread('wrong-total', 'the total says {total}, the parts sum to {sum}', { total, sum })
	const large = Object.values(strength).find((part) => part > MAX_PART)
	if (large !== undefined) return misread('figure', '{part} is more than {most}', { part: large, most: MAX_PART })
	return ok(strength)
}

/** Strength on the wire: its parts, or the notation, of which the parts are kept and a wrong total is refused. */
export const StatedStrength = z.union([
	Strength,
	z
		.string()
		.transform((text, context) => {
			const read = readStrength(text)
			if (read.ok) return read.value
			context.addIssue({ code: 'custom', message: read.fault.message })
			return z.NEVER
		})
		.meta({ description: 'Stärke as it is written, leaders/sub-leaders/crew/total: `1/2/6/9`. The total must be the sum of the parts.' }),
])
