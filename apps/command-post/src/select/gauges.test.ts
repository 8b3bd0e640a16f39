import { GaugeScale, levelOf } from '@lagebild/model/gauge.ts'
import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { gauge, measured, NOW, thing } from '../testing/things.ts'
import { gaugeView, referenceGauge, stageProposal, surgeProposal } from './gauges.ts'

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

const SCALE = GaugeScale.parse({
	reference: true,
	mhw: 2.15,
	stages: [
		{ stage: 0, from: 3.65 },
		{ stage: 1, from: 5 },
		{ stage: 2, from: 5.5 },
	],
	classes: [
		{ above: 1.5, name: { de: 'Sturmflut', en: 'storm surge' } },
		{ above: 2.5, name: { de: 'schwere Sturmflut', en: 'severe storm surge' } },
	],
})

test('the gauge that decides is the configured one, else the first with a forecast', () => {
	const [over, pauli, cuxhaven] = [view('OVER', 1), view('HAMBURG ST. PAULI', 1), view('CUXHAVEN', 1, 900)]
	const scales = { [pauli.row.id]: SCALE, [over.row.id]: { ...SCALE, reference: false } }
	expect(referenceGauge([over, pauli, cuxhaven], scales)).toBe(pauli)
	expect(referenceGauge([over, cuxhaven], scales)).toBe(cuxhaven)
	expect(referenceGauge([], scales)).toBeUndefined()
})

describe('the stage is proposed', () => {
	test('from the coming peak when that is higher', () => {
		expect(stageProposal(view('ST. PAULI', 891, 1084), SCALE, NOW)).toMatchObject({ stage: { stage: 2 }, from: 'forecast' })
	})

	test('from the level when the peak is over', () => {
		expect(stageProposal(view('ST. PAULI', 1010, 1084), SCALE, NOW + 2 * HOUR)).toMatchObject({ stage: { stage: 1 }, from: 'level' })
	})

	test('649 cm is 1.49 m NHN and no stage, 1,032 cm is 5.32 m NHN and proposes stage 1', () => {
		expect(stageProposal(view('ST. PAULI', 649), SCALE, NOW)).toBeUndefined()
		expect(stageProposal(view('ST. PAULI', 1032), SCALE, NOW)).toMatchObject({ stage: { stage: 1 }, from: 'level' })
	})

	test('not at all where no lines are configured', () => {
		expect(stageProposal(view('OVER', 1084), GaugeScale.parse({}), NOW)).toBeUndefined()
	})

	test('and the surge has a class above mean high water', () => {
		expect(surgeProposal(view('ST. PAULI', 891, 1084), SCALE, NOW)).toMatchObject({ surge: { above: 2.5 }, level: 5.84 })
		expect(surgeProposal(view('ST. PAULI', 700), SCALE, NOW)).toBeUndefined()
	})
})
