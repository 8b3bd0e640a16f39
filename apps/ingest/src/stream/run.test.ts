import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { mqttBroker } from '@lagebild/testing/mqtt-broker.ts'
import type { BrokerOptions, MqttBroker } from '@lagebild/testing/mqtt-broker.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { contentOf, fakeHub, healthOf } from '../testing/fake-hub.ts'
import type { FakeHub } from '../testing/fake-hub.ts'
import { serve } from '../testing/serve.ts'
import { BUOY, buoy, listenTo, START } from './testing/setting.ts'
import type { Heard } from './testing/setting.ts'
import { eventSide, tcpSide, udpSide, webSocketSide } from './testing/sides.ts'

const open: (() => Promise<void> | void)[] = []
let hub: FakeHub
let folder = ''

beforeEach(async () => {
	hub = await fakeHub()
	folder = mkdtempSync(join(tmpdir(), 'lagebild-stream-'))
	open.push(hub.close, () => rmSync(folder, { recursive: true }))
})

afterEach(async () => {
	for (const close of open.splice(0).toReversed()) await close()
})

async function brokerOf(options?: BrokerOptions): Promise<MqttBroker> {
	const broker = await mqttBroker(options)
	open.push(broker.close)
	return broker
}

async function listening(config: Record<string, unknown>, around: { readonly marks?: string; readonly at?: number } = {}): Promise<Heard> {
	const heard = await listenTo(hub, config, around)
	open.push(heard.stop)
	return heard
}

function mqtt(port: number, stream: Record<string, unknown> = {}): Record<string, unknown> {
	return { url: `mqtt://127.0.0.1:${port}`, stream: { topics: ['water/+'], ...stream } }
}

/** Times and values that the hub has. */
function values(): readonly string[] {
	return hub.measurements.flatMap(({ observations }) => observations?.observed.map((at, i) => `${at} ${observations.value[i]}`) ?? [])
}

function reasons(): readonly unknown[] {
	return healthOf(hub).map(([state, reason]) => `${String(state)} ${String(reason)}`)
}

const has = (what: readonly unknown[], count: number): true | undefined => (what.length >= count ? true : undefined)
const said = (pattern: RegExp): Promise<unknown> =>
	until(`health ${String(pattern)}`, () => reasons().find((one) => pattern.test(String(one))))
const subscribed = (broker: MqttBroker, count = 1): Promise<true> =>
	until('the subscription', () => (broker.subscribers() >= count ? true : undefined))

/** Without the pause before the next try to connect. */
const hurried = ({ worker }: Heard, isDone: () => boolean): Promise<true> =>
	until('the next connection', () => {
		worker.controls.wake()
		return isDone() ? true : undefined
	})

const at = (minute: number): string => `2026-11-21T20:${String(minute).padStart(2, '0')}:00Z`

describe('a JSON sensor connected by configuration alone', () => {
	test('over MQTT: its values are there, and acknowledged once the hub has them', async () => {
		const broker = await brokerOf()
		await listening(mqtt(broker.port))
		await subscribed(broker)
		hub.faults.push({ status: 503 }, { status: 503 })
		await broker.publish('water/a', buoy(640, at(0)), { qos: 1 })
		await until('the refusals', () => (hub.faults.length === 0 ? true : undefined))
		expect(broker.acknowledged()).toBe(0)
		await until('the value', () => has(values(), 1))
		await until('the acknowledgement', () => (broker.acknowledged() === 1 ? true : undefined))
		expect(contentOf(hub).map(({ entity }) => entity)).toEqual(['sensor:probe:buoy-1/W'])
		expect(values()).toEqual([`${at(0)} 640`])
	})
	test.each([
		['WebSocket', webSocketSide, (port: number) => ({ url: `ws://127.0.0.1:${port}/`, stream: { hello: '{"key":"{{KEY}}"}' } })],
		['TCP', tcpSide, (port: number) => ({ url: `tcp://127.0.0.1:${port}`, stream: { hello: '{"key":"{{KEY}}"}\n' } })],
	])('over %s, which wants to be greeted with a key', async (_, make, config) => {
		const side = await make()
		open.push(side.close)
		writeFileSync(join(folder, 'key'), 's3cret\n')
		const { url, stream } = config(side.port)
		await listening({ url, stream: { ...stream, secretFiles: { KEY: join(folder, 'key') } } })
		await until('the greeting', () => (side.heard().includes('{"key":"s3cret"}') ? true : undefined))
		await side.say(buoy(1, at(0)))
		await side.say(buoy(2, at(1)))
		await until('the values', () => has(values(), 2))
		expect(reasons().join(' ')).not.toContain('s3cret')
	})
	test('over SSE, which goes on behind the last event that was kept', async () => {
		const side = await eventSide()
		open.push(side.close)
		const heard = await listening({ url: `http://127.0.0.1:${side.port}/live`, stream: { type: 'sse' } })
		await until('the request', () => has(side.asked, 1))
		side.sayEvent({ data: buoy(1, at(0)), id: 'e-7', event: 'level' })
		await until('the value', () => has(values(), 1))
		heard.worker.controls.reconnect()
		await until('the second request', () => has(side.asked, 2))
		expect(side.asked).toEqual([undefined, 'e-7'])
	})
	test('over UDP', async () => {
		const side = await udpSide()
		open.push(side.close)
		await listening({ url: `udp://127.0.0.1:${side.port}` })
		await until('the value', async () => {
			await side.say(buoy(5, at(0)))
			return has(values(), 1)
		})
		expect(values()[0]).toBe(`${at(0)} 5`)
	})
})

