import type { RequestListener } from 'node:http'

import { until } from '@lagebild/testing/until.ts'
import { afterEach, expect, test } from 'vitest'

import { KeyedFeed } from './config.ts'
import { superviseAll } from './supervisor.ts'
import { contentOf, fakeHub, healthOf } from './testing/fake-hub.ts'
import { serve } from './testing/serve.ts'
import { silentLog } from './testing/setting.ts'

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

test('feeds run side by side, and one that breaks stops no other', async () => {
	const hub = await fakeHub()
	const upstream = await serve(area)
	closing.push(hub.close, upstream.close)
	start(hub.url, [feedOf('broken', upstream.url), feedOf('sound', upstream.url)], {
		fetcherOf: (feed) => ({
			get: async () => {
				if (feed.id === 'broken') throw new Error('a mistake of ours')
				const response = await fetch(feed.url)
				return { type: 'document', bytes: new Uint8Array(await response.arrayBuffer()), url: feed.url, validators: {} }
			},
			close: () => Promise.resolve(),
		}),
	})
	await until('the sound feed', () => contentOf(hub).find(({ entity }) => entity === 'area:sound:a'))
	await until('the health of both', () => (healthOf(hub).length >= 2 ? true : undefined))
	expect(healthOf(hub)).toContainEqual(['red', 'internal mistake: a mistake of ours'])
	expect(healthOf(hub)).toContainEqual(['green', null])
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
