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

async function opened(id: string): Promise<string> {
	await hub.ask('/api/v1/operations', { key: hub.admin, json: { id, name: id, status: 'test' } })
	return id
}

const HEAD = 'Funkrufname;Organisation;Typ;Stärke;Telefon'

async function overBase(op: string, base: string) {
	await hub.ask('/api/v1/operations', { key: hub.admin, json: { id: base, name: base, status: 'test', base: true } })
	const json = { id: op, name: op, status: 'test', bases: [base] }
	expect((await hub.ask('/api/v1/operations', { key: hub.admin, json })).status).toBe(201)
}

describe('a unit that reports already', () => {
	async function live(op: string, native: string, n: number) {
		const { key } = hub.access.createKey({ name: native, role: 'integrator', operations: [op] })
		const payload = { callsign: 'FLORIAN Hamburg 11-1', organisation: 'feuerwehr', fms: 4 }
		const json = { id: uuid(n), kind: 'unit', entity: `unit:${native}:1`, op: 'upsert', payload }
		expect((await hub.ask(`/api/v1/operations/${op}/events`, { key, json })).status).toBe(201)
	}

	async function forces(op: string) {
		const { body } = await hub.ask(`/api/v1/operations/${op}/figures`, { key: hub.admin })
		return body
	}

	const one = { forces: { all: { units: 1, strength: { total: 9 }, status: { bound: 1 } } } }
	const csv = `${HEAD}\nFlorian Hamburg 11/1;Feuerwehr;HLF;1/2/6/9;040 1`

	test('[A60] an import into a base names who reports in an operation that shows it, and both count once', async () => {
		await overBase('deich', 'kreis')
		await live('deich', 'leitstelle-a', 711)
		for (const query of ['&dryRun=true', '']) {
			const { rows, counts } = await report(csv, { operation: 'kreis', query })
			expect(counts).toMatchObject({ new: 1, reporting: 1, unsure: 0 })
			expect(rows[0]?.reporting).toEqual([
				{ operation: 'deich', by: 'callsign', units: [{ entity: 'unit:leitstelle-a:1', title: 'FLORIAN Hamburg 11-1' }] },
			])
		}
		expect(await forces('deich')).toMatchObject(one)
		expect(await forces('kreis')).toMatchObject({ forces: { all: { units: 1, ids: ['unit:stammdaten:florian-hamburg-11-1'] } } })
	})

	test('[A60] also who begins to report after it counts once; a person parts the two and joins them again', async () => {
		await overBase('hafen', 'land')
		expect((await report(csv, { operation: 'land' })).counts).toMatchObject({ new: 1, reporting: 0 })
		await live('hafen', 'leitstelle-b', 712)
		expect(await forces('hafen')).toMatchObject(one)
		const say = (n: number, removed: boolean) =>
			hub.ask('/api/v1/operations/hafen/events', {
				key: s6,
				json: {
					id: uuid(n),
					kind: 'unit',
					entity: 'unit:leitstelle-b:1',
					op: 'patch',
					links: [{ rel: 'duplicates', to: 'unit:stammdaten:florian-hamburg-11-1', removed }],
				},
			})
		expect((await say(713, true)).status).toBe(201)
		expect(await forces('hafen')).toMatchObject({ forces: { all: { units: 2 } } })
		expect((await say(714, false)).status).toBe(201)
		expect(await forces('hafen')).toMatchObject(one)
	})

	test('[A60] which of two is meant is not guessed but said, and both count', async () => {
		const op = await opened('zweimal')
		await live(op, 'leitstelle-c', 715)
		await live(op, 'tablet-c', 716)
		const { rows, counts } = await report(csv, { operation: op })
		expect(counts).toMatchObject({ new: 1, reporting: 0, unsure: 1 })
		expect(rows[0]?.reporting).toMatchObject([{ by: 'callsign', unsure: true, units: [{}, {}] }])
		expect(await forces(op)).toMatchObject({ forces: { all: { units: 3 } } })
	})
})

test('[L1] a gauge that only a base hides is not named in the journal of the operation that shows it', async () => {
	await overBase('ueber', 'pegelbasis')
	const payload = { name: 'Pegel', property: 'W', unit: 'cm' }
	const sensor = { id: uuid(9_100), kind: 'sensor', entity: 'sensor:admin:verdeckt', op: 'upsert', payload, label: { level: 'restricted' } }
	await hub.ask(`/api/v1/operations/pegelbasis/events`, { key: hub.admin, json: sensor })
	const gauges = ['sensor:admin:verdeckt']
	await hub.ask('/api/v1/operations/ueber', { key: hub.admin, method: 'PATCH', json: { gauges } })
	const member = hub.access.createKey({ name: 'mitleser', role: 'staff', operations: ['ueber'] }).key
	const { status, text } = await hub.ask(`/api/v1/operations/ueber/journal`, { key: member })
	expect([status, text.includes('verdeckt')]).toEqual([200, false])
	expect((await hub.ask(`/api/v1/operations/ueber/journal`, { key: hub.admin })).text).toContain('verdeckt')
})

test('[H9] the far end of a link that only a base hides is not named in a row that is asked for', async () => {
	await overBase('drueber', 'linkbasis')
	const thing = (n: number, name: string, rest: object) => ({
		id: uuid(n),
		kind: 'incident',
		entity: `incident:admin:${name}`,
		op: 'upsert',
		payload: { title: name, category: 'fire' },
		...rest,
	})
	const hidden = thing(9_200, 'versteckt', { label: { level: 'restricted' } })
	await hub.ask('/api/v1/operations/linkbasis/events', { key: hub.admin, json: hidden })
	const links = ['versteckt', 'bekannt'].map((name) => ({ rel: 'about', to: `incident:admin:${name}` }))
	const shown = [thing(9_201, 'bekannt', {}), thing(9_202, 'offen', { links })]
	await hub.ask('/api/v1/operations/drueber/events', { key: hub.admin, json: shown })
	const member = hub.access.createKey({ name: 'nachbar', role: 'staff', operations: ['drueber'] }).key
	for (const address of ['picture', 'entities/incident:admin:offen']) {
		const { status, text } = await hub.ask(`/api/v1/operations/drueber/${address}`, { key: member })
		expect([address, status, text.includes('bekannt'), text.includes('versteckt')]).toEqual([address, 200, true, false])
		expect((await hub.ask(`/api/v1/operations/drueber/${address}`, { key: hub.admin })).text).toContain('versteckt')
	}
})