describe('health', () => {
	test('tells not connected from connected and silent, and says what could not be heard', async () => {
		const broker = await mqttBroker()
		const heard = await listening(mqtt(broker.port))
		await subscribed(broker)
		heard.pass(2_000)
		await said(/waiting for a message/)
		heard.pass(3_598_000)
		await said(/^red connected, but no message came yet/)
		await broker.publish('water/a', buoy(1, '2026-11-21T21:00:00Z'), { qos: 1 })
		await said(/^green/)
		await broker.close()
		await said(/not connected: nothing listens/)
		heard.pass(720_000)
		const again = await brokerOf({ port: broker.port })
		await hurried(heard, () => again.subscribers() > 0)
		await again.publish('water/a', buoy(2, '2026-11-21T21:12:00Z'), { qos: 1 })
		await said(/nothing was heard from 2026-11-21T21:00:00Z to 2026-11-21T21:12:00Z \(12 min\)/)
		expect(values().map((value) => value.slice(-1))).toEqual(['1', '2'])
	})
	test('a silent connection without pings is made anew, and is still silent', async () => {
		const side = await tcpSide()
		open.push(side.close)
		const heard = await listening({ url: `tcp://127.0.0.1:${side.port}`, stream: { hello: 'x' } })
		await until('the first connection', () => (side.heard() === 'x' ? true : undefined))
		heard.pass(2_000)
		await until('a tick', () => (reasons().length > 0 ? true : undefined))
		heard.pass(2_000)
		await hurried(heard, () => side.heard() === 'xx')
		expect(await said(/connected, but no message came yet/)).toContain('red')
	})
	test('who is refused hears why, in the words of the other side and without the key', async () => {
		const broker = await brokerOf({ lets: (_, password) => password === 'right' })
		writeFileSync(join(folder, 'password'), 'wrong-password')
		await listening(mqtt(broker.port, { username: 'me', passwordFile: join(folder, 'password') }))
		await said(/not connected: the broker refuses: (?:bad user name or password|not authorized)/)
		expect(reasons().join(' ')).not.toContain('wrong-password')
	})
	test('a subscription that is refused is named', async () => {
		const broker = await brokerOf({ maySubscribe: () => false })
		await listening(mqtt(broker.port))
		expect(await said(/not connected: the broker refuses the subscription to water\/\+/)).toContain('red')
	})
	test('last words of a WebSocket are told without the key', async () => {
		const side = await webSocketSide()
		open.push(side.close)
		writeFileSync(join(folder, 'key'), 's3cret')
		await listening({
			url: `ws://127.0.0.1:${side.port}/`,
			stream: { hello: '{{KEY}}', secretFiles: { KEY: join(folder, 'key') } },
		})
		await until('the greeting', () => (side.heard().includes('s3cret') ? true : undefined))
		await side.say('{"error":"Api Key s3cret Is Not Valid"}')
		side.endAll(1008, 'policy')
		await said(/not connected: the other side closed the connection \(1008, policy\); it said: \{"error":"Api Key … Is Not Valid"\}/)
		await until('the quarantine', () => has(hub.rejects, 1))
		expect(JSON.stringify(hub.requests)).not.toContain('s3cret')
	})
	test('one bad message in a hundred makes a feed amber for a while, not sick and well in turns', async () => {
		const broker = await brokerOf()
		await listening(mqtt(broker.port))
		await subscribed(broker)
		for (let i = 0; i < 20; i += 1) {
			await broker.publish('water/a', buoy(i, at(i)), { qos: 1 })
			await broker.publish('water/a', i % 2 === 0 ? 'rubbish' : '{"dev":', { qos: 1 })
		}
		await until('the values', () => has(values(), 20))
		await until('the acknowledgements', () => (broker.acknowledged() === 40 ? true : undefined))
		expect(hub.rejects.length).toBeGreaterThanOrEqual(2)
		expect(healthOf(hub).length).toBeLessThanOrEqual(4)
	})
})

