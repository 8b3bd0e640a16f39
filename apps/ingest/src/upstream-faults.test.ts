import type { RequestListener } from 'node:http'

import { afterEach, describe, expect, test } from 'vitest'

import { contentOf, healthOf } from './testing/fake-hub.ts'
import { areas, GEO, pages, stations } from './testing/pages.ts'
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

describe('what goes wrong upstream', () => {
	test('an error page under HTTP 200 is kept as a reject and makes the feed amber, without ending anything', async () => {
		const content: Pages = { '/': areas('a') }
		const setting = await set(pages(content), GEO)
		const worker = setting.worker()
		await poll(worker)
		content['/'] = '<html><h1>Wartungsarbeiten</h1></html>'
		setting.pass()
		await poll(worker)
		expect(setting.hub.rejects).toMatchObject([{ reason: 'not-json', raw: '<html><h1>Wartungsarbeiten</h1></html>' }])
		expect(healthOf(setting.hub).map(([state]) => state)).toEqual(['green', 'amber'])
		expect(contentOf(setting.hub).filter(({ op }) => op === 'roster')).toHaveLength(1)
		setting.pass(31 * 60_000)
		await poll(worker)
		expect(healthOf(setting.hub)).toHaveLength(3)
		expect(healthOf(setting.hub).at(-1)).toMatchObject(['red', expect.stringContaining('JSON')])
	})
	test('an upstream that cannot be reached is red at once, in words, and told once', async () => {
		const setting = await set(pages({}), GEO)
		await setting.upstream.close()
		const worker = setting.worker()
		await poll(worker)
		setting.pass()
		await poll(worker)
		expect(healthOf(setting.hub)).toEqual([['red', `ECONNREFUSED ${setting.upstream.url.slice(7)}: nobody listens there`]])
		expect(worker.failures).toBe(2)
	})
	test('a redirect into the house is refused and told', async () => {
		const setting = await set(pages({}), GEO)
		const inside = setting.hub.url
		const away = await set(pages({ '/': { status: 302, headers: { location: inside } } }), GEO)
		await poll(away.worker())
		expect(healthOf(away.hub)).toEqual([['red', `redirect to the private host ${inside.slice(7)}`]])
		expect(setting.hub.requests).toEqual([])
	})
	test('an answer that drips is cut off', async () => {
		const setting = await set(
			(_request, response) => {
				response.writeHead(200)
				const drip = setInterval(() => response.write(' '), 20)
				response.on('close', () => clearInterval(drip))
			},
			{ ...GEO, timeoutSeconds: 1 },
		)
		await poll(setting.worker())
		expect(healthOf(setting.hub)).toEqual([['red', 'no complete answer within 1 s']])
	})
	test('old values make a feed amber although it answers', async () => {
		const content: Pages = { '/stations.json': stations(649) }
		const setting = await set(pages(content), { format: 'pegelonline', options: { history: [] } })
		const worker = setting.worker()
		await poll(worker)
		setting.pass(60 * 60_000)
		await poll(worker)
		expect(healthOf(setting.hub)).toEqual([
			['green', null],
			['amber', 'the newest value is 61 min old'],
		])
	})
})

function rosters(setting: Setting): unknown[] {
	return contentOf(setting.hub).flatMap((event) => (event.op === 'roster' ? [[event.roster.streak, event.roster.ids.length]] : []))
}

describe('presence', () => {
	test('a list is told at its first, second and fifth poll in a row, unchanged or not', async () => {
		const setting = await set(pages({ '/': areas('a', 'b') }), GEO)
		const worker = setting.worker()
		for (let i = 0; i < 7; i += 1) {
			// oxlint-disable-next-line no-await-in-loop
			await poll(worker)
			setting.pass()
		}
		expect(rosters(setting)).toEqual([
			[1, 2],
			[2, 2],
			[5, 2],
		])
	})
	test('a list that shrinks suspiciously makes the feed amber until it is believed', async () => {
		const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
		const content: Pages = { '/': areas(...all) }
		const setting = await set(pages(content), GEO)
		const worker = setting.worker()
		await poll(worker)
		content['/'] = areas()
		for (let i = 0; i < 5; i += 1) {
			setting.pass()
			// oxlint-disable-next-line no-await-in-loop
			await poll(worker)
		}
		expect(healthOf(setting.hub)).toEqual([
			['green', null],
			['amber', 'upstream list shrank 8 → 0'],
			['green', null],
		])
		expect(rosters(setting).slice(1)).toEqual([
			[1, 0],
			[2, 0],
			[5, 0],
		])
	})
	test('paging without an end is cut off, told, and ends nothing', async () => {
		let page = 0
		const setting = await set((_request, response) => {
			page += 1
			response.end(`{"links":[{"rel":"next","href":"/${page}"}],"type":"FeatureCollection","features":[]}`)
		}, GEO)
		await poll(setting.worker())
		expect(page).toBe(2_000)
		expect(healthOf(setting.hub)).toEqual([
			['amber', '1 of 2000 documents: more than 2000 documents name each other, and the others are not read'],
		])
		expect(rosters(setting)).toEqual([])
	})
	test('a list of which a page is missing is no list', async () => {
		const first = areas('a').replace('{"type":"FeatureCollection"', '{"links":[{"rel":"next","href":"/2"}],"type":"FeatureCollection"')
		const content: Pages = { '/': first, '/2': { status: 500 } }
		const setting = await set(pages(content), GEO)
		const worker = setting.worker()
		await poll(worker)
		expect(rosters(setting)).toEqual([])
		content['/2'] = areas('b')
		setting.pass()
		await poll(worker)
		expect(rosters(setting)).toEqual([[1, 2]])
	})
})
