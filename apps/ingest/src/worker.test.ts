import type { RequestListener } from 'node:http'

import { fault } from '@lagebild/model/fault.ts'
import { afterEach, describe, expect, test } from 'vitest'

import { contentOf, healthOf } from './testing/fake-hub.ts'
import { alert, areas, atom, GEO, pages, STATION, stations } from './testing/pages.ts'
import type { Pages } from './testing/pages.ts'
import { settingOf } from './testing/setting.ts'
import type { Setting } from './testing/setting.ts'
import { poll } from './worker.ts'

const open: Setting[] = []

afterEach(async () => {
	await Promise.all(open.splice(0).map((setting) => setting.close()))
})

async function set(listener: RequestListener, config: Record<string, unknown> & { readonly path?: string }): Promise<Setting> {
	const setting = await settingOf(listener, config)
	open.push(setting)
	return setting
}

describe('what is told', () => {
	test('a feed that answers is well, says what it holds under its key, and is not repeated unchanged', async () => {
		const asked: string[] = []
		const setting = await set(pages({ '/': areas('a', 'b') }, asked), { ...GEO, options: { mode: 'delta' } })
		const worker = setting.worker()
		await poll(worker)
		expect(contentOf(setting.hub).map(({ entity }) => entity)).toEqual(['area:probe:a', 'area:probe:b'])
		expect(healthOf(setting.hub)).toEqual([['green', null]])
		expect(setting.hub.requests.every(({ key }) => key === 'Bearer lb_probe')).toBe(true)
		const before = setting.hub.requests.length
		setting.pass()
		await poll(worker)
		expect(asked).toHaveLength(2)
		expect(setting.hub.requests).toHaveLength(before)
	})
	test('only what changed is posted', async () => {
		const content: Pages = { '/': areas('a', 'b') }
		const setting = await set(pages(content), { ...GEO, options: { mode: 'delta' } })
		const worker = setting.worker()
		await poll(worker)
		content['/'] = areas('a', 'b', 'c')
		await poll(worker)
		expect(setting.hub.requests.at(-1)?.body).toMatchObject([{ entity: 'area:probe:c' }])
	})
	test('after a restart the same is said under the same ids', async () => {
		const setting = await set(pages({ '/': atom('one', 'two'), '/one.xml': alert('one'), '/two.xml': alert('two') }), { format: 'cap' })
		await poll(setting.worker())
		const ids = contentOf(setting.hub).map(({ id }) => id)
		await poll(setting.worker())
		expect(ids).toHaveLength(2)
		expect(contentOf(setting.hub).map(({ id }) => id)).toEqual(ids)
	})
	test('what was replaced and holds again is said again', async () => {
		const content: Pages = { '/': areas('a') }
		const setting = await set(pages(content), { ...GEO, options: { mode: 'delta', fields: { name: 'name' } } })
		const worker = setting.worker()
		await poll(worker)
		content['/'] = areas('a').replace('"name":"a"', '"name":"anders"')
		await poll(worker)
		content['/'] = areas('a')
		await poll(worker)
		await poll(worker)
		const names = contentOf(setting.hub).map((event) => (event.op === 'upsert' ? event.payload['name'] : ''))
		expect(names).toEqual(['a', 'anders', 'a'])
	})
	test('values are told once, a correction of the same time again, the past once and marked', async () => {
		const past = JSON.stringify([{ timestamp: '2026-11-21T20:00:00+01:00', value: 600 }])
		const content: Pages = { '/stations.json': stations(649), [`/stations/${STATION.uuid}/W/measurements.json`]: past }
		const asked: string[] = []
		const setting = await set(pages(content, asked), { format: 'pegelonline' })
		const worker = setting.worker()
		await poll(worker)
		expect(setting.hub.measurements.map(({ backfill, observations }) => [backfill, observations?.value])).toEqual([
			[undefined, [649]],
			[true, [600]],
		])
		await poll(worker)
		content['/stations.json'] = stations(650)
		setting.pass()
		await poll(worker)
		expect(setting.hub.measurements.at(-1)?.observations?.value).toEqual([650])
		expect(setting.hub.measurements).toHaveLength(3)
		expect(asked.filter((path) => path.includes('measurements'))).toHaveLength(1)
	})
	test('after a restart the past is compared with what the hub has, and only the rest is told', async () => {
		const [first, second] = ['2026-11-21T20:00:00+01:00', '2026-11-21T20:01:00+01:00']
		const past = `/stations/${STATION.uuid}/W/measurements.json`
		const content: Pages = { '/stations.json': stations(649), [past]: JSON.stringify([{ timestamp: first, value: 600 }]) }
		const setting = await set(pages(content), { format: 'pegelonline' })
		await poll(setting.worker())
		await poll(setting.worker())
		content[past] = JSON.stringify([first, second].map((timestamp) => ({ timestamp, value: 600 })))
		await poll(setting.worker())
		const told = setting.hub.measurements.filter(({ backfill }) => backfill).map(({ observations }) => observations?.observed)
		expect(told).toEqual([[first], [second]])
	})
})

