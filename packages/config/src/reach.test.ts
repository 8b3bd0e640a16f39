import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { lanNameFault } from './lan-name.ts'
import { readConfig } from './read.ts'
import type { Environment } from './read.ts'

let folder = ''

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-reach-'))
})

afterEach(() => {
	rmSync(folder, { recursive: true })
})

function read(config: unknown, env: Environment = {}) {
	const file = path.join(folder, 'lagebild.config.json')
	writeFileSync(file, JSON.stringify(config))
	return readConfig({ file, env, secrets: true })
}

function faultsOf(config: unknown, env: Environment = {}): readonly string[] {
	const result = read(config, env)
	return result.ok ? [] : result.fault.map(({ key, message }) => `${key} ${message}`)
}

const keysOf = (config: unknown, env: Environment = {}): readonly string[] => faultsOf(config, env).map((text) => text.split(' ')[0] ?? '')

const provider = {
	id: 'haus',
	name: 'Kreisverwaltung',
	issuer: 'https://id.example.org/realms/kreis',
	clientId: 'lagebild',
	claims: { role: 'realm_access.roles', roles: { 'lb-stab': 'staff' } },
}

describe('providers of identities', () => {
	test('what is not said has a careful default', () => {
		expect(read({ oidc: [provider] })).toMatchObject({
			ok: true,
			value: {
				oidc: [
					{
						scopes: ['openid', 'profile'],
						operations: 'all',
						allowPrivateHosts: [],
						signOutAtProvider: false,
						claims: { login: 'preferred_username' },
					},
				],
			},
		})
		expect(read({})).toMatchObject({ ok: true, value: { oidc: [] } })
	})

	test('a fault names its key', () => {
		const faulty = (more: object): readonly string[] => keysOf({ oidc: [{ ...provider, ...more }] })
		expect(faulty({ id: 'Haus' })).toEqual(['oidc.0.id'])
		expect(faulty({ issuer: 'http://id.example.org' })).toEqual(['oidc.0.issuer'])
		expect(faulty({ issuer: 'http://127.0.0.1:3000' })).toEqual(['oidc.0.issuer'])
		expect(faulty({ issuer: 'http://127.0.0.1:3000', allowPrivateHosts: ['127.0.0.1'] })).toEqual([])
		expect(faulty({ issuer: 'https://id.example.org/?a=b' })).toEqual(['oidc.0.issuer'])
		expect(faulty({ scopes: ['profile'] })).toEqual(['oidc.0.scopes'])
		expect(faulty({ scopes: ['openid', 'a b'] })).toEqual(['oidc.0.scopes.1'])
		expect(faulty({ claims: { ...provider.claims, roles: {} } })).toEqual(['oidc.0.claims.roles'])
		expect(faulty({ claims: { ...provider.claims, roles: { a: 'chief' } } })).toEqual(['oidc.0.claims.roles.a'])
		expect(faulty({ claims: { ...provider.claims, roles: { a: 'integrator' } } })).toEqual(['oidc.0.claims.roles.a'])
		expect(faulty({ claims: { ...provider.claims, organisations: { fw: 'feuerwehr' } } })).toEqual(['oidc.0.claims.organisations'])
		expect(faulty({ redirectUri: 'https://lage.example.org/callback' })).toEqual(['oidc.0.redirectUri'])
		expect(faulty({ clientSecret: 'geheim' })).toEqual(['oidc.0.clientSecret'])
		expect(keysOf({ oidc: [provider, provider] })).toEqual(['oidc.1.id'])
	})

	test('a secret comes from a file or a variable, and no fault repeats it', () => {
		const file = path.join(folder, 'secret')
		writeFileSync(file, 'geheim-1\n')
		const secretOf = (more: object, env: Environment = {}) => {
			const result = read({ oidc: [{ ...provider, ...more }] }, env)
			return result.ok ? result.value.oidc[0]?.clientSecret : undefined
		}
		expect(secretOf({ clientSecretFile: file })).toBe('geheim-1')
		expect(secretOf({ clientSecretEnv: 'LAGEBILD_OIDC_SECRET' }, { LAGEBILD_OIDC_SECRET: 'geheim-2' })).toBe('geheim-2')
		expect(faultsOf({ oidc: [{ ...provider, clientSecretFile: `${file}.none` }] })).toEqual([
			`oidc.0.clientSecretFile ${file}.none cannot be read (ENOENT)`,
		])
		expect(keysOf({ oidc: [{ ...provider, clientSecretEnv: 'KEIN_GEHEIMNIS' }] })).toEqual(['oidc.0.clientSecretEnv'])
		expect(keysOf({ oidc: [{ ...provider, clientSecretEnv: 'LEER' }] }, { LEER: ' ' })).toEqual(['oidc.0.clientSecretEnv'])
		const twice = { ...provider, clientSecretFile: file, clientSecretEnv: 'GEHEIM' }
		expect(faultsOf({ oidc: [twice] }, { GEHEIM: 'geheim-3' }).join(' ')).not.toContain('geheim-3')
		expect(keysOf({ oidc: [twice] }, { GEHEIM: 'x' })).toEqual(['oidc.0.clientSecretEnv'])
		expect(keysOf({ oidc: [{ ...provider, clientSecretEnv: 'geheim wort!' }] })).toEqual(['oidc.0.clientSecretEnv'])
	})
})

