import { instant, iso } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { grantOf } from '../core/testing/make.ts'
import { Bell, MINUTE } from './testing/bell.ts'

const SENSOR = grantOf({ source: 'sonde', rank: 'device', role: 'integrator' })
const CHIEF = grantOf({ source: 'chef', role: 'commander', clearance: 'restricted', name: 'J. Brandt' })
const FEED = grantOf({ source: 'bsh', rank: 'authority', role: 'integrator' })

function at(bell: Bell, minutes: number): string {
	return iso(instant(bell.now + minutes * MINUTE))
}

function gate(bell: Bell, fields: object = {}): void {
	bell.say('facility', 'tor', { name: 'Tor Klütjenfeld 7', type: 'gate', ...fields })
}

function sensorSays(bell: Bell, state: string): void {
	bell.say('facility', 'tor', { gate: state }, { op: 'patch', grant: SENSOR })
}

function guardSays(bell: Bell, state: string): void {
	bell.say('facility', 'tor', { gate: state }, { op: 'patch' })
}

function health(bell: Bell, state: string, more: object = {}): void {
	const payload = { name: 'SenseMate Ost', format: 'ttn', state, since: at(bell, 0), lastGood: at(bell, -1), ...more }
	bell.say('feed', 'x', payload, { grant: FEED, entity: 'feed:bsh:bsh' })
}

describe('the life of an alarm', () => {
	test('[R1] [R2] is raised once while its cause stands, and says what, since when and about what', () => {
		const bell = new Bell()
		gate(bell)
		sensorSays(bell, 'closed')
		bell.pass(1)
		guardSays(bell, 'open')
		const since = bell.now
		bell.look().pass(1).pass(1)
		expect(bell.raised()).toBe(1)
		expect(bell.alarms()).toMatchObject([
			{
				id: 'alarm:lagebild:gate-conflict.facility:lage:tor',
				life: 'live',
				fields: {
					title: 'Widerspruch Tor Klütjenfeld 7 · Conflict Tor Klütjenfeld 7',
					cause: 'Sensor zu, Torwache offen · Sensor closed, gate guard open',
					severity: 'Severe',
					rule: 'gate-conflict',
				},
				validity: { from: iso(instant(since)) },
				links: [{ rel: 'about', to: 'facility:lage:tor' }],
			},
		])
	})

	test('[R2] ends when its cause has been over for a while, not by one good moment, and is raised anew without the old acknowledgement', () => {
		const bell = new Bell()
		gate(bell)
		sensorSays(bell, 'closed')
		guardSays(bell, 'open')
		bell.look()
		const [{ id } = { id: '' }] = bell.alarms()
		const acknowledged = { acknowledged: { chef: 'J. Brandt' } }
		expect(bell.say('alarm', 'x', acknowledged, { op: 'patch', entity: id, grant: CHIEF })).toMatchObject([{ effect: 'applied' }])
		guardSays(bell, 'closed')
		bell.look()
		expect(bell.standing()).toHaveLength(1)
		bell.pass(1)
		expect(bell.alarms()).toMatchObject([{ life: 'ended', fields: acknowledged }])
		bell.pass(10)
		guardSays(bell, 'open')
		bell.look().pass(1)
		expect(bell.raised()).toBe(2)
		expect(bell.alarms()).toMatchObject([{ life: 'live' }])
		expect(bell.alarms()[0]?.fields.acknowledged ?? {}).toEqual({})
	})

	test('[R3] a restart and a second hub say nothing twice', () => {
		const bell = new Bell()
		gate(bell)
		sensorSays(bell, 'closed')
		guardSays(bell, 'open')
		bell.look().restart().look()
		expect(bell.said).toHaveLength(1)
		const before = bell.desk.entries.length
		expect(bell.desk.submit([bell.said[0]])).not.toEqual([])
		expect(bell.desk.entries).toHaveLength(before)
	})

	test('[R3] an alarm that a person ends while its cause stands stands again, once', () => {
		const bell = new Bell()
		gate(bell)
		sensorSays(bell, 'closed')
		guardSays(bell, 'open')
		bell.look()
		bell.pass(1)
		bell.say('alarm', 'x', {}, { op: 'end', entity: bell.alarms()[0]?.id, grant: CHIEF })
		bell.pass(1).pass(1)
		expect([bell.raised(), bell.standing()]).toEqual([2, ['Widerspruch Tor Klütjenfeld 7']])
	})

	test('[R5] bears the label of its cause, and follows when that becomes another', () => {
		const bell = new Bell()
		const label = { level: 'restricted', organisations: ['polizei'] }
		const police = grantOf({ role: 'commander', clearance: 'restricted', organisation: 'polizei' })
		bell.say('facility', 'tor', { name: 'Tor 1', type: 'gate', gate: 'open' }, { label, grant: police })
		bell.pass(1)
		bell.say('facility', 'tor', { gate: 'closed' }, { op: 'patch', grant: { ...SENSOR, clearance: 'restricted', organisation: 'polizei' } })
		bell.pass(6)
		expect(bell.alarms()).toMatchObject([{ label }])
		bell.say('facility', 'tor', {}, { op: 'classify', label: { level: 'open' }, payload: undefined, grant: police })
		bell.look()
		expect(bell.alarms()).toMatchObject([{ label: { level: 'open' } }])
	})

	test('[R6] rules that are switched off raise nothing', () => {
		const bell = new Bell({ alarms: { off: ['gate-conflict'] } })
		gate(bell)
		sensorSays(bell, 'closed')
		guardSays(bell, 'open')
		expect(bell.look().alarms()).toEqual([])
		expect(new Bell({ alarms: { enabled: false } }).look().alarms()).toEqual([])
	})
})

