import { createHash } from 'node:crypto'

import type { JsonValue } from '../json.ts'
import { line } from '../text.ts'
import type { XmlElement } from '../xml/tree.ts'
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
	const facts = [
		['method', algorithmOf(signed && childOf(signed, 'SignatureMethod'))] as const,
		['canonicalization', algorithmOf(signed && childOf(signed, 'CanonicalizationMethod'))] as const,
		...(key ? keyFacts(key) : []),
	]
	return { verified: 'not checked', ...Object.fromEntries(facts.flatMap(([name, fact]) => (fact === undefined ? [] : [[name, fact]]))) }
}

type Fact = readonly [name: string, fact: string | undefined]

function keyFacts(key: XmlElement): readonly Fact[] {
	const keyName: Fact = ['keyName', line(textOf(key, 'KeyName'), MAX_TEXT)]
	const x509 = childOf(key, 'X509Data')
	if (!x509) return [keyName]
	const serial = childOf(x509, 'X509IssuerSerial')
	return [
		keyName,
		['subject', line(textOf(x509, 'X509SubjectName'), MAX_TEXT)],
		['issuer', serial && line(textOf(serial, 'X509IssuerName'), MAX_TEXT)],
		['serial', serial && line(textOf(serial, 'X509SerialNumber'), MAX_TEXT)],
		['certificateSha256', fingerprintOf(textOf(x509, 'X509Certificate'))],
	]
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
