import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { CheckReport, FeedSample, FeedView, RejectView } from '@lagebild/model/feeds-protocol.ts'
import { startHubProcess } from '@lagebild/testing/hub-process.ts'
import type { HubProcess } from '@lagebild/testing/hub-process.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import * as z from 'zod'

import { KeyedFeed } from '../config.ts'
import { runFeed } from '../run-feed.ts'
import { silentLog } from '../testing/setting.ts'

/** A hub that is a process, on a machine that may be busy. */
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const GATES = { kind: 'facility', id: 'id', mode: 'delta', fields: { name: 'n', type: { value: 'gate' } } }
const closing: (() => unknown)[] = []
const stop = new AbortController()
let hub: HubProcess
let admin = ''
let mapping = ''
let items: readonly object[] = []
let asked = 0

beforeAll(async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'lagebild-care-'))
	closing.push(() => rmSync(folder, { recursive: true, force: true }))
	const config = path.join(folder, 'lagebild.config.json')
	writeFileSync(config, JSON.stringify({ feeds: [], exercise: { enabled: false }, selfWatch: false }))
	hub = await startHubProcess({ name: 'hub', data: path.join(folder, 'hub'), env: { LAGEBILD_CONFIG: config } })
	closing.push(() => hub.stop())
	admin = (await hub.command(['key', 'create', '--name', 'kim', '--role', 'admin'])).stdout.trim()
	await call('operations', { id: 'base', name: 'Land', status: 'actual', base: true, timeZone: 'Europe/Berlin' })
	mapping = path.join(folder, 'gates.json')
	writeFileSync(mapping, JSON.stringify({ ...GATES, id: 'number' }))
	const url = `${await startUpstream()}/list?accesskey=s3cr3t`
	const common = { id: 'tore', name: 'Tore', format: 'mapping', operation: 'base', everySeconds: 1, allowPrivateHosts: ['127.0.0.1'] }
	const feed = KeyedFeed.parse({ ...common, url, key: await newKey('tore'), options: { file: mapping } })
	const done = runFeed(feed, { hub: hub.url, now: Date.now, random: () => 0, log: silentLog, signal: stop.signal })
	closing.push(async () => {
		stop.abort()
		await done
	})
})

afterAll(async () => {
	// In the reverse order of their start.
	// oxlint-disable-next-line no-await-in-loop
	for (const close of closing.toReversed()) await close()
})

const Made = z.looseObject({ key: z.string() })

async function newKey(name: string): Promise<string> {
	return Made.parse(await call('keys', { name, role: 'integrator', operations: 'all' })).key
}

async function startUpstream(): Promise<string> {
	const server = createServer((_request, response) => {
		asked += 1
		response.setHeader('content-type', 'application/json').end(JSON.stringify(items))
	})
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
	closing.push(() => server.close())
	const address = server.address()
	return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

async function call(address: string, body?: unknown): Promise<unknown> {
	const response = await fetch(`${hub.url}/api/v1/${address}`, {
		headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' },
		...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
	})
	const text = await response.text()
	if (response.status === 404) return undefined
	if (!response.ok) throw new Error(text)
	return text === '' ? undefined : JSON.parse(text)
}

async function rejects(state: string): Promise<readonly RejectView[]> {
	return z.array(RejectView).parse((await call(`feeds/tore/rejects?state=${state}`)) ?? [])
}

async function entities(): Promise<readonly string[]> {
	const { entities: all } = z.object({ entities: z.array(z.looseObject({ id: z.string() })) }).parse(await call('operations/base/picture'))
	return all.flatMap(({ id }) => (id.startsWith('facility:') ? [id] : [])).toSorted()
}

async function view(): Promise<FeedView | undefined> {
	return z.array(FeedView).parse(await call('feeds'))[0]
}

test('what a mapping refuses waits with its bytes, and is there once after the mapping was corrected and it was read again', async () => {
	items = [{ id: 1, n: 'Tor' }, { id: 2, n: 'Tür' }, { n: 'Wehr' }]
	const open = await until('three rejects', async () => {
		const all = await rejects('open')
		return all.length === 3 ? all : undefined
	})
	expect(open.map(({ raw }) => raw).toReversed()).toEqual(items.map((item) => JSON.stringify(item)))
	for (const { reason, path: field, origin } of open) {
		expect([reason, field]).toEqual([expect.any(String), 'id'])
		expect(origin).toMatchObject({ stage: 'item', contentType: 'application/json' })
		expect(origin?.url).toMatch(/accesskey=…$/)
	}
	items = []
	await until('an empty list', () => (asked > 3 ? true : undefined))
	expect(await entities()).toEqual([])
	writeFileSync(mapping, JSON.stringify(GATES))
	expect(await call('feeds/tore/rejects/rerun', { all: true })).toEqual({ changed: 3 })
	const again = await until('two that are understood', async () => {
		const all = await rejects('rerun')
		return all.length === 2 ? all : undefined
	})
	expect(again.map(({ by, result }) => [by, result])).toEqual([
		['kim', '1 event'],
		['kim', '1 event'],
	])
	expect(await entities()).toEqual(['facility:tore:1', 'facility:tore:2'])
	items = [
		{ id: 1, n: 'Tor' },
		{ id: 2, n: 'Tür' },
	]
	const before = asked
	await until('the list again', () => (asked > before + 2 ? true : undefined))
	for (const id of await entities()) expect(await call(`operations/base/entities/${id}/history`)).toHaveLength(1)
	const [left] = await rejects('open')
	expect(left).toMatchObject({ by: 'kim', result: 'refused again', raw: '{"n":"Wehr"}' })
	expect(await call('feeds/tore/rejects/discard', { ids: [left?.id], reason: 'ohne Nummer' })).toEqual({ changed: 1 })
	expect(await rejects('open')).toEqual([])
})

test('a feed is paused and goes on, is checked step by step, and shows what it gave last', async () => {
	items = [{ id: 4, n: 'Wehr' }]
	const green = await until('figures', async () => {
		const feed = await view()
		return feed?.state === 'green' && feed.heard !== null ? feed : undefined
	})
	expect(green).toMatchObject({
		code: 'ok',
		transport: 'poll',
		mode: 'delta',
		rejectsOpen: 0,
	})
	expect(green.address).toMatch(/accesskey=…$/)
	await call('feeds/tore/commands', { type: 'pause' })
	const paused = await until('the pause', async () => {
		const feed = await view()
		return feed?.state === 'off' ? feed : undefined
	})
	expect(paused).toMatchObject({ code: 'paused', reason: 'paused by kim' })
	await call('feeds/tore/commands', { type: 'check' })
	const report = await until('the check', async () => CheckReport.safeParse(await call('feeds/tore/check')).data)
	expect(report.steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual([
		'address ok',
		'name ok',
		'connect ok',
		'tls skipped',
		'answer ok',
		'understood ok',
		'hub ok',
	])
	expect(JSON.stringify(report)).not.toContain('s3cr3t')
	await call('feeds/tore/commands', { type: 'resume' })
	await until('green again', async () => ((await view())?.state === 'green' ? true : undefined))
	const sample = await until('a sample', async () => FeedSample.safeParse(await call('feeds/tore/sample')).data)
	expect([JSON.parse(sample.raw), sample.events.length]).toEqual([expect.any(Array), expect.any(Number)])
	expect(sample.mappingVersion).toMatch(/^[0-9a-f]{16}$/)
})
