import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { until } from '@lagebild/testing/until.ts'
import { afterEach, describe, expect, test, vi } from 'vitest'

import { KeyedFeed, readIngest } from './config.ts'
import { superviseAll } from './supervisor.ts'
import { contentOf, fakeHub, healthOf } from './testing/fake-hub.ts'
import type { FakeHub } from './testing/fake-hub.ts'
import { serve } from './testing/serve.ts'
import { silentLog } from './testing/setting.ts'
import type { CrewOptions } from './threads/crew.ts'

/** Threads are started and ended, on a machine that may be busy. */
vi.setConfig({ testTimeout: 150_000 })

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
	await Promise.all(closing.splice(0).map((close) => close()))
})

const AREA = JSON.stringify({ type: 'Feature', id: 'a', geometry: null, properties: { name: 'a' } })
const area: RequestListener = (_request, response) => response.end(AREA)

function feedOf(id: string, url: string, more: Record<string, unknown> = {}): KeyedFeed {
	const common = { name: id, format: 'geojson', operation: 'base', everySeconds: 1, key: `lb_${id}`, allowPrivateHosts: ['127.0.0.1'] }
	return KeyedFeed.parse({ ...common, id, url, options: { mode: 'delta' }, ...more })
}

/** Ends the supervision and waits until it has ended. */
function start(hub: string, feeds: readonly KeyedFeed[], ports: Partial<Parameters<typeof superviseAll>[1]> = {}): () => Promise<void> {
	const stop = new AbortController()
	const done = superviseAll({ hub, feeds }, { now: Date.now, random: () => 0, log: silentLog, signal: stop.signal, ...ports })
	const end = async (): Promise<void> => {
		stop.abort()
		await done
	}
	closing.push(end)
	return end
}

const HOSTILE = new URL('testing/hostile.worker.ts', import.meta.url)
/** So long as any test may take: threads of those that are not meant to hang are only slow. */
const NEVER_MS = 120_000

/** Feeds whose documents harm their threads, each named after what it does, beside a sound one. */
async function startHostile(names: readonly string[], threads: Pick<CrewOptions, 'heapMb' | 'patienceMs'>) {
	const hub = await fakeHub()
	let asked = 0
	const bad = await serve((request, response) => {
		const name = (request.url ?? '').slice(1)
		response.end(JSON.stringify({ type: 'Feature', id: 'a', geometry: null, properties: { name } }))
	})
	const upstream = await serve((request, response) => {
		asked += 1
		area(request, response)
	})
	closing.push(hub.close, bad.close, upstream.close)
	const feeds = [feedOf('sound', upstream.url), ...names.map((name) => feedOf(name, `${bad.url}/${name}`))]
	start(hub.url, feeds, { threads: { ...threads, entry: HOSTILE, restMs: (strikes) => strikes * 100 } })
	await until('the sound feed', () => (asked > 0 ? true : undefined), NEVER_MS)
	return {
		hub,
		asked: () => asked,
		told: (feed: string, words: RegExp) =>
			until(`${feed}: ${String(words)}`, () => healthOf(hub, feed).find(([, reason]) => words.test(String(reason))), NEVER_MS),
	}
}

type Stage = Awaited<ReturnType<typeof startHostile>>

/** While it was read, refused and told, all others went on as if nothing were. */
async function expectBarred({ hub, asked, told }: Stage, name: string, words: RegExp): Promise<void> {
	const before = asked()
	expect(await told(name, words)).toHaveProperty('0', 'red')
	await told(name, /it is not read again$/)
	expect(healthOf(hub, name).filter(([, reason]) => String(reason).includes('started again'))).toHaveLength(2)
	expect(asked()).toBeGreaterThan(before + 1)
	const kept = hub.rejects.filter(({ raw }) => raw.includes(`"${name}"`))
	expect(kept.map(({ reason }) => reason)).toEqual(kept.map(() => 'ended-its-reader'))
	expect(kept.length).toBeGreaterThanOrEqual(3)
}

