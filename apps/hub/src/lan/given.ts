import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

import type { TlsConfig } from '@lagebild/config/lan.ts'

import type { Pair } from './certificate.ts'

/** A certificate of the operator's own. @throws in words for the operator when it cannot serve this name now */
export function readGiven({ certFile, keyFile }: TlsConfig, name: string, now: number): Pair {
	const pair = { certificate: textOf(certFile, 'tls.certFile'), key: textOf(keyFile, 'tls.keyFile') }
	const certificate = attempted('tls.certFile: holds no certificate in PEM', () => new X509Certificate(pair.certificate))
	const key = attempted('tls.keyFile: holds no private key in PEM', () => createPrivateKey(pair.key))
	if (!certificate.checkPrivateKey(key)) throw new Error('tls.keyFile: is not the key of this certificate')
	if (certificate.checkHost(name) === undefined) throw new Error(`tls.certFile: is not for ${name} (${certificate.subjectAltName ?? ''})`)
	if (now > certificate.validToDate.getTime()) throw new Error(`tls.certFile: ended on ${certificate.validTo}`)
	if (now < certificate.validFromDate.getTime()) throw new Error(`tls.certFile: holds from ${certificate.validFrom} only`)
	return pair
}

function textOf(file: string, key: string): string {
	return attempted(`${key}: ${file} cannot be read`, () => readFileSync(file, 'utf8'))
}

function attempted<T>(message: string, action: () => T): T {
	try {
		return action()
	} catch (error) {
		throw new Error(message, { cause: error })
	}
}
