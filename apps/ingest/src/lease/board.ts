import { createHash } from 'node:crypto'

import { createClient } from 'redis'

import type { KeyedFeed } from '../config.ts'

export type BoardOptions = {
	readonly url: string
	/** Of all ingests that read for the same hubs. */
	readonly name: string
	/** This ingest. */
	readonly self: string
	/** Once per outage, without the address: it holds a password. */
	readonly onError: (why: string) => void
	readonly leaseMs?: number
}

/** Who lives and who holds what, at one moment. */
export type Seen = { readonly members: readonly string[]; readonly holders: ReadonlyMap<string, string | undefined> }

/** The leases as they lie in Redis. Every call rejects when Redis does not answer in time. */
export type Board = {
	/** Says that this ingest lives, prolongs what it holds, and looks around. */
	readonly look: (feeds: readonly KeyedFeed[]) => Promise<Seen>
	/** False: somebody was faster. */
	readonly take: (feed: KeyedFeed) => Promise<boolean>
	readonly give: (feed: KeyedFeed) => Promise<void>
	/** Gives these and is gone. */
	readonly leave: (feeds: readonly KeyedFeed[]) => Promise<void>
	/** Feeds that every ingest serves, with when this one heard them last. Resolves with when anybody did. */
	readonly hear: (heard: ReadonlyMap<string, number>) => Promise<ReadonlyMap<string, number>>
	readonly close: () => void
}

/** A lease that is not prolonged for so long is free. */
const LEASE_MS = 4_000
const ANSWER_MS = 1_000
const LONGEST_PAUSE_MS = 1_000

/** By the clock of Redis: those of the machines may differ. */
const LOOK = `
local now = redis.call('TIME')
local ms = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('ZADD', KEYS[1], ms, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ms - ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2] * 2)
local holders = {}
for i = 2, #KEYS do
	local holder = redis.call('GET', KEYS[i])
	if holder == ARGV[1] then redis.call('PEXPIRE', KEYS[i], ARGV[2]) end
	holders[i - 1] = holder or ''
end
return { redis.call('ZRANGE', KEYS[1], 0, -1), holders }`

const GIVE = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`

export function openBoard({ url, name, self, onError, leaseMs = LEASE_MS }: BoardOptions): Board {
	const client = connectionTo(url)
	let told = false
	client.on('error', (error: unknown) => {
		if (!told) onError(error instanceof Error && error.message !== '' ? error.message : 'no connection')
		told = true
	})
	client.on('ready', () => {
		told = false
	})
	const begun = new Promise<void>((resolve) => {
		client.once('ready', resolve)
		client.once('error', () => resolve())
	})
	client.connect().catch(() => undefined)
	const ingests = `${name}:ingests`
	const keyOf = (feed: KeyedFeed): string => `${name}:lease:${nameOf(feed)}`
	const give = async (feed: KeyedFeed): Promise<void> => {
		await within(client.eval(GIVE, { keys: [keyOf(feed)], arguments: [self] }))
	}
	return {
		look: async (feeds) => {
			await begun
			const keys = [ingests, ...feeds.map(keyOf)]
			const answer: unknown = await within(client.eval(LOOK, { keys, arguments: [self, String(leaseMs)] }))
			return seenIn(answer, feeds)
		},
		take: async (feed) =>
			(await within(client.set(keyOf(feed), self, { condition: 'NX', expiration: { type: 'PX', value: leaseMs } }))) === 'OK',
		give,
		leave: async (feeds) => {
			await Promise.all([...feeds.map(give), within(client.zRem(ingests, self))])
		},
		hear: async (heard) => {
			const place = `${name}:heard`
			if (heard.size > 0) await within(client.hSet(place, Object.fromEntries([...heard].map(([feed, at]) => [feed, String(at)]))))
			const all = Object.entries(await within(client.hGetAll(place)))
			return new Map(all.map(([feed, at]) => [feed, Number(at)]))
		},
		close: () => client.destroy(),
	}
}

/** Comes back by itself. What it is given while it is away fails at once. */
function connectionTo(url: string) {
	return createClient({
		url,
		disableOfflineQueue: true,
		socket: {
			connectTimeout: 2 * ANSWER_MS,
			socketTimeout: 4 * ANSWER_MS,
			reconnectStrategy: (retries: number) => Math.min(LONGEST_PAUSE_MS, 50 * 2 ** Math.min(retries, 10)),
		},
	})
}

/** Ingests with the same key of the same feed are one credential: what they say has the same ids. Nothing can be learnt from the name. */
function nameOf({ id, key }: KeyedFeed): string {
	return `${id}:${createHash('sha256').update(`${id} ${key}`).digest('hex').slice(0, 16)}`
}

function seenIn(answer: unknown, feeds: readonly KeyedFeed[]): Seen {
	const [members, holders] = Array.isArray(answer) ? answer.map(textsOf) : []
	if (!members || !holders) throw new Error('Redis answers something else')
	return { members: members.toSorted(), holders: new Map(feeds.map(({ id }, i) => [id, holders[i] === '' ? undefined : holders[i]])) }
}

function textsOf(value: unknown): readonly string[] {
	return Array.isArray(value) ? value.map(String) : []
}

async function within<T>(asked: Promise<T>): Promise<T> {
	const late = new AbortController()
	const timer = setTimeout(() => late.abort(), ANSWER_MS)
	const never = new Promise<never>((_resolve, reject) => {
		late.signal.addEventListener('abort', () => reject(new Error(`no answer within ${ANSWER_MS} ms`)))
	})
	try {
		return await Promise.race([asked, never])
	} finally {
		clearTimeout(timer)
	}
}