describe('documents of an index', () => {
	test('are asked for once while the index calls them the same, again after a while', async () => {
		const asked: string[] = []
		const setting = await set(pages({ '/': atom('one'), '/one.xml': alert('one') }, asked), { format: 'cap' })
		const worker = setting.worker()
		await poll(worker)
		await poll(worker)
		expect(asked).toEqual(['/', '/one.xml', '/'])
		setting.pass(11 * 60_000)
		await poll(worker)
		expect(asked.slice(3)).toEqual(['/', '/one.xml'])
	})
	test('that fail make the feed amber and rest before they are asked for again; the others are told', async () => {
		const asked: string[] = []
		const content: Pages = { '/': atom('one', 'two'), '/one.xml': { status: 404 }, '/two.xml': alert('two') }
		const setting = await set(pages(content, asked), { format: 'cap' })
		const worker = setting.worker()
		await poll(worker)
		await poll(worker)
		expect(asked.filter((path) => path === '/one.xml')).toHaveLength(1)
		expect(contentOf(setting.hub)).toHaveLength(1)
		content['/one.xml'] = alert('one')
		setting.pass()
		await poll(worker)
		expect(contentOf(setting.hub)).toHaveLength(2)
		expect(healthOf(setting.hub)).toEqual([
			['amber', '1 of 3 documents: HTTP 404 Not Found'],
			['green', null],
		])
	})
	test('are left alone when the upstream asks to wait', async () => {
		const asked: string[] = []
		const ids = Array.from({ length: 12 }, (_, i) => `a${i}`)
		const busy = Object.fromEntries(ids.map((id) => [`/${id}.xml`, { status: 429, headers: { 'retry-after': '90' } }]))
		const setting = await set(pages({ '/': atom(...ids), ...busy }, asked), { format: 'cap' })
		expect(await poll(setting.worker())).toEqual({ retryAfterMs: 90_000 })
		expect(asked).toHaveLength(5)
	})
})

