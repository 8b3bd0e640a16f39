import { X509Certificate } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connect, createServer } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { certifiedAddresses, PRIVATE_RANGES, reachableAddresses } from './addresses.ts'
import { certify, fingerprintOf } from './authority.ts'
import { issueAuthority, issueLeaf } from './certificate.ts'
import type { Pair } from './certificate.ts'
import { readGiven } from './given.ts'

const DAY_MS = 86_400_000
const NAME = 'lagebild.home.arpa'
const ADDRESSES = ['127.0.0.1', '192.168.7.5']
const now = Date.now()

let folder = ''

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-lan-'))
})

afterEach(() => {
	rmSync(folder, { recursive: true })
})

/** What a TLS client that trusts only `authority` says to a server with `leaf` under a name. */
async function handshake(authority: Pair, leaf: Pair, how: ConnectionOptions): Promise<string> {
	const server = createServer({ cert: leaf.certificate, key: leaf.key })
	server.on('tlsClientError', () => undefined)
	await new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => resolve(true))
	})
	const address = server.address()
	const port = typeof address === 'object' && address ? address.port : 0
	const outcome = await new Promise<string>((resolve) => {
		const socket = connect({ host: '127.0.0.1', port, ca: authority.certificate, ...how }, () => {
			resolve('trusted')
			socket.destroy()
		})
		socket.once('error', (error: NodeJS.ErrnoException) => {
			resolve(error.code === undefined || error.code === 'UNSPECIFIED' ? error.message : error.code)
		})
	})
	server.close()
	return outcome
}

