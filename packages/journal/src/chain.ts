import { hash } from 'node:crypto'

import { iso } from '@lagebild/model/time.ts'

/** Names the rule by which hashes are formed; a change of the rule changes the name. */
const DOMAIN = Buffer.from('lagebild-1', 'ascii')
export const HASH_BYTES = 32
export const SALT_BYTES = 16
/** `prevHash` of entry 1. */
export const GENESIS = new Uint8Array(HASH_BYTES)

export type ChainLink = {
	readonly prevHash: Uint8Array
	readonly seq: number
	/** Milliseconds; enters the hash as 24 characters of ISO 8601. */
	readonly recorded: number
	readonly commit: Uint8Array
}

/** J1. */
export function commitOf(salt: Uint8Array, canonical: Uint8Array): Buffer {
	return sha256(Buffer.concat([salt, canonical]))
}

/** J2. */
export function hashOf({ prevHash, seq, recorded, commit }: ChainLink): Buffer {
	const number = Buffer.allocUnsafe(8)
	number.writeBigUInt64BE(BigInt(seq))
	return sha256(Buffer.concat([DOMAIN, prevHash, number, Buffer.from(iso(recorded), 'ascii'), commit]))
}

export function sha256(bytes: Uint8Array): Buffer {
	return hash('sha256', bytes, 'buffer')
}
