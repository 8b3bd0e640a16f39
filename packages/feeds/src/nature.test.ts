import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { natureOf } from './nature.ts'
import { parseDocument } from './parse-stream.ts'
import { FORMAT_NAMES } from './registry.ts'

const PAGE = '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1></body></html>'
const GZIP = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x99)

test.each([
	['nothing', new Uint8Array(), 'it is empty'],
	['blanks', Buffer.from(' \n\n'), 'it is empty'],
	['gzip', GZIP, 'it is packed by gzip and must be unpacked first'],
	['an image', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10), 'it is an image'],
	['an error page', Buffer.from(`\uFEFF ${PAGE}`), 'it is a web page, such as servers send instead of an answer when something is wrong'],
	['JSON', Buffer.from('{"a":1}'), undefined],
	['many blanks and then something', Buffer.from(`${' '.repeat(300)}[]`), undefined],
])('%s is told by its first bytes', (_, bytes, nature) => {
	expect(natureOf(bytes)).toBe(nature)
})

test.each(FORMAT_NAMES)('%s: who gives it something else is told what that is', (format) => {
	const options = format === 'mapping' ? { shipped: 'divera' } : undefined
	for (const [bytes, word] of [
		[new Uint8Array(), 'empty'],
		[GZIP, 'gzip'],
		[Buffer.from(PAGE), 'web page'],
	] as const) {
		const { lines } = parseDocument(format, bytes, { received: instant(0), options })
		expect(lines.at(-1)).toContain(word)
	}
})
