import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { openAccess } from '@lagebild/access/store.ts'
import { readConfig } from '@lagebild/config/read.ts'
import { pino } from 'pino'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { startHub } from '../start.ts'
import type { RunningHub } from '../start.ts'
import type { LanReach } from './open.ts'

const NAME = 'lagebild.home.arpa'

let folder = ''
let hub: RunningHub
let reach: LanReach
let ca = ''

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-lan-hub-'))
	hub = await start()
	if (!hub.lan) throw new Error('the hub does not serve the network')
	reach = hub.lan
	ca = await (await fetch(`${trustAddress()}/lagebild-ca.pem`)).text()
})

afterAll(async () => {
	await hub.stop()
	rmSync(folder, { recursive: true })
})

async function start(more: Readonly<Record<string, string>> = {}): Promise<RunningHub> {
	const env = {
		LAGEBILD_DATA: folder,
		LAGEBILD_WEB: folder,
		PORT: '0',
		LAGEBILD_LAN: NAME,
		LAGEBILD_LAN_PORT: '0',
		LAGEBILD_LAN_TRUST_PORT: '0',
	}
	const settings = readConfig({ env: { ...env, ...more } })
	if (!settings.ok || !settings.value.lan) throw new Error('the settings of the test are wrong')
	const lan = { ...settings.value.lan, host: '127.0.0.1' }
	return startHub({ ...settings.value, lan }, { log: pino({ level: 'silent' }), onFatal: () => undefined })
}

const trustAddress = (): string => `http://127.0.0.1:${reach.trustPort}`

type Answer = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly text: string }

/** As a tablet does it: by name, which the network resolves, and with nothing but the authority that it was told to trust. */
function ask(
	pathName: string,
	options: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const asked = request(
			`${reach.url}${pathName}`,
			{ ca, lookup: (_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]), agent: false, ...options },
			(answer) => {
				let text = ''
				answer.on('data', (chunk) => (text += String(chunk)))
				answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }))
			},
		)
		asked.once('error', reject)
		asked.end()
	})
}

async function signIn(): Promise<{ readonly line: string; readonly cookie: string }> {
	const access = openAccess({ folder, now: Date.now })
	const code = access.createLink({ ttlMs: 60_000, role: 'admin', name: 'Admin' })
	access.close()
	const { status, headers } = await ask(`/sign-in?code=${code}`)
	expect(status).toBe(303)
	const line = String(headers['set-cookie'])
	return { line, cookie: line.split(';')[0] ?? '' }
}

describe('over TLS and by name', () => {
	test('the hub answers, with a cookie that travels no other way', async () => {
		expect(JSON.parse((await ask('/healthz')).text)).toEqual({ healthy: true })
		const { line, cookie } = await signIn()
		expect(line).toMatch(/^__Host-.*; HttpOnly; Secure; SameSite=Strict$/)
		expect(await ask('/api/v1/session', { headers: { cookie } })).toMatchObject({ status: 200 })
		const plain = await fetch(`${hub.url}/api/v1/session`, { headers: { cookie } })
		expect(plain.status).toBe(401)
	})

	test('a write with the cookie needs the Origin of this very name', async () => {
		const { cookie } = await signIn()
		const out = (origin: string): Promise<Answer> => ask('/api/v1/sign-out', { method: 'POST', headers: { cookie, origin } })
		expect((await out(`https://elsewhere.home.arpa:${reach.port}`)).status).toBe(403)
		expect((await out(hub.url)).status).toBe(403)
		expect((await out(reach.url)).status).toBe(204)
	})

	test('Socket.IO follows over it, by upgrade and by polling', async () => {
		const access = openAccess({ folder, now: Date.now })
		const { key } = access.createKey({ name: 'funk', role: 'admin', operations: 'all' })
		access.close()
		const opened = await fetch(`${hub.url}/api/v1/operations`, {
			method: 'POST',
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
			body: JSON.stringify({ id: 'lage', name: 'Lage', status: 'test' }),
		})
		expect(opened.status).toBe(201)
		for (const transports of [['websocket'], ['polling']]) {
			const socket = io(`https://127.0.0.1:${reach.port}/operations/lage`, {
				auth: { token: key },
				ca,
				transports,
				reconnection: false,
				forceNew: true,
			})
			const outcome = await new Promise((resolve) => {
				socket.once('connect', () => resolve('connected'))
				socket.once('connect_error', (error) => resolve(error))
			})
			expect(outcome).toBe('connected')
			socket.close()
		}
	})
})

