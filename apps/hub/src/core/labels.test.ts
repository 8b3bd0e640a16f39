import { EntityId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import { describe, expect, test } from 'vitest'

import { Desk, incident, unit, uuid } from './testing/desk.ts'
import { grantOf } from './testing/make.ts'
import { Watcher } from './testing/watcher.ts'

const CHIEF = grantOf({ source: 'chef', role: 'commander', clearance: 'restricted' })
const POLICE = grantOf({ source: 'pol', organisation: 'polizei', clearance: 'restricted' })
const HLF = EntityId.parse('unit:lage:hlf')

function told(desk: Desk, devices: readonly Grant[] = []): void {
	const labelDefaults = [
		{ organisation: 'polizei', label: { level: 'restricted' as const, organisations: ['polizei'] } },
		{ organisation: 'polizei', kind: 'unit' as const, label: { level: 'open' as const } },
	]
	desk.tell({ type: 'directory', labelDefaults, recipients: new Map([[HLF, devices]]) })
}

function labels(desk: Desk): readonly unknown[] {
	return desk.entries.map(({ body }) => (body.type === 'event' && 'label' in body.event ? body.event.label : undefined))
}

const task = (n: number, over: object = {}) => ({
	id: uuid(n),
	kind: 'task',
	entity: `task:chef:${n}`,
	op: 'upsert',
	payload: { order: 'Deich sichern', command: { version: 1, state: 'issued' } },
	...over,
})
const to = (id: string, rel = 'assigned-to') => ({ rel, to: id })

describe('labels by default', () => {
	test('[A31] what is created without a label gets that of its organisation and kind, stored in its entry', () => {
		const desk = new Desk()
		told(desk)
		desk.submit([incident(1, { entity: 'incident:pol:1' }), unit(2, 'streife', 'pol')], POLICE)
		desk.submit([incident(3, { entity: 'incident:pol:2', label: { level: 'internal' } })], POLICE)
		desk.submit([incident(4)])
		expect(labels(desk)).toEqual([{ level: 'restricted', organisations: ['polizei'] }, { level: 'open' }, { level: 'internal' }, undefined])
		expect(desk.submit([incident(5, { op: 'patch', entity: 'incident:pol:1', payload: { priority: 'sofort' } })])).toMatchObject([
			{ fault: 'unknown-entity' },
		])
	})

	test('[A31] another default changes nothing that is there', () => {
		const desk = new Desk()
		desk.submit([incident(1, { entity: 'incident:pol:1' })], POLICE)
		told(desk)
		desk.submit([incident(2, { entity: 'incident:pol:1' })], POLICE)
		expect(labels(desk)).toEqual([undefined, undefined])
	})

	test('[A31] of two that create one thing at once, both bring the label that held', () => {
		const desk = new Desk()
		told(desk)
		desk.submit(
			[incident(1, { entity: 'incident:pol:1' }), incident(2, { op: 'patch', entity: 'incident:pol:1', payload: { priority: 'sofort' } })],
			POLICE,
		)
		expect(labels(desk)).toEqual([{ level: 'restricted', organisations: ['polizei'] }, undefined])
	})
})

describe('what an operation names', () => {
	test('[A30] a gauge and a section that a viewer may not see are not named to it', () => {
		const desk = new Desk({ gauges: [EntityId.parse('sensor:lage:1')] })
		const gauge = { id: uuid(1), kind: 'sensor', version: 2, entity: 'sensor:lage:1', op: 'upsert', label: { level: 'restricted' } }
		desk.submit([{ ...gauge, payload: { name: 'A', property: 'W', unit: 'cm' } }], grantOf({ clearance: 'restricted' }))
		expect(new Watcher(desk, 'a').open()?.operation.gauges).toEqual([])
		expect(new Watcher(desk, 'b', CHIEF).open()?.operation.gauges).toEqual(['sensor:lage:1'])
	})
})

describe('an order that its recipient cannot see', () => {
	const refused = (path?: string) => ({ fault: 'recipient-cannot-see', ...(path !== undefined && { path }) })

	function desk(...devices: readonly Grant[]): Desk {
		const made = new Desk()
		made.submit([unit(1, 'hlf')])
		told(made, devices)
		return made
	}

	test('[A32] is refused, whether the order or what it refers to is hidden from the unit’s device', () => {
		const device = grantOf({ source: 'geraet', role: 'field' })
		const one = desk(device)
		one.submit([incident(2, { entity: 'incident:chef:1', label: { level: 'restricted' } })], CHIEF)
		expect(one.submit([task(3, { label: { level: 'restricted' }, links: [to(HLF)] })], CHIEF)).toMatchObject([refused('links.0.to')])
		const about = task(4, { links: [to(HLF), to('incident:chef:1', 'about')] })
		expect(one.submit([about], CHIEF)).toMatchObject([refused('links.1.to')])
		expect(one.submit([task(5, { links: [to(HLF)] })], CHIEF)).toMatchObject([{ effect: 'applied' }])
		expect(
			desk({ ...device, clearance: 'restricted' }).submit([task(3, { label: { level: 'restricted' }, links: [to(HLF)] })], CHIEF),
		).toMatchObject([{ effect: 'applied' }])
	})

	test('[A32] is refused too when it is assigned, or refers to more, later, and from the unit’s own end', () => {
		const one = desk(grantOf({ source: 'geraet', role: 'field' }))
		one.submit([incident(2, { entity: 'incident:chef:1', label: { level: 'restricted' } })], CHIEF)
		one.submit([task(3, { links: [to('incident:chef:1', 'about')] }), task(4, { links: [to(HLF)] })], CHIEF)
		const patch = (n: number, entity: string, link: object) => ({ id: uuid(n), kind: 'task', entity, op: 'patch', links: [link] })
		expect(one.submit([patch(5, 'task:chef:3', to(HLF))], CHIEF)).toMatchObject([refused('links.0.to')])
		expect(one.submit([patch(6, 'task:chef:4', to('incident:chef:1', 'about'))], CHIEF)).toMatchObject([refused('links.0.to')])
		const fromUnit = { ...unit(7, 'hlf'), op: 'patch', payload: {}, links: [to('task:chef:3')] }
		expect(one.submit([fromUnit], CHIEF)).toMatchObject([refused('links.0.to')])
		expect(one.submit([patch(8, 'task:chef:4', { ...to('incident:chef:1', 'about'), removed: true })], CHIEF)).toMatchObject([
			{ effect: 'applied' },
		])
	})

	test('[A32] goes by the unit’s organisation and the usual clearance where no device is enrolled', () => {
		const one = desk()
		const label = (organisation: string) => ({ level: 'internal', organisations: [organisation] })
		const links = [to(HLF)]
		expect(one.submit([task(2, { label: label('polizei'), links })], CHIEF)).toMatchObject([refused()])
		expect(one.submit([task(3, { label: label('feuerwehr'), links })], grantOf({ ...CHIEF, organisation: 'feuerwehr' }))).toMatchObject([
			{ seq: 2 },
		])
		expect(one.submit([task(4, { label: { level: 'restricted' }, links })], CHIEF)).toMatchObject([refused()])
	})

	test('[A32] what was said a moment before counts with its label, and what the sender does not see counts for nothing', () => {
		const one = desk(grantOf({ source: 'geraet', role: 'field' }))
		const hidden = incident(2, { entity: 'incident:chef:1', label: { level: 'restricted' } })
		const about = (n: number) => task(n, { entity: `task:lage:${n}`, links: [to(HLF), to('incident:chef:1', 'about')] })
		expect(one.submit([hidden, { ...about(3), entity: 'task:chef:3' }], CHIEF)).toMatchObject([{ seq: 2 }, refused('links.1.to')])
		expect(one.submit([about(4)])).toMatchObject([{ effect: 'applied' }])
	})

	test('[A32] names no unit that somebody else has put there unseen by the sender', () => {
		const one = desk(grantOf({ source: 'geraet', role: 'field' }))
		const secret = { level: 'restricted', organisations: ['polizei'] }
		const police = grantOf({ ...CHIEF, source: 'pol', organisation: 'polizei' })
		one.submit([{ ...unit(2, 'zivil', 'pol'), label: secret }], police)
		const order = task(3, { entity: 'task:pol:3', label: { level: 'internal' }, links: [] })
		expect(one.submit([order], police)).toMatchObject([{ effect: 'applied' }])
		told(one, [grantOf({ source: 'geraet', role: 'field' })])
		const assigned = { id: uuid(4), kind: 'task', entity: 'task:pol:3', op: 'patch', links: [to('unit:pol:zivil')] }
		const devices = new Map([[EntityId.parse('unit:pol:zivil'), [grantOf({ ...police, role: 'field' })]]])
		one.tell({ type: 'directory', labelDefaults: [], recipients: devices })
		expect(one.submit([assigned], police)).toMatchObject([{ effect: 'applied' }])
		one.tell({
			type: 'directory',
			labelDefaults: [],
			recipients: new Map([[EntityId.parse('unit:pol:zivil'), [grantOf({ clearance: 'open' })]]]),
		})
		const more = { id: uuid(5), kind: 'task', entity: 'task:pol:3', op: 'patch', links: [to('incident:chef:1', 'about')] }
		expect(JSON.stringify(one.submit([incident(6, { entity: 'incident:chef:1' }), more], CHIEF))).not.toContain('zivil')
	})
})
