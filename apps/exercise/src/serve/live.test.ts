import { once } from 'node:events'
import type { Server } from 'node:http'

import type { FollowUp, Parsed } from '@lagebild/feeds/adapter.ts'
import type { BoundAdapter } from '@lagebild/feeds/bind.ts'
import { joined } from '@lagebild/feeds/parsed.ts'
import { openFormat } from '@lagebild/feeds/registry.ts'
import type { Submission } from '@lagebild/model/event.ts'
import { verticesOf } from '@lagebild/model/geo.ts'
import { instant } from '@lagebild/model/time.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { feedsOf } from '../feeds.ts'
import { MINUTE, startClock } from '../scenario/clock.ts'
import { upstreamServer } from './server.ts'

const START = Date.UTC(2026, 10, 21, 20, 0)
const clock = startClock(START, 1)
let now = START
let server: Server
let base = ''

beforeAll(async () => {
	server = upstreamServer((address) => ({ now, clock, base: address }))
	server.listen(0, '127.0.0.1')
	await once(server, 'listening')
	const address = server.address()
	base = `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`
})

afterAll(() => {
	server.close()
	server.closeAllConnections()
})

const plan = () => ({ base, operation: 'sturmflut', standing: 'base', speed: 1, sources: 'all' as const })

/** Reads a feed of the exercise as a runner would: its first documents, and everything that they lead to. */
async function read(id: string, minutes: number): Promise<Parsed> {
	now = START + minutes * MINUTE
	const feed = feedsOf(plan()).find((one) => one.id === id)
	const adapter = feed && openFormat(feed.format, feed.options)
	if (!adapter?.ok) throw new Error(`${id} cannot be opened`)
	const parts: Parsed[] = []
	const seen = new Set<string>()
	let queue = adapter.value.documents(feed?.url ?? '')
	while (queue.length > 0) {
		const fresh = queue.filter(({ url, document }) => !seen.has(`${document} ${url}`))
		for (const { url, document } of fresh) seen.add(`${document} ${url}`)
		const answers = await Promise.all(fresh.map((one) => documentOf(adapter.value, id, one)))
		parts.push(...answers)
		queue = answers.flatMap(({ followUps }) => followUps)
	}
	const ids = parts.flatMap(({ listing }) => listing?.ids ?? [])
	const complete = parts.every(({ listing }) => listing?.complete ?? true)
	return { ...joined(parts), listing: { listTime: instant(now), complete, ids: [...new Set(ids)] } }
}

async function documentOf(adapter: BoundAdapter, feed: string, { url, document, context }: FollowUp): Promise<Parsed> {
	const response = await fetch(url)
	expect(response.status).toBe(200)
	const bytes = new Uint8Array(await response.arrayBuffer())
	return adapter.parse(bytes, { feed, received: instant(now), url, document, ...(context !== undefined && { context }) })
}

type Upsert = Extract<Submission, { op: 'upsert' }>

function upserts({ events }: Parsed): readonly Upsert[] {
	return events.filter((event): event is Upsert => event.op === 'upsert')
}

const names = (parsed: Parsed): readonly string[] =>
	(parsed.listing?.ids ?? []).map((id) => /boeen|glaette|mow|gewitter|beben|sprengung/.exec(id)?.[0] ?? id)

test('with all sources every feed is valid, reads without a reject of its own, is an exercise, and nothing lies at 0/0', async () => {
	for (const { id } of feedsOf(plan()).filter(({ url }) => url.startsWith('http'))) {
		const parsed = await read(id, 15)
		expect([id, parsed.rejects]).toEqual([id, []])
		expect([id, parsed.events.length + parsed.measurements.length]).not.toEqual([id, 0])
		expect(parsed.events.every(({ status = 'exercise' }) => status === 'exercise')).toBe(true)
		const places = upserts(parsed).flatMap(({ geometry }) => (geometry ? verticesOf(geometry) : []))
		expect(places.filter(([lng, lat]) => lng === 0 && lat === 0)).toEqual([])
	}
})

describe('the archive of the weather service', () => {
	test('brings a warning in eight languages with a hole in it', async () => {
		const parsed = await read('dwd-archiv-uebung', 1)
		const [gusts] = upserts(parsed)
		expect(names(parsed)).toEqual(['boeen'])
		expect(gusts).toMatchObject({ status: 'exercise', payload: { msgType: 'Alert', event: 'STURMBÖEN' } })
		expect(JSON.stringify(gusts?.payload['texts']).match(/"headline"/g)).toHaveLength(8)
		expect(gusts?.geometry?.type === 'Polygon' ? gusts.geometry.coordinates : gusts?.geometry?.coordinates[0]).toHaveLength(2)
	})
	test('updates it, and ends another by leaving it out before it would expire', async () => {
		expect(names(await read('dwd-archiv-uebung', 10))).toEqual(['boeen', 'glaette'])
		const later = await read('dwd-archiv-uebung', 45)
		expect([names(later), later.listing?.complete]).toEqual([['boeen'], true])
		const [update] = upserts(later)
		const [first] = upserts(await read('dwd-archiv-uebung', 1))
		expect(update?.links).toEqual([{ rel: 'updates', to: first?.entity }])
	})
})

describe('NINA', () => {
	test('one warning of the weather service under two ids is one, with its outline', async () => {
		const parsed = await read('nina-uebung', 10)
		expect(names(parsed).toSorted()).toEqual(['gewitter', 'mow'])
		expect(new Set(parsed.events.map(({ entity }) => entity)).size).toBe(2)
		const drawn = upserts(parsed).filter(({ geometry }) => geometry)
		expect(drawn.map(({ geometry }) => geometry?.type)).toEqual(['MultiPolygon', 'MultiPolygon'])
	})
	test('a warning without an end changes under its id, and ends by leaving the list', async () => {
		const water = async (minutes: number): Promise<Upsert | undefined> =>
			upserts(await read('nina-uebung', minutes)).find(({ entity, geometry }) => entity.includes('mow') && geometry)
		const [before, after] = [await water(10), await water(30)]
		expect(before?.entity).toBe(after?.entity)
		expect(before?.validity).toEqual({ until: null, basis: 'none' })
		expect(after?.revision).toBeGreaterThan(before?.revision ?? 0)
		expect(JSON.stringify(after?.payload)).toContain('Proben sind genommen')
		expect(names(await read('nina-uebung', 55))).toEqual(['gewitter'])
	})
})

describe('USGS', () => {
	test('an earthquake keeps its entity when another network takes it over; an explosion is taken back', async () => {
		const early = await read('usgs-uebung', 15)
		const later = await read('usgs-uebung', 50)
		expect(names(early)).toEqual(['beben', 'sprengung'])
		expect(names(later)).toEqual(['beben'])
		const [first, second] = [upserts(early)[0], upserts(later)[0]]
		expect(second?.entity).toBe(first?.entity)
		expect(second?.links).toHaveLength(1)
		expect([first?.payload['state'], second?.payload['state']]).toEqual(['reported', 'confirmed'])
		expect(second?.geometry).toEqual({ type: 'Point', coordinates: [9.61, 53.86] })
	})
})
