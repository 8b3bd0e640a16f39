import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'

import { isZip, readZip } from './read.ts'
import type { ZipFile } from './read.ts'

const LIMITS = { files: 3, fileBytes: 1_000, bytes: 1_500 }

function read(bytes: Uint8Array): readonly ZipFile[] {
	const files = readZip(bytes, LIMITS, (name) => name.endsWith('.xml'))
	if (!files.ok) throw new Error(files.fault.reason)
	return files.value
}

const said = (files: readonly ZipFile[]): readonly unknown[] =>
	files.map((file) => ('bytes' in file ? new TextDecoder().decode(file.bytes) : file.reject.reason))

describe('an archive of another implementation', () => {
	test('is read stored and deflated, with folders, umlauts in names and a comment; what is not wanted stays packed', () => {
		const files = {
			'ä/b.xml': [strToU8('<b/>'), { level: 0 }] as const,
			'c.xml': strToU8('<c/>'.repeat(50)),
			'd.txt': strToU8('x'.repeat(2_000)),
		}
		const bytes = zipSync({ ...files, 'ä/b.xml': [files['ä/b.xml'][0], { level: 0 }] }, { comment: 'PK' })
		expect(isZip(bytes)).toBe(true)
		expect(read(bytes).map(({ name }) => name)).toEqual(['ä/b.xml', 'c.xml'])
		expect(said(read(bytes))).toEqual(['<b/>', '<c/>'.repeat(50)])
	})
	test('out of another buffer is read where it stands', () => {
		const bytes = zipSync({ 'a.xml': strToU8('<a/>') })
		const around = new Uint8Array(bytes.length + 20)
		around.set(bytes, 7)
		expect(said(read(around.subarray(7, 7 + bytes.length)))).toEqual(['<a/>'])
	})
	test('unpacks no more than its limits, whatever sizes it claims', () => {
		const bytes = zipSync({ 'a.xml': new Uint8Array(900), 'b.xml': new Uint8Array(900), 'c.xml': new Uint8Array(5_000_000) })
		expect(said(read(bytes)).slice(1)).toEqual(['too-large', 'too-large'])
		const view = new DataView(bytes.buffer)
		for (let at = 0; at < bytes.length - 28; at += 1) if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 1, true)
		expect(said(read(bytes)).slice(1)).toEqual(['too-large', 'too-large'])
	})
	test('is damaged, encrypted or too full: each is told', () => {
		const bytes = zipSync({ 'a.xml': [strToU8('<alert>1</alert>'), { level: 0 }] })
		const text = bytes.slice()
		text[bytes.indexOf(0x31, 30)] = 0x32
		expect(said(read(text))).toEqual(['bad-checksum'])
		const locked = bytes.slice()
		const view = new DataView(locked.buffer)
		for (let at = 0; at < locked.length - 10; at += 1) if (view.getUint32(at, true) === 0x02014b50) locked[at + 8] = 1
		expect(said(read(locked))).toEqual(['encrypted'])
		const many = zipSync(Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}.xml`, strToU8('x')])))
		expect(readZip(many, LIMITS, () => true)).toMatchObject({ ok: false, fault: { reason: 'too-many-files' } })
		expect(readZip(bytes.subarray(0, bytes.length - 1), LIMITS, () => true)).toMatchObject({ ok: false, fault: { reason: 'not-zip' } })
	})
})
