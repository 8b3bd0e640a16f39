import { formatStrength, readStrength, Strength } from '@lagebild/model/strength.ts'
import { iso, readIso } from '@lagebild/model/time.ts'

import { clockText, nextAt } from '../orders/due.ts'
import type { FieldSpec } from './fields.ts'

export type Clock = { readonly now: number; readonly timeZone: string }

/** Why what was typed cannot be said. */
export type ValueFault = 'missing' | 'number' | 'people' | 'strength' | 'clock' | 'signs'
export type ReadValue = { readonly value: unknown } | { readonly fault: ValueFault }

/** How a value of the picture is typed, and what was typed is read. */
type Codec = { readonly typed: (value: unknown, clock: Clock) => string; readonly read: (text: string, clock: Clock) => ReadValue }

const TURNS = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u
const NUMBER = /^-?\d{1,6}(?:[.,]\d{1,6})?$/
const PEOPLE = /^\d{1,3}(?:\.?\d{3}){0,2}$/

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

const AS_IT_IS: Codec = { typed: textOf, read: (text) => ({ value: text }) }

const CODECS: Readonly<Record<FieldSpec['type'], Codec>> = {
	prose: AS_IT_IS,
	choice: AS_IT_IS,
	line: { typed: textOf, read: (text) => (TURNS.test(text) ? { fault: 'signs' } : { value: text }) },
	yesNo: { typed: (value) => (value === true ? 'yes' : 'no'), read: (text) => ({ value: text === 'yes' }) },
	number: {
		typed: (value) => textOf(value).replace('.', ','),
		read: (text) => (NUMBER.test(text) ? { value: Number(text.replace(',', '.')) } : { fault: 'number' }),
	},
	people: {
		typed: textOf,
		read: (text) => (PEOPLE.test(text) ? { value: Number(text.replaceAll('.', '')) } : { fault: 'people' }),
	},
	strength: {
		typed: (value) => {
			const read = Strength.safeParse(value)
			return read.success ? formatStrength(read.data) : ''
		},
		read: (text) => (readStrength(text).ok ? { value: text } : { fault: 'strength' }),
	},
	clock: {
		typed: (value, { timeZone }) => {
			const at = typeof value === 'string' ? readIso(value) : undefined
			return at === undefined ? '' : clockText(at, timeZone)
		},
		read: (text, { now, timeZone }) => {
			const at = nextAt(text, now, timeZone)
			return at === undefined ? { fault: 'clock' } : { value: iso(at) }
		},
	},
}

/** A value of the picture as a person would type it; empty when nothing was said. */
export function typedValue({ type }: FieldSpec, value: unknown, clock: Clock): string {
	return value === undefined || value === null ? '' : CODECS[type].typed(value, clock)
}

/** What was typed as it is said; of nothing typed `undefined`. */
export function readValue({ type, required }: FieldSpec, typed: string, clock: Clock): ReadValue {
	const text = typed.trim()
	if (text === '') return required ? { fault: 'missing' } : { value: undefined }
	return CODECS[type].read(text, clock)
}
