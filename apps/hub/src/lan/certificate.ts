import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

import { AsnConvert, OctetString } from '@peculiar/asn1-schema'
import {
	AlgorithmIdentifier,
	AttributeTypeAndValue,
	AttributeValue,
	AuthorityKeyIdentifier,
	BasicConstraints,
	Certificate,
	ExtendedKeyUsage,
	Extension,
	Extensions,
	GeneralName,
	GeneralSubtree,
	GeneralSubtrees,
	id_ce_authorityKeyIdentifier,
	id_ce_basicConstraints,
	id_ce_extKeyUsage,
	id_ce_keyUsage,
	id_ce_nameConstraints,
	id_ce_subjectAltName,
	id_ce_subjectKeyIdentifier,
	id_kp_serverAuth,
	KeyIdentifier,
	KeyUsage,
	KeyUsageFlags,
	Name,
	NameConstraints,
	RelativeDistinguishedName,
	SubjectAlternativeName,
	SubjectKeyIdentifier,
	SubjectPublicKeyInfo,
	TBSCertificate,
	Validity,
	Version,
} from '@peculiar/asn1-x509'

/** PEM. */
export type Pair = { readonly certificate: string; readonly key: string }

const ECDSA_SHA256 = '1.2.840.10045.4.3.2'
const COMMON_NAME = '2.5.4.3'
const ORGANISATION = '2.5.4.10'
const COMMON_NAME_LENGTH = 64
const DAY_MS = 86_400_000
/** So that a tablet whose clock is slow does not refuse what is new. */
const EARLIER_MS = DAY_MS
const AUTHORITY_DAYS = 3_652
/** Browsers take no longer one. */
const LEAF_DAYS = 397

export type Named = { readonly name: string; readonly addresses: readonly string[] }

/**
 * An authority of this one name and of private addresses: whoever stole its key could not pretend to be anybody else, and it vouches for
 * web servers alone.
 */
export function issueAuthority(name: string, ranges: readonly string[], now: number): Pair {
	const keys = newKeys()
	const subject = nameOf(`Lagebild ${name}`.slice(0, COMMON_NAME_LENGTH - 5), randomBytes(2).toString('hex'))
	const permitted = [
		...[name, 'localhost'].map((dNSName) => new GeneralName({ dNSName })),
		...ranges.map((iPAddress) => new GeneralName({ iPAddress })),
	]
	const constraints = new NameConstraints({
		permittedSubtrees: new GeneralSubtrees(permitted.map((base) => new GeneralSubtree({ base }))),
	})
	const certificate = signed(
		{
			issuer: subject,
			subject,
			spki: keys.spki,
			from: now - EARLIER_MS,
			to: now + AUTHORITY_DAYS * DAY_MS,
			extensions: [
				extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
				extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign), true),
				extension(id_ce_nameConstraints, constraints, true),
				extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
				extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdOf(keys.spki))),
			],
		},
		keys.private,
	)
	return { certificate, key: keys.pem }
}

/** A certificate of this machine under its name, `localhost` and its addresses. */
export function issueLeaf(authority: Pair, { name, addresses }: Named, now: number): Pair {
	const keys = newKeys()
	const issuer = AsnConvert.parse(derOf(authority.certificate), Certificate).tbsCertificate
	const names = [
		...[name, 'localhost'].map((dNSName) => new GeneralName({ dNSName })),
		...addresses.map((iPAddress) => new GeneralName({ iPAddress })),
	]
	const from = now - EARLIER_MS
	const certificate = signed(
		{
			issuer: issuer.subject,
			subject: nameOf(name.slice(0, COMMON_NAME_LENGTH)),
			spki: keys.spki,
			from,
			to: Math.min(from + LEAF_DAYS * DAY_MS, issuer.validity.notAfter.getTime().getTime()),
			extensions: [
				extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
				extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
				extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
				extension(id_ce_subjectAltName, new SubjectAlternativeName(names)),
				extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdOf(keys.spki))),
				extension(
					id_ce_authorityKeyIdentifier,
					new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdOf(AsnConvert.serialize(issuer.subjectPublicKeyInfo))) }),
				),
			],
		},
		createPrivateKey(authority.key),
	)
	return { certificate, key: keys.pem }
}

type Body = {
	readonly issuer: Name
	readonly subject: Name
	readonly spki: ArrayBuffer
	readonly from: number
	readonly to: number
	readonly extensions: readonly Extension[]
}

function signed({ issuer, subject, spki, from, to, extensions }: Body, key: KeyObject): string {
	const algorithm = new AlgorithmIdentifier({ algorithm: ECDSA_SHA256 })
	const tbsCertificate = new TBSCertificate({
		version: Version.v3,
		serialNumber: serialNumber(),
		signature: algorithm,
		issuer,
		validity: new Validity({ notBefore: new Date(from), notAfter: new Date(to) }),
		subject,
		subjectPublicKeyInfo: AsnConvert.parse(spki, SubjectPublicKeyInfo),
		extensions: new Extensions([...extensions]),
	})
	const signature = sign('sha256', new Uint8Array(AsnConvert.serialize(tbsCertificate)), key)
	const certificate = new Certificate({ tbsCertificate, signatureAlgorithm: algorithm, signatureValue: bytesOf(signature) })
	return pemOf(AsnConvert.serialize(certificate))
}

function newKeys() {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
	return {
		private: privateKey,
		pem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		spki: bytesOf(publicKey.export({ type: 'spki', format: 'der' })),
	}
}

function extension(id: string, value: object, critical = false): Extension {
	return new Extension({ extnID: id, critical, extnValue: new OctetString(AsnConvert.serialize(value)) })
}

function nameOf(commonName: string, mark?: string): Name {
	const whole = mark === undefined ? commonName : `${commonName} ${mark}`
	return new Name([namePart(ORGANISATION, 'Lagebild'), namePart(COMMON_NAME, whole)])
}

function namePart(type: string, utf8String: string): RelativeDistinguishedName {
	return new RelativeDistinguishedName([new AttributeTypeAndValue({ type, value: new AttributeValue({ utf8String }) })])
}

/** Positive and of 16 bytes. */
function serialNumber(): ArrayBuffer {
	const bytes = randomBytes(16)
	bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40
	return bytesOf(bytes)
}

/** Any name of the key serves (RFC 7093, method 1). */
function keyIdOf(spki: ArrayBuffer): ArrayBuffer {
	return bytesOf(createHash('sha256').update(new Uint8Array(spki)).digest().subarray(0, 20))
}

function bytesOf(buffer: Uint8Array): ArrayBuffer {
	return new Uint8Array(buffer).buffer
}

function pemOf(der: ArrayBuffer): string {
	const lines =
		Buffer.from(der)
			.toString('base64')
			.match(/.{1,64}/g) ?? []
	return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n')
}

/** Of the first certificate in the text. */
export function derOf(pem: string): ArrayBuffer {
	const body = /-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(pem)?.[1] ?? ''
	return bytesOf(Buffer.from(body, 'base64'))
}
