import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { createFetcher } from '@lagebild/feeds/fetch.ts'
import { openFormat } from '@lagebild/feeds/registry.ts'
import { mqttBroker } from '@lagebild/testing/mqtt-broker.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { KeyedFeed } from './config.ts'
import { hubOf } from './hub.ts'
import { listenTo } from './stream/testing/setting.ts'
import { superviseAll } from './supervisor.ts'
import { contentOf, fakeHub, healthOf } from './testing/fake-hub.ts'
import type { FakeHub } from './testing/fake-hub.ts'
import { silentLog } from './testing/setting.ts'
import { createWorker, poll } from './worker.ts'

const EXERCISE = new URL('../../exercise/src/main.ts', import.meta.url)
const Listening = z.object({ type: z.literal('listening'), feeds: z.array(z.looseObject({ id: z.string(), url: z.string() })) })
const open: (() => Promise<void> | void)[] = []

let folder = ''
let exercise: ChildProcess
let feeds: z.infer<typeof Listening>['feeds'] = []
let hub: FakeHub

/** The exercise as a process of its own, with a source of each protocol; its devices find no hub, which troubles nobody here. */
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'lagebild-networks-'))
	const keys = Object.fromEntries(['fahrzeuge', 'sensemate', 'polderpiloten', 'leitstelle'].map((source) => [source, 'lb_none']))
	writeFileSync(join(folder, 'keys.json'), JSON.stringify(keys))
	const options = {
		hub: 'http://127.0.0.1:9',
		keys: join(folder, 'keys.json'),
		state: join(folder, 'state.json'),
		sources: 'all',
		speed: '60',
	}
	exercise = fork(
		EXERCISE,
		Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]),
		{ silent: true },
	)
	const [message] = z.tuple([Listening], z.unknown()).parse(await once(exercise, 'message'))
	feeds = message.feeds
}, 30_000)

afterAll(async () => {
	const gone = once(exercise, 'exit')
	exercise.kill('SIGINT')
	await gone
	rmSync(folder, { recursive: true })
})

beforeEach(async () => {
	hub = await fakeHub()
	open.push(hub.close)
})

afterEach(async () => {
	for (const close of open.splice(0).toReversed()) await close()
})

function feedOf(id: string, more: object = {}): KeyedFeed {
	return KeyedFeed.parse({ ...feeds.find((feed) => feed.id === id), key: 'lb_probe', ...more })
}

/** Polls a feed of the exercise as an ingest does, without memory. */
async function polled(feed: KeyedFeed): Promise<void> {
	const adapter = openFormat(feed.format, feed.options)
	if (!adapter.ok) throw new Error(JSON.stringify(adapter.fault))
	const fetcher = createFetcher({ allowPrivateHosts: feed.allowPrivateHosts, timeoutMs: 50_000 })
	const { signal } = new AbortController()
	const link = hubOf({ url: hub.url, key: feed.key, operation: feed.operation, feed: feed.id, signal, attempts: 2 })
	await poll(createWorker(feed, adapter.value, { hub: link, fetcher, now: Date.now, log: silentLog, signal }))
	await fetcher.close()
}

type Value = { readonly entity: string; readonly observed: string; readonly value: number | null; readonly late: boolean }

function values(): readonly Value[] {
	return hub.measurements.flatMap(({ observations: rows, backfill = false }) =>
		(rows?.entity ?? []).map((entity, i) => ({ entity, observed: rows?.observed[i] ?? '', value: rows?.value[i] ?? null, late: backfill })),
	)
}

/** Gate and moment of each state, and the state. */
function gates(): readonly (readonly [moment: string, state: unknown])[] {
	return contentOf(hub).flatMap((event) =>
		event.kind === 'facility' && event.op === 'patch'
			? [[`${event.entity} ${event.times?.observed ?? ''}`, event.payload?.['gate']] as const]
			: [],
	)
}

