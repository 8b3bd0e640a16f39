import { hash } from 'node:crypto'

import { SystemEvent } from '@lagebild/model/event.ts'
import { instant } from '@lagebild/model/time.ts'
import { expect, test } from 'vitest'

import { canonicalText } from './canonical.ts'
import { commitOf, GENESIS, hashOf } from './chain.ts'
import { prepareEvent } from './prepare.ts'
import { systemEvent } from './system-event.ts'
import { FLOOD, incident, incidentId, measuredBatch, report } from './testing/fixtures.ts'

test('[J1] canonical text follows RFC 8785', () => {
	const value = {
		'\u20ac': 'Euro',
		'\r': 1,
		'\ufb33': 2,
		'1': true,
		'\u{1f600}': 4,
		'\u0080': 5,
		ö: [333333333.3333333, 1e30, 4.5, 2e-3, 1e-27, -0],
		a: undefined,
	}
	expect(canonicalText(value)).toBe(
		'{"\\r":1,"1":true,"\u0080":5,"ö":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"€":"Euro","😀":4,"\ufb33":2}',
	)
	expect(() => canonicalText({ a: '\ud800' })).toThrow('surrogate')
	expect(() => canonicalText(undefined)).toThrow('JSON')
})

test('[J1] [J2] commitment and hash are those of the specification', () => {
	const salt = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex')
	const commit = commitOf(salt, Buffer.from('{"a":1}'))
	expect(commit.toString('hex')).toBe(hash('sha256', Buffer.concat([salt, Buffer.from('{"a":1}')])))
	const link = hashOf({ prevHash: GENESIS, seq: 258, recorded: Date.UTC(2026, 10, 21, 20, 4, 10), commit })
	const written = `${Buffer.from('lagebild-1').toString('hex')}${'00'.repeat(32)}0000000000000102${Buffer.from('2026-11-21T20:04:10.000Z').toString('hex')}${commit.toString('hex')}`
	expect(link.toString('hex')).toBe(hash('sha256', Buffer.from(written, 'hex')))
})

test('[J1] two bodies that say the same have salts and commitments of their own', () => {
	const [one, two] = [report({ n: 1 }), report({ n: 1 })]
	expect(one.canonical).toBe(two.canonical)
	expect(one.said).toBe(two.said)
	expect(one.salt).toMatch(/^[0-9a-f]{32}$/)
	expect(one.salt).not.toBe(two.salt)
	expect(one.commit).not.toBe(two.commit)
})

test('[J5] what was said does not depend on the order of keys or on what the hub filled in', () => {
	const event = incident({ n: 1 })
	const said = { id: event.id, payload: { title: 'x', category: 'flooding' } }
	const turned = { payload: { category: 'flooding', title: 'x' }, id: event.id }
	expect(prepareEvent(event, said, 'human').said).toBe(prepareEvent({ ...event, received: instant(1) }, turned, 'human').said)
	expect(prepareEvent(event, { ...said, op: 'end' }, 'human').said).not.toBe(prepareEvent(event, said, 'human').said)
})

test('an event is found by its entity and the ends of its links, a batch by its sensors', () => {
	expect(report({ n: 1, about: incidentId('deich') }).entities).toEqual([incidentId('keller-1'), incidentId('deich')])
	expect(measuredBatch(1).entities).toEqual(['sensor:wsv:st-pauli'])
	const system = systemEvent({ op: 'opened', operation: FLOOD.id, received: instant(0), by: 'hub' })
	expect(SystemEvent.parse(system)).toEqual(system)
	expect(prepareEvent(system, system, 'human')).toMatchObject({ entities: [], credential: 'system' })
})
