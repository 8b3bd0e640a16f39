import { crc32, deflateRawSync } from 'node:zlib'

export type ZipFile = { readonly name: string; readonly content: string }

/** 1 January 1980, the first day that an archive can name: the same files are the same bytes. */
const FIRST_DAY = 0x21
const UTF8_NAMES = 0x0800
const DEFLATE = 8
const VERSION = 20

/** An archive (PKWARE APPNOTE 6.3) of a few small files. */
export function zip(files: readonly ZipFile[]): Uint8Array {
	const local: Buffer[] = []
	const central: Buffer[] = []
	let offset = 0
	for (const { name, content } of files) {
		const bytes = Buffer.from(content)
		const packed = deflateRawSync(bytes)
		const title = Buffer.from(name)
		const common = header([VERSION, UTF8_NAMES, DEFLATE, 0, FIRST_DAY], [crc32(bytes), packed.length, bytes.length], [title.length, 0])
		const entry = Buffer.concat([long(0x04034b50), common, title, packed])
		central.push(Buffer.concat([long(0x02014b50), short(VERSION), common, short(0), short(0), short(0), long(0), long(offset), title]))
		local.push(entry)
		offset += entry.length
	}
	const directory = Buffer.concat(central)
	const counts = [0, 0, files.length, files.length].map(short)
	return Buffer.concat([...local, directory, long(0x06054b50), ...counts, long(directory.length), long(offset), short(0)])
}

function header(shorts: readonly number[], longs: readonly number[], lengths: readonly number[]): Buffer {
	return Buffer.concat([...shorts.map(short), ...longs.map(long), ...lengths.map(short)])
}

function short(value: number): Buffer {
	const bytes = Buffer.alloc(2)
	bytes.writeUInt16LE(value)
	return bytes
}

function long(value: number): Buffer {
	const bytes = Buffer.alloc(4)
	bytes.writeUInt32LE(value)
	return bytes
}
