import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts and authenticates short texts that others keep for us; under another key or with one bit changed they open to nothing. */
export type Seal = { readonly close: (text: string) => string; readonly open: (sealed: string) => string | undefined }

export function createSeal(key: () => Uint8Array): Seal {
	return {
		close: (text) => {
			const nonce = randomBytes(NONCE_BYTES)
			const cipher = createCipheriv(CIPHER, key(), nonce, { authTagLength: TAG_BYTES })
			const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
			return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
		},
		open: (sealed) => {
			const bytes = Buffer.from(sealed, 'base64url')
			if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined
			try {
				const decipher = createDecipheriv(CIPHER, key(), bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
				decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
				return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
			} catch {
				return undefined
			}
		},
	}
}