describe('gates', () => {
	test('[R20] a sensor that says something else than the guard before it has five minutes, on the way is no contradiction', () => {
		const bell = new Bell()
		gate(bell)
		guardSays(bell, 'open')
		bell.pass(10)
		sensorSays(bell, 'closing')
		bell.pass(10)
		sensorSays(bell, 'closed')
		bell.pass(4)
		expect(bell.standing()).toEqual([])
		bell.pass(2)
		expect(bell.standing()).toEqual(['Widerspruch Tor Klütjenfeld 7'])
	})

	test.each([
		['closed', []],
		['open', ['Tor Klütjenfeld 7 nicht zu']],
		['unknown', ['Tor Klütjenfeld 7 nicht zu']],
	])('[R21] a gate that is %s when its time is over', (state, alarms) => {
		const bell = new Bell()
		gate(bell)
		bell.say('facility', 'tor', { closeBy: at(bell, 20) }, { op: 'patch' })
		guardSays(bell, state)
		expect(bell.pass(19).standing()).toEqual([])
		expect(bell.pass(2).standing()).toEqual(alarms)
	})

	test('[R4] [R21] what was due long before the hub learned of it raises none', () => {
		const bell = new Bell()
		gate(bell, { closeBy: at(bell, -40) })
		expect(bell.look().standing()).toEqual([])
	})
})

describe('messages and orders', () => {
	const blitz = { text: 'Deich am Klütjenfelder Hauptdeich gebrochen', priority: 'blitz', from: 'EA 2' }

	test('[R30] a Blitz message until somebody signs for it', () => {
		const bell = new Bell()
		bell.say('message', '1', blitz)
		bell.look()
		expect(bell.standing()).toEqual(['Blitzmeldung von EA 2'])
		bell.say('message', '1', { receipts: { S3: 'jb' } }, { op: 'patch' })
		expect(bell.look().pass(1).standing()).toEqual([])
	})

	test('[R4] [R30] one that was told late raises none', () => {
		const bell = new Bell()
		bell.say('message', '1', blitz, { times: { observed: at(bell, -60) }, backfill: true })
		expect(bell.look().standing()).toEqual([])
	})

	function order(bell: Bell, more: object = {}): void {
		bell.say('task', '1', {
			order: 'Deich sichern',
			number: '114',
			unit: 'Heros Altona 31/61',
			command: { version: 1, state: 'issued' },
			...more,
		})
	}
	const unitSays = (bell: Bell, state: string, reason?: string) =>
		bell.say('task', '1', { execution: { answers: 1, state, reason } }, { op: 'patch', grant: CHIEF })

	test('[R31] an order that the unit refuses', () => {
		const bell = new Bell()
		order(bell)
		unitSays(bell, 'refused', 'kein Boot')
		bell.look()
		expect(bell.alarms()).toMatchObject([
			{ fields: { title: 'Auftrag 114 abgelehnt · Order 114 refused', cause: 'Heros Altona 31/61, kein Boot' } },
		])
	})

	test('[R32] an order that is overdue, until it is done', () => {
		const bell = new Bell()
		order(bell, { due: at(bell, 10) })
		expect(bell.pass(9).standing()).toEqual([])
		expect(bell.pass(2).standing()).toEqual(['Auftrag 114 überfällig'])
		unitSays(bell, 'done')
		expect(bell.look().pass(1).standing()).toEqual([])
	})

	test('[R33] an order that was withdrawn and is carried out', () => {
		const bell = new Bell()
		order(bell)
		unitSays(bell, 'done')
		bell.say('task', '1', { command: { version: 1, state: 'withdrawn' } }, { op: 'patch' })
		expect(bell.look().standing()).toEqual(['Auftrag 114 zurückgenommen und ausgeführt'])
	})
})

