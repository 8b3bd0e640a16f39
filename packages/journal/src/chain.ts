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

const STAMP_BYTES = 24
const PREVIOUS_AT = DOMAIN.length
const SEQ_AT = PREVIOUS_AT + HASH_BYTES
const STAMP_AT = SEQ_AT + 8
const COMMIT_AT = STAMP_AT + STAMP_BYTES
/** What is hashed has one length, and one entry follows another: its bytes are written over each time, the time of many only once. */
const link = Buffer.alloc(COMMIT_AT + HASH_BYTES)
link.set(DOMAIN)
let stamped: { readonly recorded: number; readonly stamp: string } = { recorded: Number.NaN, stamp: '' }

/** J2. */
export function hashOf({ prevHash, seq, recorded, commit }: ChainLink): Buffer {
	if (stamped.recorded !== recorded) stamped = { recorded, stamp: iso(recorded) }
	const { stamp } = stamped
	link.writeBigUInt64BE(BigInt(seq), SEQ_AT)
	if (prevHash.length !== HASH_BYTES || stamp.length !== STAMP_BYTES || commit.length !== HASH_BYTES)
		return sha256(Buffer.concat([DOMAIN, prevHash, link.subarray(SEQ_AT, STAMP_AT), Buffer.from(stamp, 'ascii'), commit]))
	link.set(prevHash, PREVIOUS_AT)
	link.write(stamp, STAMP_AT, 'ascii')
	link.set(commit, COMMIT_AT)
	return sha256(link)
}

export function sha256(bytes: Uint8Array): Buffer {
	return hash('sha256', bytes, 'buffer')
}
