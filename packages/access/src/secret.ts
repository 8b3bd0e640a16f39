import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

import { CODE_ALPHABET } from '@lagebild/model/access/device.ts'

const KEY = /^lb_([0-9a-f]{8})_[A-Za-z0-9_-]{43}$/

/** A key as its holder has it, and what is stored of it. */
export type NewKey = { readonly key: string; readonly prefix: string; readonly hash: Buffer<ArrayBuffer> }

export function newKey(): NewKey {
	const prefix = randomBytes(4).toString('hex')
	const key = `lb_${prefix}_${newSecret()}`
	return { key, prefix, hash: hashOf(key) }
}

/** The same key wherever the same is asked of the same 32 bytes. */
export function derivedKey(from: Uint8Array, name: string): NewKey {
	const bytes = (purpose: string) => createHmac('sha256', from).update(`${purpose}\n${name}`, 'utf8').digest()
	const prefix = bytes('prefix').toString('hex').slice(0, 8)
	const key = `lb_${prefix}_${bytes('key').toString('base64url')}`
	return { key, prefix, hash: hashOf(key) }
}

/** 32 random bytes, 43 characters. */
export function newSecret(): string {
	return randomBytes(32).toString('base64url')
}

const TYPED_CHARACTERS = 10

/** 50 random bits, for what is typed with gloves and holds for minutes; the alphabet has 32 characters, so each byte gives one evenly. */
export function newTypedSecret(): string {
	return Array.from(randomBytes(TYPED_CHARACTERS), (byte) => CODE_ALPHABET.charAt(byte % CODE_ALPHABET.length)).join('')
}

/** The part of a key that may be stored and logged; undefined when the text is no key at all. */
export function prefixOf(key: string): string | undefined {
	return KEY.exec(key)?.[1]
}

/** A plain hash suffices: the secrets are 256 random bits, there is nothing to guess. */
export function hashOf(secret: string): Buffer<ArrayBuffer> {
	return createHash('sha256').update(secret, 'utf8').digest()
}

/** In constant time, so that the answer's delay tells nothing about the stored hash. */
export function matches(secret: string, stored: Uint8Array): boolean {
	return stored.length === 32 && timingSafeEqual(hashOf(secret), stored)
}
