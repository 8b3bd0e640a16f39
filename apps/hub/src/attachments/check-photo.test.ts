import fc from 'fast-check'
import { expect, test } from 'vitest'

import { checkPhoto } from './check-photo.ts'
import { chunk, jpeg, part, png, segment, webp } from './testing/sample-photos.ts'

test('[B2] a photo is a JPEG, a PNG or a WebP, by its bytes alone', () => {
	expect(checkPhoto(jpeg())).toEqual({ ok: true, mediaType: 'image/jpeg', width: 640, height: 480 })
	expect(checkPhoto(png())).toEqual({ ok: true, mediaType: 'image/png', width: 30, height: 20 })
	expect(checkPhoto(webp())).toEqual({ ok: true, mediaType: 'image/webp', width: 320, height: 240 })
	for (const text of ['', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'GIF89a', '%PDF-1.7', '\0\0\0\x18ftypheic', 'RIFF1234WAVE'])
		expect([text, checkPhoto(Buffer.from(text, 'latin1'))]).toEqual([text, { ok: false, why: 'type' }])
})

const exif = segment(0xe1, Buffer.from('Exif\0\0MM\0*'))

test.each([
	['place and device', jpeg({ extra: [exif] })],
	['XMP', jpeg({ extra: [segment(0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0'))] })],
	['IPTC', jpeg({ extra: [segment(0xed, Buffer.from('Photoshop 3.0'))] })],
	['a second picture', jpeg({ extra: [segment(0xe2, Buffer.from('MPF\0'))] })],
	['a comment', jpeg({ extra: [segment(0xfe, Buffer.from('by me'))] })],
	['something behind the end', Buffer.concat([jpeg(), jpeg()])],
	['place and device in a PNG', png([chunk('eXIf', Buffer.alloc(8))])],
	['words in a PNG', png([chunk('tEXt', Buffer.from('Author\0me'))])],
	['a film in a PNG', png([chunk('acTL', Buffer.alloc(8))])],
	['place and device in a WebP', webp([part('EXIF', Buffer.alloc(8))])],
	['XMP in a WebP', webp([part('XMP ', Buffer.alloc(8))])],
	['something behind a WebP', Buffer.concat([webp(), Buffer.from('x')])],
])('[B2] %s is refused', (_what, bytes) => {
	expect(checkPhoto(bytes)).toEqual({ ok: false, why: 'metadata' })
})

test('[B2] one that is cut anywhere is none, and so is one of too many pixels', () => {
	for (const whole of [jpeg(), png(), webp()])
		for (let length = 0; length < whole.length; length++)
			expect([length, checkPhoto(whole.subarray(0, length)).ok]).toEqual([length, false])
	for (const [width, height] of [
		[30_000, 2],
		[2, 30_000],
		[0, 5],
	] as const)
		expect(checkPhoto(jpeg({ width, height }))).toEqual({ ok: false, why: 'size' })
})

test('[B2] whatever bytes come, they are read to an end', () => {
	const bytes = fc.uint8Array({ maxLength: 200 })
	const heads = fc.constantFrom(jpeg(), png(), webp(), Buffer.alloc(0))
	fc.assert(
		fc.property(heads, fc.nat(90), bytes, (head, at, noise) => {
			expect(typeof checkPhoto(Buffer.concat([head.subarray(0, at), noise])).ok).toBe('boolean')
		}),
		{ numRuns: 500 },
	)
})
