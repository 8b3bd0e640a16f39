import type { MasterDataReport } from '@lagebild/model/master-data.ts'
import { MasterDataReport as Report } from '@lagebild/model/master-data.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { TestHub, uuid } from './testing/harness.ts'
import type { Answer } from './testing/harness.ts'

let hub: TestHub
let s6 = ''

beforeAll(async () => {
	hub = await TestHub.start()
	s6 = hub.access.createKey({ name: 's6', role: 'staff', operations: 'all' }).key
})

afterAll(async () => {
	await hub.close()
})

type Sent = { readonly key?: string; readonly operation?: string; readonly query?: string; readonly list?: string }

function send(
	csv: string | Uint8Array<ArrayBuffer>,
	{ key = s6, operation = 'lage', query = '', list = 'units' }: Sent = {},
): Promise<Answer> {
	const headers = { 'content-type': 'text/csv' }
	return hub.ask(`/api/v1/operations/${operation}/master-data?list=${list}${query}`, { key, raw: csv, headers })
}

async function report(csv: string, sent: Sent = {}): Promise<MasterDataReport> {
	const { status, body, text } = await send(csv, sent)
	expect([status, status === 200 ? '' : text]).toEqual([200, ''])
	return Report.parse(body)
}

function states({ rows }: MasterDataReport): readonly string[] {
	return rows.map(({ line, state }) => `${line} ${state}`)
}

async function entity(id: string, operation = 'lage') {
	return (await hub.ask(`/api/v1/operations/${operation}/entities/${encodeURIComponent(id)}`, { key: hub.admin })).body
}

async function seqOf(operation: string): Promise<number> {
	const { body } = await hub.ask(`/api/v1/operations/${operation}/picture`, { key: hub.admin })
	return typeof body === 'object' && body !== null && 'seq' in body ? Number(body.seq) : Number.NaN
}

async function opened(id: string): Promise<string> {
	await hub.ask('/api/v1/operations', { key: hub.admin, json: { id, name: id, status: 'test' } })
	return id
}

const HEAD = 'Funkrufname;Organisation;Typ;Stärke;Telefon'

