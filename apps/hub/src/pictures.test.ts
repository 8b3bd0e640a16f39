import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { gunzipSync } from 'node:zlib'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { TestHub, uuid } from './testing/harness.ts'

const THINGS = 1_500
const AT_ONCE = 500
/** Of the thread's own time: what a neighbour on the machine takes is not the hub's. */
const MOST_STALL_MS = 50
const PICTURE = '/api/v1/operations/lage/picture'

let hub: TestHub
let early: string

beforeAll(async () => {
	hub = await TestHub.start()
	await say(0, 10)
	early = new Date().toISOString()
	for (let from = 10; from < THINGS; from += AT_ONCE) await say(from, Math.min(THINGS, from + AT_ONCE))
}, 60_000)
afterAll(async () => {
	await hub.close()
})

async function say(from: number, until: number): Promise<void> {
	const events = Array.from({ length: until - from }, (_, n) => incident(from + n))
	expect((await hub.ask('/api/v1/operations/lage/events', { key: hub.admin, json: events })).status).toBeLessThan(300)
}

function incident(n: number) {
	const payload = { title: `Keller ${n}`, category: 'flooding', description: 'Wasser im Keller, Strom ausgefallen.' }
	return { id: uuid(n), kind: 'incident', entity: `incident:admin:${n}`, op: 'upsert', payload }
}

const Picture = z.object({ seq: z.number(), entities: z.array(z.object({ id: z.string() })) })

async function pictureOf(query = ''): Promise<z.infer<typeof Picture>> {
	return Picture.parse((await hub.ask(`${PICTURE}${query}`, { key: hub.admin })).body)
}

/** The longest that the thread computed between two turns of the loop while something was done, ms. */
async function longestStall(work: () => Promise<unknown>): Promise<number> {
	let [longest, at, ended] = [0, process.threadCpuUsage(), false]
	const turn = (): void => {
		const { user, system } = process.threadCpuUsage(at)
		longest = Math.max(longest, (user + system) / 1_000)
		at = process.threadCpuUsage()
		if (!ended) setImmediate(turn)
	}
	setImmediate(turn)
	await work()
	ended = true
	return longest
}

describe('a whole picture over HTTP', () => {
	test('[S6] holds what was acknowledged before it was asked for, whoever else asks for the same meanwhile', async () => {
		for (let n = 0; n < 5; n++) {
			const others = [pictureOf(), pictureOf()]
			await say(THINGS + n, THINGS + n + 1)
			const seen = await pictureOf()
			expect(seen.entities.map(({ id }) => id)).toContain(`incident:admin:${THINGS + n}`)
			expect(seen.entities).toHaveLength(seen.seq - 1)
			for (const { seq, entities } of await Promise.all(others)) expect(entities).toHaveLength(seq - 1)
		}
	})

	test('[S6] is packed for who takes it so, and the same', async () => {
		const headers = { authorization: `Bearer ${hub.admin}` }
		const raw = (encoding: string): Promise<{ readonly head: IncomingMessage; readonly bytes: Buffer }> =>
			new Promise((resolve, reject) => {
				get(`${hub.url}${PICTURE}?at=${early}`, { headers: { ...headers, 'accept-encoding': encoding } }, (head) => {
					const chunks: Buffer[] = []
					head.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve({ head, bytes: Buffer.concat(chunks) }))
				}).on('error', reject)
			})
		const [plain, packed] = [await raw('identity'), await raw('gzip')]
		expect([plain.head.headers['content-encoding'], packed.head.headers['content-encoding']]).toEqual([undefined, 'gzip'])
		expect(packed.head.headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': 'application/json; charset=utf-8' })
		expect(gunzipSync(packed.bytes).toString()).toBe(plain.bytes.toString())
	})

	test('[S7] of old moments, asked for again and again, holds the loop no longer than a moment', async () => {
		const moments = Array.from({ length: 6 }, (_, n) => new Date(Date.parse(early) + n).toISOString())
		const stall = await longestStall(async () => {
			const answers = await Promise.all(moments.map((at) => hub.ask(`${PICTURE}?at=${at}`, { key: hub.admin })))
			expect(answers.map(({ status }) => status).filter((status) => status === 200).length).toBeGreaterThan(0)
		})
		expect(stall).toBeLessThan(MOST_STALL_MS)
		const present = await longestStall(() => Promise.all([pictureOf(), hub.ask('/api/v1/operations/lage/figures', { key: hub.admin })]))
		expect(present).toBeLessThan(MOST_STALL_MS)
	})
})
