import { expect, test } from 'vitest'

import { clip, line, prose, rawBytes, rawOf } from './text.ts'

test('a line has no breaks, no control characters and a bounded length', () => {
	expect(line('  Sturm\r\n\tflut\u0000 ')).toBe('Sturm flut')
	expect(line('x'.repeat(400))).toHaveLength(300)
	expect([line(' \n '), line(7), line(undefined)]).toEqual([undefined, undefined, undefined])
})

test('prose keeps its lines and loses control characters', () => {
	expect(prose('eins\r\nzwei\u0007')).toBe('eins\nzwei')
})

test('no cut leaves half a surrogate pair', () => {
	const text = '🌊'.repeat(40_000)
	for (const short of [clip(text, 301), line(text), prose(text), rawOf(text), rawBytes(new TextEncoder().encode(text)), line('\ud83c')]) {
		expect(short?.isWellFormed()).toBe(true)
	}
	expect(clip(text, 3)).toBe('🌊')
})