describe('an import of master data', () => {
	test('a preview says what would happen and says nothing', async () => {
		const op = await opened('vorschau')
		const before = await seqOf(op)
		const preview = await report(`${HEAD}\nFlorian 1;Feuerwehr;HLF;1/2/6/9;\nFlorian 2;Feuerwehr;DLK;1/2/6/10;`, {
			operation: op,
			query: '&dryRun=true',
		})
		expect(states(preview)).toEqual(['2 new', '3 refused'])
		expect(preview.rows[1]?.faults).toMatchObject([{ reason: 'strength-total', column: 'Stärke', value: '1/2/6/10' }])
		expect(await seqOf(op)).toBe(before)
	})

	test('a file whose name turns the text around, or breaks the line, is refused before it stands in a diary', async () => {
		for (const name of ['Liste\u202Evsc.csv', 'a\u0000.csv', 'a\nb.csv']) {
			const { status, body } = await send(HEAD, { query: `&file=${encodeURIComponent(name)}` })
			expect([status, body]).toMatchObject([400, { fault: 'bad-query', path: 'file' }])
		}
	})

	test('[A26] says what is new, as the person and for the source of master data, and leaves a numbered entry in its diary', async () => {
		const op = await opened('neu')
		const made = await report(`${HEAD}\nFlorian 1;Feuerwehr;HLF;1/2/6/9;040 66969 101\nFlorian 2;Nase;DLK;;`, {
			operation: op,
			query: '&file=Liste.csv',
		})
		expect(made.counts).toMatchObject({ new: 1, refused: 1, changed: 0 })
		expect(await entity('unit:stammdaten:florian-1', op)).toMatchObject({
			row: {
				fields: { callsign: 'Florian 1', strength: { leaders: 1, subLeaders: 2, crew: 6 } },
				sources: [{ source: 'stammdaten', rank: 'authority', name: 's6' }],
			},
		})
		expect(made.refusedCsv).toContain('Florian 2;Nase;DLK;;;3;"Organisation „Nase“: Kein bekanntes Wort')
		expect(await entity(String(made.record), op)).toMatchObject({
			row: {
				number: 1,
				fields: {
					type: 'diary',
					book: 'Stammdaten',
					text: 'Stammdaten Einheiten aus „Liste.csv“ eingespielt: 1 neu, 0 geändert, 0 unverändert, 1 abgelehnt.',
				},
			},
		})
	})

	test('[A26] brought in again it doubles nothing, whatever the order of lines and columns', async () => {
		const op = await opened('wieder')
		await report(`${HEAD}\nFlorian 1;Feuerwehr;HLF;1/2/6/9;\nFlorian 2;Feuerwehr;DLK;;`, { operation: op })
		const seq = await seqOf(op)
		const again = await report('Typ;Organisation;Funkrufname\nDLK;Feuerwehr;FLORIAN  2\nHLF;Feuerwehr;Florian 1', {
			operation: op,
			query: '&dryRun=true',
		})
		expect(again.counts).toMatchObject({ new: 0, changed: 1, unchanged: 1 })
		expect(again.rows[0]?.changes).toEqual([{ field: 'callsign', before: 'Florian 2', after: 'FLORIAN 2' }])
		const same = await report(`${HEAD}\nFlorian 2;Feuerwehr;DLK;;\nFlorian 1;Feuerwehr;HLF;1/2/6/9;`, { operation: op })
		expect([same.counts.unchanged, same.counts.new]).toEqual([2, 0])
		const repeated = await report(`${HEAD}\nFlorian 2;Feuerwehr;DLK;;\nFlorian 1;Feuerwehr;HLF;1/2/6/9;`, { operation: op })
		expect(repeated.record).toBeUndefined()
		expect(await seqOf(op)).toBe(seq + 1)
	})

	test('[A26] a changed file changes the field that it names and no other', async () => {
		const op = await opened('anders')
		await report(`${HEAD}\nFlorian 1;Feuerwehr;HLF;1/2/6/9;040 66969 101`, { operation: op })
		const changed = await report('Funkrufname;Organisation;Telefon\nFlorian 1;Feuerwehr;', { operation: op })
		expect(changed.rows[0]?.changes).toEqual([{ field: 'phone', before: '040 66969 101' }])
		expect(await entity('unit:stammdaten:florian-1', op)).toMatchObject({
			row: { fields: { phone: null, type: 'HLF', strength: { crew: 6 } } },
		})
		const back = await report('Funkrufname;Organisation;Telefon\nFlorian 1;Feuerwehr;040 66969 101', { operation: op })
		expect(back.counts.changed).toBe(1)
		expect(await entity('unit:stammdaten:florian-1', op)).toMatchObject({ row: { fields: { phone: '040 66969 101' } } })
	})
})

describe('what a person corrected', () => {
	test('[A27] goes on showing, and the report says so', async () => {
		const op = await opened('korrigiert')
		const id = 'unit:stammdaten:florian-1'
		await report(`${HEAD}\nFlorian 1;Feuerwehr;HLF;1/2/6/9;`, { operation: op })
		const patch = {
			id: uuid(700),
			kind: 'unit',
			entity: id,
			op: 'patch',
			payload: { type: 'HLF 20', strength: { leaders: 0, subLeaders: 1, crew: 5 } },
		}
		await hub.ask(`/api/v1/operations/${op}/events`, { key: hub.admin, json: patch })
		const later = await report(`${HEAD}\nFlorian 1;Feuerwehr;LF;1/2/7/10;`, { operation: op })
		expect(later.counts).toMatchObject({ changed: 1, stands: 1 })
		expect(later.rows[0]?.changes).toMatchObject([
			{ field: 'type', before: 'HLF', after: 'LF', stands: { value: 'HLF 20', name: 'admin', how: 'beside' } },
			{ field: 'strength', stands: { value: { crew: 5 }, how: 'held' } },
		])
		expect(await entity(id, op)).toMatchObject({
			row: { fields: { type: 'HLF 20', strength: { crew: 5 } }, conflicts: [{ field: 'type', value: 'LF', source: 'stammdaten' }] },
		})
	})
})

