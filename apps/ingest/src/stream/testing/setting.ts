import { createFetcher } from '@lagebild/feeds/fetch.ts'
import { openFormat } from '@lagebild/feeds/registry.ts'

import { KeyedFeed } from '../../config.ts'
import { hubOf } from '../../hub.ts'
import type { FakeHub } from '../../testing/fake-hub.ts'
import { silentLog } from '../../testing/setting.ts'
import { goOn } from '../../worker.ts'
import type { Worker } from '../../worker.ts'
import { createListener } from '../run.ts'

/** A JSON sensor of nobody, as an integrator would connect it. */
export const BUOY = {
	items: '$',
	kind: 'sensor',
	id: 'dev',
	mode: 'delta',
	times: { observed: 't' },
	everySeconds: 1,
	fields: { name: 'dev' },
	values: [{ property: 'W', from: 'level', unit: 'cm' }],
}

export function buoy(level: number, t: string): string {
	return JSON.stringify({ dev: 'buoy-1', level, t })
}

/** A listening feed with a clock that only the test moves. */
export type Heard = {
	readonly worker: Worker
	readonly pass: (ms: number) => void
	readonly stop: () => Promise<void>
}

export const START = Date.UTC(2026, 10, 21, 20)

export async function listenTo(
	hub: FakeHub,
	config: Record<string, unknown>,
	{ marks, at = START }: { readonly marks?: string; readonly at?: number } = {},
): Promise<Heard> {
	const stop = new AbortController()
	let clock = at
	const feed = KeyedFeed.parse({
		id: 'probe',
		name: 'Probe',
		operation: 'base',
		everySeconds: 1,
		timeoutSeconds: 2,
		key: 'lb_probe',
		allowPrivateHosts: ['127.0.0.1'],
		format: 'mapping',
		options: { mapping: BUOY },
		...config,
	})
	const adapter = openFormat(feed.format, feed.options)
	if (!adapter.ok) throw new Error(JSON.stringify(adapter.fault))
	const fetcher = createFetcher({ allowPrivateHosts: feed.allowPrivateHosts, timeoutMs: 50_000 })
	const { signal } = stop
	const link = hubOf({ url: hub.url, key: feed.key, operation: feed.operation, feed: feed.id, signal, attempts: 1 })
	const ports = {
		hub: link,
		fetcher,
		now: () => clock,
		log: silentLog,
		signal,
		random: () => 0,
		tickMs: 20,
		...(marks !== undefined && { marks }),
	}
	const { worker, run } = createListener(feed, adapter.value, ports)
	await goOn(worker)
	const running = run()
	return {
		worker,
		pass: (ms) => {
			clock += ms
		},
		stop: async () => {
			stop.abort()
			await running
			await fetcher.close()
		},
	}
}
