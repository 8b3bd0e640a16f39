import { describe, expect, test } from 'vitest'

import { attachmentsOf, photosIn } from './photo.ts'
import { withoutMetadata } from './strip.ts'

function segment(marker: number, ...body: number[]): number[] {
	return [0xff, marker, 0, body.length + 2, ...body]
}

describe('a photo', () => {
	test('keeps its picture and nothing of where, when and with what it was taken', () => {
		const [start, jfif, table] = [[0xff, 0xd8], segment(0xe0, 1, 2, 3), segment(0xdb, 7, 7)]
		const scan = [0xff, 0xda, 0, 2, 0xff, 0, 0xe1, 9, 0xff, 0xd9]
		const foreign = [segment(0xe1, 69, 120), segment(0xed, 5), segment(0xfe, 104, 105)]
		const whole = new Uint8Array([...start, ...jfif, ...foreign.flat(), ...table, ...scan])
		expect([...withoutMetadata(whole)]).toEqual([...start, ...jfif, ...table, ...scan])
		expect([...withoutMetadata(withoutMetadata(whole))]).toEqual([...withoutMetadata(whole)])
	})

	test('is named by its report, and found there', () => {
		const photo = { id: 'a', name: 'Foto 1', mediaType: 'image/jpeg', bytes: 3, sha256: 'ff' }
		expect(attachmentsOf([])).toEqual({})
		expect(photosIn(attachmentsOf([photo]))).toEqual(['a'])
		for (const none of [undefined, null, 'x', { attachments: null }, {}]) expect(photosIn(none)).toEqual([])
	})
})
