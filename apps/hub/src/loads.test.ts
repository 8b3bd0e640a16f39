import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

import { rowsOf } from '@lagebild/model/load-columns.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { Heard, TestHub, uuid } from './testing/harness.ts'

let hub: TestHub
let scope: string

const Table = z.object({
	n: z.int(),
	of: z.record(z.string(), z.union([z.array(z.unknown()), z.object({ same: z.unknown() }), z.object({ of: z.any() })])),
})
const Body = z.object({ scopeId: z.string(), rows: z.array(Table), measured: z.array(Table) })
const Named = z.object({ id: z.string(), v: z.number() })

const INCIDENTS = 600

beforeAll(async () => {
	hub = await TestHub.start()
	await say(Array.from({ length: INCIDENTS }, (_, n) => incident(n)))
	scope = await scopeOf(hub.admin)
})
afterAll(async () => {
	await hub.close()
})

function incident(n: number) {
	const entity = `incident:admin:${n}`
	const label = { level: n % 3 === 0 ? 'restricted' : 'internal' }
	return { id: uuid(n), kind: 'incident', entity, op: 'upsert', label, payload: { title: `Keller ${n}`, category: 'flooding' } }
}

async function say(events: readonly object[]): Promise<void> {
	const { status } = await hub.ask('/api/v1/operations/lage/events', { key: hub.admin, json: events })
	expect(status).toBeLessThan(300)
}

async function scopeOf(token: string): Promise<string> {
	const socket = hub.socket('lage', { token })
	const heard = new Heard(socket)
	socket.emit('open', { protocol: PROTOCOL, want: { cover: 'all' } })
	const { scopeId } = z.object({ scopeId: z.string() }).parse(await heard.take('welcome'))
	return scopeId
}

type Got = { readonly head: IncomingMessage; readonly bytes: Buffer }

/** As it comes over the wire. */
function rows(key: string, encoding: string): Promise<Got> {
	const headers = { authorization: `Bearer ${key}`, 'accept-encoding': encoding }
	return new Promise((resolve, reject) => {
		get(`${hub.url}/api/v1/operations/lage/rows?scope=${scope}`, { headers }, (head) => {
			const chunks: Buffer[] = []
			head.on('data', (chunk: Buffer) => chunks.push(chunk))
			head.on('end', () => resolve({ head, bytes: Buffer.concat(chunks) }))
		}).on('error', reject)
	})
}

function heldIn(text: string): readonly string[] {
	return Body.parse(JSON.parse(text))
		.rows.flatMap(rowsOf)
		.map((row) => Named.parse(row))
		.map(({ id, v }) => `${id}@${v}`)
		.toSorted()
}

async function onHub(): Promise<readonly string[]> {
	const { body } = await hub.ask('/api/v1/operations/lage/picture', { key: hub.admin })
	return z
		.object({ entities: z.array(Named) })
		.parse(body)
		.entities.map(({ id, v }) => `${id}@${v}`)
		.toSorted()
}

describe('a load over HTTP', () => {
	test('[S4] is the same text plain, by gzip and by Brotli, and all that the reader may see', async () => {
		const [plain, gzip, brotli] = await Promise.all([rows(hub.admin, 'identity'), rows(hub.admin, 'gzip'), rows(hub.admin, 'br')])
		expect([plain, gzip, brotli].map(({ head }) => head.headers['content-encoding'])).toEqual([undefined, 'gzip', 'br'])
		for (const { head, bytes } of [plain, gzip, brotli]) expect(Number(head.headers['content-length'])).toBe(bytes.length)
		expect(gunzipSync(gzip.bytes).toString()).toBe(plain.bytes.toString())
		expect(brotliDecompressSync(brotli.bytes).toString()).toBe(plain.bytes.toString())
		expect(gzip.bytes.length).toBeLessThan(plain.bytes.length / 5)
		expect(heldIn(plain.bytes.toString())).toEqual(await onHub())
	})

	test('[S3] is stored nowhere on its way, and refused to whom it is not for, however warm it is', async () => {
		const other = hub.access.createKey({ name: 'gast', role: 'observer', operations: 'all', clearance: 'internal' }).key
		const [own, foreign] = [await rows(hub.admin, 'gzip'), await rows(other, 'gzip')]
		expect(own.head.headers).toMatchObject({ 'cache-control': 'no-store', vary: 'accept-encoding' })
		expect(own.head.headers.etag).toBeUndefined()
		expect([foreign.head.statusCode, foreign.bytes.toString()]).toEqual([400, expect.stringContaining('bad-cursor')])
	})
})
