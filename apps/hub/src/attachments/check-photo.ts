import { MAX_PHOTO_PIXELS } from '@lagebild/model/photo.ts'
import type { PhotoType } from '@lagebild/model/photo.ts'

/** What the bytes themselves say they are. `why` says what is wrong: no photo, not whole, or more in it than a picture. */
export type CheckedPhoto =
	| { readonly ok: true; readonly mediaType: PhotoType; readonly width: number; readonly height: number }
	| { readonly ok: false; readonly why: 'type' | 'broken' | 'metadata' | 'size' }

type Size = { readonly width: number; readonly height: number }
type Read = Size | 'broken' | 'metadata'

/**
 * A JPEG, PNG or WebP that is whole and holds nothing but one still picture: no place, time, device or words of it, no preview, nothing behind its
 * end. Structure alone is read, each byte at most once; nothing is unpacked.
 */
export function checkPhoto(bytes: Uint8Array): CheckedPhoto {
	const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
	const found = READERS.find(({ begins }) => begins(data))
	if (!found) return { ok: false, why: 'type' }
	const read = found.read(data)
	if (typeof read === 'string') return { ok: false, why: read }
	const { width, height } = read
	const sides = [width, height]
	if (sides.some((side) => side < 1 || side > MAX_PHOTO_PIXELS)) return { ok: false, why: 'size' }
	return { ok: true, mediaType: found.mediaType, width, height }
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex')

const READERS: readonly {
	readonly mediaType: PhotoType
	readonly begins: (data: Buffer) => boolean
	readonly read: (data: Buffer) => Read
}[] = [
	{ mediaType: 'image/jpeg', begins: (data) => data.length > 3 && data.readUIntBE(0, 3) === 0xffd8ff, read: readJpeg },
	{ mediaType: 'image/png', begins: (data) => data.subarray(0, 8).equals(PNG), read: readPng },
	{
		mediaType: 'image/webp',
		begins: (data) => data.toString('latin1', 0, 4) === 'RIFF' && data.toString('latin1', 8, 12) === 'WEBP',
		read: readWebp,
	},
]

/** JFIF, colour profile, and how colours are coded: the only application segments that say nothing about who took it where. */
const JPEG_HARMLESS: ReadonlySet<number> = new Set([0xe0, 0xe2, 0xee])
const SOS = 0xda
const EOI = 0xd9
const COMMENT = 0xfe

function isFrame(marker: number): boolean {
	return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
}

function isForeign(data: Buffer, at: number, marker: number): boolean {
	if (marker === COMMENT) return true
	if (marker < 0xe0 || marker > 0xef) return false
	return !JPEG_HARMLESS.has(marker) || (marker === 0xe2 && data.toString('latin1', at + 4, at + 15) !== 'ICC_PROFILE')
}

type Segment = { readonly at: number; readonly marker: number; readonly next: number }

function readJpeg(data: Buffer): Read {
	let size: Size | undefined
	for (let at = 2; at + 1 < data.length;) {
		if (data[at] !== 0xff) return 'broken'
		if (data[at + 1] === EOI) return end(data, at + 2, size)
		const found = segmentAt(data, at)
		if (!found) return 'broken'
		if (isForeign(data, at, found.marker)) return 'metadata'
		size = frameSize(data, found) ?? size
		at = found.marker === SOS ? afterScan(data, found.next) : found.next
	}
	return 'broken'
}

function segmentAt(data: Buffer, at: number): Segment | undefined {
	if (at + 4 > data.length) return undefined
	const next = at + 2 + data.readUInt16BE(at + 2)
	return next < at + 4 || next > data.length ? undefined : { at, marker: data[at + 1] ?? 0, next }
}

function frameSize(data: Buffer, { at, marker, next }: Segment): Size | undefined {
	return isFrame(marker) && next >= at + 9 ? { height: data.readUInt16BE(at + 5), width: data.readUInt16BE(at + 7) } : undefined
}

/** Where the next marker stands; in a scan a byte 255 is followed by 0, or begins a restart. */
function afterScan(data: Buffer, from: number): number {
	for (let at = data.indexOf(0xff, from); at !== -1; at = data.indexOf(0xff, at + 1)) {
		const next = data[at + 1] ?? 0
		if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
	}
	return data.length
}

function end(data: Buffer, at: number, size: Size | undefined): Read {
	if (at < data.length) return 'metadata'
	return size ?? 'broken'
}

const PNG_HARMLESS: ReadonlySet<string> = new Set('IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST sPLT cICP'.split(' '))

function readPng(data: Buffer): Read {
	let size: Size | undefined
	for (let at = 8; at + 12 <= data.length;) {
		const name = data.toString('latin1', at + 4, at + 8)
		const next = at + 12 + data.readUInt32BE(at)
		if (next > data.length) return 'broken'
		if (!PNG_HARMLESS.has(name)) return 'metadata'
		if (name === 'IHDR' && next >= at + 25) size = { width: data.readUInt32BE(at + 8), height: data.readUInt32BE(at + 12) }
		if (name === 'IEND') return end(data, next, size)
		at = next
	}
	return 'broken'
}

const WEBP_HARMLESS: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP'])

function readWebp(data: Buffer): Read {
	if (data.length < 20) return 'broken'
	const whole = 8 + data.readUInt32LE(4)
	if (whole > data.length) return 'broken'
	if (whole < data.length) return 'metadata'
	let size: Size | undefined
	let at = 12
	while (at + 8 <= data.length) {
		const name = data.toString('latin1', at, at + 4)
		const length = data.readUInt32LE(at + 4)
		if (at + 8 + length > data.length) return 'broken'
		if (!WEBP_HARMLESS.has(name)) return 'metadata'
		size ??= webpSize(name, data.subarray(at + 8, at + 8 + length))
		at += 8 + length + (length % 2)
	}
	return size ?? 'broken'
}

function webpSize(name: string, chunk: Buffer): Size | undefined {
	if (name === 'VP8X' && chunk.length >= 10) return { width: chunk.readUIntLE(4, 3) + 1, height: chunk.readUIntLE(7, 3) + 1 }
	if (name === 'VP8 ' && chunk.length >= 10) return { width: chunk.readUInt16LE(6) & 0x3fff, height: chunk.readUInt16LE(8) & 0x3fff }
	if (name !== 'VP8L' || chunk.length < 5) return undefined
	const bits = chunk.readUInt32LE(1)
	return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}
