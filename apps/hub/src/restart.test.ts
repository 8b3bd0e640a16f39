import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { hashOf } from '@lagebild/journal/chain.ts'
import { openSqliteStore } from '@lagebild/journal/sqlite/store.ts'
import { verifyJournal } from '@lagebild/journal/verify.ts'
import { OperationId } from '@lagebild/model/ids.ts'
import { PROTOCOL } from '@lagebild/model/protocol.ts'
import { instant } from '@lagebild/model/time.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as z from 'zod'

import { Heard, smallestEvent, TestHub, uuid } from './testing/harness.ts'

let hub: TestHub

vi.setConfig({ testTimeout: 90_000 })

beforeEach(async () => {
	hub = await TestHub.start()
})

afterEach(async () => {
	await hub.close()
})

const Line = z.object({ seq: z.int(), recorded: z.iso.datetime(), prevHash: z.hex(), commit: z.hex(), hash: z.hex() })

async function journalLines(query = '', key = hub.admin) {
	const { text } = await hub.ask(`/api/v1/operations/lage/journal${query}`, { key })
	return text
		.trim()
		.split('\n')
		.map((line) => Line.parse(JSON.parse(line)))
}

function bytes(hex: string): Uint8Array {
	return Uint8Array.from(Buffer.from(hex, 'hex'))
}

test('a restart keeps everything, and what is said twice stands there once', async () => {
	const events = Array.from({ length: 50 }, (_, n) => smallestEvent(n + 1))
	const first = await hub.post(events)
	const before = await hub.ask('/api/v1/operations/lage/picture', { key: hub.admin })
	await hub.restart()
	expect((await hub.ask('/readyz')).body).toEqual({ ready: true })
	const after = await hub.ask('/api/v1/operations/lage/picture', { key: hub.admin })
	expect(EntitiesOf.parse(after.body)).toEqual(EntitiesOf.parse(before.body))
	const again = await hub.post(events)
	expect(Answers.parse(again.body).map(({ seq }) => seq)).toEqual(Answers.parse(first.body).map(({ seq }) => seq))
	expect(await journalLines()).toHaveLength(51)
	expect(hub.logged).toEqual([])
})

const EntitiesOf = z.object({ seq: z.int(), entities: z.array(z.unknown()) })
const Answers = z.array(z.object({ seq: z.int() }))

test('the chain of the NDJSON holds, also for a reader who sees only stubs, and the file verifies while the hub runs', async () => {
	await hub.post(Array.from({ length: 30 }, (_, n) => smallestEvent(n + 1)))
	await hub.post({ ...smallestEvent(40), label: { level: 'restricted' } })
	const { key } = hub.access.createKey({ name: 'reader', role: 'staff', operations: 'all' })
	const full = await journalLines()
	const stubs = await journalLines('', key)
	expect(stubs).toEqual(full)
	for (const [index, { seq, recorded, prevHash, commit, hash }] of full.entries()) {
		expect(seq).toBe(index + 1)
		expect(prevHash).toBe(full[index - 1]?.hash ?? '0'.repeat(64))
		const link = { prevHash: bytes(prevHash), seq, recorded: Date.parse(recorded), commit: bytes(commit) }
		expect(hashOf(link).toString('hex')).toBe(hash)
	}
	expect((await journalLines('?from=10&limit=5')).map(({ seq }) => seq)).toEqual([10, 11, 12, 13, 14])
	const checkpoint = await hub.ask('/api/v1/operations/lage/checkpoint', { key })
	expect(checkpoint.body).toMatchObject({ operation: 'lage', seq: 32, hash: full.at(-1)?.hash })
	expect(await verifyJournal({ file: path.join(hub.folder, 'journals', 'lage.db') })).toMatchObject({ ok: true, entries: 32 })
})

test('that a person has spoken is known after a restart, also when it was taken back', async () => {
	const people = async () =>
		z.array(z.object({ id: z.string(), people: z.boolean() })).parse((await hub.ask('/api/v1/operations', { key: hub.admin })).body)
	expect(await people()).toContainEqual({ id: 'lage', people: false })
	await hub.post(smallestEvent(1))
	await hub.post({ id: uuid(2), kind: 'incident', entity: smallestEvent(1).entity, op: 'retract', retracts: uuid(1) })
	await hub.restart()
	expect(await people()).toContainEqual({ id: 'lage', people: true })
})