describe('sections', () => {
	test('units are linked with the section that the list names by number or name, and moved by the next list', async () => {
		const op = await opened('abschnitte')
		await report('Nummer;Name;Gehört zu\nEA 1;Veddel;\nEA 2;Wilhelmsburg;\nUEA 2.1;Reiherstieg;EA 2', { operation: op, list: 'sections' })
		expect(await entity('section:stammdaten:uea-2-1', op)).toMatchObject({
			row: { links: [{ rel: 'part-of', to: 'section:stammdaten:ea-2' }] },
		})
		const units = (section: string) => `Funkrufname;Organisation;Abschnitt\nHeros 1;THW;${section}`
		await report(units('1'), { operation: op })
		expect(await entity('unit:stammdaten:heros-1', op)).toMatchObject({
			row: { links: [{ rel: 'assigned-to', to: 'section:stammdaten:ea-1' }], fields: { section: '1' } },
		})
		await report(units('wilhelmsburg'), { operation: op })
		expect(await entity('unit:stammdaten:heros-1', op)).toMatchObject({
			row: { links: [{ rel: 'assigned-to', to: 'section:stammdaten:ea-2' }] },
		})
	})
})

describe('what the file no longer names', () => {
	const thw = 'Heros 1;THW;;;\nHeros 2;THW;;;\nHeros 3;THW;;;'

	test('[A28] is named, and ended only when asked, when more than half is missing only when asked twice', async () => {
		const op = await opened('weg')
		await report(`${HEAD}\n${thw}\nFlorian 1;Feuerwehr;;;`, { operation: op })
		const left = await report(`${HEAD}\nHeros 1;THW;;;\nHeros 2;THW;;;`, { operation: op })
		expect([left.missing, left.mostMissing, left.counts.ended]).toEqual([
			[{ entity: 'unit:stammdaten:heros-3', title: 'Heros 3' }],
			false,
			0,
		])
		expect((await send(`${HEAD}\nHeros 1;THW;;;`, { operation: op, query: '&endMissing=true' })).body).toMatchObject({
			fault: 'too-many-missing',
		})
		const ended = await report(`${HEAD}\nHeros 1;THW;;;`, { operation: op, query: '&endMissing=true&confirmMissing=true' })
		expect(ended.counts.ended).toBe(2)
		expect(await entity('unit:stammdaten:heros-2', op)).toMatchObject({ row: { life: 'ended' } })
		const back = await report(`${HEAD}\nHeros 1;THW;;;\nHeros 2;THW;;;`, { operation: op })
		expect(states(back)).toEqual(['2 unchanged', '3 new'])
		expect(await entity('unit:stammdaten:heros-2', op)).toMatchObject({ row: { life: 'live' } })
	})
})