describe('what goes wrong at the hub', () => {
	test('a busy hub is asked again; what could not be handed over is fetched again in full', async () => {
		const setting = await set(pages({ '/': areas('a') }), { ...GEO, options: { mode: 'delta' } })
		const worker = setting.worker()
		setting.hub.faults.push({ status: 503 }, { status: 429, retryAfter: '0' }, { status: 503 }, { status: 503 })
		await poll(worker)
		expect(contentOf(setting.hub)).toEqual([])
		await poll(worker)
		expect(contentOf(setting.hub)).toHaveLength(1)
		expect(healthOf(setting.hub)).toEqual([['green', null]])
	})
	test('an item that the hub refuses is kept as a reject, once, and spoils no other', async () => {
		const content: Pages = { '/': atom('real', 'drill'), '/real.xml': alert('real'), '/drill.xml': alert('drill', 'Exercise') }
		const setting = await set(pages(content), { format: 'cap' })
		setting.hub.against = ({ status }) =>
			status === 'exercise' ? fault('status-mismatch', 'this operation is actual', 'status') : undefined
		const worker = setting.worker()
		await poll(worker)
		setting.pass(11 * 60_000)
		await poll(worker)
		expect(contentOf(setting.hub).map(({ entity }) => entity)).toEqual(['warning:probe:real'])
		expect(setting.hub.rejects).toMatchObject([{ reason: 'status-mismatch', path: 'status' }])
		expect(healthOf(setting.hub)).toEqual([['green', null]])
	})
	test('what was refused and is spoken of no more is no trouble for ever; what is still spoken of is', async () => {
		const content: Pages = { '/': areas('a', 'b') }
		const setting = await set(pages(content), { ...GEO, options: { mode: 'delta' } })
		setting.hub.against = ({ entity }) => (entity.endsWith(':b') ? fault('bad-message', 'no', 'payload') : undefined)
		const worker = setting.worker()
		const state = async (): Promise<string> => {
			setting.pass()
			await poll(worker)
			return worker.health.state
		}
		expect(await state()).toBe('amber')
		for (let minute = 0; minute < 70; minute += 1) expect(await state()).toBe('amber')
		content['/'] = areas('a')
		for (let minute = 0; minute < 62; minute += 1) await state()
		expect(await state()).toBe('green')
	})
	test('a heartbeat of a warning system is a sign of life, and nothing that was refused', async () => {
		const heartbeat = alert('beat').replace(/<status>[^<]*</, '<status>System<')
		const setting = await set(pages({ '/': heartbeat }), { format: 'cap' })
		const worker = setting.worker()
		await poll(worker)
		expect([contentOf(setting.hub), setting.hub.rejects, healthOf(setting.hub)]).toEqual([[], [], [['green', null]]])
	})
	test('values for a sensor that is not there yet are told with the next poll, and nothing is wrong with the feed', async () => {
		const setting = await set(pages({ '/stations.json': stations(649) }), { format: 'pegelonline', options: { history: [] } })
		const worker = setting.worker()
		setting.hub.againstRow = () => fault('unknown-entity', undefined, 'observations.entity.0')
		await poll(worker)
		expect(setting.hub.measurements).toEqual([])
		setting.hub.againstRow = () => undefined
		await poll(worker)
		expect(setting.hub.measurements).toHaveLength(1)
		expect(healthOf(setting.hub)).toEqual([['green', null]])
	})
	test("a sensor that is missing for longer than the feed's own pace makes it amber until it comes", async () => {
		const setting = await set(pages({ '/stations.json': stations(649) }), { format: 'pegelonline', options: { history: [] } })
		const worker = setting.worker()
		setting.hub.againstRow = () => fault('unknown-entity', undefined, 'observations.entity.0')
		for (const ms of [0, 5_000, 55_000, 60_000]) {
			setting.pass(ms)
			await poll(worker)
		}
		expect(worker.untold).toBe(4)
		setting.hub.againstRow = () => undefined
		await poll(worker)
		expect(setting.hub.measurements).toHaveLength(1)
		expect(healthOf(setting.hub)).toEqual([
			['green', null],
			['amber', 'not taken by the hub: unknown-entity observations.entity.0'],
			['green', null],
		])
	})
	test('a closed operation makes the feed amber, is asked less and less often, and gets it all once it is open again', async () => {
		const setting = await set(pages({ '/': areas('a', 'b') }), { ...GEO, options: { mode: 'delta' } })
		const worker = setting.worker()
		const closed = fault('operation-closed', 'the operation is closed since 2026-11-21T20:00:00.000Z')
		setting.hub.against = () => closed
		for (const failures of [1, 2, 3]) {
			await poll(worker)
			setting.pass()
			expect(worker).toMatchObject({
				failures,
				health: { state: 'amber', reason: `not taken by the hub: operation-closed: ${closed.message}` },
			})
		}
		expect(contentOf(setting.hub)).toEqual([])
		expect(setting.hub.rejects).toEqual([])
		setting.hub.against = () => undefined
		await poll(worker)
		expect(contentOf(setting.hub)).toHaveLength(2)
		expect(worker).toMatchObject({ failures: 0, health: { state: 'green' } })
		expect(healthOf(setting.hub)).toEqual([['green', null]])
	})
	test('measurements that meet a closed operation are kept as well', async () => {
		const setting = await set(pages({ '/stations.json': stations(649) }), { format: 'pegelonline', options: { history: [] } })
		const worker = setting.worker()
		setting.hub.againstRow = () => fault('operation-closed')
		await poll(worker)
		expect(worker).toMatchObject({ failures: 1, health: { state: 'amber' } })
		setting.hub.againstRow = () => undefined
		await poll(worker)
		expect(setting.hub.measurements).toHaveLength(1)
		expect(worker.failures).toBe(0)
	})
})
