import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { gauge, measured, NOW, thing } from '../testing/things.ts'
import { gaugeView, levelOf, referenceGauge, stageProposal } from './gauges.ts'

const HOUR = 3_600_000

function view(name: string, value: number, peak?: number) {
	const row = gauge(name)
	const peaks =
		peak === undefined
			? []
			: [
					{
						series: 'forecast' as const,
						issued: instant(NOW - HOUR),
						at: instant(NOW + HOUR),
						value: peak,
						lower: peak - 30,
						upper: peak + 30,
					},
				]
	return gaugeView(thing(row, measured(row, { value, trend: 125, peaks })), NOW)
}

describe('levels', () => {
	test('a reading in centimetres over the gauge zero becomes metres NHN', () => {
		expect(view('HAMBURG ST. PAULI', 891)).toMatchObject({ name: 'Hamburg St. Pauli', trend: 125 })
		expect(view('HAMBURG ST. PAULI', 891).level).toBeCloseTo(3.91)
	})

	test('without a known zero there is a reading and no level', () => {
		expect(levelOf({ unit: 'cm', zeros: null }, 891, NOW)).toBeUndefined()
		expect(levelOf({ unit: 'm³/s' }, 891, NOW)).toBeUndefined()
	})

	test('a value belongs to the zero that held at its time', () => {
		const zeros = { '1900-01-01': { metres: -4, datum: 'NHN' }, '2026-01-01': { metres: -5, datum: 'NHN' } }
		expect(levelOf({ unit: 'cm', zeros }, 649, NOW)).toBeCloseTo(1.49)
		expect(levelOf({ unit: 'cm', zeros }, 649, Date.UTC(2025, 11, 31))).toBeCloseTo(2.49)
	})

	test('the peak carries half the width of its band', () => {
		expect(view('ST. PAULI', 891, 1084).forecast?.spread).toBeCloseTo(0.3)
	})

	test('a station that should have spoken is silent since its last value', () => {
		const row = gauge('OVER')
		const at = instant(NOW - HOUR)
		expect(gaugeView(thing(row, measured(row, { value: 1, at })), NOW).silentSince).toBe(at)
		expect(gaugeView(thing(row, measured(row, { value: 1 })), NOW).silentSince).toBeUndefined()
	})
})

test('the gauge that decides is St. Pauli, else the first with a forecast', () => {
	const [over, pauli, cuxhaven] = [view('OVER', 1), view('HAMBURG ST. PAULI', 1), view('CUXHAVEN', 1, 900)]
	expect(referenceGauge([over, pauli, cuxhaven])).toBe(pauli)
	expect(referenceGauge([over, cuxhaven])).toBe(cuxhaven)
	expect(referenceGauge([])).toBeUndefined()
})

describe('the stage is proposed', () => {
	test('from the coming peak when that is higher', () => {
		expect(stageProposal(view('ST. PAULI', 891, 1084), NOW)).toEqual({ stage: 2, from: 'forecast' })
	})

	test('from the level when the peak is over', () => {
		expect(stageProposal(view('ST. PAULI', 1010, 1084), NOW + 2 * HOUR)).toEqual({ stage: 1, from: 'level' })
	})

	test('not at all below the lowest line', () => {
		expect(stageProposal(view('ST. PAULI', 700), NOW)).toBeUndefined()
	})
})
