import { crc32, inflateRawSync } from 'node:zlib'

import { fail, ok } from '@lagebild/model/result.ts'
import type { Result } from '@lagebild/model/result.ts'

import type { Reject } from '../adapter.ts'
import { clip, rawBytes } from '../text.ts'

export type ZipLimits = {
	readonly files: number
	/** Unpacked, of one file and of all that are read. */
	readonly fileBytes: number
	readonly bytes: number
}

/** One file of an archive; `bytes` are its content, `reject` why it cannot be read. */
export type ZipFile = { readonly name: string } & ({ readonly bytes: Uint8Array } | { readonly reject: Reject })

type Entry = {
	readonly name: string
	readonly flags: number
	readonly method: number
	readonly crc: number
	readonly packed: number
	readonly size: number
	readonly offset: number
}

const END = 0x06054b50
const CENTRAL = 0x02014b50
const LOCAL = 0x04034b50
const END_BYTES = 22
const MAX_COMMENT = 65_535
const ENCRYPTED = 1
const STORED = 0
const DEFLATED = 8

/** Whether bytes begin like an archive, an empty one too. */
export function isZip(bytes: Uint8Array): boolean {
	return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)
}

/**
 * Reads the files of a zip archive (PKWARE APPNOTE 6.3: stored or deflated, not split, not encrypted, no Zip64). No more is unpacked than the
 * limits allow, whatever the archive says about itself: sizes are claims, and one byte may unpack to a thousand.
 */
export function readZip(bytes: Uint8Array, limits: ZipLimits, wanted: (name: string) => boolean): Result<readonly ZipFile[], Reject> {
	const refuse = (reason: string, message: string): Result<never, Reject> => fail({ reason, message, raw: rawBytes(bytes) })
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
	const entries = entriesIn(view)
	if (!entries) return refuse('not-zip', 'the archive is cut off or broken: it has no readable directory')
	const files = entries.filter(({ name }) => !name.endsWith('/') && wanted(name))
	if (files.length > limits.files) return refuse('too-many-files', `the archive has ${files.length} files; the limit is ${limits.files}`)
	let left = limits.bytes
	return ok(
		files.map((entry) => {
			const file = unpacked(view, entry, Math.min(left, limits.fileBytes))
			if ('bytes' in file) left -= file.bytes.length
			return file
		}),
	)
}

function entriesIn(view: DataView): readonly Entry[] | undefined {
	const end = endOf(view)
	if (end === undefined) return undefined
	const count = view.getUint16(end + 10, true)
	const entries: Entry[] = []
	let at = view.getUint32(end + 16, true)
	while (entries.length < count) {
		if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) return undefined
		const nameLength = view.getUint16(at + 28, true)
		const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
		if (next > view.byteLength) return undefined
		entries.push({
			name: nameAt(view, at + 46, nameLength),
			flags: view.getUint16(at + 8, true),
			method: view.getUint16(at + 10, true),
			crc: view.getUint32(at + 16, true),
			packed: view.getUint32(at + 20, true),
			size: view.getUint32(at + 24, true),
			offset: view.getUint32(at + 42, true),
		})
		at = next
	}
	return entries
}

/** The end record stands last, before a comment of at most 64 kB. */
function endOf(view: DataView): number | undefined {
	const first = Math.max(0, view.byteLength - END_BYTES - MAX_COMMENT)
	for (let at = view.byteLength - END_BYTES; at >= first; at -= 1) {
		if (view.getUint32(at, true) === END) return at
	}
	return undefined
}

function nameAt(view: DataView, at: number, length: number): string {
	return clip(new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at, length)), 300)
}

function unpacked(view: DataView, entry: Entry, most: number): ZipFile {
	const { name } = entry
	const refuse = (reason: string, message: string): ZipFile => ({ name, reject: { reason, message: `${name}: ${message}`, raw: name } })
	if ((entry.flags & ENCRYPTED) !== 0) return refuse('encrypted', 'the file is encrypted')
	const packed = packedOf(view, entry)
	if (!packed) return refuse('not-zip', 'the file is cut off')
	const bytes = entry.method === STORED ? packed : entry.method === DEFLATED ? inflated(packed, most) : undefined
	if (bytes === 'too-large' || (bytes && bytes.length > most)) return refuse('too-large', `the file unpacks to more than ${most} bytes`)
	if (!bytes) return refuse('not-zip', `the file cannot be unpacked (method ${entry.method})`)
	return crc32(bytes) === entry.crc ? { name, bytes } : refuse('bad-checksum', 'the file is damaged: its checksum does not fit')
}

function packedOf(view: DataView, { offset, packed }: Entry): Uint8Array | undefined {
	if (offset + 30 > view.byteLength || view.getUint32(offset, true) !== LOCAL) return undefined
	const from = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
	return from + packed > view.byteLength ? undefined : new Uint8Array(view.buffer, view.byteOffset + from, packed)
}

function inflated(packed: Uint8Array, most: number): Uint8Array | 'too-large' | undefined {
	try {
		return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) })
	} catch (error) {
		return error instanceof RangeError ? 'too-large' : undefined
	}
}