describe('without TLS there is the page to trust it', () => {
	const load = (where: string, language = 'de'): Promise<Response> =>
		fetch(`${trustAddress()}${where}`, { headers: { 'accept-language': language } })

	test('in German and English, with both addresses, the fingerprint and every kind of tablet', async () => {
		const german = await (await load('/')).text()
		expect(german).toContain('<html lang="de">')
		const english = await (await load('/', 'fr,en;q=0.5')).text()
		expect(english).toContain('<html lang="en">')
		expect(await (await load('/?lang=de', 'en')).text()).toBe(german)
		for (const page of [german, english]) {
			for (const text of [
				`http://${NAME}:${reach.trustPort}/`,
				`https://${NAME}:${reach.port}/field/`,
				'Android',
				'iPadOS',
				'Windows',
				'Linux',
				'Firefox',
			])
				expect(page).toContain(text)
			expect(page.replaceAll('<wbr>', '')).toContain(reach.fingerprint ?? 'none')
			expect(page).not.toMatch(/<script|<style| style=| on\w+=/)
		}
	})

	test('the authority comes as what systems take for one, and no key leaves', async () => {
		const der = await load('/lagebild-ca.crt')
		expect(der.headers.get('content-type')).toBe('application/x-x509-ca-cert')
		expect(der.headers.get('content-disposition')).toContain('lagebild-ca.crt')
		expect(Buffer.from(await der.arrayBuffer()).toString('base64')).toBe(ca.replaceAll(/-----[^-]+-----|\n/g, ''))
		for (const where of [
			'/authority.key',
			'/lagebild-ca.key',
			'/../secrets/lan/x',
			'/%2e%2e/secrets',
			'/healthz',
			'/api/v1/session',
			'/sign-in?code=x',
		]) {
			const answer = await load(where)
			expect(answer.status).toBe(404)
			expect(await answer.text()).not.toContain('PRIVATE')
		}
	})

	test('codes are pictures of its own, under a policy that allows nothing else', async () => {
		for (const picture of ['/trust.svg', '/field.svg', '/icon.svg']) {
			const answer = await load(picture)
			expect(answer.headers.get('content-type')).toContain('image/svg+xml')
			expect(await answer.text()).not.toMatch(/<script| style=/)
		}
		const { headers } = await load('/')
		expect(headers.get('content-security-policy')).toBe(
			"default-src 'none';style-src 'self';img-src 'self';form-action 'none';base-uri 'none';frame-ancestors 'none'",
		)
		expect((await load('/trust.css')).headers.get('content-type')).toContain('text/css')
	})
})

test('a start later is trusted by the same tablets', async () => {
	const before = readFileSync(path.join(folder, 'secrets', 'lan', NAME, 'authority.crt'), 'utf8')
	const taken = String(reach.port)
	await hub.stop()
	hub = await start({ LAGEBILD_LAN_PORT: taken })
	expect(hub.lan).toMatchObject({ fingerprint: reach.fingerprint, port: reach.port })
	expect(hub.lan?.newAuthority).toBeUndefined()
	expect(readFileSync(path.join(folder, 'secrets', 'lan', NAME, 'authority.crt'), 'utf8')).toBe(before)
	if (hub.lan) reach = hub.lan
	expect((await ask('/healthz')).status).toBe(200)
})

test('a port that is taken ends the start with nothing left open', async () => {
	await hub.stop()
	const other = createServer()
	await new Promise((resolve) => {
		other.listen(0, '127.0.0.1', () => resolve(true))
	})
	const address = other.address()
	const taken = String(typeof address === 'object' && address ? address.port : 0)
	await expect(start({ LAGEBILD_LAN_TRUST_PORT: taken })).rejects.toThrow('EADDRINUSE')
	await new Promise((resolve) => other.close(resolve))
	hub = await start({ LAGEBILD_LAN_TRUST_PORT: taken })
	expect(hub.lan?.trustPort).toBe(Number(taken))
})