describe('after a gap', () => {
	async function past(rows: readonly (readonly [number, number])[], asked: string[]): Promise<string> {
		const source = await serve((request, response) => {
			asked.push(request.url ?? '')
			response.setHeader('content-type', 'application/json')
			response.end(JSON.stringify(rows.map(([minute, level]) => ({ dev: 'buoy-1', level, t: at(minute) }))))
		})
		open.push(source.close)
		return `${source.url}/past?from={since}&to={until}`
	}

	test('what was said is asked for, marked, and said once, whatever was heard of it', async () => {
		const asked: string[] = []
		const url = await past(
			[
				[0, 1],
				[1, 2],
				[2, 3],
			],
			asked,
		)
		const broker = await brokerOf()
		const marks = join(folder, 'streams')
		const config = mqtt(broker.port, { backfill: { url, maxHours: 2, lagMinutes: 0 } })
		const first = await listening(config, { marks })
		await subscribed(broker)
		await until('the past', () => has(values(), 3))
		await broker.publish('water/a', buoy(1, at(0)), { qos: 1 })
		await broker.publish('water/a', buoy(4, at(3)), { qos: 1 })
		await until('the live value', () => (has(values(), 4) && broker.acknowledged() === 2 ? true : undefined))
		await first.stop()
		expect(hub.measurements.map(({ backfill }) => backfill ?? false)).toContain(true)
		expect(asked).toEqual([
			`/past?from=${encodeURIComponent('2026-11-21T18:00:00.000Z')}&to=${encodeURIComponent('2026-11-21T20:00:00.000Z')}`,
		])
		const before = [...values()]
		await listening(config, { marks, at: START + 600_000 })
		await until('the second question', () => has(asked, 2))
		expect(asked[1]).toContain(encodeURIComponent('2026-11-21T19:59:30.000Z'))
		expect(JSON.parse(readFileSync(join(marks, 'probe.json'), 'utf8'))).toMatchObject({ heard: START })
		await subscribed(broker, 2)
		await broker.publish('water/a', buoy(5, at(4)), { qos: 1 })
		await until('the next value', () => (values().includes(`${at(4)} 5`) ? true : undefined))
		expect(values()).toEqual([...before, `${at(4)} 5`])
		expect(hub.rejects).toEqual([])
	})
	test('an event that came late and again live is the same event', async () => {
		const source = await serve((_, response) => response.end(JSON.stringify([{ dev: 'x', t: at(0), text: 'Deichbruch' }])))
		open.push(source.close)
		const broker = await brokerOf()
		const mapping = { ...BUOY, values: [], kind: 'incident', fields: { title: 'text', category: { value: 'flooding' } } }
		await listening({
			...mqtt(broker.port, { backfill: { url: source.url, lagMinutes: 0 } }),
			options: { mapping },
		})
		await subscribed(broker)
		await until('the incident', () => has(contentOf(hub), 1))
		await broker.publish('water/a', JSON.stringify({ dev: 'x', t: at(0), text: 'Deichbruch' }), { qos: 1 })
		await until('the acknowledgement', () => (broker.acknowledged() === 1 ? true : undefined))
		expect(contentOf(hub).map(({ backfill }) => backfill)).toEqual([true])
		expect(hub.rejects).toEqual([])
	})
})
