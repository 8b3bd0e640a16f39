import { expect, test } from 'vitest'

import { MINUTE } from './clock.ts'
import { FLEET } from './fleet.ts'
import { closeBy, gateReports, GATES, isSilent } from './gates.ts'
import { assignmentsOf, readIncidents, STAGES, stageAt } from './incidents.ts'
import { listedAt } from './warnings.ts'
import { PEAK } from './water.ts'

const incidents = readIncidents(new URL('../../data/incidents.json', import.meta.url))

function stateOf(gate: string, by: 'sensor' | 'guard', at: number): string | undefined {
	return gateReports(0).findLast((report) => report.gate === gate && report.by === by && report.at <= at)?.state
}

function shut(at: number): number {
	return GATES.filter(({ id }) => stateOf(id, 'sensor', at) === 'closed').length
}

function types(at: number): readonly string[] {
	return listedAt('mowas', at).map(({ message }) => `${message.thread} ${message.msgType}`)
}

test('38 gates, most of them shut at the start, all at the peak, the lowest sill first', () => {
	expect(GATES).toHaveLength(38)
	expect(shut(0)).toBeGreaterThan(20)
	expect(shut(0)).toBeLessThan(38)
	expect(shut(PEAK)).toBe(38)
	const order = GATES.toSorted((a, b) => a.sill - b.sill).map(closeBy)
	expect(order).toEqual(order.toSorted((a, b) => a - b))
})

test('at the start one gate is shut to its sensor and open to its guard, one is at fault, and the sensors of one polder are silent', () => {
	expect([stateOf('kluetjenfeld-7', 'sensor', 0), stateOf('kluetjenfeld-7', 'guard', 0)]).toEqual(['closed', 'open'])
	expect([stateOf('ellerholz-2', 'sensor', 0), stateOf('ellerholz-2', 'guard', 0)]).toEqual(['fault', 'closing'])
	expect(new Set(GATES.filter((gate) => isSilent(gate, 0)).map(({ polder }) => polder))).toEqual(new Set(['Peute']))
	expect(stateOf('kluetjenfeld-7', 'guard', PEAK)).toBe('closed')
})

test('incidents go through their stages in order, and no unit is sent to two', () => {
	expect(incidents.length).toBeGreaterThanOrEqual(15)
	for (const one of incidents) {
		const times = STAGES.flatMap((stage) => stageAt(one, stage, 0) ?? [])
		expect(times).toEqual(times.toSorted((a, b) => a - b))
	}
	const sent = assignmentsOf(incidents).map(({ unit }) => unit)
	expect(new Set(sent).size).toBe(sent.length)
	expect(sent.every((unit) => FLEET.some(({ native }) => native === unit))).toBe(true)
	expect(sent.length).toBe(incidents.flatMap(({ needs }) => needs).length)
})

test('warnings are updated and cancelled as time goes on', () => {
	expect(types(0)).toEqual(['sturmflut Alert', 'sturmflut Update', 'stromausfall Alert'])
	expect(types(PEAK + 7 * 60 * MINUTE)).toContain('sturmflut Cancel')
})
