import { CheckReport, FeedHistory, FeedView, HeardCommands, RejectView } from '@lagebild/model/feeds-protocol.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'

import { TestHub, uuid } from '../testing/harness.ts'

let hub: TestHub
const keys = { feed: '', other: '', staff: '', observer: '' }

beforeAll(async () => {
	hub = await TestHub.start()
	const keyOf = (name: string, role: 'integrator' | 'staff' | 'observer') => hub.access.createKey({ name, role, operations: 'all' }).key
	keys.feed = keyOf('pegel', 'integrator')
	keys.other = keyOf('andere', 'integrator')
	keys.staff = keyOf('stab', 'staff')
	keys.observer = keyOf('gast', 'observer')
	const payload = { name: 'Pegel', format: 'mapping', state: 'amber', code: 'failed', since: '2026-11-21T20:00:00Z', reason: 'HTTP 503' }
	const label = { level: 'open' }
	const health = { id: uuid(1), kind: 'feed', entity: 'feed:pegel:pegel', op: 'upsert', label, payload }
	await hub.ask('/api/v1/operations/base/events', { key: keys.feed, json: health })
})

afterAll(() => hub.close())

function ask(address: string, key: string, json?: unknown) {
	return hub.ask(`/api/v1/feeds${address}`, { key, ...(json !== undefined && { json }) })
}

/** Beginning of this minute. */
function minute(): string {
	return new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString()
}

function vitals() {
	return {
		operation: 'base',
		transport: 'poll',
		mode: 'delta',
		key: 'id',
		version: 'content',
		endRule: 'never',
		geometryFrom: 'place',
		cadenceMs: 60_000,
		silentMs: 180_000,
		newest: null,
		lastError: { at: '2026-11-21T20:00:00Z', text: 'HTTP 503 Service Unavailable: gone fishing' },
		ratePerMinute: 12,
		lagP95Ms: 800,
		address: 'https://pegel.example/x?token=…',
		node: 'ingest-1',
		mappingVersion: 'abc',
		minutes: [{ from: minute(), messages: 12, rejects: 1, lagP95Ms: 800 }],
	}
}

async function feedFor(key: string): Promise<FeedView | undefined> {
	const { body } = await ask('', key)
	return z.array(FeedView).parse(body)[0]
}

describe('figures of a feed', () => {
	test('stand beside its health, and what only those who run or lead may know is hidden from others', async () => {
		expect(await feedFor(keys.staff)).toMatchObject({ code: 'failed', transport: null, heard: null, rejectsOpen: 0 })
		expect((await ask('/pegel/vitals', keys.feed, vitals())).body).toEqual({ sample: false })
		const { minutes: _, operation: __, ...figures } = vitals()
		expect(await feedFor(keys.feed)).toMatchObject({ ...figures, id: 'pegel', may: { inspect: true, handle: true } })
		expect(await feedFor(keys.staff)).toMatchObject({ ...figures, may: { inspect: true, handle: false } })
		const hidden = { address: null, node: null, lastError: null, mappingVersion: null, rejectsOpen: null, rejectsDay: null }
		expect(await feedFor(keys.observer)).toMatchObject({ ...figures, ...hidden, may: { inspect: false, handle: false } })
	})

	test('are told by the feed alone, and never come into a journal', async () => {
		const before = (await hub.ask('/api/v1/operations/base/journal', { key: hub.admin })).text
		for (const key of [keys.other, keys.staff, keys.observer]) expect((await ask('/pegel/vitals', key, vitals())).status).toBe(403)
		expect((await ask('/pegel/vitals', keys.feed, { ...vitals(), mode: 'some' })).status).toBe(422)
		expect((await hub.ask('/api/v1/operations/base/journal', { key: hub.admin })).text).toBe(before)
	})

	test('have a history of three hours in which a minute that is told again replaces itself', async () => {
		for (const messages of [5, 9]) await ask('/pegel/vitals', keys.feed, { ...vitals(), minutes: [{ ...vitals().minutes[0], messages }] })
		const history = FeedHistory.parse((await ask('/pegel/history', keys.staff)).body)
		expect([history.messages.length, history.rejects.length, history.lagP95Ms.length]).toEqual([180, 180, 180])
		expect(history.messages.reduce((sum, n) => sum + n, 0)).toBe(9)
		expect((await ask('/pegel/history', keys.observer)).status).toBe(403)
		expect((await ask('/andere/history', keys.staff)).status).toBe(404)
	})

	test('have the newest sample, once there is one', async () => {
		expect((await ask('/pegel/sample', keys.staff)).status).toBe(404)
		const nothing = { contentType: null, document: null, channel: null, mappingVersion: null, events: [], measurements: [], rejects: [] }
		const sample = { at: '2026-11-21T20:00:00Z', raw: '{"a":1}', rawTruncated: false, ...nothing }
		expect((await ask('/pegel/sample', keys.feed, sample)).status).toBe(204)
		expect((await ask('/pegel/sample', keys.feed, { ...sample, raw: 'x'.repeat(65_537) })).status).toBe(422)
		expect((await ask('/pegel/sample', keys.staff)).body).toEqual(sample)
		expect((await ask('/pegel/sample', keys.observer)).status).toBe(403)
		expect((await ask('/pegel/vitals', keys.feed, vitals())).body).toEqual({ sample: true })
	})
})

