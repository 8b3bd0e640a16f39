import { EntityId } from '@lagebild/model/ids.ts'
import { expect, test } from 'vitest'

import { readOperations } from '../api/read.ts'
import { bodyOf, boundsOf, changeOf, draftOf, faultOf, gaugeUp, idFrom, newDraft, toggleGauge, withStatus } from './draft.ts'

const common = { name: 'x', state: 'open', timeZone: 'Europe/Berlin', area: [9.7, 53.38, 10.33, 53.75], created: 0, bases: [] }
const OPERATIONS = readOperations([
	{ ...common, id: 'base', status: 'actual', base: true },
	{ ...common, id: 'base-alt', status: 'actual', base: true, state: 'closed' },
	{ ...common, id: 'base-exercise', status: 'exercise', base: true },
	{ ...common, id: 'hamburg', name: 'Hamburg', status: 'actual', base: false, bases: ['base'] },
])
const draft = newDraft(OPERATIONS, 'Europe/Berlin')
const gauge = (n: number) => EntityId.parse(`sensor:wsv:${n}`)

test.each([
	['Sturmflut Elbe, März 2027', 'sturmflut-elbe-maerz-2027'],
	['  Größe: Ø & é  ', 'groesse-e'],
	['---', ''],
	['x'.repeat(80), 'x'.repeat(63)],
])('the name in addresses of %s is %s', (name, id) => {
	expect(idFrom(name)).toBe(id)
})

test('a new operation shows the open bases of its kind, and changes them with the kind', () => {
	expect(draft.bases).toEqual(['base'])
	expect(withStatus({ ...draft, gauges: [gauge(1)] }, 'exercise', OPERATIONS)).toMatchObject({ bases: ['base-exercise'], gauges: [] })
})

test('the first fault is named in the order of the form', () => {
	const taken = new Set(['hamburg'])
	expect(faultOf(draft, taken)).toBe('name')
	expect(faultOf({ ...draft, name: '!' }, taken)).toBe('id')
	expect(faultOf({ ...draft, name: 'Hamburg' }, taken)).toBe('idTaken')
	expect(faultOf({ ...draft, name: 'Elbe', bounds: ['10', '53', '9', '54'] }, taken)).toBe('area')
	expect(faultOf({ ...draft, name: 'Elbe', bounds: ['', '53', '9', '54'] }, taken)).toBe('area')
	expect(faultOf({ ...draft, name: 'Elbe', timeZone: 'Europe/Hamburg' }, taken)).toBe('timeZone')
	expect(faultOf({ ...draft, name: 'Elbe' }, taken)).toBeUndefined()
})

test('degrees are read with a comma as with a point', () => {
	expect(boundsOf({ ...draft, bounds: ['9,73', ' 53.46', '10,14', '53,58'] })).toEqual([9.73, 53.46, 10.14, 53.58])
})

test('what is sent is what was typed; of a change only what is another, with its reason', () => {
	expect(bodyOf({ ...draft, name: ' Elbe ', gauges: [gauge(1)] })).toMatchObject({ id: 'elbe', name: 'Elbe', gauges: [gauge(1)] })
	const [, , , hamburg] = OPERATIONS
	if (!hamburg) throw new Error('no operation')
	const before = draftOf(hamburg)
	expect(changeOf(before, hamburg)).toBeUndefined()
	expect(changeOf({ ...before, name: 'Hamburg Nord', reason: ' vertippt ' }, hamburg)).toEqual({ name: 'Hamburg Nord', reason: 'vertippt' })
	expect(changeOf({ ...before, area: 'own', bounds: ['9', '53', '10', '54'] }, hamburg)).toEqual({ area: [9, 53, 10, 54] })
})

test('at most eight gauges, in the order of choice, and each can be moved forward', () => {
	const eight = Array.from({ length: 8 }, (_, n) => gauge(n)).reduce<readonly EntityId[]>(toggleGauge, [])
	expect(toggleGauge(eight, gauge(9))).toEqual(eight)
	expect(toggleGauge(eight, gauge(0))).toHaveLength(7)
	expect(gaugeUp(eight.slice(0, 3), gauge(2))).toEqual([gauge(0), gauge(2), gauge(1)])
	expect(gaugeUp(eight, gauge(0))).toEqual(eight)
})
