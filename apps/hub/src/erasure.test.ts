import { connectOperation } from '@lagebild/client/connect.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { TestHub, uuid } from './testing/harness.ts'

let hub: TestHub
let staff = ''
const WHO = EntityId.parse('contact:admin:mueller')
const SECRET = 'Familie Mueller'

beforeAll(async () => {
	hub = await TestHub.start()
	staff = hub.access.createKey({ name: 's2', role: 'staff', operations: 'all' }).key
})

afterAll(async () => {
	await hub.close()
})

const OP = '/api/v1/operations/lage'

async function say(n: number, said: object, key = hub.admin): Promise<number> {
	const { status, body, text } = await hub.ask(`${OP}/events`, { key, json: { id: uuid(n), ...said } })
	expect([status, status === 201 ? '' : text]).toEqual([201, ''])
	return typeof body === 'object' && body !== null && 'seq' in body ? Number(body.seq) : 0
}

function erase(json: object, { dryRun = false, key = hub.admin }: { readonly dryRun?: boolean; readonly key?: string } = {}) {
	return hub.ask(`${OP}/erasures?dryRun=${dryRun}`, { key, json })
}

const textOf = async (path: string) => (await hub.ask(`${OP}/${path}`, { key: hub.admin })).text

describe('erasure in a running hub', () => {
	test('[A61] is looked at first, then leaves nothing of it anywhere, and says so', async () => {
		await say(1, { kind: 'contact', entity: WHO, op: 'upsert', payload: { name: SECRET, phones: { mobile: '0171 1' } } })
		await say(2, { kind: 'contact', entity: WHO, op: 'patch', payload: { function: 'Deichwacht' } })
		const task = EntityId.parse('incident:admin:keller')
		const about = {
			kind: 'incident',
			entity: task,
			op: 'upsert',
			payload: { title: 'Keller', category: 'flooding' },
			links: [{ rel: 'about', to: WHO }],
		}
		await say(3, about)
		const at = new Date().toISOString()
		const before = await hub.ask(`${OP}/picture?at=${encodeURIComponent(at)}`, { key: hub.admin })
		expect(before.text).toContain(SECRET)
		const wish = { entity: WHO, reason: 'Art. 17 DSGVO, Antrag vom 20.11.' }
		const preview = await erase(wish, { dryRun: true })
		expect(preview.body).toMatchObject({ dryRun: true, entries: 2, mentions: 1, batches: 0, entities: [{ entity: WHO, statements: 2 }] })
		expect((await erase(wish)).body).toMatchObject({ fault: 'bad-message', path: 'entries' })
		expect(await textOf('picture')).toContain(SECRET)
		expect((await erase({ ...wish, entries: 2 })).body).toMatchObject({ dryRun: false, entries: 2 })
		for (const path of [
			'picture',
			`picture?at=${encodeURIComponent(at)}`,
			'journal',
			`changes?from=${encodeURIComponent('2026-01-01T00:00:00Z')}`,
		]) {
			const text = await textOf(path)
			expect([path, text.includes(SECRET), text.includes('0171 1')]).toEqual([path, false, false])
		}
		expect((await hub.ask(`${OP}/entities/${encodeURIComponent(WHO)}`, { key: hub.admin })).status).toBe(404)
		expect(await textOf('picture')).toContain('Keller')
		expect(await textOf('journal')).toMatch(/"op":"erased"[^\n]*Art\. 17/)
		const audit = await hub.ask('/api/v1/audit?what=erased', { key: hub.admin })
		expect(audit.text).toContain(wish.reason)
		expect(audit.text).not.toContain(SECRET)
		const named = { entity: WHO, mentions: true, reason: 'noch der Verweis', entries: 1 }
		expect((await erase({ ...named, mentions: false, entries: 0 })).body).toMatchObject({ entries: 0, mentions: 1 })
		expect((await erase(named)).body).toMatchObject({ entries: 1, entities: [{ statements: 1 }] })
		expect(await textOf('picture')).not.toContain(WHO)
	})

	test('[A61] the operation goes on: what is said afterwards counts, also after a restart', async () => {
		await say(11, { kind: 'incident', entity: 'incident:admin:danach', op: 'upsert', payload: { title: 'Danach', category: 'fire' } })
		expect(await textOf('picture')).toContain('Danach')
		await hub.restart()
		const text = await textOf('picture')
		expect([text.includes('Danach'), text.includes(SECRET)]).toEqual([true, false])
	})

	test('[A61] who follows the operation is sent to another epoch and loads afresh', async () => {
		await say(21, { kind: 'incident', entity: 'incident:admin:weg', op: 'upsert', payload: { title: 'Geheim', category: 'fire' } })
		const client = connectOperation({
			url: hub.url,
			operation: 'lage',
			token: hub.admin,
			want: { cover: 'all' },
			now: () => performance.now(),
			wall: Date.now,
		})
		const titles = () => [...client.rows().values()].flatMap(({ fields }) => ('title' in fields ? [fields.title] : []))
		await expect.poll(titles).toContain('Geheim')
		expect((await erase({ entity: 'incident:admin:weg', reason: 'Test', entries: 1 })).status).toBe(200)
		await expect.poll(titles).toEqual(expect.not.arrayContaining(['Geheim']))
		expect(titles()).toContain('Danach')
		await client.close()
	}, 90_000)

	test('[A61] the number of a diary entry stays, and what is erased by number is told by number', async () => {
		const entry = (n: number, text: string) => ({
			kind: 'message',
			entity: `message:admin:etb-${n}`,
			op: 'upsert',
			payload: { type: 'diary', book: 'ETB', text },
		})
		const first = await say(31, entry(1, 'Anruf von Frau Weber'))
		const preview = await erase({ seqs: [first, first], reason: 'Art. 17' }, { dryRun: true })
		expect(preview.body).toMatchObject({ entries: 1, ranges: [[first, first]], diary: [{ book: 'ETB', number: 1 }] })
		expect((await erase({ seqs: [first], reason: 'Art. 17', entries: 1 })).status).toBe(200)
		const { body } = await hub.ask(`${OP}/events`, { key: hub.admin, json: { id: uuid(32), ...entry(2, 'weiter') } })
		expect(body).toMatchObject({ number: 2 })
		expect((await erase({ seqs: [first], reason: 'Art. 17', entries: 0 })).body).toMatchObject({ entries: 0, gone: 1 })
	})

	test('[A61] the preview counts what is hidden from who asks and tells nothing of it, and nothing goes meanwhile', async () => {
		const police = { name: 'loeschung', role: 'admin', organisation: 'polizei', clearance: 'restricted', operations: 'all' } as const
		const { key } = hub.access.createKey(police)
		const label = { level: 'internal', organisations: ['polizei'] }
		const contact = { kind: 'contact', op: 'upsert', payload: { name: 'Zeugin Adler' } }
		const hidden = await say(41, { ...contact, entity: 'contact:loeschung:adler', label }, key)
		const open = await say(42, { ...contact, entity: 'contact:admin:lohse' })
		const wish = { seqs: [hidden, open], reason: 'Art. 17' }
		const preview = await erase(wish, { dryRun: true })
		expect(preview.body).toMatchObject({ entries: 1, hidden: 1, ranges: [[open, open]] })
		expect(preview.text).not.toContain('adler')
		expect((await erase({ ...wish, entries: 1 })).body).toMatchObject({ fault: 'not-allowed' })
		expect((await erase({ entity: 'contact:loeschung:adler', reason: 'Art. 17' }, { dryRun: true })).body).toMatchObject({
			fault: 'unknown-entity',
		})
		expect((await erase(wish, { dryRun: true, key })).body).toMatchObject({ entries: 2, hidden: 0 })
		expect((await erase({ ...wish, entries: 2 }, { key })).body).toMatchObject({ entries: 2, dryRun: false })
	})

	test('[A61] only whoever has the duty, never what the journal says about itself, and nothing that is not there', async () => {
		const seqs = [1]
		expect((await erase({ seqs, reason: 'nur so' }, { key: staff, dryRun: true })).body).toMatchObject({ fault: 'not-allowed' })
		expect((await erase({ seqs, reason: 'nur so' }, { dryRun: true })).body).toMatchObject({ fault: 'bad-message', path: 'seqs' })
		expect((await erase({ seqs: [99_999], reason: 'nur so' }, { dryRun: true })).body).toMatchObject({ fault: 'bad-message', path: 'seqs' })
		expect((await erase({ seqs, reason: '' }, { dryRun: true })).body).toMatchObject({ fault: 'bad-message', path: 'reason' })
		expect((await erase({ seqs, entity: WHO, reason: 'beides' }, { dryRun: true })).body).toMatchObject({ fault: 'bad-message' })
	})
})
