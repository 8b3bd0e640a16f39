import { createHash } from 'node:crypto'

import fc from 'fast-check'
import { expect, test } from 'vitest'

import { sha256 as inBrowsers } from './sha256.browser.ts'
import { sha256 } from './sha256.ts'

const known = (text: string): string => createHash('sha256').update(text).digest('hex')

test('a page gives the same SHA-256 as the ingest, and both the right one', () => {
	expect(inBrowsers('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
	fc.assert(
		fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => {
			expect(inBrowsers(text)).toBe(known(text))
			expect(sha256(text)).toBe(known(text))
		}),
	)
})

test('the length of a block and its neighbours are padded as the standard says', () => {
	for (const length of [0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 1_000])
		expect(inBrowsers('x'.repeat(length))).toBe(known('x'.repeat(length)))
})
