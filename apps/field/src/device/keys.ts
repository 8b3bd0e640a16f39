import { proofText } from '@lagebild/model/access/device.ts'

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** The private half cannot be read by anybody, this page included. */
export function makeKeys(): Promise<CryptoKeyPair> {
	return crypto.subtle.generateKey(CURVE, false, ['sign', 'verify'])
}

export async function publicKeyOf({ publicKey }: CryptoKeyPair): Promise<string> {
	return base64url(await crypto.subtle.exportKey('spki', publicKey))
}

/** WebCrypto gives the form of IEEE P1363 by itself. */
export async function sign({ privateKey }: CryptoKeyPair, device: string, nonce: string): Promise<string> {
	const text = new TextEncoder().encode(proofText(device, nonce))
	return base64url(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, text))
}

function base64url(bytes: ArrayBuffer): string {
	const binary = Array.from(new Uint8Array(bytes), (byte) => String.fromCodePoint(byte)).join('')
	return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