describe('the local network', () => {
	test('is served when a name is given, and the variable wins', () => {
		expect(read({})).not.toHaveProperty('value.lan')
		expect(read({ lan: { name: 'lage.home.arpa', trustPort: 9000 } })).toMatchObject({
			value: { lan: { name: 'lage.home.arpa', host: '::', port: 8443, trustPort: 9000 } },
		})
		const env = { LAGEBILD_LAN: 'elw.local', LAGEBILD_LAN_PORT: '443', LAGEBILD_LAN_TRUST_PORT: '80' }
		const tls = { certFile: '/a', keyFile: '/b' }
		expect(read({ lan: { name: 'lage.home.arpa' }, tls }, env)).toMatchObject({
			value: { lan: { name: 'elw.local', port: 443, trustPort: 80, tls } },
		})
	})

	test('leaves the plain port to this machine, and no port is used twice', () => {
		expect(keysOf({ host: '0.0.0.0', lan: { name: 'lage.local' } })).toEqual(['host'])
		expect(keysOf({ lan: { name: 'lage.local' } }, { LAGEBILD_HOST: '10.0.0.5' })).toEqual(['host'])
		expect(keysOf({ host: 'localhost', lan: { name: 'lage.local' } })).toEqual([])
		expect(keysOf({ port: 8443, lan: { name: 'lage.local' } })).toEqual(['lan'])
		expect(keysOf({ lan: { name: 'lage.local', port: 8081 } })).toEqual(['lan'])
		expect(keysOf({ port: 0, lan: { name: 'lage.local', port: 0, trustPort: 0 } })).toEqual([])
	})

	test('a name that cannot be one is refused with its reason', () => {
		expect(keysOf({ lan: { name: 'localhost' } })).toEqual(['lan.name'])
		expect(keysOf({}, { LAGEBILD_LAN: '10.0.0.5', LAGEBILD_LAN_PORT: 'x' })).toEqual(['LAGEBILD_LAN_PORT', 'LAGEBILD_LAN'])
	})

	test.each([
		['localhost', 'every machine itself'],
		['lage.localhost', 'every machine itself'],
		['192.168.0.1', 'an address'],
		['::1', 'an address'],
		['Lage', 'lower case'],
		['lage_1', 'not a host name'],
		['-lage', 'not a host name'],
		['lage..local', 'not a host name'],
		['lage.local.', 'not a host name'],
		['', 'not a host name'],
		['a'.repeat(64), 'not a host name'],
		['../../etc', 'not a host name'],
		['lage\r\nx', 'not a host name'],
		['lage.1', 'ends in a number'],
		['de', 'others have their names'],
		['hamburg', 'others have their names'],
		['co.uk', 'others have their names'],
		['local', 'others have their names'],
	])('%j: %s', (name, reason) => {
		expect(lanNameFault(name)).toContain(reason)
	})

	test.each(['lagebild', 'lagebild.local', 'elw-1.home.arpa', 'lage.feuerwehr.hamburg', 'lage.internal'])('%s is a name', (name) => {
		expect(lanNameFault(name)).toBeUndefined()
	})
})
