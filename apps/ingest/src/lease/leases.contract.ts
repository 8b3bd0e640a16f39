import { randomBytes } from 'node:crypto'

import { startRedis } from '@lagebild/testing/redis.ts'
import { redisUrl } from '@lagebild/testing/servers.ts'
import { until } from '@lagebild/testing/until.ts'
import { afterEach, describe, expect, test } from 'vitest'

import { KeyedFeed } from '../config.ts'
import { openBoard } from './board.ts'
import { holdFeeds } from './holding.ts'

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
	await Promise.all(closing.splice(0).map((close) => close()))
})

function feedOf(id: string): KeyedFeed {
	return KeyedFeed.parse({ id, name: id, format: 'geojson', url: 'http://127.0.0.1', operation: 'base', key: `lb_${id}` })
}

const FEEDS = ['a', 'b', 'c', 'd', 'e'].map(feedOf)

type Ingest = {
	readonly reads: Set<string>
	readonly warnings: string[]
	/** Feeds that this one hears, and that others did. */
	readonly hears: string[]
	readonly others: string[]
	readonly alone: () => boolean
	/** As after SIGKILL. */
	readonly kill: () => Promise<void>
	readonly leave: () => Promise<void>
}

/** Ten times as fast as in a control room. */
type Place = { readonly url: string; readonly name: string; readonly leaseMs?: number }

function ingestOf(self: string, { url, name, leaseMs = 500 }: Place): Ingest {
	const reads = new Set<string>()
	const hears: string[] = []
	const others: string[] = []
	const warnings: string[] = []
	const stop = new AbortController()
	const board = openBoard({ url, name, self, leaseMs, onError: () => undefined })
	const holding = holdFeeds({
		board,
		self,
		feeds: FEEDS,
		lookMs: 100,
		heard: { own: () => new Map(hears.splice(0).map((feed) => [feed, Date.now()])), others: (feed) => void others.push(feed) },
		log: { info: () => undefined, warn: (_fields: unknown, text?: unknown) => void warnings.push(String(text ?? _fields)) },
		signal: stop.signal,
		onHold: ({ id }) => void reads.add(id),
		onLose: ({ id }) => Promise.resolve(void reads.delete(id)),
	})
	const end = async (): Promise<void> => {
		stop.abort()
		await holding.done
	}
	closing.push(async () => {
		await end()
		board.close()
	})
	return {
		reads,
		hears,
		others,
		warnings,
		alone: holding.alone,
		kill: async () => {
			await end()
			board.close()
		},
		leave: async () => {
			await end()
			await holding.leave()
		},
	}
}

const fresh = () => ({ url: redisUrl(), name: `test:${randomBytes(6).toString('hex')}` })

function allOf(...ingests: readonly Ingest[]): readonly string[] {
	return ingests.flatMap(({ reads }) => [...reads]).toSorted()
}

const ALL = FEEDS.map(({ id }) => id)
const eachOnce = (...ingests: readonly Ingest[]) => (allOf(...ingests).join('') === ALL.join('') ? true : undefined)

describe('leases', () => {
	test('one ingest reads everything, and shares with one that comes', async () => {
		const place = fresh()
		const first = ingestOf('first', place)
		await until('all feeds', () => eachOnce(first))
		expect(first.alone()).toBe(true)
		const second = ingestOf('second', place)
		await until('an even share', () => (second.reads.size === 2 && eachOnce(first, second)) || undefined)
		expect(first.alone()).toBe(false)
	})
	test('the feeds of one that is killed are read by the others', async () => {
		const place = fresh()
		const first = ingestOf('first', place)
		await until('all feeds', () => eachOnce(first))
		const second = ingestOf('second', place)
		await until('two that know of each other', () => (second.alone() ? undefined : true))
		await first.kill()
		await until('all feeds', () => eachOnce(second))
		expect(second.alone()).toBe(true)
	})
	test('one that stops lets go at once', async () => {
		const place = { ...fresh(), leaseMs: 60_000 }
		const first = ingestOf('first', place)
		await until('all feeds', () => eachOnce(first))
		const second = ingestOf('second', place)
		await until('two that know of each other', () => (second.alone() ? undefined : true))
		await first.leave()
		await until('all feeds', () => eachOnce(second))
		expect(second.alone()).toBe(true)
	})
	test('without Redis everybody reads everything, says so once, and shares again when it is back', async () => {
		const redis = await startRedis()
		closing.push(redis.stop)
		const place = { url: redis.url, name: 'lagebild' }
		const both = [ingestOf('first', place), ingestOf('second', place)]
		await until('a share each', () => eachOnce(...both))
		await redis.kill()
		await until('everything twice', () => (both.every(({ reads, alone }) => alone() && reads.size === FEEDS.length) ? true : undefined))
		expect(both.map(({ warnings }) => warnings.length)).toEqual([1, 1])
		expect(both.every(({ alone }) => alone())).toBe(true)
		await redis.restart()
		await until('a share each', () => eachOnce(...both))
		expect(both.map(({ warnings }) => warnings.length)).toEqual([1, 1])
	})
	test('what one hears of a feed that all serve, the others know', async () => {
		const place = fresh()
		const [first, second] = [ingestOf('first', place), ingestOf('second', place)]
		first.hears.push('tore')
		await until('the news', () => (second.others.length > 0 ? true : undefined))
		expect(second.others).toEqual(['tore'])
	})
	test('what another took while this one slept is not read here any more', async () => {
		const place = fresh()
		const first = ingestOf('first', place)
		await until('all feeds', () => eachOnce(first))
		const thief = openBoard({ ...place, self: 'thief', leaseMs: 60_000, onError: () => undefined })
		closing.push(() => Promise.resolve(thief.close()))
		const board = openBoard({ ...place, self: 'first', onError: () => undefined })
		closing.push(() => Promise.resolve(board.close()))
		const [feed = feedOf('')] = FEEDS
		await until('the theft', async () => {
			await board.give(feed).catch(() => undefined)
			return (await thief.take(feed).catch(() => false)) || undefined
		})
		await until('the loss', () => (first.reads.has(feed.id) ? undefined : true))
		expect(first.reads.size).toBe(FEEDS.length - 1)
	})
})
