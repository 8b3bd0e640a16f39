import { randomBytes } from 'node:crypto'

import { canonicalText } from './canonical.ts'
import { commitOf, SALT_BYTES, sha256 } from './chain.ts'
import type { Prepared } from './port.ts'

export type Sealed = Pick<Prepared, 'canonical' | 'salt' | 'commit'>

/** J1. */
export function seal(body: unknown): Sealed {
	const canonical = canonicalText(body)
	const salt = nextSalt()
	return { canonical, salt: salt.toString('hex'), commit: commitOf(salt, Buffer.from(canonical)).toString('hex') }
}

/** SHA-256 of the canonical form, hexadecimal. */
export function digestOf(canonical: string): string {
	return sha256(Buffer.from(canonical)).toString('hex')
}

/** Random bytes drawn in advance: one draw costs as much as the rest of a preparation. Each byte is used once. */
const POOL_BYTES = 256 * SALT_BYTES
let pool = Buffer.alloc(0)

function nextSalt(): Buffer {
	if (pool.length < SALT_BYTES) pool = randomBytes(POOL_BYTES)
	const salt = pool.subarray(0, SALT_BYTES)
	pool = pool.subarray(SALT_BYTES)
	return salt
}
