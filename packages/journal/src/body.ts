import { constants, crc32, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

import type { EntryBody } from '@lagebild/model/entry.ts'
import type { StoredEvent } from '@lagebild/model/event.ts'
import type { Batch } from '@lagebild/model/measurement.ts'

/** Below this many characters a compressed batch saves less than it costs. */
const COMPRESS_FROM = 512
const CRC_BYTES = 4
/** What a frame of something that cannot be compressed takes beyond it, with some to spare; a frame that fits is handed over in one piece. */
const FRAME_ROOM = 64
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

/**
 * How a body lies in the store: canonical text as it is, or, for a batch, CRC-32 (big-endian) of the Zstandard frame and the frame (RFC 8878).
 * The CRC is there because a frame has bits that do not matter to its content, and every changed byte must show.
 */
export type StoredBody = string | Uint8Array

export function packBatch(canonical: string): StoredBody {
	if (canonical.length < COMPRESS_FROM) return canonical
	const bytes = Buffer.from(canonical)
	const frame = zstdCompressSync(bytes, { ...LEVEL, chunkSize: bytes.length + FRAME_ROOM })
	const crc = Buffer.allocUnsafe(CRC_BYTES)
	crc.writeUInt32BE(crc32(frame))
	return Buffer.concat([crc, frame])
}

/** @returns undefined when the bytes are damaged. */
export function unpack(packed: Uint8Array): Buffer | undefined {
	const frame = packed.subarray(CRC_BYTES)
	if (frame.length === 0 || Buffer.from(packed).readUInt32BE() !== crc32(frame)) return undefined
	try {
		return zstdDecompressSync(frame)
	} catch {
		return undefined
	}
}

/** Canonical bytes to an entry's body. Bodies were checked at admission and are not checked again. */
export function readBody(canonical: string): EntryBody {
	const value: unknown = JSON.parse(canonical)
	if (isBatch(value)) return { type: 'batch', batch: value }
	if (isEvent(value)) return { type: 'event', event: value }
	throw new TypeError('neither an event nor a batch')
}

function isBatch(value: unknown): value is Batch {
	return typeof value === 'object' && value !== null && 'parts' in value && Array.isArray(value.parts)
}

function isEvent(value: unknown): value is StoredEvent {
	return typeof value === 'object' && value !== null && 'kind' in value && 'op' in value && 'id' in value
}
