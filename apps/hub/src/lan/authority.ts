import { createPrivateKey, X509Certificate } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { PRIVATE_RANGES } from './addresses.ts'
import { issueAuthority, issueLeaf } from './certificate.ts'
import type { Named, Pair } from './certificate.ts'

const DAY_MS = 86_400_000
const RENEW_BEFORE_MS = 30 * DAY_MS
/** No leaf should outlive it. */
const RENEW_AUTHORITY_BEFORE_MS = 400 * DAY_MS

/** What TLS needs, and what a tablet has to trust. */
export type Certified = {
	readonly leaf: Pair
	readonly authority: Pair
	/** The tablets have to trust it anew. */
	readonly newAuthority: boolean
	readonly newLeaf: boolean
}

/**
 * The local authority of this name, made at its first use, and a certificate of this machine by it: made anew when it ends soon or the
 * addresses are other ones. Both lie in the folder, readable by its owner alone.
 */
export function certify(folder: string, { name, addresses }: Named, now: number): Certified {
	const here = path.join(folder, name)
	const known = readPair(here, 'authority')
	const authority = known && holds(known, now, RENEW_AUTHORITY_BEFORE_MS) ? known : undefined
	const trusted = authority ?? writePair(here, 'authority', issueAuthority(name, PRIVATE_RANGES, now))
	const before = authority && readPair(here, 'machine')
	const leaf = before && isCurrent(before, trusted, { name, addresses }) && holds(before, now, RENEW_BEFORE_MS) ? before : undefined
	return {
		authority: trusted,
		leaf: leaf ?? writePair(here, 'machine', issueLeaf(trusted, { name, addresses }, now)),
		newAuthority: authority === undefined,
		newLeaf: leaf === undefined,
	}
}

/** In time, and for a while. */
function holds({ certificate }: Pair, now: number, marginMs: number): boolean {
	const read = new X509Certificate(certificate)
	return now >= read.validFromDate.getTime() && now + marginMs < read.validToDate.getTime()
}

/** Signed by this authority, for this name and exactly these addresses. */
function isCurrent({ certificate }: Pair, authority: Pair, { name, addresses }: Named): boolean {
	const read = new X509Certificate(certificate)
	const named = (read.subjectAltName ?? '').split(', ').filter((entry) => entry.startsWith('IP Address:'))
	return (
		read.verify(new X509Certificate(authority.certificate).publicKey) &&
		read.checkHost(name) !== undefined &&
		named.length === addresses.length &&
		addresses.every((address) => read.checkIP(address) !== undefined)
	)
}

/** Undefined when it is missing or unreadable: then it is made anew. */
function readPair(folder: string, what: string): Pair | undefined {
	try {
		const certificate = readFileSync(path.join(folder, `${what}.crt`), 'utf8')
		const key = readFileSync(path.join(folder, `${what}.key`), 'utf8')
		chmodSync(path.join(folder, `${what}.key`), 0o600)
		return isWhole({ certificate, key }) ? { certificate, key } : undefined
	} catch {
		return undefined
	}
}

/** @throws when one of them is not what it should be */
function isWhole({ certificate, key }: Pair): boolean {
	return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
}

/** The key first: a certificate without its key would be of no use, the other way round it is written again. */
function writePair(folder: string, what: string, pair: Pair): Pair {
	mkdirSync(folder, { recursive: true, mode: 0o700 })
	writeWhole(path.join(folder, `${what}.key`), pair.key, 0o600)
	writeWhole(path.join(folder, `${what}.crt`), pair.certificate, 0o644)
	return pair
}

function writeWhole(file: string, text: string, mode: number): void {
	writeFileSync(`${file}.new`, text, { mode })
	renameSync(`${file}.new`, file)
}

/** As people compare it: pairs of digits with colons. */
export function fingerprintOf(certificate: string): string {
	return new X509Certificate(certificate).fingerprint256
}
