import { createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** P-256 alone: what algorithm a signature has is never asked of whoever signs. */
export function readDeviceKey(spki: Uint8Array): KeyObject | undefined {
	try {
		const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
		return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : undefined
	} catch {
		return undefined
	}
}

/** ECDSA with SHA-256 in IEEE P1363 form, as WebCrypto signs. */
export function signatureHolds(key: KeyObject, said: { readonly device: string; readonly nonce: string }, signature: Uint8Array): boolean {
	const text = Buffer.from(`lagebild-device-1\n${said.device}\n${said.nonce}`, 'utf8')
	return signature.length === 64 && verify('sha256', text, { key, dsaEncoding: 'ieee-p1363' }, signature)
}
