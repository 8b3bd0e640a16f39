import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { smallestEvent, TestHub, uuid } from './testing/harness.ts'

let hub: TestHub
/** Sees everything that is not restricted. */
let member = ''
/** Sees incidents only, whatever their label lets it. */
let narrow = ''
let sensor = ''
/** Sees all. */
let chief = ''

const OPEN = 'incident:admin:keller-veddel-1'
const HIDDEN = 'incident:chef:keller-veddel-2'
const UNIT = 'unit:chef:heimlich-7'
/** Of what is hidden: ids, names, organisations, times. */
const SECRETS = /veddel-2|heimlich|Sonderlage|kommando-x|20:59|19:59/

/** What the member may see: the unit, and who said so. */
const OF_THE_UNIT = /unit:chef:heimlich-7|Heimlich 7|"organisation":"kommando-x"/g

beforeAll(async () => {
	hub = await TestHub.start()
	const access = { role: 'integrator', operations: ['lage', 'base'] } as const
	member = hub.access.createKey({ name: 'mitglied', ...access }).key
	narrow = hub.access.createKey({ name: 'schmal', ...access, kinds: ['incident'] }).key
	sensor = hub.access.createKey({ name: 'sensor', ...access, rank: 'device' }).key
	chief = hub.access.createKey({ name: 'chef', ...access, role: 'admin', clearance: 'restricted', organisation: 'kommando-x' }).key
})

afterAll(async () => {
	await hub.close()
})

function get(path: string, key = hub.admin) {
	return hub.ask(`/api/v1/operations/${path}`, { key })
}

function why(entity: string, field: string, key = hub.admin, more = '') {
	return get(`lage/entities/${encodeURIComponent(entity)}/explain?field=${encodeURIComponent(field)}${more}`, key)
}

function patch(n: number, rest: Readonly<Record<string, unknown>>, entity = OPEN) {
	return { id: uuid(n), kind: 'incident', entity, op: 'patch', times: { observed: '2026-11-21T20:50:00+01:00' }, ...rest }
}

const restricted = { level: 'restricted', organisations: ['kommando-x'] }

let before = 0

describe('why', () => {
	test('a field names its value, the rule and everything that was said of it', async () => {
		await hub.post(smallestEvent(1))
		before = Date.now()
		await hub.post(patch(2, { payload: { priority: 'einfach' } }), sensor)
		const answer = await why(OPEN, 'priority')
		expect(answer.headers.get('cache-control')).toBe('no-store')
		expect(answer.body).toMatchObject({
			operation: 'lage',
			entity: OPEN,
			field: 'priority',
			policy: 'rank',
			rule: 'P21',
			value: 'sofort',
			decidedBy: uuid(1),
			conflict: true,
			values: [
				{ event: uuid(1), value: 'sofort', source: 'admin', rank: 'person', standing: 'shown' },
				{ event: uuid(2), value: 'einfach', source: 'sensor', rank: 'device', standing: 'conflict', overtakenBy: { event: uuid(1) } },
			],
			rest: 0,
		})
	})

	test('it is answered as it was known at a time, and page by page', async () => {
		const then = await why(OPEN, 'priority', hub.admin, `&at=${encodeURIComponent(new Date(before).toISOString())}`)
		expect(then.body).toMatchObject({ value: 'sofort', values: [{ event: uuid(1) }] })
		expect(then.body).not.toHaveProperty('conflict')
		expect((await why(OPEN, 'priority', hub.admin, '&before=2')).body).toMatchObject({ values: [], rest: 0 })
	})

	test.each([['gate'], ['priority.x'], ['']])(
		'a field that an incident does not have is a fault that names those it has: "%s"',
		async (field) => {
			const { status, body } = await why(OPEN, field)
			expect([status, body]).toMatchObject([400, { fault: 'bad-query', path: 'field' }])
			expect(field === '' ? 'title' : JSON.stringify(body)).toContain('title')
		},
	)

	test('an entity of a base is asked in the base', async () => {
		await hub.ask('/api/v1/operations/base/events', { key: hub.admin, json: { ...smallestEvent(30), entity: 'incident:admin:basis' } })
		const path = `entities/${encodeURIComponent('incident:admin:basis')}/explain?field=title`
		expect((await get(`base/${path}`)).body).toMatchObject({ operation: 'base', value: 'Wasser im Keller' })
		expect((await get(`lage/${path}`)).body).toMatchObject({ fault: 'unknown-entity' })
	})
})

