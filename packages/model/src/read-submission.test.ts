import { describe, expect, test } from 'vitest'

import { readSubmission } from './read-submission.ts'

const EVENT = {
	id: '0199f0a2-6c1e-7c3b-9d52-0f6b1c2d3e4f',
	kind: 'incident',
	entity: 'incident:lagezentrum:keller-veddel-1',
	op: 'upsert',
	times: { observed: '2026-11-21T20:41:00+01:00' },
	geometry: { type: 'Point', coordinates: [10.02, 53.52] },
	payload: { title: 'Wasser im Keller', category: 'flooding', priority: 'sofort' },
}
const roster = { selectionVersion: 1, listTime: '2026-11-21T20:41:00Z', complete: true, ids: [], streak: 1 }

/** Fault code and path, or `ok`. */
function outcome(change: object): string {
	const read = readSubmission({ ...EVENT, ...change })
	return read.ok ? 'ok' : `${read.fault.fault} ${read.fault.path ?? ''}`.trim()
}

describe('readSubmission', () => {
	test('takes the smallest useful event as it is', () => {
		expect(readSubmission(EVENT)).toEqual({ ok: true, value: EVENT })
	})

	test.each([
		['no object', undefined, 'bad-message'],
		['null', null, 'bad-message'],
		['a list', [EVENT], 'bad-message'],
		['a text', 'event', 'bad-message'],
	])('refuses %s', (_, value, fault) => {
		expect(readSubmission(value)).toMatchObject({ ok: false, fault: { fault } })
	})

	test('says what is wrong with a number that became infinite', () => {
		for (const change of [{ revision: Infinity }, { ext: { a: { b: [-Infinity] } } }]) {
			expect(readSubmission({ ...EVENT, ...change })).toMatchObject({ fault: { fault: 'bad-message', message: 'the number is too large' } })
		}
	})

	test.each([
		['an unknown kind', { kind: 'ufo' }, 'unknown-kind kind'],
		['a kind that is no text', { kind: 7 }, 'bad-message kind'],
		['an unknown operation', { op: 'delete' }, 'bad-message op'],
		['an id that is no UUID', { id: '1' }, 'bad-message id'],
		['an id in capitals', { id: EVENT.id.toUpperCase() }, 'bad-message id'],
		['an entity without its parts', { entity: 'incident:x' }, 'bad-message entity'],
		['an entity of another kind', { entity: 'unit:lagezentrum:1' }, 'bad-message entity'],
		['an entity with white space', { entity: 'incident:lagezentrum:a b' }, 'bad-message entity'],
		['an unknown field', { colour: 'red' }, 'bad-message colour'],
		['a source of its own choice', { author: 'me' }, 'bad-message author'],
		['a newer schema', { schema: 2 }, 'unsupported-version schema'],
		['a time without an offset', { times: { observed: '2026-11-21T20:41:00' } }, 'bad-time times.observed'],
		['a day that does not exist', { times: { sent: '2026-02-30T20:41:00Z' } }, 'bad-time times.sent'],
		['an unknown time', { times: { recorded: '2026-11-21T20:41:00Z' } }, 'bad-message times.recorded'],
		['a status that does not exist', { status: 'real' }, 'bad-message status'],
		['a negative revision', { revision: -1 }, 'bad-message revision'],
		['an upsert without payload', { payload: undefined }, 'bad-message payload'],
		['a label of an unknown level', { label: { level: 'secret' } }, 'bad-message label.level'],
		['a link to no entity', { links: [{ rel: 'about', to: 'x' }] }, 'bad-message links.0.to'],
		['a retraction of nothing', { op: 'retract', payload: undefined, geometry: undefined }, 'bad-message retracts'],
		['a classification without label', { op: 'classify', payload: undefined, geometry: undefined }, 'bad-message label'],
		['a list without a list', { op: 'roster', payload: undefined, geometry: undefined }, 'bad-message roster'],
		[
			'a list with a time without offset',
			{ op: 'roster', roster: { ...roster, listTime: '2026-11-21' }, payload: undefined, geometry: undefined },
			'bad-time roster.listTime',
		],
	])('refuses %s and names the field', (_, change, expected) => {
		expect(outcome(change)).toBe(expected)
	})

	test.each([
		['longitude out of range', { type: 'Point', coordinates: [181, 53] }, 'bad-position geometry.coordinates.0'],
		['latitude out of range, as when both are swapped', { type: 'Point', coordinates: [53, 100] }, 'bad-position geometry.coordinates.1'],
		['a sensor without a fix', { type: 'Point', coordinates: [0, 0] }, 'bad-position geometry.coordinates'],
		[
			'an open ring',
			{
				type: 'Polygon',
				coordinates: [
					[
						[0, 1],
						[1, 1],
						[1, 0],
						[0, 0.5],
					],
				],
			},
			'bad-message geometry.coordinates.0',
		],
		['a line of one point', { type: 'LineString', coordinates: [[10, 53]] }, 'bad-message geometry.coordinates'],
		['a collection', { type: 'GeometryCollection', geometries: [] }, 'bad-message geometry.type'],
	])('refuses %s', (_, geometry, expected) => {
		expect(outcome({ geometry })).toBe(expected)
	})

	test.each([
		['a missing field', { title: 'x' }, 'bad-message payload.category'],
		['a field of another kind', { ...EVENT.payload, fms: 3 }, 'bad-message payload.fms'],
		['an unknown word', { ...EVENT.payload, priority: 'schnell' }, 'bad-message payload.priority'],
		['an empty line', { ...EVENT.payload, title: '  ' }, 'bad-message payload.title'],
		['control characters', { ...EVENT.payload, title: 'a\u0007b' }, 'bad-message payload.title'],
		['null in an upsert', { ...EVENT.payload, description: null }, 'bad-message payload.description'],
	])('refuses a payload with %s', (_, payload, expected) => {
		expect(outcome({ payload })).toBe(expected)
	})

	test('trims lines, so that no line break hides in one', () => {
		const read = readSubmission({ ...EVENT, payload: { ...EVENT.payload, title: ' Wasser im Keller\n' } })
		expect(read.ok && read.value.op === 'upsert' && read.value.payload).toEqual(EVENT.payload)
	})

	test('takes any part of the payload in a patch, and null for what is known to be empty', () => {
		const patch = { op: 'patch', geometry: undefined }
		expect(outcome({ ...patch, payload: { description: null } })).toBe('ok')
		expect(outcome({ ...patch, payload: { title: null } })).toBe('bad-message payload.title')
		expect(outcome({ ...patch, payload: { state: 'no such state' } })).toBe('bad-message payload.state')
		expect(outcome({ ...patch, payload: { colour: 'red' } })).toBe('bad-message payload.colour')
	})

	test.each([
		['a geometry', { geometry: null }],
		['a link', { links: [{ rel: 'about', to: 'unit:a:1' }] }],
		['a confidence', { confidence: 'confirmed' }],
		['a validity', { validity: { until: null } }],
	])('takes a patch that states %s alone', (_, change) => {
		expect(outcome({ op: 'patch', payload: undefined, geometry: undefined, ...change })).toBe('ok')
	})

	test('refuses a patch that states nothing', () => {
		expect(outcome({ op: 'patch', payload: undefined, geometry: undefined })).toBe('bad-message payload')
	})

	test('refuses a payload or geometry where the operation has none', () => {
		expect(outcome({ op: 'end' })).toMatch(/^bad-message (geometry|payload)$/)
	})
})
