import { createHmac, generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { Server } from 'node:http'

import { OidcConfig } from '@lagebild/config/oidc.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { isDown, openProvider } from './provider.ts'
import type { Identity, Provider } from './provider.ts'

/** A provider that says whatever the test wants: what no honest one can be made to say. */
const honest = generateKeyPairSync('rsa', { modulusLength: 2_048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2_048 })

let server: Server
let issuer = ''
let metadata: Record<string, unknown> = {}
let idToken: (nonce: string) => string
let tokenAnswer: { status: number; headers: Record<string, string>; body?: string }
let userInfo: unknown
let asked: string[] = []
let provider: Provider

const encoded = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

function claims(nonce: string, more: Readonly<Record<string, unknown>> = {}) {
	const now = Math.floor(Date.now() / 1_000)
	return { iss: issuer, sub: 'sub-1', aud: 'lagebild', iat: now, exp: now + 60, nonce, ...more }
}

function signed(header: Readonly<Record<string, unknown>>, payload: unknown, key = honest.privateKey): string {
	const text = `${encoded({ alg: 'RS256', kid: 'k1', ...header })}.${encoded(payload)}`
	return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

function answer(path: string, nonce: string): { status: number; headers: Record<string, string>; body: string } {
	const json = { status: 200, headers: { 'content-type': 'application/json' } }
	switch (path) {
		case '/.well-known/openid-configuration':
			return { ...json, body: JSON.stringify(metadata) }
		case '/jwks':
			return { ...json, body: JSON.stringify({ keys: [{ ...honest.publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig' }] }) }
		case '/token':
			return {
				status: tokenAnswer.status,
				headers: { ...json.headers, ...tokenAnswer.headers },
				body: tokenAnswer.body ?? JSON.stringify({ access_token: 'a', token_type: 'Bearer', id_token: idToken(nonce) }),
			}
		case '/me':
			return { ...json, body: JSON.stringify(userInfo) }
		default:
			return { status: 404, headers: {}, body: '' }
	}
}

let nonce = ''

beforeEach(async () => {
	server = createServer((request, response) => {
		asked.push(request.url ?? '')
		const { status, headers, body } = answer(request.url ?? '', nonce)
		response.writeHead(status, headers).end(body)
	})
	await new Promise((resolve) => {
		server.listen(0, '127.0.0.1', () => resolve(true))
	})
	const address = server.address()
	issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
	asked = []
	metadata = {
		issuer,
		authorization_endpoint: `${issuer}/auth`,
		token_endpoint: `${issuer}/token`,
		jwks_uri: `${issuer}/jwks`,
		userinfo_endpoint: `${issuer}/me`,
		id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'],
	}
	idToken = (wanted) => signed({}, claims(wanted))
	tokenAnswer = { status: 200, headers: {} }
	userInfo = { sub: 'sub-1', roles: ['stab'] }
	open()
})

afterEach(async () => {
	await provider.close()
	server.closeAllConnections()
	server.close()
})

function open(more: Readonly<Record<string, unknown>> = {}): void {
	const config = { id: 'haus', name: 'Haus', issuer, clientId: 'lagebild', claims: { role: 'roles', roles: { stab: 'staff' } } }
	provider = openProvider(
		{ ...OidcConfig.parse({ ...config, allowPrivateHosts: ['127.0.0.1'], timeoutSeconds: 2, ...more }), clientSecret: 'geheim' },
		Date.now,
	)
}

async function signIn(): Promise<Identity> {
	const { checks } = await provider.begin('http://127.0.0.1:8080/sign-in/oidc/haus/callback')
	nonce = checks.nonce
	return provider.finish(new URL(`${checks.redirectUri}?code=c&state=${checks.state}`), checks)
}

function failed(): Promise<unknown> {
	return signIn().then(
		() => 'signed in',
		(error: unknown) => error,
	)
}

test('what an honest answer says comes through, from the token and from the user info', async () => {
	expect(await signIn()).toMatchObject({ issuer, subject: 'sub-1', claims: { roles: ['stab'] } })
})

describe('a token that does not hold', () => {
	const forgeries: readonly (readonly [string, (nonce: string) => string])[] = [
		['unsigned', (n) => `${encoded({ alg: 'none' })}.${encoded(claims(n))}.`],
		['signed with the public key as a secret', (n) => hmac(n, honest.publicKey.export({ type: 'spki', format: 'pem' }).toString())],
		['signed with the client secret', (n) => hmac(n, 'geheim')],
		['signed by somebody else under the same key id', (n) => signed({}, claims(n), stranger.privateKey)],
		[
			'that brings its own key',
			(n) => signed({ kid: 'k2', jwk: stranger.publicKey.export({ format: 'jwk' }) }, claims(n), stranger.privateKey),
		],
		['changed after it was signed', (n) => changed(signed({}, claims(n)), { ...claims(n), sub: 'sub-2' })],
		['for another client', (n) => signed({}, claims(n, { aud: 'other' }))],
		['of another issuer', (n) => signed({}, claims(n, { iss: 'https://evil.example' }))],
		['that is over', (n) => signed({}, claims(n, { exp: Math.floor(Date.now() / 1_000) - 31 }))],
		['from the future', (n) => signed({}, claims(n, { nbf: Math.floor(Date.now() / 1_000) + 90 }))],
		['without a nonce', () => signed({}, claims('', { nonce: undefined }))],
		['that understands something critical which we do not', (n) => signed({ crit: ['b64'], b64: false }, claims(n))],
	]
	test.each(forgeries)('%s', async (_name, forge) => {
		idToken = forge
		const error = await failed()
		expect(error).toBeInstanceOf(Error)
		expect(isDown(error)).toBe(false)
	})

	test('a clock that is 20 s off is no fraud', async () => {
		idToken = (n) => signed({}, claims(n, { exp: Math.floor(Date.now() / 1_000) - 20 }))
		expect(await signIn()).toMatchObject({ subject: 'sub-1' })
	})

	test('user info of somebody else', async () => {
		userInfo = { sub: 'sub-2', roles: ['stab'] }
		expect(await failed()).toBeInstanceOf(Error)
	})
})

function hmac(wanted: string, secret: string): string {
	const text = `${encoded({ alg: 'HS256', kid: 'k1' })}.${encoded(claims(wanted))}`
	return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}

function changed(token: string, payload: unknown): string {
	const [header, , signature] = token.split('.')
	return `${header}.${encoded(payload)}.${signature}`
}

describe('where it is asked', () => {
	test('metadata of another issuer, or one that leads into the house, are refused', async () => {
		metadata['issuer'] = 'https://evil.example'
		expect(await failed()).toBeInstanceOf(Error)
		metadata['issuer'] = issuer
		metadata['token_endpoint'] = issuer.replace('127.0.0.1', 'localhost') + '/token'
		const error = await failed()
		expect(isDown(error)).toBe(true)
		expect(asked.filter((path) => path === '/token')).toEqual([])
	})

	test('a redirect is not followed, a document without end not read, and an error of the server is no answer', async () => {
		tokenAnswer = { status: 302, headers: { location: `${issuer}/secret` } }
		expect(await failed()).toBeInstanceOf(Error)
		expect(asked).not.toContain('/secret')
		tokenAnswer = { status: 200, headers: {}, body: `{"a":"${'x'.repeat(1_100_000)}"}` }
		expect(isDown(await failed())).toBe(true)
		tokenAnswer = { status: 503, headers: {} }
		expect(isDown(await failed())).toBe(true)
	})

	test('a host in a private range is reached only by name', async () => {
		await provider.close()
		open({ issuer: 'https://127.0.0.1:9/', allowPrivateHosts: [] })
		expect(isDown(await failed())).toBe(true)
	})
})