describe('two credentials', () => {
	beforeAll(async () => {
		const secret = { ...smallestEvent(10), entity: HIDDEN, label: restricted, times: { observed: '2026-11-21T20:59:00+01:00' } }
		const unit = { id: uuid(11), kind: 'unit', entity: UNIT, op: 'upsert', payload: { callsign: 'Heimlich 7', organisation: 'thw' } }
		const answers = [
			await hub.post({ ...secret, payload: { ...secret.payload, title: 'Sonderlage' }, links: [{ rel: 'cancels', to: OPEN }] }, chief),
			await hub.post({ ...unit, links: [{ rel: 'assigned-to', to: OPEN }] }, chief),
			await hub.post(patch(12, { payload: { reporter: 'Frau Meier' }, links: [{ rel: 'about', to: HIDDEN }] }), chief),
		]
		if (answers.some(({ status }) => status !== 201)) throw new Error('the hub refused what is to be hidden')
	})

	test('the one that sees everything is told of the hidden', async () => {
		const all = await Promise.all(['links', 'life'].map(async (field) => (await why(HIDDEN, field, chief)).text))
		expect(all.join('\n')).toMatch(/veddel-2/)
		expect((await why(OPEN, 'links', chief)).text).toMatch(/heimlich/)
		expect((await get('lage/changes?from=2026-01-01T00:00:00Z', chief)).text).toMatch(/Sonderlage/)
	})

	test.each([['narrow'], ['member']])('nothing of the hidden reaches the other: %s', async (who) => {
		const key = who === 'narrow' ? narrow : member
		const fields = ['links', 'life', 'label', 'reporter', 'title', 'position', 'geometry']
		const encoded = encodeURIComponent(OPEN)
		const now = encodeURIComponent(new Date().toISOString())
		const answers = await Promise.all([
			...fields.map((field) => why(OPEN, field, key)),
			...fields.map((field) => why(OPEN, field, key, `&at=${now}`)),
			get(`lage/entities/${encoded}`, key),
			get(`lage/entities/${encoded}/history`, key),
			get('lage/picture', key),
			get(`lage/picture?at=${now}`, key),
			get('lage/changes?from=2026-01-01T00:00:00Z', key),
			get(`lage/changes?from=2026-01-01T00:00:00Z&to=${now}`, key),
		])
		expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
		const told = answers.map(({ text }) => text).join('\n')
		expect(who === 'narrow' ? told : told.replaceAll(OF_THE_UNIT, '')).not.toMatch(SECRETS)
		expect(told).toContain('Frau Meier')
	})

	test('a hidden entity is answered exactly like one that does not exist', async () => {
		const [hidden, missing] = await Promise.all([why(HIDDEN, 'title', member), why('incident:admin:nie', 'title', member)])
		expect([hidden.status, hidden.text]).toEqual([missing.status, missing.text])
		const [kind, none] = await Promise.all([why(UNIT, 'callsign', narrow), why('unit:admin:nie', 'callsign', narrow)])
		expect([kind.status, kind.text]).toEqual([none.status, none.text])
	})

	test('what was open when it was told is hidden in the past as well, once it is classified', async () => {
		const moment = encodeURIComponent(new Date().toISOString())
		expect((await get(`lage/picture?at=${moment}`, member)).text).toContain('heimlich-7')
		const classified = await hub.post({ id: uuid(13), kind: 'unit', entity: UNIT, op: 'classify', label: restricted }, chief)
		expect(classified.status).toBe(201)
		const answers = await Promise.all([
			get(`lage/picture?at=${moment}`, member),
			why(OPEN, 'links', member, `&at=${moment}`),
			get('lage/changes?from=2026-01-01T00:00:00Z', member),
			get(`lage/changes?from=2026-01-01T00:00:00Z&to=${moment}`, member),
		])
		expect(answers.map(({ text }) => text).join('\n')).not.toMatch(/heimlich/i)
	})
})

describe('changes', () => {
	test('what became of the picture since, with a summary, the base included', async () => {
		const from = encodeURIComponent(new Date(before).toISOString())
		const { headers, body } = await get(`lage/changes?from=${from}`, sensor)
		expect(headers.get('cache-control')).toBe('no-store')
		expect(body).toMatchObject({
			operation: 'lage',
			from: before,
			summary: { total: 2, byKind: { incident: 2 }, byChange: { new: 1, conflict: 1 } },
			changes: [
				{ entity: 'incident:admin:basis', operation: 'base', change: 'new' },
				{
					entity: OPEN,
					operation: 'lage',
					change: 'conflict',
					conflicts: ['priority'],
					fields: [{ field: 'reporter', after: 'Frau Meier' }],
				},
			],
			more: 0,
		})
		expect((await get(`lage/changes?from=${from}&bases=false&limit=1`, sensor)).body).toMatchObject({ summary: { total: 1 } })
	})

	test('nothing changed within a moment', async () => {
		const now = encodeURIComponent(new Date(before).toISOString())
		expect((await get(`lage/changes?from=${now}&to=${now}`)).body).toMatchObject({ changes: [], summary: { total: 0 } })
	})

	test.each([
		['from=2030-01-01T00:00:00Z'],
		['to=2026-01-01T00:00:00Z'],
		['from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z'],
		['from=x'],
	])('refuses %s', async (query) => {
		expect((await get(`lage/changes?${query}`)).body).toMatchObject({ fault: 'bad-query' })
	})
})