describe('the local authority', () => {
	const authority = issueAuthority(NAME, PRIVATE_RANGES, now)
	const leaf = issueLeaf(authority, { name: NAME, addresses: ADDRESSES }, now)

	test('a client that trusts it trusts this machine under its name, localhost and its addresses', async () => {
		expect(await handshake(authority, leaf, { servername: NAME })).toBe('trusted')
		expect(await handshake(authority, leaf, { servername: 'localhost' })).toBe('trusted')
		expect(await handshake(authority, leaf, { servername: '', checkServerIdentity: () => undefined })).toBe('trusted')
		expect(await handshake(authority, leaf, {})).toBe('trusted')
		expect(await handshake(authority, leaf, { servername: 'other.home.arpa' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID')
	})

	test('nobody can use it for another name or a public address, even with its key', async () => {
		for (const named of [
			{ name: 'polizei.example', addresses: ADDRESSES },
			{ name: 'home.arpa', addresses: ADDRESSES },
			{ name: `x${NAME}`, addresses: ADDRESSES },
			{ name: NAME, addresses: ['93.184.216.34'] },
			{ name: NAME, addresses: ['2001:db8::1'] },
		]) {
			const forged = issueLeaf(authority, named, now)
			expect(await handshake(authority, forged, { servername: named.name })).toBe('permitted subtree violation')
		}
	})

	test('a client without it trusts nothing, and times are as browsers want them', async () => {
		const stranger = issueAuthority('other.home.arpa', PRIVATE_RANGES, now)
		expect(await handshake(stranger, leaf, { servername: NAME })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
		expect([authority, leaf].map(({ certificate }) => new X509Certificate(certificate).ca)).toEqual([true, false])
		const { validFromDate, validToDate } = new X509Certificate(leaf.certificate)
		expect((validToDate.getTime() - validFromDate.getTime()) / DAY_MS).toBe(397)
		expect(new X509Certificate(authority.certificate).validToDate.getTime()).toBeGreaterThan(now + 3_650 * DAY_MS)
	})
})

describe('what is kept', () => {
	const named = { name: NAME, addresses: ADDRESSES }

	test('it is made once, and only its owner reads the keys', () => {
		const first = certify(folder, named, now)
		expect([first.newAuthority, first.newLeaf]).toEqual([true, true])
		expect(certify(folder, named, now + DAY_MS)).toMatchObject({
			authority: first.authority,
			leaf: first.leaf,
			newAuthority: false,
			newLeaf: false,
		})
		for (const name of ['authority.key', 'machine.key']) expect(statSync(path.join(folder, NAME, name)).mode & 0o777).toBe(0o600)
		expect(statSync(path.join(folder, NAME)).mode & 0o777).toBe(0o700)
		chmodSync(path.join(folder, NAME, 'authority.key'), 0o644)
		certify(folder, named, now)
		expect(statSync(path.join(folder, NAME, 'authority.key')).mode & 0o777).toBe(0o600)
	})

	test('the certificate is renewed a month before its end, and when the addresses change; the authority stays', () => {
		const first = certify(folder, named, now)
		expect(certify(folder, named, now + 365 * DAY_MS).leaf).toEqual(first.leaf)
		const renewed = certify(folder, named, now + 367 * DAY_MS)
		expect([renewed.newLeaf, renewed.authority]).toEqual([true, first.authority])
		const moved = certify(folder, { name: NAME, addresses: ['127.0.0.1', '10.1.2.3'] }, now + 367 * DAY_MS)
		expect([moved.newLeaf, moved.authority]).toEqual([true, first.authority])
		expect(new X509Certificate(moved.leaf.certificate).checkIP('192.168.7.5')).toBeUndefined()
		expect(certify(folder, named, now + 367 * DAY_MS).newLeaf).toBe(true)
	})

	test('another name has an authority of its own, and one that nears its end or is damaged is made anew', () => {
		const first = certify(folder, named, now)
		expect(certify(folder, { ...named, name: 'elw.home.arpa' }, now).newAuthority).toBe(true)
		expect(certify(folder, named, now).authority).toEqual(first.authority)
		const late = certify(folder, named, now + 3_400 * DAY_MS)
		expect([late.newAuthority, late.newLeaf]).toEqual([true, true])
		writeFileSync(path.join(folder, NAME, 'authority.key'), 'nonsense')
		expect(certify(folder, named, now).newAuthority).toBe(true)
	})
})

test('a certificate of one’s own must be for the name, with its key and in time', () => {
	const authority = issueAuthority(NAME, PRIVATE_RANGES, now)
	const files = { certFile: path.join(folder, 'a.crt'), keyFile: path.join(folder, 'a.key') }
	const write = (pair: Pair): void => {
		writeFileSync(files.certFile, pair.certificate)
		writeFileSync(files.keyFile, pair.key)
	}
	const leaf = issueLeaf(authority, { name: NAME, addresses: [] }, now)
	write(leaf)
	expect(readGiven(files, NAME, now)).toEqual(leaf)
	expect(() => readGiven(files, 'other.example', now)).toThrow('tls.certFile: is not for other.example')
	expect(() => readGiven(files, NAME, now + 400 * DAY_MS)).toThrow('tls.certFile: ended on')
	write({ ...leaf, key: authority.key })
	expect(() => readGiven(files, NAME, now)).toThrow('tls.keyFile: is not the key')
	write({ certificate: 'x', key: 'y' })
	expect(() => readGiven(files, NAME, now)).toThrow('tls.certFile: holds no certificate')
	expect(() => readGiven({ ...files, certFile: path.join(folder, 'none') }, NAME, now)).toThrow('cannot be read')
})

test('only private addresses of real interfaces are named, without zones', () => {
	const interfaces = {
		lo: [{ address: '127.0.0.1', internal: true }],
		wlan0: [
			{ address: '192.168.7.5', internal: false },
			{ address: 'fe80::1%wlan0', internal: false },
			{ address: '2001:db8::5', internal: false },
			{ address: 'fd00::5', internal: false },
		],
		eth0: [
			{ address: '93.184.216.34', internal: false },
			{ address: '10.0.0.9', internal: false },
		],
		down: undefined,
	}
	expect(reachableAddresses(interfaces)).toEqual(['10.0.0.9', '192.168.7.5', 'fd00::5'])
	expect(certifiedAddresses({})).toEqual(['127.0.0.1', '::1'])
})

test('the fingerprint is the one that any system shows', () => {
	const { authority } = certify(folder, { name: NAME, addresses: [] }, now)
	expect(fingerprintOf(readFileSync(path.join(folder, NAME, 'authority.crt'), 'utf8'))).toBe(fingerprintOf(authority.certificate))
	expect(fingerprintOf(authority.certificate)).toMatch(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/)
})
