import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { DUTIES } from '@lagebild/model/access/roles.ts'
import { entityId } from '@lagebild/model/ids.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { Desk, uuid } from './testing/desk.ts'
import { grantOf } from './testing/make.ts'

const HLF = { callsign: 'HLF', organisation: 'feuerwehr' }
const FIELD = grantOf({ source: 'trupp', role: 'field' })
const STAFF = grantOf({ source: 'lage', role: 'staff' })
const CHIEF = grantOf({ source: 'chef', role: 'commander' })
const SYSTEM = grantOf({ source: 'pegel', role: 'integrator', rank: 'authority' })
const said = (n: number, kind: string, over: object) => ({ id: uuid(n), kind, entity: `${kind}:lage:1`, op: 'upsert', ...over })
const order = (n: number, over: object = {}) =>
	said(n, 'task', { payload: { order: 'Keller leerpumpen', command: { version: 1, state: 'issued' } }, ...over })
const diary = (n: number, source: string) =>
	said(n, 'message', { entity: `message:${source}:${n}`, payload: { type: 'diary', book: 'ETB', text: 'Deich hält' } })

test('every duty of the table is asked for somewhere in the hub', () => {
	const folder = path.resolve(import.meta.dirname, '..')
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!\.test)\.ts$/.test(file))
	const source = files.map((file) => readFileSync(path.join(folder, file), 'utf8')).join('\n')
	expect(DUTIES.filter((duty) => !source.includes(`'${duty}'`))).toEqual([])
})

describe('what a grant speaks of', () => {
	test('[A29] a role says about a kind what its table says, and of a kind about which it says nothing the kind is refused', () => {
		const desk = new Desk()
		const warning = (source: string) =>
			said(1, 'warning', {
				entity: `warning:${source}:1`,
				payload: { msgType: 'Alert', event: 'STURMFLUT', severity: 'Severe', urgency: 'Expected', certainty: 'Likely', texts: {} },
			})
		expect(desk.submit([warning('trupp')], FIELD)).toMatchObject([{ fault: 'not-allowed', path: 'kind' }])
		const classify = said(2, 'unit', { op: 'classify', label: { level: 'open' } })
		expect(desk.submit([classify], STAFF)).toMatchObject([{ fault: 'not-allowed', path: 'op' }])
	})

	test('[A29] a credential speaks of the kinds it submits, reads the kinds it reads, and knows what it made', () => {
		const desk = new Desk()
		const writer = grantOf({ source: 'lage', kinds: ['unit'], submitKinds: ['incident'] })
		const incident = { payload: { title: 'Keller', category: 'flooding' } }
		expect(desk.submit([said(1, 'incident', incident)], writer)).toMatchObject([{ seq: 1 }])
		expect(desk.submit([said(2, 'incident', { op: 'patch', payload: { title: 'Keller 2' } })], writer)).toMatchObject([{ seq: 2 }])
		const about = said(3, 'unit', { payload: HLF })
		expect(desk.submit([about], writer)).toMatchObject([{ fault: 'not-allowed', path: 'kind' }])
		const foreign = grantOf({ source: 'b', kinds: ['unit'], submitKinds: ['incident'] })
		expect(desk.submit([said(4, 'incident', { op: 'patch', payload: { title: 'x' } })], foreign)).toMatchObject([
			{ fault: 'unknown-entity' },
		])
	})

	test('[A29] measuring is a word about the kind that is measured', () => {
		const desk = new Desk()
		desk.submit([said(1, 'unit', { payload: HLF })], STAFF)
		const positions = { positions: { entity: ['unit:lage:1'], observed: ['1970-01-01T00:16:40Z'], lat: [53.5], lng: [10] } }
		const refused = { stored: 0, refused: [{ fault: 'not-allowed', path: 'positions.entity.0' }] }
		expect(desk.measure(positions, grantOf({ source: 'b', submitKinds: ['sensor'] }))).toMatchObject(refused)
		const device = grantOf({ source: 'geraet', role: 'field', unit: entityId('unit', 'lage', '2') })
		expect(desk.measure(positions, device)).toMatchObject(refused)
		expect(desk.measure(positions, { ...device, unit: entityId('unit', 'lage', '1') })).toMatchObject({ stored: 1 })
	})

	test('[A29] a device speaks, of all units, for its own', () => {
		const desk = new Desk()
		desk.submit([said(1, 'unit', { payload: HLF })], STAFF)
		const patch = said(2, 'unit', { op: 'patch', payload: { fms: 4 } })
		const device = grantOf({ source: 'geraet', role: 'field', unit: entityId('unit', 'lage', '2') })
		expect(desk.submit([patch], device)).toMatchObject([{ fault: 'not-allowed', path: 'entity' }])
		expect(desk.submit([patch], { ...device, unit: entityId('unit', 'lage', '1') })).toMatchObject([{ effect: 'applied' }])
	})
})

