import { fault } from '@lagebild/model/fault.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { rowAt } from '@lagebild/picture/read.ts'
import { describe, expect, test } from 'vitest'

import { step } from './step.ts'
import { Desk, incident, unit, uuid } from './testing/desk.ts'
import { grantOf, START } from './testing/make.ts'

const INTEGRATOR = grantOf({ source: 'feed', role: 'integrator', rank: 'authority' })
const PATCH = { op: 'patch', payload: { priority: 'sofort' } }

function withoutPayload({ payload: _payload, ...rest }: Record<string, unknown>): unknown {
	return rest
}

function retract(n: number, retracts: number): unknown {
	return withoutPayload({ ...incident(n), op: 'retract', retracts: uuid(retracts) })
}

describe('who may say what', () => {
	test('[A1] an observer says nothing, and no one does in a foreign operation, or after the grant has expired', () => {
		expect(new Desk().submit([incident(1)], grantOf({ role: 'observer' }))).toMatchObject([{ fault: 'not-allowed' }])
		expect(new Desk().submit([incident(1)], grantOf({ operations: [] }))).toMatchObject([{ fault: 'unknown-operation' }])
		expect(new Desk().submit([incident(1)], grantOf({ expires: START }))).toMatchObject([{ fault: 'unauthenticated' }])
	})

	test('[A1] a stopping hub takes nothing', () => {
		const desk = new Desk()
		desk.tell({ type: 'stopping', retryAfterMs: 1_000, now: START })
		expect(desk.submit([incident(1)])).toMatchObject([{ fault: 'not-ready' }])
	})

	test('[A2] a credential creates under its own source only, and may speak about what others created', () => {
		const desk = new Desk()
		expect(desk.submit([incident(1)], INTEGRATOR)).toMatchObject([{ id: uuid(1), fault: 'wrong-source', path: 'entity' }])
		expect(desk.submit([incident(2)])).toMatchObject([{ seq: 1, effect: 'applied' }])
		expect(desk.submit([incident(3)], INTEGRATOR)).toMatchObject([{ seq: 2 }])
	})

	test('[A3] what is hidden is refused exactly like what is missing', () => {
		const desk = new Desk()
		desk.submit([incident(1, { label: { level: 'restricted' } })], grantOf({ clearance: 'restricted' }))
		const hidden = desk.submit([incident(2, PATCH)])
		const missing = desk.submit([incident(2, { ...PATCH, entity: 'incident:lage:nirgends' })])
		expect(hidden).toEqual(missing)
		expect(hidden).toMatchObject([{ fault: 'unknown-entity', path: 'entity' }])
	})

	test('[A3] a patch may follow its creation without waiting for the answer', () => {
		expect(new Desk().submit([incident(1), incident(2, PATCH)])).toMatchObject([{ seq: 1 }, { seq: 2 }])
	})

	test('[A4] exercise, test and actual are never mixed', () => {
		const desk = new Desk({ status: 'actual' })
		for (const status of ['test', 'exercise']) {
			expect(desk.submit([incident(1, { status })])).toMatchObject([{ fault: 'status-mismatch', path: 'status' }])
		}
		expect(desk.submit([incident(1, { status: 'actual' })])).toMatchObject([{ seq: 1 }])
	})

	test('[A5] labels are set at creation and changed by classify, which needs a permission of its own', () => {
		const desk = new Desk()
		desk.submit([incident(1)])
		expect(desk.submit([incident(2, { ...PATCH, label: { level: 'open' } })])).toMatchObject([{ fault: 'bad-message', path: 'label' }])
		const said = withoutPayload({ ...incident(3), op: 'classify', label: { level: 'open' } })
		expect(desk.submit([said])).toMatchObject([{ fault: 'not-allowed', path: 'op' }])
		expect(desk.submit([said], grantOf({ role: 'commander' }))).toMatchObject([{ seq: 2 }])
	})

	test('[A6] a roster is said by its own feed about its own things', () => {
		const roster = { selectionVersion: 1, listTime: '2026-01-01T00:00:00Z', complete: true, ids: ['warning:feed:1'], streak: 1 }
		const said = { id: uuid(1), kind: 'feed', entity: 'feed:feed:feed', op: 'roster', roster }
		const desk = new Desk()
		expect(desk.submit([said], INTEGRATOR)).toMatchObject([{ seq: 1 }])
		expect(desk.submit([{ ...said, entity: 'feed:other:other' }], INTEGRATOR)).toMatchObject([{ fault: 'wrong-source', path: 'entity' }])
		const foreign = { ...said, roster: { ...roster, ids: ['warning:feed:1', 'warning:other:1'] } }
		expect(desk.submit([foreign], INTEGRATOR)).toMatchObject([{ fault: 'wrong-source', path: 'roster.ids.1' }])
		expect(desk.submit([said])).toMatchObject([{ fault: 'not-allowed' }])
	})

	test('[A7] nothing holds from the future: a device clock that runs ahead is cut just after the receipt', () => {
		const desk = new Desk()
		const ahead = new Date(START + 86_400_000).toISOString()
		desk.submit([
			incident(1, { times: { observed: ahead } }),
			incident(2, { clockOffsetMs: -500, times: { observed: new Date(START).toISOString() } }),
		])
		const effective = desk.entries.map(({ body }) =>
			body.type === 'event' && 'effective' in body.event ? body.event.effective : undefined,
		)
		expect(effective).toEqual([START + 2_000, START - 500])
	})

	test('[A8] a retraction carries the stamp and fields of what it takes back; what it cannot find may still come', () => {
		const desk = new Desk()
		desk.submit([incident(1, { geometry: { type: 'Point', coordinates: [10, 53] } })])
		expect(desk.submit([retract(2, 99)])).toMatchObject([{ fault: 'unknown-event', path: 'retracts' }])
		expect(desk.submit([retract(3, 1)], INTEGRATOR)).toMatchObject([{ fault: 'not-allowed', path: 'retracts' }])
		desk.now = instant(START + 5_000)
		expect(desk.submit([retract(4, 1)])).toMatchObject([{ seq: 2, effect: 'applied' }])
		expect(desk.entries.at(-1)?.body).toMatchObject({
			event: { withdraws: { id: uuid(1), effective: START, received: START, op: 'upsert', fields: ['title', 'category', 'geometry'] } },
		})
		expect(desk.submit([retract(5, 4)])).toMatchObject([{ fault: 'not-allowed' }])
	})

	test('[A8] a retraction names every register of what it takes back, key by key where a field has keys', () => {
		const desk = new Desk()
		const entity = 'message:lage:1'
		const message = { kind: 'message', entity }
		desk.submit([{ id: uuid(1), ...message, op: 'upsert', payload: { text: 'Sickerwasser', receipts: { S2: 'gelesen' } } }])
		desk.now = instant(START + 1_000)
		const receipt = { payload: { receipts: { S1: 'gelesen', S3: 'gelesen' } }, confidence: 'confirmed' }
		desk.submit([{ id: uuid(2), ...message, op: 'patch', ...receipt }])
		expect(desk.submit([{ id: uuid(3), ...message, op: 'retract', retracts: uuid(2) }])).toMatchObject([{ effect: 'applied' }])
		expect(desk.entries.at(-1)?.body).toMatchObject({ event: { withdraws: { fields: ['receipts.S1', 'receipts.S3', '@confidence'] } } })
		expect(rowAt(desk.hub.picture, 0)?.fields).toMatchObject({ receipts: { S2: 'gelesen' } })
		expect(rowAt(desk.hub.picture, 0)?.fields).not.toMatchObject({ receipts: { S3: 'gelesen' } })
	})

	test('[A14] how a feed is, only the feed itself and an admin say, whatever the op', () => {
		const desk = new Desk()
		const feed = grantOf({ source: 'pegel', role: 'integrator', rank: 'authority' })
		const other = grantOf({ source: 'other', role: 'integrator', rank: 'device' })
		const commander = grantOf({ source: 'fuehrung', role: 'commander' })
		const payload = { name: 'Pegel', format: 'pegelonline', state: 'red', since: '2026-11-21T20:00:00Z' }
		const said = (n: number, over: object) => ({ id: uuid(n), kind: 'feed', entity: 'feed:pegel:pegel', ...over })
		expect(desk.submit([said(1, { op: 'upsert', payload })], feed)).toMatchObject([{ seq: 1 }])
		const every = (n: number) => [
			said(n, { op: 'upsert', payload: { ...payload, state: 'green' } }),
			said(n + 1, { op: 'patch', payload: { state: 'green' } }),
			said(n + 2, { op: 'patch', links: [{ rel: 'about', to: 'unit:other:1' }] }),
			said(n + 3, { op: 'end' }),
			said(n + 4, { op: 'cancel' }),
			said(n + 5, { op: 'retract', retracts: uuid(1) }),
		]
		const refused = { fault: 'wrong-source', path: 'entity' }
		const silent = { fault: 'not-allowed', path: 'kind' }
		expect(desk.submit(every(10), other)).toMatchObject(every(10).map(({ id }) => ({ id, ...refused })))
		expect(desk.submit(every(10), commander)).toMatchObject(every(10).map(({ id }) => ({ id, ...silent })))
		const classify = said(20, { op: 'classify', label: { level: 'restricted' } })
		expect(desk.submit([classify], commander)).toMatchObject([silent])
		expect(desk.entries).toHaveLength(1)
		for (const grant of [feed, grantOf({ source: 'chef', role: 'admin' })]) {
			const own = grant === feed ? 30 : 50
			expect(desk.submit(every(own), grant).map((answer) => 'seq' in answer)).toEqual([true, true, true, true, true, true])
		}
		expect(desk.submit([classify], grantOf({ source: 'chef', role: 'admin' }))).toMatchObject([{ effect: 'applied' }])
	})

	test('[A14] nothing else ends a feed by a link, nor takes back one that did', () => {
		const desk = new Desk()
		const admin = grantOf({ source: 'chef', role: 'admin' })
		const link = (rel: string, over: object = {}) => ({
			links: [
				{ rel: 'about', to: 'unit:lage:1' },
				{ rel, to: 'feed:pegel:pegel', ...over },
			],
		})
		const refused = { fault: 'wrong-source', path: 'links.1.to' }
		const ended = incident(9, { op: 'end', ...link('updates') })
		for (const said of [incident(1, link('cancels')), incident(2, link('updates')), incident(3, link('cancels', { removed: true }))]) {
			expect(desk.submit([said])).toMatchObject([refused])
		}
		expect(desk.submit([incident(4, link('about'))])).toMatchObject([{ seq: 1 }])
		expect(desk.submit([withoutPayload(ended)])).toMatchObject([refused])
		expect(desk.submit([withoutPayload(ended)], admin)).toMatchObject([{ seq: 2 }])
		expect(desk.submit([retract(10, 9)])).toMatchObject([{ fault: 'wrong-source', path: 'retracts' }])
		expect(desk.submit([retract(11, 9)], admin)).toMatchObject([{ seq: 3 }])
	})

	test('[A34] nobody ends by a link what they may not end themselves, nor takes back what ended it', () => {
		const desk = new Desk()
		const feed = grantOf({ source: 'nina', role: 'integrator', rank: 'authority' })
		const crew = grantOf({ source: 'trupp', role: 'field', unit: EntityId.parse('unit:lage:elw') })
		const narrow = grantOf({ source: 'schmal', role: 'integrator', rank: 'authority', submitKinds: ['incident'] })
		const payload = { msgType: 'Alert', event: 'Sturmflut', severity: 'Extreme' }
		const warning = (n: number, over: object = {}) => ({
			id: uuid(n),
			kind: 'warning',
			entity: `warning:nina:${n}`,
			op: 'upsert',
			payload,
			...over,
		})
		expect(desk.submit([warning(1), unit(2, 'hlf')], feed)).toMatchObject([{ seq: 1 }, { fault: 'wrong-source' }])
		expect(desk.submit([unit(3, 'hlf')])).toMatchObject([{ seq: 2 }])
		const said = (n: number, source: string, link: object) => incident(n, { entity: `incident:${source}:${n}`, links: [link] })
		const refused = { fault: 'not-allowed', path: 'links.0.to' }
		const links = [
			{ rel: 'cancels', to: 'warning:nina:1' },
			{ rel: 'updates', to: 'warning:nina:1', removed: true },
			{ rel: 'cancels', to: 'task:lage:1' },
			{ rel: 'cancels', to: 'unit:lage:hlf' },
		]
		for (const [at, link] of links.entries()) expect(desk.submit([said(10 + at, 'trupp', link)], crew)).toMatchObject([refused])
		expect(desk.submit([said(20, 'schmal', { rel: 'cancels', to: 'warning:nina:1' })], narrow)).toMatchObject([refused])
		expect(rowAt(desk.hub.picture, 0)?.life).toBe('live')
		expect(desk.submit([said(30, 'trupp', { rel: 'cancels', to: 'incident:trupp:9' })], crew)).toMatchObject([{ effect: 'applied' }])
		expect(desk.submit([warning(31, { links: [{ rel: 'cancels', to: 'warning:nina:1' }] })], feed)).toMatchObject([{ effect: 'applied' }])
		const calls = { ...incident(40, { entity: 'incident:lage:40' }), links: [{ rel: 'cancels', to: 'warning:nina:31' }] }
		expect(desk.submit([calls], grantOf({ role: 'staff' }))).toMatchObject([{ effect: 'applied' }])
		const back = withoutPayload({ ...incident(41, { entity: 'incident:lage:40' }), op: 'retract', retracts: uuid(40) })
		expect(desk.submit([back], crew)).toMatchObject([{ fault: 'not-allowed', path: 'retracts' }])
	})

	test('[A9] an id that was used before is told by its path', () => {
		const { hub, now } = new Desk()
		const [append] = step(hub, { type: 'submitted', request: 'r', grant: grantOf(), events: [incident(1)], now })
		if (append?.type !== 'append') throw new Error('nothing to append')
		const [answered] = step(hub, { type: 'failed', ref: append.ref, fault: fault('id-reused') })
		expect(answered).toMatchObject({ type: 'answers', answers: [{ id: uuid(1), fault: 'id-reused', path: 'id' }] })
	})

	test('[A9] a bad event never spoils its neighbours, and each answer stands at its place', () => {
		const answers = new Desk().submit([unit(1), { id: uuid(2), kind: 'dragon' }, 'nonsense', unit(3, 'hlf')])
		expect(answers).toMatchObject([{ seq: 1 }, { id: uuid(2), fault: 'unknown-kind' }, { fault: 'bad-message' }, { seq: 2 }])
	})

	test('[A9] a retry gets the entry that it has, whatever became of it since', () => {
		const desk = new Desk()
		desk.submit([incident(1)])
		desk.now = instant(START + 10)
		desk.submit([incident(2, { payload: { title: 'Anders', category: 'fire' } })])
		expect(desk.submit([incident(1)])).toMatchObject([{ id: uuid(1), seq: 1, effect: 'superseded', by: uuid(2) }])
		expect(desk.hub.desk).toMatchObject({ errands: new Map(), awaited: new Map(), coming: new Map(), requests: new Map() })
	})
})