async function heard(seen: readonly number[] = []): Promise<HeardCommands['commands']> {
	const query = seen.length > 0 ? `?seen=${seen.join(',')}` : ''
	return HeardCommands.parse((await ask(`/pegel/commands${query}`, keys.feed)).body).commands
}

describe('commands', () => {
	test('reach the ingest that waits, with the name of who gave them, and are in the audit trail', async () => {
		const waiting = heard()
		expect((await ask('/pegel/commands', hub.admin, { type: 'pause' })).status).toBe(202)
		const [first] = await waiting
		expect(first).toMatchObject({ type: 'pause', by: 'admin' })
		const next = heard([first?.no ?? 0])
		await ask('/pegel/commands', keys.feed, { type: 'check' })
		expect(await next).toMatchObject([{ type: 'check', by: 'pegel' }])
		expect((await heard()).map(({ type }) => type)).toEqual(['pause', 'check'])
		const audit = await hub.ask('/api/v1/audit?what=administered', { key: hub.admin })
		expect(audit.text).toContain('pegel: pause')
	})

	test('are given and heard by nobody else', async () => {
		for (const key of [keys.other, keys.staff, keys.observer]) {
			expect((await ask('/pegel/commands', key, { type: 'pause' })).status).toBe(403)
			expect((await ask('/pegel/commands', key)).status).toBe(403)
		}
		expect((await ask('/nobody/commands', hub.admin, { type: 'pause' })).status).toBe(404)
		expect((await ask('/pegel/commands', hub.admin, { type: 'rerun' })).status).toBe(422)
	})

	test('a check is shown once the ingest has told it', async () => {
		expect((await ask('/pegel/check', keys.staff)).status).toBe(404)
		const report = CheckReport.parse({
			command: 1,
			at: '2026-11-21T20:00:00Z',
			steps: [{ step: 'name', outcome: 'ok', ms: 3, text: '192.0.2.1' }],
		})
		expect((await ask('/pegel/check', keys.other, report)).status).toBe(403)
		expect((await ask('/pegel/check', keys.feed, report)).status).toBe(204)
		expect((await ask('/pegel/check', keys.staff)).body).toEqual(report)
	})
})

describe('the quarantine', () => {
	const reject = (n: number) => ({ at: Date.now(), reason: `r${n}`, message: 'm', raw: 'x'.repeat(n) })
	async function listed(query = ''): Promise<readonly RejectView[]> {
		return z.array(RejectView).parse((await ask(`/pegel/rejects${query}`, keys.staff)).body)
	}

	test('shows items in pages, each whole by its number, and counts them', async () => {
		await ask('/pegel/rejects', keys.feed, [reject(1), reject(2), reject(5_000)])
		const [third, second] = await listed('?limit=2')
		expect([third?.raw.length, third?.rawLength, second?.reason]).toEqual([2_000, 5_000, 'r2'])
		expect((await listed(`?before=${second?.id}`)).map(({ reason }) => reason)).toEqual(['r1'])
		expect((await ask(`/pegel/rejects/${third?.id}`, keys.staff)).body).toMatchObject({ raw: 'x'.repeat(5_000) })
		expect((await ask('/pegel/rejects/999', keys.staff)).status).toBe(404)
		expect((await ask(`/pegel/rejects/${third?.id}`, keys.observer)).status).toBe(403)
		await expect.poll(async () => (await feedFor(keys.staff))?.rejectsOpen, { timeout: 5_000 }).toBe(3)
	})

	test('is changed by those who run the feed alone: discarded with a reason, or read again by the ingest', async () => {
		const [three, two, one] = await listed('?state=open')
		expect((await ask('/pegel/rejects/discard', keys.staff, { all: true })).status).toBe(403)
		expect((await ask('/pegel/rejects/rerun', keys.other, { all: true })).status).toBe(403)
		expect((await ask('/pegel/rejects/discard', hub.admin, { ids: [three?.id], reason: 'bekannt' })).body).toEqual({ changed: 1 })
		const seen = (await heard()).map(({ no }) => no)
		const rerun = await ask('/pegel/rejects/rerun', hub.admin, { all: true })
		expect([rerun.status, rerun.body]).toEqual([202, { changed: 2 }])
		const [command] = await heard(seen)
		expect(command).toMatchObject({ type: 'rerun', by: 'admin', rejects: [one?.id, two?.id] })
		const results = [
			{ id: one?.id, ok: true, said: '1 event' },
			{ id: two?.id, ok: false, reason: 'bad-time', message: 'no time', path: 'at' },
		]
		expect((await ask('/pegel/rejects/results', keys.other, { command: command?.no, results })).status).toBe(403)
		expect((await ask('/pegel/rejects/results', keys.feed, { command: command?.no, results })).status).toBe(200)
		expect((await listed()).map(({ state, reason, by, result }) => [state, reason, by, result])).toEqual([
			['discarded', 'r5000', 'admin', 'bekannt'],
			['open', 'bad-time', 'admin', 'refused again'],
			['rerun', 'r1', 'admin', '1 event'],
		])
	})
})
