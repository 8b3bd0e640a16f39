/** Stands in for the journal's `chain.ts` where `without-chain.ts` is loaded: nothing is hashed, and what would be a hash takes no room. */
import { hash } from 'node:crypto'

export const HASH_BYTES = 32
export const SALT_BYTES = 16
export const GENESIS = new Uint8Array(0)

const NOTHING = Buffer.alloc(0)

export function commitOf(): Buffer {
	return NOTHING
}

export function hashOf(): Buffer {
	return NOTHING
}

export function sha256(bytes: Uint8Array): Buffer {
	return hash('sha256', bytes, 'buffer')
}
