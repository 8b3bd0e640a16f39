import { afterEach, describe, expect, test } from 'vitest'

import { contentOf, healthOf } from './testing/fake-hub.ts'
import { areas, GEO, pages } from './testing/pages.ts'
import type { Pages } from './testing/pages.ts'
import { settingOf } from './testing/setting.ts'
import type { Setting } from './testing/setting.ts'
import { goOn, judge, poll } from './worker.ts'
import type { Worker } from './worker.ts'

const open: Setting[] = []

afterEach(async () => {
	await Promise.all(open.splice(0).map((setting) => setting.close()))
})

const ALL = Array.from({ length: 41 }, (_, i) => `area-${i}`)

async function set(content: Pages): Promise<Setting> {
	const setting = await settingOf(pages(content), GEO)
	open.push(setting)
	return setting
}

/** A worker without memory that goes on with the feed: after a restart, or in another ingest. */
async function another({ worker: create }: Setting): Promise<Worker> {
	const worker = create()
	await goOn(worker)
	return worker
}

async function polls(setting: Setting, worker: Worker, count: number): Promise<void> {
	for (let i = 0; i < count; i += 1) {
		setting.pass()
		// oxlint-disable-next-line no-await-in-loop
		await poll(worker)
	}
}

function rosters({ hub }: Setting): unknown[] {
	return contentOf(hub).flatMap((event) => (event.op === 'roster' ? [[event.roster.streak, event.roster.ids.length]] : []))
}

describe('a feed that moves from one ingest to another', () => {
	test('tells nothing anew when nothing changed, and counts its lists on', async () => {
		const setting = await set({ '/': areas('a', 'b') })
		await polls(setting, setting.worker(), 2)
		const told = setting.hub.events.size
		await polls(setting, await another(setting), 1)
		expect(setting.hub.events.size).toBe(told)
		expect(healthOf(setting.hub)).toEqual([['green', null]])
		expect(rosters(setting)).toEqual([
			[1, 2],
			[2, 2],
		])
	})
	test('41 → 0 stays amber and is believed after as many lists as with one ingest', async () => {
		const content: Pages = { '/': areas(...ALL) }
		const setting = await set(content)
		const first = setting.worker()
		await polls(setting, first, 2)
		content['/'] = areas()
		await polls(setting, first, 1)
		const second = await another(setting)
		await polls(setting, second, 1)
		await polls(setting, await another(setting), 2)
		expect(healthOf(setting.hub)).toEqual([
			['green', null],
			['amber', 'upstream list shrank 41 → 0'],
		])
		expect(rosters(setting).slice(2)).toEqual([
			[1, 0],
			[2, 0],
		])
	})
	test('41 → 0 between two ingests is amber with the second', async () => {
		const content: Pages = { '/': areas(...ALL) }
		const setting = await set(content)
		await polls(setting, setting.worker(), 2)
		content['/'] = areas()
		await polls(setting, await another(setting), 1)
		expect(healthOf(setting.hub).at(-1)).toEqual(['amber', 'upstream list shrank 41 → 0'])
	})
	test('a trouble that goes on stays the same trouble, with the time of its beginning', async () => {
		const setting = await set({ '/': { status: 503 } })
		await polls(setting, setting.worker(), 1)
		await polls(setting, await another(setting), 3)
		expect(healthOf(setting.hub)).toEqual([['red', 'HTTP 503 Service Unavailable']])
	})
	test('a hub without an answer lets it begin anew', async () => {
		const setting = await set({ '/': areas('a') })
		await polls(setting, setting.worker(), 1)
		setting.hub.faults.push({ status: 404 })
		await polls(setting, await another(setting), 1)
		expect(contentOf(setting.hub).filter(({ op }) => op !== 'roster')).toHaveLength(1)
	})
})

describe('a feed that every ingest serves', () => {
	test('is not silent as long as another ingest hears it', async () => {
		const setting = await set({})
		const own = setting.worker()
		let heard: number | undefined = own.ports.now()
		const worker = { ...own, ports: { ...own.ports, elsewhere: () => heard } }
		const silence = { type: 'failed', reason: 'no message came yet', unheard: true } as const
		await judge(worker, silence)
		expect(healthOf(setting.hub)).toEqual([['green', null]])
		heard = undefined
		setting.pass(3_600_000)
		await judge(worker, silence)
		expect(healthOf(setting.hub).at(-1)).toEqual(['red', 'no message came yet'])
	})
})

describe('an upstream that fails again and again', () => {
	test('is left alone and then asked for one document; the others follow when that one is there', async () => {
		const next = areas('a').replace('{"type":"FeatureCollection"', '{"links":[{"rel":"next","href":"/2"}],"type":"FeatureCollection"')
		const content: Pages = { '/': { status: 503 }, '/2': areas('b') }
		const setting = await set(content)
		const worker = setting.worker()
		await polls(setting, worker, 6)
		expect(healthOf(setting.hub)).toEqual([
			['red', 'HTTP 503 Service Unavailable'],
			['red', 'HTTP 503 Service Unavailable (5 failures in a row: it is left alone longer and longer, and asked for one document then)'],
		])
		content['/'] = next
		await polls(setting, worker, 1)
		expect(healthOf(setting.hub).at(-1)).toEqual(['green', null])
		expect(contentOf(setting.hub).filter(({ kind }) => kind === 'area')).toHaveLength(2)
	})
})
