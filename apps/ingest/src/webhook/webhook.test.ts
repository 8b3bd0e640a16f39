import { createHmac } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { until } from '@lagebild/testing/until.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { KeyedFeed } from '../config.ts'
import { superviseAll } from '../supervisor.ts'
import { contentOf, fakeHub, healthOf } from '../testing/fake-hub.ts'
import type { FakeHub } from '../testing/fake-hub.ts'
import { silentLog } from '../testing/setting.ts'

const GATES = { kind: 'facility', id: 'id', mode: 'delta', fields: { name: 'n', type: { value: 'gate' } } }
const GATE = JSON.stringify({ id: 1, n: 'Tor' })

let folder = ''
let hub: FakeHub
let stop: AbortController
let done: Promise<void> = Promise.resolve()

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'webhook-'))
	hub = await fakeHub()
	hub.grants.set('Bearer lb_of_feed', { source: 'tore', role: 'integrator', operations: ['base'] })
	hub.grants.set('Bearer lb_of_other', { source: 'andere', role: 'integrator', operations: 'all' })
	hub.grants.set('Bearer lb_of_viewer', { source: 'tore', role: 'observer', operations: 'all' })
	stop = new AbortController()
})
afterEach(async () => {
	stop.abort()
	await done
	await hub.close()
	rmSync(folder, { recursive: true })
})

function feedOf(more: object = {}): KeyedFeed {
	const feed = {
		id: 'tore',
		name: 'Tore',
		format: 'mapping',
		url: 'webhook:',
		operation: 'base',
		key: 'lb_own',
		options: { mapping: GATES },
	}
	return KeyedFeed.parse({ ...feed, ...more })
}

/** Starts the ingest and gives the address of the feed. */
async function started(feed: KeyedFeed): Promise<string> {
	let port = 0
	done = superviseAll(
		{ hub: hub.url, feeds: [feed], webhooks: { host: '127.0.0.1', port: 0 }, definitions: folder },
		{
			now: Date.now,
			random: Math.random,
			log: silentLog,
			signal: stop.signal,
			onListening: (open) => {
				port = open
			},
		},
	)
	await until('the port', () => port || undefined)
	return `http://127.0.0.1:${port}/feeds/tore`
}

async function post(
	url: string,
	body: string,
	headers: Record<string, string> = { authorization: 'Bearer lb_of_feed' },
): Promise<[number, unknown]> {
	const response = await fetch(url, { method: 'POST', body, headers })
	return [response.status, await response.json()]
}

describe('what a source posts', () => {
	test('is with the hub when it is answered, under the key of the feed, and twice is once', async () => {
		const url = await started(feedOf())
		expect(await post(url, GATE)).toEqual([200, { events: 1, measurements: 0, rejected: 0, rejects: [] }])
		expect(contentOf(hub).map(({ entity }) => entity)).toEqual(['facility:tore:1'])
		expect((await post(url, GATE))[0]).toBe(200)
		expect(contentOf(hub)).toHaveLength(1)
		expect(hub.requests.filter(({ path }) => path.endsWith('/events')).every(({ key }) => key === 'Bearer lb_own')).toBe(true)
		expect(healthOf(hub)).toEqual([
			['amber', 'waiting for the first message'],
			['green', null],
		])
	})
	test('and is not understood is refused with its reasons, and kept', async () => {
		const url = await started(feedOf())
		expect(await post(url, '{"n":"Tor"}')).toMatchObject([422, { rejected: 1, rejects: [{ reason: 'no-id', path: 'id' }] }])
		expect(hub.rejects).toMatchObject([{ reason: 'no-id' }])
	})
	test('and the hub does not take shall come again', async () => {
		const url = await started(feedOf())
		await post(url, '[]')
		hub.faults.push(...Array.from({ length: 12 }, () => ({ status: 401 })))
		expect((await post(url, GATE))[0]).toBe(503)
		hub.faults.length = 0
		expect((await post(url, GATE))[0]).toBe(200)
		expect(contentOf(hub)).toHaveLength(1)
	})
	test('leaves the mapping that read it behind, by its version', async () => {
		const url = await started(feedOf())
		await post(url, GATE)
		const version = contentOf(hub)[0]?.provenance?.mapping ?? ''
		expect(version).toMatch(/^[0-9a-f]{16}$/)
		await until('the version', () => readdirSync(folder).includes('tore') && readdirSync(join(folder, 'tore')).includes(`${version}.json`))
	})
})

describe('who may post', () => {
	test('is who has a key of the feed, and nobody else', async () => {
		const url = await started(feedOf())
		for (const authorization of ['', 'Bearer nope', 'Bearer lb_of_other', 'Bearer lb_of_viewer', 'Basic abc'])
			expect((await post(url, GATE, { authorization }))[0]).toBe(401)
		expect(contentOf(hub)).toEqual([])
		expect((await post(url.replace('tore', 'andere'), GATE))[0]).toBe(404)
		expect((await fetch(url)).status).toBe(405)
	})
	test('is who signs with the secret, where the source signs', async () => {
		const secretFile = join(folder, 'secret')
		writeFileSync(secretFile, 'geheim\n')
		const url = await started(feedOf({ signature: { header: 'X-Hub-Signature-256', secretFile, prefix: 'sha256=' } }))
		const signed = (secret: string): Record<string, string> => ({
			'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(GATE).digest('hex')}`,
		})
		expect((await post(url, GATE, signed('falsch')))[0]).toBe(401)
		expect((await post(url, GATE))[0]).toBe(401)
		expect((await post(url, `${GATE} `, signed('geheim')))[0]).toBe(401)
		expect((await post(url, GATE, signed('geheim')))[0]).toBe(200)
	})
	test('a message that is too long is not read', async () => {
		const url = await started(feedOf())
		expect((await post(url, 'x'.repeat(5_000_001)))[0]).toBe(413)
	})
})

test('an address that is taken is told as the health of the feed', async () => {
	const taken = createServer()
	await new Promise((resolve) => {
		taken.listen(0, '127.0.0.1', () => resolve(true))
	})
	const address = taken.address()
	const port = typeof address === 'object' && address ? address.port : 0
	const ports = { now: Date.now, random: Math.random, log: silentLog, signal: stop.signal }
	done = superviseAll({ hub: hub.url, feeds: [feedOf()], webhooks: { host: '127.0.0.1', port } }, ports)
	const told = await until('the health', () => healthOf(hub).find(([, reason]) => String(reason).includes('EADDRINUSE')))
	expect(told[0]).toBe('red')
	taken.close()
})