describe('forces', () => {
	const unit = { callsign: 'Florian 11/1', organisation: 'feuerwehr' }

	function drives(bell: Bell): void {
		const positions = { entity: ['unit:lage:1'], observed: [iso(instant(bell.now))], lat: [53.5], lng: [10] }
		bell.desk.measure({ positions })
	}

	test('[R40] status 0 of a unit, at once', () => {
		const bell = new Bell()
		bell.say('unit', '1', { ...unit, overlay: 0 })
		expect(bell.look().alarms()).toMatchObject([
			{ fields: { severity: 'Extreme', title: 'Notruf Florian 11/1 · Emergency call Florian 11/1' } },
		])
		bell.say('unit', '1', { overlay: null }, { op: 'patch' })
		expect(bell.look().pass(1).standing()).toEqual([])
	})

	test.each([
		[3, ['Kein Kontakt zu Florian 11/1']],
		[2, []],
	])('[R41] a unit with status %d of which no position comes', (fms, alarms) => {
		const bell = new Bell()
		bell.say('unit', '1', { ...unit, fms })
		drives(bell)
		expect(bell.pass(14).standing()).toEqual([])
		expect(bell.pass(2).standing()).toEqual(alarms)
		drives(bell)
		expect(bell.look().pass(1).standing()).toEqual([])
	})
})

describe('sources', () => {
	test('[R50] a source that was there and has been cut off for two minutes', () => {
		const bell = new Bell()
		health(bell, 'red', { reason: 'HTTP 503' })
		expect(bell.pass(1).standing()).toEqual([])
		expect(bell.pass(2).standing()).toEqual(['Quelle SenseMate Ost schweigt'])
		health(bell, 'green')
		expect(bell.look().pass(1).standing()).toEqual([])
	})

	test.each([
		['one that never was', 'red', { lastGood: null }],
		['one that somebody paused', 'off', {}],
	])('[R50] not %s', (_name, state, more) => {
		const bell = new Bell()
		health(bell, state, more)
		expect(bell.pass(60).standing()).toEqual([])
	})

	test('[R51] the disk of the hub', () => {
		const bell = new Bell()
		const payload = {
			name: 'Speicherplatz · disk space',
			format: 'lagebild',
			state: 'red',
			since: at(bell, 0),
			reason: 'Noch 40 MB frei · 40 MB left',
		}
		bell.say('feed', 'x', payload, {
			entity: 'feed:lagebild:disk',
			grant: grantOf({ source: 'lagebild', role: 'admin', rank: 'authority' }),
		})
		expect(bell.look().alarms()).toMatchObject([
			{ fields: { title: 'Lagebild: Speicherplatz · Lagebild: disk space', cause: 'Noch 40 MB frei · 40 MB left' } },
		])
	})
})

describe('acknowledging', () => {
	function raised(): Bell {
		const bell = new Bell()
		bell.say('alarm', '1', { title: 'Notzugang', severity: 'Severe' })
		return bell
	}

	const acknowledges = (bell: Bell, acknowledged: unknown) => bell.say('alarm', '1', { acknowledged }, { op: 'patch', grant: CHIEF })[0]

	test('[A35] everybody acknowledges for themselves, by name', () => {
		const bell = raised()
		expect(acknowledges(bell, { chef: 'J. Brandt' })).toMatchObject({ effect: 'applied' })
		expect(acknowledges(bell, { chef: 'S. Müller' })).toMatchObject({ fault: 'not-allowed', path: 'payload.acknowledged.chef' })
		expect(acknowledges(bell, { S3: 'J. Brandt' })).toMatchObject({ fault: 'not-allowed', path: 'payload.acknowledged.S3' })
		expect(acknowledges(bell, { lage: null })).toMatchObject({ fault: 'not-allowed' })
		expect(acknowledges(bell, null)).toMatchObject({ fault: 'not-allowed' })
	})

	test('[A35] under a function that one holds here', () => {
		const bell = raised()
		const { functions } = bell.desk.hub.operation
		bell.desk.hub.operation = {
			...bell.desk.hub.operation,
			functions: [...functions, { function: 'S3', credential: CHIEF.credential, name: CHIEF.name, since: instant(0) }],
		}
		expect(acknowledges(bell, { S3: 'J. Brandt' })).toMatchObject({ effect: 'applied' })
		expect(acknowledges(bell, { S2: 'J. Brandt' })).toMatchObject({ fault: 'not-allowed' })
	})
})
