import { createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Standard Webhooks 1.0: `whsec_` and 24 to 64 bytes as base64. */
const PREFIX = 'whsec_'
const MADE_BYTES = 32
const [LEAST_BYTES, MOST_BYTES] = [24, 64]

export function newSecret(): string {
	return PREFIX + randomBytes(MADE_BYTES).toString('base64')
}

/** With or without its prefix; undefined when it is none. */
export function readSecret(text: string): string | undefined {
	const base64 = text.startsWith(PREFIX) ? text.slice(PREFIX.length) : text
	if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined
	const { length } = Buffer.from(base64, 'base64')
	return length >= LEAST_BYTES && length <= MOST_BYTES ? PREFIX + base64 : undefined
}

export type Signed = { readonly id: string; readonly body: string; readonly seconds: number }

/** Standard Webhooks 1.0, "Signature scheme": HMAC-SHA256 over `id.timestamp.body`, as `v1,BASE64`. */
export function signatureOf(secret: string, { id, body, seconds }: Signed): string {
	const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
	return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
}

/** A key of its own from the one that the hubs share. */
export function sealKey(shared: Uint8Array): Uint8Array {
	return new Uint8Array(hkdfSync('sha256', shared, '', 'lagebild webhooks', 32))
}
