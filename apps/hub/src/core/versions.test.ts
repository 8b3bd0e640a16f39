import type { StoredEvent } from '@lagebild/model/event.ts'
import { seq } from '@lagebild/model/ids.ts'
import { headOf } from '@lagebild/picture/picture.ts'
import { rowAt } from '@lagebild/picture/read.ts'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'

import { Desk, incident, uuid } from './testing/desk.ts'

const ZERO = { metres: -5, datum: 'NHN' }
const SENSOR = { kind: 'sensor', entity: 'sensor:lage:w' }

function sensor(n: number, payload: object, over: object = {}): Record<string, unknown> {
	return { ...SENSOR, id: uuid(n), op: 'upsert', payload: { name: 'St. Pauli', property: 'W', unit: 'cm', ...payload }, ...over }
}

function storedIn(desk: Desk): unknown {
	const body = desk.entries.at(-1)?.body
	return body?.type === 'event' ? body.event : undefined
}

describe('versions of a kind', () => {
	test('[A21] an older version is stored as it was said and shown as the present one', () => {
		const desk = new Desk()
		const payload = { name: 'St. Pauli', property: 'W', unit: 'cm', zero: { ...ZERO, validFrom: '2019-11-01' } }
		expect(desk.submit([sensor(1, payload)])).toMatchObject([{ effect: 'applied' }])
		expect(storedIn(desk)).toMatchObject({ payload })
		expect(storedIn(desk)).not.toHaveProperty('version')
		expect(rowAt(desk.hub.picture, 0)?.fields).toMatchObject({ name: 'St. Pauli', zeros: { '2019-11-01': ZERO } })
	})

	test.each([
		['newer than known', { version: 3 }, {}, { fault: 'unsupported-version', path: 'version' }],
		[
			'field of the next version',
			{},
			{ zeros: {} },
			{ fault: 'bad-message', path: 'payload.zeros', message: 'sensor version 1 has no such field; version 2 has: say "version": 2' },
		],
		['field of the version before', { version: 2 }, { zero: null }, { fault: 'bad-message', path: 'payload.zero' }],
	])('[A21] %s is refused', (_, over, payload, fault) => {
		expect(new Desk().submit([sensor(1, payload, over)])).toMatchObject([fault])
	})

	test('[A8, A21] a retraction names the fields of the present version and says so', () => {
		const desk = new Desk()
		desk.submit([sensor(1, { zeros: { '1900-01-01': ZERO } }, { version: 2 }), sensor(2, { zero: { metres: -4, datum: 'NN' } })])
		expect(desk.submit([{ ...SENSOR, id: uuid(3), op: 'retract', retracts: uuid(2) }])).toMatchObject([{ effect: 'applied' }])
		expect(storedIn(desk)).toMatchObject({
			withdraws: { version: 2, fields: ['name', 'property', 'unit', 'zeros.1900-01-01'] },
		})
		desk.submit([incident(4), { id: uuid(5), kind: 'incident', entity: incident(4)['entity'], op: 'retract', retracts: uuid(4) }])
		expect(storedIn(desk)).toMatchObject({ withdraws: { fields: ['title', 'category'] } })
		expect(storedIn(desk)).not.toHaveProperty('withdraws.version')
	})
})

/** Only a newer build has the types for what it writes. */
function newer(desk: Desk, change: object): void {
	const event = z.custom<StoredEvent>().parse({ ...z.looseObject({}).parse(storedIn(desk)), id: uuid(90), ...change })
	desk.append({ type: 'event', event })
}

describe('what a newer build wrote', () => {
	test.each([
		['a version of a kind', { ...SENSOR, version: 3 }, 'sensor version 3, this hub knows 2'],
		['a retraction in a version of a kind', { ...SENSOR, op: 'retract', withdraws: { version: 3 } }, 'sensor version 3, this hub knows 2'],
		['a kind', { kind: 'drone', entity: 'drone:admin:1' }, 'kind "drone"'],
		['an operation', { op: 'merge' }, 'op "merge" of incident'],
		['an entry about the journal', { kind: 'system', op: 'sealed' }, 'system entry "sealed"'],
		['an envelope', { schema: 2 }, 'envelope version 2, this hub knows 1'],
	])('[A20] %s ends the fold before it, and nothing is taken any more', (_, change, what) => {
		const desk = new Desk()
		desk.submit([incident(1)])
		newer(desk, change)
		expect(desk.hub.newer).toEqual({ seq: 2, what })
		desk.append(desk.entries[0]?.body ?? { type: 'erased' })
		desk.tell({ type: 'polled', seq: seq(2), asked: desk.now })
		desk.tick(5_000)
		expect(headOf(desk.hub.picture)).toBe(1)
		expect(desk.take('read')).toEqual([])
		expect(desk.submit([incident(2)])).toMatchObject([
			{ fault: 'not-ready', message: `a newer build wrote ${what}: the hub has to be updated` },
		])
		expect(desk.measure({})).toMatchObject({ fault: 'not-ready' })
	})

	test('[A20, H8] the picture was the present one up to that entry, and is never said to be newer', () => {
		const desk = new Desk()
		desk.submit([incident(1)])
		desk.tick(1_000)
		newer(desk, { kind: 'drone' })
		const { now } = desk
		desk.tick(9_000)
		desk.append(desk.entries[0]?.body ?? { type: 'erased' })
		expect(desk.hub.asOf).toBe(now)
	})
})
