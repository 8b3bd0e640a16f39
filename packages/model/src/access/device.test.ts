import { expect, test } from 'vitest'

import { CODE_ALPHABET, Enrolment, formatCode, readCode } from './device.ts'

test('a code is read as people type it: in small letters, with hyphens, and with the letters that look like digits', () => {
	expect(['7k2m9-xq4tb', ' 7K2M9XQ4TB ', '7k2m9 xq4tb'].map(readCode)).toEqual(['7K2M9XQ4TB', '7K2M9XQ4TB', '7K2M9XQ4TB'])
	expect(readCode('oO-iI-lL')).toBe('001111')
	expect(readCode(CODE_ALPHABET)).toBe(CODE_ALPHABET)
})

test('a code that was printed is read as itself', () => {
	expect(formatCode('7K2M9XQ4TB')).toBe('7K2M9-XQ4TB')
	expect(readCode(formatCode('7K2M9XQ4TB'))).toBe('7K2M9XQ4TB')
})

test('an enrolment needs a key, and its name is one line', () => {
	const publicKey = 'A'.repeat(122)
	expect(Enrolment.safeParse({ code: 'x', publicKey, name: 'Tablet HLF' }).success).toBe(true)
	for (const bad of [{ code: 'x' }, { code: '', publicKey }, { code: 'x', publicKey: 'no key!' }, { code: 'x', publicKey, name: 'a\nb' }])
		expect(Enrolment.safeParse(bad).success).toBe(false)
})
