import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { COMPILED } from '@lagebild/testing/compiled.ts'
import { crowded } from '@lagebild/testing/crowded.ts'
import { startHubProcess } from '@lagebild/testing/hub-process.ts'
import type { HubProcess } from '@lagebild/testing/hub-process.ts'
import { redisUrl } from '@lagebild/testing/servers.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'

import { areas } from '../testing/pages.ts'

/** A hub and two ingests, each a process, on a machine that may be busy. */
vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 })

const MAIN = path.resolve(import.meta.dirname, '../main.ts')
const FEEDS = ['inseln', 'tore']
/** What the issue promises. */
const MOVE_MS = 10_000
const closing: (() => unknown)[] = []
const children: ChildProcess[] = []

let folder = ''
let hub: HubProcess
let key = ''
let upstream = ''
/** What each feed lists, and when which process asked for it. */
const lists = new Map<string, readonly string[]>()
const asked: { readonly feed: string; readonly at: number }[] = []

beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'lagebild-two-ingests-'))
	closing.push(() => rmSync(folder, { recursive: true, force: true }))
	const config = path.join(folder, 'lagebild.config.json')
	writeFileSync(config, JSON.stringify({ feeds: [], exercise: { enabled: false }, selfWatch: false }))
	hub = await startHubProcess({ name: 'hub', data: path.join(folder, 'hub'), env: { LAGEBILD_CONFIG: config } })
	closing.push(() => hub.stop())
	key = (await hub.command(['key', 'create', '--name', 'leser', '--role', 'admin'])).stdout.trim()
	await call('operations', { id: 'base', name: 'Land', status: 'actual', base: true, timeZone: 'Europe/Berlin' })
	upstream = await startUpstream()
})

afterEach(async () => {
	for (const child of children.splice(0)) child.kill('SIGKILL')
	// In the reverse order of their start.
	// oxlint-disable-next-line no-await-in-loop
	for (const close of closing.splice(0).toReversed()) await close()
})

const Made = z.looseObject({ key: z.string() })

async function newKey(name: string): Promise<string> {
	return Made.parse(await call('keys', { name, role: 'integrator', operations: 'all' })).key
}

async function call(address: string, body?: unknown): Promise<unknown> {
	const response = await fetch(`${hub.url}/api/v1/${address}`, {
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
	})
	const text = await response.text()
	if (!response.ok) throw new Error(text)
	return JSON.parse(text)
}

async function startUpstream(): Promise<string> {
	const server = createServer((request, response) => {
		const feed = (request.url ?? '').slice(1)
		asked.push({ feed, at: performance.now() })
		response.end(areas(...(lists.get(feed) ?? [])))
	})
	await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
	closing.push(() => server.close())
	const address = server.address()
	return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

type Ingest = { readonly child: ChildProcess; readonly reads: () => readonly string[]; readonly knows: (count: number) => boolean }

const Line = z.looseObject({ msg: z.string(), feed: z.string().optional(), ingests: z.array(z.string()).optional() })

function startIngest(name: string, file: string, redis = redisUrl()): Ingest {
	const child = spawn(process.execPath, [MAIN], {
		env: {
			PATH: '/usr/bin',
			LAGEBILD_HUB: hub.url,
			LAGEBILD_FEEDS: file,
			REDIS_URL: redis,
			LAGEBILD_LEASES: folder,
			LAGEBILD_NODE: name,
			NODE_COMPILE_CACHE: path.join(folder, 'cache'),
			...COMPILED,
		},
		stdio: ['ignore', 'pipe', 'inherit'],
	})
	children.push(child)
	let printed = ''
	child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()))
	const lines = () => printed.split('\n').flatMap((text) => (text.endsWith('}') ? [Line.parse(JSON.parse(text))] : []))
	const reads = () => {
		const own = new Set<string>()
		for (const { msg, feed = '' } of lines()) {
			if (msg === 'this ingest reads the feed') own.add(feed)
			if (msg === 'another ingest reads the feed') own.delete(feed)
		}
		return [...own].toSorted()
	}
	return { child, reads, knows: (count) => lines().some(({ ingests }) => ingests?.length === count) }
}

async function feedsFile(everySeconds = 1, ids: readonly string[] = FEEDS): Promise<string> {
	const file = path.join(folder, 'feeds.json')
	const feeds = await Promise.all(
		ids.map(async (id) => ({
			id,
			name: id,
			format: 'geojson',
			url: `${upstream}/${id}`,
			operation: 'base',
			everySeconds,
			allowPrivateHosts: ['127.0.0.1'],
			options: { mode: 'full', kind: 'area' },
			key: await newKey(id),
		})),
	)
	writeFileSync(file, JSON.stringify(feeds))
	return file
}

