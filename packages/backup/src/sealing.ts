import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt } from 'node:crypto'

import type { Manifest } from './manifest.ts'
import { BackupRefusal } from './refusal.ts'

/** AES-256-GCM under a key from a passphrase (scrypt, RFC 7914). A sealed file: 12 bytes nonce ‖ ciphertext ‖ 16 bytes tag. */
export type SealKey = { readonly key: Buffer; readonly how: NonNullable<Manifest['sealed']> }

const COST = { n: 65_536, r: 8, p: 1 } as const
const NONCE = 12
const TAG = 16

export async function newSealKey(passphrase: string): Promise<SealKey> {
	const how = { scrypt: COST, salt: randomBytes(16).toString('base64') }
	const key = await keyOf(passphrase, how)
	return { key, how: { ...how, check: checkOf(key) } }
}

/** @throws BackupRefusal when it is another passphrase */
export async function sealKey(passphrase: string, how: SealKey['how']): Promise<SealKey> {
	const key = await keyOf(passphrase, how)
	if (checkOf(key) !== how.check) throw new BackupRefusal('The passphrase is another than that of the backup.')
	return { key, how }
}

function keyOf(passphrase: string, { scrypt: { n, r, p }, salt }: Omit<SealKey['how'], 'check'>): Promise<Buffer> {
	return new Promise<Buffer>((resolve, reject) => {
		const options = { N: n, r, p, maxmem: 256 * n * r }
		scrypt(passphrase, Buffer.from(salt, 'base64'), 32, options, (error, derived) => (error ? reject(error) : resolve(derived)))
	})
}

function checkOf(key: Buffer): string {
	return createHmac('sha256', key).update('lagebild-backup').digest('base64')
}

/** @param name under which it lies in the backup: a file put in the place of another one does not open */
export async function* seal(bytes: AsyncIterable<Buffer>, { key }: SealKey, name: string): AsyncGenerator<Buffer> {
	const nonce = randomBytes(NONCE)
	const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
	yield nonce
	for await (const chunk of bytes) yield cipher.update(chunk)
	yield cipher.final()
	yield cipher.getAuthTag()
}

/** @throws BackupRefusal at its end, when a byte was changed: what came before may not be used then. */
export async function* unseal(bytes: AsyncIterable<Buffer>, { key }: SealKey, name: string): AsyncGenerator<Buffer> {
	let held = Buffer.alloc(0)
	let decipher: ReturnType<typeof decipherOf> | undefined
	for await (const chunk of bytes) {
		held = Buffer.concat([held, chunk])
		if (!decipher && held.length >= NONCE) {
			decipher = decipherOf(key, held.subarray(0, NONCE), name)
			held = held.subarray(NONCE)
		}
		if (!decipher || held.length <= TAG) continue
		yield decipher.update(held.subarray(0, -TAG))
		held = held.subarray(-TAG)
	}
	try {
		if (!decipher) throw new Error('cut off')
		decipher.setAuthTag(held)
		yield decipher.final()
	} catch {
		throw new BackupRefusal('A sealed file of the backup was changed.')
	}
}

function decipherOf(key: Buffer, nonce: Buffer, name: string) {
	return createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
}