describe('SensorThings', () => {
	test('over HTTP: all pages, whatever host their links name; a dead stream is as old as it is; twice is once', async () => {
		const feed = feedOf('sensorthings-uebung')
		await polled(feed)
		const ids = contentOf(hub).map(({ id }) => id)
		expect(ids).toHaveLength(22)
		expect(new Set(values().map(({ entity }) => entity)).size).toBe(22)
		expect(values().find(({ entity }) => entity.endsWith(':99'))).toMatchObject({ value: 87, observed: '2021-08-31T21:45:00.000Z' })
		expect(hub.rejects).toEqual([])
		expect(healthOf(hub)).toEqual([['green', null]])
		await polled(feed)
		expect(contentOf(hub).map(({ id }) => id)).toEqual(ids)
	})
	test('over MQTT: an observation waits for what its stream is, and a gap is filled by HTTP', async () => {
		const broker = await mqttBroker()
		open.push(broker.close)
		const { url } = feedOf('sensorthings-uebung')
		const config = {
			format: 'sensorthings',
			url: `mqtt://127.0.0.1:${broker.port}`,
			allowPrivateHosts: ['127.0.0.1'],
			options: { service: url, everySeconds: 60, backfillFilter: "Datastream/name ne ''" },
			stream: { topics: ['v1.1/+/Observations'], qos: 0, backfill: { url, maxHours: 0.1, lagMinutes: 0 } },
		}
		const heard = await listenTo(hub, config, { at: Date.now() })
		open.push(heard.stop)
		await until('the subscription', () => (broker.subscribers() > 0 ? true : undefined))
		const time = new Date().toISOString()
		const observation = {
			phenomenonTime: time,
			resultTime: time,
			result: 1.23,
			'Datastream@iot.navigationLink': 'http://x/Observations(1)/Datastream',
		}
		await broker.publish('v1.1/Datastreams(101)/Observations', JSON.stringify(observation))
		const live = await until('the value', () => values().find(({ late, value }) => !late && value === 123))
		expect(live).toEqual({ entity: 'sensor:probe:101', observed: time, value: 123, late: false })
		expect(contentOf(hub).find(({ entity }) => entity === 'sensor:probe:101')).toMatchObject({ payload: { unit: 'cm', property: 'W' } })
		await until('the gap', () => (values().some(({ late }) => late) ? true : undefined))
	})
})

describe('The Things Stack', () => {
	test('by webhook: what a network server posts is of the gates that people know, once', async () => {
		const feed = feedOf('lorawan-uebung')
		hub.grants.set('Bearer lb_lora', { source: feed.id, role: 'integrator', operations: [feed.operation] })
		const stored = await (await fetch(feed.url)).text()
		const messages = stored
			.trimEnd()
			.split('\n')
			.map((text) => z.object({ result: z.looseObject({}) }).parse(JSON.parse(text)).result)
		const stop = new AbortController()
		let port = 0
		const waiting = feedOf('lorawan-uebung', { url: 'webhook:' })
		const done = superviseAll(
			{ hub: hub.url, feeds: [waiting], webhooks: { host: '127.0.0.1', port: 0 } },
			{ now: Date.now, random: Math.random, log: silentLog, signal: stop.signal, onListening: (opened) => (port = opened) },
		)
		open.push(async () => {
			stop.abort()
			await done
		})
		await until('the port', () => port || undefined)
		const post = async (message: unknown): Promise<number> => {
			const headers = { authorization: 'Bearer lb_lora' }
			return (await fetch(`http://127.0.0.1:${port}/feeds/${feed.id}`, { method: 'POST', headers, body: JSON.stringify(message) })).status
		}
		for (const message of [...messages, ...messages.slice(0, 2)]) expect(await post(message)).toBe(200)
		const said = gates()
		expect(said).toHaveLength(messages.length)
		expect(new Set(said.map(([, state]) => state))).toContain('open')
		expect(
			contentOf(hub).every(({ entity }) => entity.startsWith('facility:flutschutztore:') || entity.startsWith('sensor:lorawan-uebung:')),
		).toBe(true)
		await polled(feed)
		const moments = gates().map(([moment]) => moment)
		expect(new Set(moments).size).toBe(moments.length)
		expect(moments.slice(0, messages.length)).toEqual(said.map(([moment]) => moment))
		expect(hub.rejects).toEqual([])
	})
})