const Health = z.array(z.looseObject({ id: z.string(), state: z.string(), reason: z.string().nullish() }))
const Picture = z.object({ entities: z.array(z.looseObject({ id: z.string(), life: z.string() })) })
const Said = z.looseObject({
	kind: z.string(),
	op: z.string(),
	entity: z.string().optional(),
	roster: z.looseObject({ ids: z.array(z.string()), listTime: z.string() }).optional(),
})
const Journal = z.looseObject({ event: Said.optional() })

async function healthOf(feed: string) {
	return Health.parse(await call('feeds')).find(({ id }) => id === feed)
}

async function allGreen(): Promise<true | undefined> {
	return Health.parse(await call('feeds')).filter(({ state }) => state === 'green').length === FEEDS.length ? true : undefined
}

async function areasOf(feed: string) {
	const { entities } = Picture.parse(await call('operations/base/picture'))
	return entities.filter(({ id }) => id.startsWith(`area:${feed}:`))
}

async function journal(): Promise<readonly z.infer<typeof Said>[]> {
	const response = await fetch(`${hub.url}/api/v1/operations/base/journal`, { headers: { authorization: `Bearer ${key}` } })
	const lines = (await response.text()).trim().split('\n')
	return lines.flatMap((line) => Journal.parse(JSON.parse(line)).event ?? [])
}

async function statements(feed: string): Promise<readonly string[]> {
	const said = await journal()
	return said.flatMap(({ kind, entity }) => (kind === 'area' && entity?.startsWith(`area:${feed}:`) ? [entity] : []))
}

/** Times of the lists of this length, ms. */
async function listTimes(feed: string, length: number): Promise<readonly number[]> {
	const said = await journal()
	return said
		.flatMap(({ entity, roster }) =>
			entity === `feed:${feed}:${feed}` && roster?.ids.length === length ? [Date.parse(roster.listTime)] : [],
		)
		.toSorted((a, b) => a - b)
}

test('two ingests share the feeds; the feed of one that is killed moves, nothing is lost or doubled, and 41 → 0 stays amber', async () => {
	const all = Array.from({ length: 41 }, (_, i) => `a${i}`)
	for (const feed of FEEDS) lists.set(feed, all)
	const file = await feedsFile()
	const first = startIngest('one', file)
	await until('all feeds by one', () => (first.reads().length === FEEDS.length ? true : undefined), 60_000)
	const second = startIngest('two', file)
	await until('the other, which waits', () => (second.knows(2) ? true : undefined), 60_000)
	const moved = 'tore'
	await until('green', allGreen)

	lists.set(moved, [])
	await until('amber', async () => ((await healthOf(moved))?.state === 'amber' ? true : undefined))
	first.child.kill('SIGKILL')
	await once(first.child, 'exit')
	const killed = performance.now()
	await until('the feed with the other', () => (asked.some(({ feed, at }) => feed === moved && at > killed) ? true : undefined), 120_000)
	const since = asked.find(({ feed, at }) => feed === moved && at > killed)?.at ?? Infinity
	expect(since - killed).toBeLessThan(MOVE_MS * crowded())
	expect(await healthOf(moved)).toMatchObject({ state: 'amber', reason: 'upstream list shrank 41 → 0' })
	expect((await areasOf(moved)).filter(({ life }) => life === 'ended')).toEqual([])

	lists.set(moved, [...all, 'new'])
	await until('what is new', async () =>
		(await areasOf(moved)).some(({ id, life }) => id.endsWith(':new') && life === 'live') ? true : undefined,
	)
	await until('green', allGreen)
	for (const feed of FEEDS) {
		// oxlint-disable-next-line no-await-in-loop
		const said = await statements(feed)
		expect(said).toHaveLength(new Set(said).size)
		expect(said).toHaveLength(feed === moved ? 42 : 41)
	}
})

/** As long as two pollers surely both ask before the second poll of one of them. */
const PACE_S = 2

test('without Redis both read everything, and what both say of one moment ends nothing', async () => {
	const [feed = ''] = FEEDS
	lists.set(feed, ['a', 'b', 'c'])
	const file = await feedsFile(PACE_S, [feed])
	const nowhere = 'redis://127.0.0.1:1'
	startIngest('one', file, nowhere)
	startIngest('two', file, nowhere)
	await until('lists of both', async () => ((await listTimes(feed, 3)).length >= 2 ? true : undefined), 120_000)

	lists.set(feed, ['a', 'b'])
	await until('both without one', async () => ((await listTimes(feed, 2)).length >= 2 ? true : undefined), 120_000)
	await until('its end', async () => ((await areasOf(feed)).some(({ life }) => life === 'ended') ? true : undefined), 120_000)
	const [first = 0, ...more] = await listTimes(feed, 2)
	expect((more.at(-1) ?? 0) - first).toBeGreaterThanOrEqual(PACE_S * 800)
	expect((await areasOf(feed)).filter(({ life }) => life === 'live')).toHaveLength(2)
})