test('[A29] a device says of its own unit alone that it is the same as something', () => {
	const desk = new Desk()
	desk.submit([said(1, 'unit', { payload: HLF }), said(2, 'unit', { entity: 'unit:lage:2', payload: HLF })], STAFF)
	const incident = (n: number) => ({ entity: `incident:trupp:${n}`, payload: { title: 'Keller', category: 'flooding' } })
	const device = grantOf({ source: 'trupp', role: 'field', unit: entityId('unit', 'lage', '2') })
	desk.submit([said(3, 'incident', incident(1))], device)
	const links = [{ rel: 'duplicates', to: 'incident:trupp:1' }]
	expect(desk.submit([said(4, 'incident', { ...incident(2), links })], device)).toMatchObject([
		{ fault: 'not-allowed', path: 'links.0.rel' },
	])
	expect(desk.submit([said(5, 'incident', { ...incident(2), links })], grantOf({ source: 'trupp', role: 'field' }))).toMatchObject([
		{ effect: 'applied' },
	])
	const same = { op: 'patch', payload: { fms: 4 }, entity: 'unit:lage:2', links: [{ rel: 'duplicates', to: 'unit:lage:1' }] }
	expect(desk.submit([said(6, 'unit', same)], device)).toMatchObject([{ effect: 'applied' }])
})

describe('words that need a duty', () => {
	test('[A30] a stage is declared by those who lead; what a system says of it is a proposal', () => {
		const desk = new Desk()
		const gauge = { name: 'St. Pauli', property: 'W', unit: 'cm' }
		desk.submit([said(1, 'sensor', { version: 2, payload: gauge })], STAFF)
		const declare = (n: number) => [said(n, 'sensor', { version: 2, op: 'patch', payload: { stage: 2 } })]
		expect(desk.submit(declare(2), STAFF)).toMatchObject([{ fault: 'not-allowed', path: 'payload.stage' }])
		expect(desk.submit(declare(3), SYSTEM)).toMatchObject([{ seq: 2 }])
		expect(desk.submit(declare(4), CHIEF)).toMatchObject([{ effect: 'applied' }])
		expect(desk.submit([{ ...said(5, 'sensor', { op: 'retract', retracts: uuid(4) }) }], STAFF)).toMatchObject([
			{ fault: 'not-allowed', path: 'retracts' },
		])
		const functions = [{ function: 'leader' as const, credential: STAFF.credential, name: 'Jansen', since: instant(0) }]
		desk.hub.operation = { ...desk.hub.operation, functions }
		expect(desk.submit(declare(6), STAFF)).toMatchObject([{ effect: 'applied' }])
	})

	test('[A30] orders are the staff’s; a crew states how one goes, and asks by a request of its own', () => {
		const desk = new Desk()
		expect(desk.submit([order(1, { entity: 'task:trupp:1' })], FIELD)).toMatchObject([{ fault: 'not-allowed', path: 'payload.command' }])
		const plain = said(2, 'task', { entity: 'task:trupp:1', payload: { order: 'Sandsäcke' } })
		expect(desk.submit([plain], FIELD)).toMatchObject([{ fault: 'not-allowed', path: 'payload.type' }])
		const request = said(3, 'task', { entity: 'task:trupp:1', payload: { type: 'request', order: 'Sandsäcke' } })
		expect(desk.submit([request], FIELD)).toMatchObject([{ effect: 'applied' }])
		desk.submit([order(4)], STAFF)
		const patch = (n: number, over: object) => [said(n, 'task', { op: 'patch', ...over })]
		expect(desk.submit(patch(5, { payload: { execution: { answers: 1, state: 'accepted' } } }), FIELD)).toMatchObject([
			{ effect: 'applied' },
		])
		expect(desk.submit(patch(6, { payload: { order: 'Anders' } }), FIELD)).toMatchObject([{ path: 'payload.order' }])
		expect(desk.submit(patch(7, { geometry: null }), FIELD)).toMatchObject([{ path: 'geometry' }])
		expect(desk.submit(patch(8, { links: [{ rel: 'assigned-to', to: 'unit:lage:1' }] }), FIELD)).toMatchObject([{ path: 'links' }])
		expect(desk.submit([said(9, 'task', { op: 'end' })], FIELD)).toMatchObject([{ fault: 'not-allowed', path: 'op' }])
		expect(desk.submit([said(10, 'task', { op: 'retract', retracts: uuid(4) })], FIELD)).toMatchObject([{ path: 'retracts' }])
		const spoken = said(11, 'message', { entity: 'message:trupp:1', payload: { type: 'order', text: 'Rückzug' } })
		expect(desk.submit([spoken], FIELD)).toMatchObject([{ fault: 'not-allowed', path: 'payload.type' }])
	})

	test('[A30] the diary is written by who keeps it, where somebody does', () => {
		const desk = new Desk()
		expect(desk.submit([diary(1, 'trupp')], FIELD)).toMatchObject([{ fault: 'not-allowed', path: 'payload.type' }])
		expect(desk.submit([diary(2, 'pegel')], SYSTEM)).toMatchObject([{ fault: 'not-allowed' }])
		expect(desk.submit([diary(3, 'lage')], STAFF)).toMatchObject([{ effect: 'applied' }])
		const functions = [{ function: 'diary-keeper' as const, credential: FIELD.credential, name: 'Petersen', since: instant(0) }]
		desk.hub.operation = { ...desk.hub.operation, functions }
		const [refused] = desk.submit([diary(4, 'chef')], CHIEF)
		expect(refused).toMatchObject({ fault: 'not-allowed', message: 'the diary is kept by Petersen' })
		expect(desk.submit([diary(5, 'trupp')], FIELD)).toMatchObject([{ effect: 'applied' }])
	})
})