test('[J4] a step of the system clock is an entry, and the time of recording does not go back with it', async () => {
	const real = Date.now
	const clock = vi.spyOn(Date, 'now').mockImplementation(() => real())
	await hub.restart()
	await hub.post(smallestEvent(1))
	clock.mockImplementation(() => real() - 3_600_000)
	await hub.post(smallestEvent(2))
	clock.mockRestore()
	const { text } = await hub.ask('/api/v1/operations/lage/journal', { key: hub.admin })
	expect(text).toContain('"op":"clock-step"')
	const recorded = (await journalLines()).map((line) => line.recorded)
	expect(recorded).toEqual(recorded.toSorted())
})

test('[H6] a picture that is folded without what was erased is another incarnation, and says so', async () => {
	const now = new Date().toISOString()
	const unit = {
		id: uuid(1),
		kind: 'unit',
		entity: 'unit:admin:elw',
		op: 'upsert',
		payload: { callsign: 'ELW', organisation: 'feuerwehr' },
	}
	await hub.post(unit)
	const positions = { entity: [unit.entity], observed: [now], lat: [53.5], lng: [10] }
	await hub.ask('/api/v1/operations/lage/measurements', { key: hub.admin, json: { positions, backfill: true } })
	const epochs = [await epochOf('lage')]
	await hub.stop()
	const store = await openSqliteStore({ folder: path.join(hub.folder, 'journals'), now: Date.now })
	const journal = await store.open(OperationId.parse('lage'))
	expect(await journal?.retain({ batchAgeMs: 0, batchBytes: 0 }, instant(Date.now() + 1_000))).toBe(1)
	await store.close()
	await hub.start()
	epochs.push(await epochOf('lage'))
	expect((await pictureOf()).erased).toBeUndefined()
	await hub.stop()
	const file = new DatabaseSync(path.join(hub.folder, 'journals', 'lage.db'))
	file.exec('delete from snapshots')
	file.close()
	await hub.start()
	epochs.push(await epochOf('lage'))
	expect((await pictureOf()).erased).toMatchObject({ lage: { entries: 1 } })
	await hub.restart()
	epochs.push(await epochOf('lage'))
	expect((await pictureOf(`?at=${now}`)).erased).toBeUndefined()
	expect((await pictureOf(`?at=${new Date().toISOString()}`)).erased).toMatchObject({ lage: { entries: 1 } })
	const [first, kept, rebuilt, again] = epochs
	expect([kept === first, rebuilt === first, again === rebuilt]).toEqual([true, false, true])
	expect(hub.logged).toEqual([])
})

async function pictureOf(query = '') {
	const { body } = await hub.ask(`/api/v1/operations/lage/picture${query}`, { key: hub.admin })
	return z.object({ erased: z.unknown().optional() }).parse(body)
}

async function epochOf(operation: string): Promise<unknown> {
	const socket = hub.socket(operation, { token: hub.admin })
	const heard = new Heard(socket)
	socket.emit('open', { protocol: PROTOCOL, want: { cover: 'all' } })
	const { epoch } = z.object({ epoch: z.string() }).parse(await heard.take('welcome'))
	socket.close()
	return epoch
}

test('a journal of several pages arrives whole', async () => {
	for (let page = 0; page < 3; page++) await hub.post(Array.from({ length: 900 }, (_, n) => smallestEvent(page * 900 + n + 1)))
	const lines = await journalLines()
	expect(lines.map(({ seq }) => seq)).toEqual(Array.from({ length: 2_701 }, (_, n) => n + 1))
})

test('a second hub on the same folder is refused with the name of the first', async () => {
	await expect(hub.start()).rejects.toThrow(String(process.pid))
	expect((await hub.ask('/readyz')).status).toBe(200)
})

test('the page is served when it is there, with history fallback; until then a plain page says what to do', async () => {
	const missing = await hub.ask('/')
	expect([missing.status, missing.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8'])
	expect(missing.text).toContain('npm start')
	hub.writeWeb({ 'index.html': '<!doctype html>', 'assets/a.js': '1' })
	const page = await hub.ask('/operations/lage')
	expect([page.status, page.text]).toEqual([200, '<!doctype html>'])
	expect(page.headers.get('content-security-policy')).toBe(
		[
			"default-src 'none'",
			"script-src 'self'",
			"style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=' 'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='",
			"img-src 'self' data: blob: https://sgx.geodatenzentrum.de",
			"connect-src 'self' https://sgx.geodatenzentrum.de",
			"font-src 'self'",
			"worker-src 'self'",
			"manifest-src 'self'",
			"form-action 'self'",
			"base-uri 'none'",
			"frame-ancestors 'none'",
		].join(';'),
	)
	expect((await hub.ask('/assets/a.js')).headers.get('cache-control')).toContain('immutable')
	expect((await hub.ask('/assets/b.js')).status).toBe(404)
	expect((await hub.ask('/api/nothing')).status).toBe(404)
})
