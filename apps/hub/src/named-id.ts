import { createHash } from 'node:crypto'

import { EventId } from '@lagebild/model/ids.ts'

/** UUIDv8 over the SHA-256 of a name (RFC 9562): who gives the same name gets the same id. */
export function namedId(name: string): EventId {
	const digest = createHash('sha256').update(name).digest().subarray(0, 16)
	digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6)
	digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8)
	const hex = digest.toString('hex')
	return EventId.parse([hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'))
}
