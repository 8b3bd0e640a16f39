import { expect, test } from 'vitest'

import { fault } from './fault.ts'
import { misread } from './notation.ts'
import { printable } from './printable.ts'
import { readSubmission } from './read-submission.ts'
import { readStrength } from './strength.ts'

const CONTROL = '\u001b[31m\u0000\r\n\u0085'
const BIDI = '\u202e\u2066\u200f\u2028'
const BAD = /[\p{C}\p{Zl}\p{Zp}]/u

test('what controls a terminal or turns the direction is replaced, one sign by one; everything else stays', () => {
	expect(printable(`a${CONTROL}b`)).toBe('a�[31m����b')
	expect(printable(`a${BIDI}b\ud800`)).toBe('a����b�')
	expect(printable('Größe 5 m ü. NHN – „Süd“ 🌊')).toBe('Größe 5 m ü. NHN – „Süd“ 🌊')
})

test('no refusal says it back: not in the message, not in the path, not in what a translation puts in', () => {
	const refused = [
		readStrength(`1/${BIDI}${CONTROL}2/3`),
		readStrength(`1/2/3/4/5=${CONTROL}`),
		readSubmission({ kind: `x${BIDI}${CONTROL}` }),
		readSubmission({ kind: 'incident', [`x${BIDI}`]: 1 }),
	]
	for (const read of refused) expect(read.ok ? 'taken' : JSON.stringify(Object.values(read.fault))).not.toMatch(BAD)
	expect(JSON.stringify(fault('bad-json', CONTROL, `a.${BIDI}`))).not.toMatch(BAD)
})

test('what somebody typed is put in as it is, whatever it means to a search or a template', () => {
	expect(misread('x', '"{part}" in "{text}"', { part: '{text}$&', text: '$1' })).toMatchObject({
		fault: { message: '"{text}$&" in "$1"' },
	})
})
