import { setTimeout as delay } from 'node:timers/promises'

import { startPostgres } from '@lagebild/testing/postgres.ts'
import type { PostgresServer } from '@lagebild/testing/postgres.ts'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'

import type { Journal } from '../port.ts'
import { cuttingProxy } from '../testing/cutting-proxy.ts'
import type { CuttingProxy, CutWhen } from '../testing/cutting-proxy.ts'
import { FLOOD, measuredBatch, report } from '../testing/fixtures.ts'
import { postgresHarness } from '../testing/postgres-harness.ts'
import type { PostgresHarness } from '../testing/postgres-harness.ts'
import { all, appended, founded, range } from '../testing/steps.ts'
import { connect } from './connection.ts'
import { ServerClock } from './server-clock.ts'
import { openPostgresStore } from './store.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

let server: PostgresServer
let harness: PostgresHarness
let proxy: CuttingProxy
/** Its way to the database can be cut. */
let far: Journal

beforeAll(async () => {
	server = await startPostgres()
})
afterAll(() => server.stop())
beforeEach(async () => {
	harness = await postgresHarness(await server.database())
	await founded(harness)
	proxy = await cuttingProxy(server.port)
	const address = new URL(harness.url)
	address.port = String(proxy.port)
	far = (await (await harness.hub('far', address.href)).open(FLOOD.id)) ?? fail()
})
afterEach(async () => {
	await harness.dispose()
	await proxy.close()
})

function fail(): never {
	throw new Error('the journal is gone')
}

function opsIn(entries: Awaited<ReturnType<typeof all>>): readonly string[] {
	return entries.map(({ body }) => (body.type === 'event' ? body.event.op : body.type))
}

const WHENS: readonly CutWhen[] = ['asked', 'answered']

test.each(WHENS)('[J24] the connection is cut when the append was %s: each is there once, and its sender gets its place', async (when) => {
	await appended(far, report({ n: 1 }))
	const heard: number[] = []
	far.onCommit((entries) => void heard.push(...entries.map((entry) => entry.seq)))
	proxy.cutAt('append', when)
	const items = [...range(20).map((n) => report({ n: 10 + n, credential: `c${n % 3}` })), measuredBatch(1)]
	const answers = await Promise.all(items.map((item) => appended(far, item)))
	expect(proxy.cuts()).toBe(1)
	expect(answers.map(({ known }) => known)).toEqual(items.map(() => false))
	const entries = await all(far)
	expect(answers.map((answer) => entries[answer.seq - 1]?.commit)).toEqual(items.map(({ commit }) => commit))
	await appended(far, report({ n: 2 }))
	expect(heard).toEqual(range(22).map((n) => n + 3))
	expect(await harness.verify()).toMatchObject({ ok: true, entries: 24 })
})

test.each(WHENS)('[J24] the connection is cut when the end of a change was %s: it is made once, and its entry heard', async (when) => {
	const heard: string[] = []
	far.onCommit((entries) => void heard.push(...opsIn(entries)))
	proxy.cutAt('COMMIT', when)
	expect(await far.changeOperation({ change: { op: 'changed', values: { name: 'Zweite' } }, by: 'a' })).toMatchObject({
		ok: true,
		value: { name: 'Zweite' },
	})
	proxy.cutAt('COMMIT', when)
	expect(await far.regrant({ credential: 'key', version: 1, by: 'a' })).toBe(true)
	proxy.cutAt('COMMIT', when)
	await far.beginEpoch({ by: 'a', reason: 'b' })
	expect(proxy.cuts()).toBe(3)
	expect(opsIn(await all(far)).slice(1)).toEqual(['changed', 'regranted', 'restored'])
	expect(heard).toEqual(['changed', 'regranted', 'restored'])
	expect(await harness.verify()).toMatchObject({ ok: true, entries: 4 })
})

test('[J24] a server that is killed and comes back leaves each entry once; nobody is told wrongly', async () => {
	const waiting = range(1_000).map((n) => far.append(report({ n, credential: `c${n % 20}` })))
	await Promise.race(waiting)
	await server.restart()
	const faults = (await Promise.all(waiting)).flatMap((answer) => (answer.ok ? [] : [answer.fault.fault]))
	expect(faults.filter((fault) => fault !== 'not-ready')).toEqual([])
	const answers = await Promise.all(range(1_000).map((n) => appended(far, report({ n, credential: `c${n % 20}` }))))
	expect(new Set(answers.map((answer) => answer.seq)).size).toBe(1_000)
	const told = (await Promise.all(waiting)).map((answer, n) => (answer.ok ? answer.value.seq : answers[n]?.seq))
	expect(told).toEqual(answers.map((answer) => answer.seq))
	expect(await harness.verify()).toMatchObject({ ok: true, entries: 1_001 })
})