function expectOnlySound(hub: FakeHub): void {
	expect(contentOf(hub).map(({ entity }) => entity)).toEqual(['area:sound:a'])
	expect(healthOf(hub, 'sound').filter(([state]) => state !== 'green')).toEqual([])
}

describe('a document that harms its thread', () => {
	test('one that is never done: is told in words and kept, is not read a third time, and the others keep their rate', async () => {
		const stage = await startHostile(['hang'], { patienceMs: 1_000 })
		await expectBarred(stage, 'hang', /^reading a document of \d+ bytes took longer than 1 s; started again in \d+ s$/)
		expect(healthOf(stage.hub, 'hang').map(([state]) => state)).not.toContain('green')
		expectOnlySound(stage.hub)
	})
	test('one that takes all memory is told alike; what is thrown later ends its thread alone, and what is thrown at once ends none', async () => {
		const stage = await startHostile(['oom', 'throw', 'later'], { heapMb: 64, patienceMs: NEVER_MS })
		const { hub, told } = stage
		await Promise.all([
			expectBarred(stage, 'oom', /^out of memory \(more than 64 MB\); started again in \d+ s$/),
			told('throw', /^internal mistake: thrown while reading$/),
			told('later', /^internal mistake: thrown later; started again in \d+ s$/),
		])
		expect(healthOf(hub, 'throw')).toEqual([['red', 'internal mistake: thrown while reading']])
		expectOnlySound(hub)
	})
})

test('a hub that comes later is told everything', async () => {
	const upstream = await serve(area)
	const placeholder = await fakeHub()
	closing.push(upstream.close)
	await placeholder.close()
	start(placeholder.url, [feedOf('early', upstream.url)])
	const hub = await fakeHub(placeholder.port)
	closing.push(hub.close)
	expect(await until('the content', () => contentOf(hub)[0])).toMatchObject({ entity: 'area:early:a' })
})

test('a feed that is switched off and one that is stopped say so', async () => {
	const hub = await fakeHub()
	const upstream = await serve(area)
	closing.push(hub.close, upstream.close)
	const end = start(hub.url, [feedOf('asleep', upstream.url, { enabled: false }), feedOf('awake', upstream.url)])
	await until('both', () => (healthOf(hub).length >= 2 ? true : undefined))
	await end()
	expect(healthOf(hub)).toContainEqual(['off', 'switched off in the configuration'])
	expect(healthOf(hub).at(-1)).toEqual(['off', 'the ingest is stopped'])
})

test('a feed whose mapping cannot be read says so, begins when it is mended, and holds up no other', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'lagebild-ingest-'))
	const hub = await fakeHub()
	const upstream = await serve((request, response) => response.end(request.url === '/list' ? '[{"id":7,"n":"Tor"}]' : AREA))
	closing.push(hub.close, upstream.close, () => rm(folder, { recursive: true }))
	const file = join(folder, 'tore.json')
	await writeFile(file, '{ "kind": "facil')
	const feeds = [feedOf('tore', `${upstream.url}/list`, { format: 'mapping', options: { file } }), feedOf('sound', upstream.url)]
	const keyed = join(folder, 'feeds.json')
	await writeFile(keyed, JSON.stringify(feeds))
	expect(await readIngest({ LAGEBILD_HUB: hub.url, LAGEBILD_FEEDS: keyed })).toMatchObject({ ok: true })
	start(hub.url, feeds, { threads: { reopenMs: 100 } })
	const [state, reason] = await until('the words', () => healthOf(hub).find(([, words]) => String(words).includes('tore.json')), 50_000)
	expect([state, String(reason)]).toEqual(['red', expect.stringMatching(/^cannot be read: options\.file/)])
	await until('the other', () => contentOf(hub).find(({ entity }) => entity === 'area:sound:a'), 50_000)
	await writeFile(
		file,
		JSON.stringify({ kind: 'facility', id: 'id', mode: 'delta', everySeconds: 60, fields: { name: 'n', type: { value: 'gate' } } }),
	)
	await until('the gate', () => contentOf(hub).find(({ entity }) => entity === 'facility:tore:7'), 50_000)
})
