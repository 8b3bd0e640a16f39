import { createHash } from 'node:crypto'

import type { JsonValue } from '../json.ts'
import { line } from '../text.ts'
import type { XmlElement } from '../xml/read.ts'
import { childOf, textOf } from '../xml/walk.ts'

const MAX_TEXT = 500

/**
 * What an enveloped XML signature says about itself. It is not verified, and says so: whoever holds the sender's certificate can
 * compare its fingerprint.
 */
export function signatureOf(alert: XmlElement): JsonValue | undefined {
	const signature = childOf(alert, 'Signature')
	if (!signature) return undefined
	const signed = childOf(signature, 'SignedInfo')
	const key = childOf(signature, 'KeyInfo')
	const x509 = key && childOf(key, 'X509Data')
	const serial = x509 && childOf(x509, 'X509IssuerSerial')
	const facts: readonly (readonly [string, string | undefined])[] = [
		['method', algorithmOf(signed && childOf(signed, 'SignatureMethod'))],
		['canonicalization', algorithmOf(signed && childOf(signed, 'CanonicalizationMethod'))],
		['keyName', key && line(textOf(key, 'KeyName'), MAX_TEXT)],
		['subject', x509 && line(textOf(x509, 'X509SubjectName'), MAX_TEXT)],
		['issuer', serial && line(textOf(serial, 'X509IssuerName'), MAX_TEXT)],
		['serial', serial && line(textOf(serial, 'X509SerialNumber'), MAX_TEXT)],
		['certificateSha256', x509 && fingerprintOf(textOf(x509, 'X509Certificate'))],
	]
	return { verified: 'not checked', ...Object.fromEntries(facts.filter((fact) => fact[1] !== undefined)) }
}

function algorithmOf(method: XmlElement | undefined): string | undefined {
	return line(method?.attributes.get('Algorithm'), MAX_TEXT)
}

/** Of the first certificate, as browsers and OpenSSL show it, without colons. */
function fingerprintOf(base64: string | undefined): string | undefined {
	if (base64 === undefined || base64.length > 40_000) return undefined
	const bytes = Buffer.from(base64, 'base64')
	return bytes.length < 64 ? undefined : createHash('sha256').update(bytes).digest('hex')
}
