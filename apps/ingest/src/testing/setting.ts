import type { RequestListener } from 'node:http'

import { createFetcher } from '@lagebild/feeds/fetch.ts'
import { openFormat } from '@lagebild/feeds/registry.ts'

import { KeyedFeed } from '../config.ts'
import { hubOf } from '../hub.ts'
import { createWorker } from '../worker.ts'
import type { Worker } from '../worker.ts'
import { fakeHub } from './fake-hub.ts'
import type { FakeHub } from './fake-hub.ts'
import { serve } from './serve.ts'
import type { Served } from './serve.ts'

const MINUTE = 60_000

/** An upstream, a hub and one feed between them, with a clock that only the test moves. */
export type Setting = {
	readonly hub: FakeHub
	readonly upstream: Served
	readonly feed: KeyedFeed
	/** A worker without memory, as after a restart. */
	readonly worker: () => Worker
	readonly pass: (ms?: number) => void
	readonly stop: AbortController
	readonly close: () => Promise<void>
}

export const silentLog = { info: () => undefined, warn: () => undefined, error: () => undefined }

export async function settingOf(
	listener: RequestListener,
	{ path = '/', ...config }: Record<string, unknown> & { readonly path?: string },
): Promise<Setting> {
	const hub = await fakeHub()
	const upstream = await serve(listener)
	const stop = new AbortController()
	let clock = Date.UTC(2026, 10, 21, 20)
	const feed = KeyedFeed.parse({
		id: 'probe',
		name: 'Probe',
		operation: 'base',
		everySeconds: 60,
		key: 'lb_probe',
		allowPrivateHosts: ['127.0.0.1'],
		timeoutSeconds: 5,
		...config,
		url: `${upstream.url}${path}`,
	})
	const adapter = openFormat(feed.format, feed.options)
	if (!adapter.ok) throw new Error(JSON.stringify(adapter.fault))
	const fetcher = createFetcher({ allowPrivateHosts: feed.allowPrivateHosts, timeoutMs: feed.timeoutSeconds * 1_000 })
	return {
		hub,
		upstream,
		feed,
		stop,
		worker: () => {
			const link = hubOf({ url: hub.url, key: feed.key, operation: feed.operation, feed: feed.id, signal: stop.signal, attempts: 2 })
			return createWorker(feed, adapter.value, { hub: link, fetcher, now: () => clock, log: silentLog, signal: stop.signal })
		},
		pass: (ms = MINUTE) => {
			clock += ms
		},
		close: async () => {
			stop.abort()
			await Promise.all([fetcher.close(), upstream.close(), hub.close()])
		},
	}
}