describe('who may', () => {
	test('staff, commander and admin; not field, observer or system', async () => {
		for (const role of ['field', 'observer', 'integrator'] as const) {
			const { key } = hub.access.createKey({ name: `x-${role}`, role, operations: 'all' })
			expect((await send(`${HEAD}\nFlorian 1;Feuerwehr;;;`, { key })).body).toMatchObject({ fault: 'not-allowed' })
		}
	})

	test('[A28] what a person may not see they do not write over, and are told nothing of', async () => {
		const op = await opened('geheim')
		await report(`${HEAD}\nFlorian 1;Feuerwehr;HLF;;`, { operation: op, key: hub.admin })
		const label = { level: 'restricted' }
		await hub.ask(`/api/v1/operations/${op}/events`, {
			key: hub.admin,
			json: { id: uuid(701), kind: 'unit', entity: 'unit:stammdaten:florian-1', op: 'classify', label },
		})
		const unseen = await report(`${HEAD}\nFlorian 1;Feuerwehr;DLK;;\nFlorian 2;Feuerwehr;DLK;;`, { operation: op })
		expect(unseen.rows).toMatchObject([
			{ line: 2, state: 'refused', title: 'Florian 1', faults: [{ reason: 'closed' }] },
			{ line: 3, state: 'new', entity: 'unit:stammdaten:florian-2', title: 'Florian 2' },
		])
		expect(JSON.stringify(unseen)).not.toContain('HLF')
		expect(await entity('unit:stammdaten:florian-1', op)).toMatchObject({ row: { fields: { type: 'HLF' } } })
		const missing = await report(`${HEAD}\nFlorian 2;Feuerwehr;DLK;;`, { operation: op, query: '&dryRun=true' })
		expect(missing.missing).toEqual([])
	})

	test('[A26] the source of master data can be taken by no key and no person', () => {
		expect(() => hub.access.createKey({ name: 'stammdaten', role: 'integrator', operations: 'all' })).toThrow(/stammdaten/)
		const code = hub.access.createLink({ ttlMs: 1_000, role: 'staff', name: 'Stammdaten' })
		const session = hub.access.redeem(code)
		expect(session && hub.access.grantOfSession(session.token)?.source).not.toBe('stammdaten')
	})
})

describe('bad input', () => {
	test.each([
		['no table', '', 'bad-csv', 422],
		['an open quotation mark', `${HEAD}\n"Florian 1;Feuerwehr`, 'bad-csv', 422],
		['more than five megabytes', 'x'.repeat(5_000_001), 'too-large', 413],
		['more than 20,000 rows', `Name\n${'a\n'.repeat(20_001)}`, 'too-many-items', 413],
	])('%s is refused', async (_name, csv, code, status) => {
		const answer = await send(csv)
		expect([answer.status, answer.body]).toMatchObject([status, { fault: code }])
	})

	test('a mapping that names what is not there is refused by its path', async () => {
		const mapping = encodeURIComponent(JSON.stringify({ list: 'units', columns: { callsign: 'Rufnahme' } }))
		const { body } = await send(`${HEAD}\nFlorian 1;Feuerwehr;;;`, { query: `&mapping=${mapping}` })
		expect(body).toMatchObject({ fault: 'bad-message', path: 'mapping.columns.callsign' })
	})

	test('JSON with bytes in base64 says the same as bytes', async () => {
		const csvBase64 = Buffer.from('Name;Telefon\nDeichwacht Süd;040 66969 200', 'latin1').toString('base64')
		const { body } = await hub.ask('/api/v1/operations/lage/master-data?dryRun=true', { key: s6, json: { list: 'contacts', csvBase64 } })
		expect(body).toMatchObject({ charset: 'windows-1252', rows: [{ state: 'new', entity: 'contact:stammdaten:deichwacht-sued' }] })
	})
})

describe('a crash in the middle', () => {
	test('[A26] a second try ends in the same picture', async () => {
		const op = await opened('absturz')
		const whole = Array.from({ length: 700 }, (_, n) => `Heros ${n};THW;;;`)
		const seq = await seqOf(op)
		const cut = send(`${HEAD}\n${whole.join('\n')}`, { operation: op }).catch(() => undefined)
		await expect.poll(() => seqOf(op), { interval: 5 }).toBeGreaterThan(seq)
		await hub.restart()
		await cut
		const second = await report(`${HEAD}\n${whole.join('\n')}`, { operation: op })
		expect(second.counts.new + second.counts.unchanged).toBe(700)
		const third = await report(`${HEAD}\n${whole.join('\n')}`, { operation: op })
		expect(third.counts).toMatchObject({ new: 0, changed: 0, unchanged: 700 })
		const { body } = await hub.ask(`/api/v1/operations/${op}/picture?kinds=unit`, { key: hub.admin })
		expect(body).toMatchObject({ entities: { length: 700 } })
	}, 90_000)
})