test('[J24] while the database is away an append is refused in time, reading rejects, and the journal goes on when it is back', async () => {
	const hub = (await (await harness.hub('hasty', harness.url, { waits: { patienceMs: 1_000 } })).open(FLOOD.id)) ?? fail()
	await appended(hub, report({ n: 1 }))
	await server.kill()
	const [first, later] = await Promise.all([hub.append(report({ n: 2 })), hub.append(report({ n: 3, credential: 'other' }))])
	for (const answer of [first, later]) {
		expect(answer).toMatchObject({ ok: false, fault: { fault: 'not-ready' } })
		expect(answer.ok ? '' : answer.fault.message).toMatch(/^the database is away[a-z,; ]*( \([A-Z0-9_]+\))?$/)
	}
	expect(await hub.append(report({ n: 4 }))).toMatchObject({ ok: false, fault: { fault: 'not-ready' } })
	await expect(hub.head()).rejects.toBeInstanceOf(Error)
	await expect(hub.regrant({ credential: 'key', version: 1, by: 'a' })).rejects.toBeInstanceOf(Error)
	await server.restart()
	expect(await appended(hub, report({ n: 2 }))).toMatchObject({ seq: 3, known: false })
	expect(await hub.head()).toMatchObject({ seq: 3 })
	expect(await harness.verify()).toMatchObject({ ok: true, entries: 3 })
})

test('[J25] who holds the lock and stands still loses it, and the others go on', async () => {
	const holder = await connect({ url: harness.url, node: 'frozen', waits: { idleMs: 500 } })
	await holder.rows({ text: 'BEGIN' })
	await holder.rows({ text: 'SELECT no FROM lagebild.operations FOR UPDATE' })
	expect(await appended(far, report({ n: 1 }))).toMatchObject({ seq: 2 })
	await expect(holder.rows({ text: 'SELECT 1' })).rejects.toBeInstanceOf(Error)
	holder.drop()
})

test('[J27] a server that stood still, or a slow way to it, is no step of the clock; a clock that was set is one for all hubs', async () => {
	const near = (await (await harness.hub('near')).open(FLOOD.id)) ?? fail()
	for (const [n, hub] of [far, near].entries()) await appended(hub, report({ n }))
	server.pause()
	const waiting = [far, near].map((hub, n) => hub.append(report({ n: 10 + n })))
	await new Promise((resolve) => setTimeout(resolve, 1_200))
	server.resume()
	expect((await Promise.all(waiting)).every(({ ok }) => ok)).toBe(true)
	expect(opsIn(await all(far))).not.toContain('clock-step')
	const ahead =
		'CREATE OR REPLACE FUNCTION lagebild.wall_ms() RETURNS bigint LANGUAGE sql VOLATILE AS $$ SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint + '
	for (const [n, shift] of [3_600_000, -3_600_000].entries()) {
		await harness.sql({ text: `${ahead} (${shift}) $$` })
		await Promise.all([far, near].map((hub, i) => appended(hub, report({ n: 20 + n * 2 + i }))))
	}
	expect(opsIn(await all(far)).filter((op) => op === 'clock-step')).toHaveLength(2)
	expect(await harness.verify()).toMatchObject({ ok: true })
})

test('[J27] the interval of the clock holds whatever the answers take, and only what contradicts it is a step', () => {
	const clock = new ServerClock()
	expect(clock.expect(0)).toBeUndefined()
	clock.learn({ sent: 0, received: 4_000, wall: 1_002_000, steps: 0 })
	clock.learn({ sent: 5_000, received: 5_010, wall: 1_006_000, steps: 0 })
	expect(clock.stepIn({ sent: 6_000, received: 9_000, wall: 1_009_500, steps: 0 })).toBeUndefined()
	expect(clock.stepIn({ sent: 6_000, received: 6_010, wall: 1_009_500, steps: 0 })).toBeGreaterThan(1_006_900)
	expect(clock.stepIn({ sent: 6_000, received: 6_010, wall: 900_000, steps: 1 })).toBeUndefined()
	expect(clock.expect(7_000)).toBeUndefined()
})

test('[J23] a server that would forget what it acknowledged is refused, and so are tables of a newer program', async () => {
	const open = (url: string) => openPostgresStore({ url, node: 'x', keyFolder: harness.folder })
	const database = new URL(harness.url).pathname.slice(1)
	await harness.sql({ text: `ALTER DATABASE ${database} SET synchronous_commit = off` })
	await expect(open(harness.url)).rejects.toThrow('synchronous_commit is off')
	await harness.sql({ text: `ALTER DATABASE ${database} RESET synchronous_commit` })
	await harness.sql({ text: "UPDATE lagebild.parts SET version = 99 WHERE part = 'journal'" })
	await expect(open(harness.url)).rejects.toThrow('version 99')
	await server.restart(server.folder, { fsync: 'off' })
	try {
		await expect(open(harness.url)).rejects.toThrow('fsync is off')
	} finally {
		await server.restart()
	}
})

test('[J23] hubs that start together on an empty database make its tables once', async () => {
	const url = await server.database()
	const stores = await Promise.all(range(3).map((n) => openPostgresStore({ url, node: `hub-${n}`, keyFolder: harness.folder })))
	const lists = await Promise.all(stores.map((store) => store.operations()))
	expect(lists).toEqual([[], [], []])
	await Promise.all(stores.map((store) => store.close()))
})

test('[J25] nobody waits for the goodbye of a server that stands still', async () => {
	const connection = await connect({ url: harness.url, node: 'far', waits: { goodbyeMs: 200 } })
	server.pause()
	const goodbye = connection.end()
	await Promise.race([goodbye, delay(5_000)])
	server.resume()
	expect(connection.isOpen()).toBe(false)
	await goodbye
})
