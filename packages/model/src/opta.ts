import * as z from 'zod'

import { misread, quoted } from './notation.ts'
import type { Reading } from './notation.ts'
import { ok } from './result.ts'

/** Operativ-taktische Adresse by its parts, without the blanks that fill them up. */
export type Opta = {
	/** `HH`; `BU` for the federation. */
	readonly land: string
	/** `FW`, `POL`, `THW`. */
	readonly organisation: string
	/** District, by its vehicle registration letters. */
	readonly region: string
	readonly place: string
	readonly function: string
	/** Two characters, mostly digits; a leading zero is kept. */
	readonly order: string
	readonly supplement: string
}

const PARTS = [
	['land', 2],
	['organisation', 3],
	['region', 3],
	['place', 5],
	['function', 8],
	['order', 2],
	['supplement', 1],
] as const

const LENGTH = 24
/** Capital letters with the German ones, digits, blank and the marks that function names and places are written with. */
const FORBIDDEN = /[^A-ZÄÖÜ0-9 /.+-]/u

export type OptaRule = 'length' | 'character' | 'land' | 'organisation' | 'part'

/** `pad` gives back the blanks at the end that spreadsheets cut off; `upper` raises small letters. Off, as on the wire, both are faults. */
export type OptaOptions = { readonly pad?: boolean; readonly upper?: boolean }

/** @returns parts, or the rule with the position (from 1) of the first fault */
export function readOpta(text: string, { pad = false, upper = false }: OptaOptions = {}): Reading<Opta, OptaRule> {
	const composed = text.normalize('NFC')
	const raised = upper ? composed.toUpperCase() : composed
	const full = pad ? raised.padEnd(LENGTH) : raised
	const wrong = full.search(FORBIDDEN)
	if (wrong >= 0 && wrong < LENGTH) return badCharacter(full, wrong)
	if (full.length !== LENGTH)
		return misread('length', 'an OPTA has {wanted} characters, blanks included; this has {length}', { wanted: LENGTH, length: full.length })
	return checked(cut(full))
}

function badCharacter(text: string, index: number): Reading<never, 'character'> {
	const char = String.fromCodePoint(text.codePointAt(index) ?? 0)
	return misread('character', 'position {at} ({part}): "{char}" is none of A–Z, Ä, Ö, Ü, 0–9, blank, / . + -', {
		at: index + 1,
		part: partAt(index),
		char: quoted(char),
	})
}

function partAt(index: number): string {
	let end = 0
	return PARTS.find(([, length]) => (end += length) > index)?.[0] ?? ''
}

function cut(text: string): Opta {
	let from = 0
	const parts = { land: '', organisation: '', region: '', place: '', function: '', order: '', supplement: '' }
	for (const [name, length] of PARTS) parts[name] = text.slice(from, (from += length)).trimEnd()
	return parts
}

function checked(opta: Opta): Reading<Opta, OptaRule> {
	if (!/^[A-Z]{2}$/.test(opta.land))
		return misread('land', 'positions 1–2 (land): "{land}" is not two letters such as HH', { at: 1, land: opta.land })
	if (!/^[A-Z]/.test(opta.organisation))
		return misread('organisation', 'positions 3–5 (organisation): "{organisation}" does not begin with a letter', {
			at: 3,
			organisation: opta.organisation,
		})
	return ok(opta)
}

/** @returns 24 characters, or the part that is too long or holds what an OPTA cannot */
export function formatOpta(opta: Opta): Reading<string, OptaRule> {
	const long = PARTS.find(([name, length]) => opta[name].length > length)
	if (long)
		return misread('part', '{part}: "{text}" is longer than {length}', { part: long[0], text: quoted(opta[long[0]]), length: long[1] })
	const text = PARTS.map(([name, length]) => opta[name].padEnd(length)).join('')
	const read = readOpta(text)
	return read.ok ? ok(text) : read
}

/** `HH FW HH 12 HLF20 01`: the parts with one blank between them, for people. */
export function spokenOpta(text: string): string {
	const read = readOpta(text)
	return read.ok
		? PARTS.map(([name]) => read.value[name])
				.filter(Boolean)
				.join(' ')
		: text
}

/** An OPTA on the wire: 24 characters, blanks included. */
export const OptaText = z
	.string()
	.superRefine((text, context) => {
		const read = readOpta(text)
		if (!read.ok) context.addIssue({ code: 'custom', message: read.fault.message })
	})
	.meta({
		description:
			'Operativ-taktische Adresse, 24 characters: Land 2, organisation 3, region 3, place 5, function 8, order 2, supplement 1, each filled up with blanks.',
		minLength: LENGTH,
		maxLength: LENGTH,
	})
