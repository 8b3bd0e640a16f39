import { instant } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { gauge, NOW } from '../testing/things.ts'
import { declaredStage, toldStages } from './declared-stage.ts'

const AT = instant(NOW - 60_000)
const person = { source: 'mueller', rank: 'person', name: 'Müller, ZKD', at: AT } as const
const feed = { source: 'pegelonline', rank: 'authority', name: 'PEGELONLINE', at: instant(NOW) } as const

function declared(stage: number | null, sources: readonly (typeof person | typeof feed)[] = [feed, person]) {
	const row = gauge('ST. PAULI')
	return { ...row, fields: { ...row.fields, stage }, fieldAt: { stage: AT }, sources }
}

describe('the declared stage', () => {
	test('is what a person said, with the name and the time', () => {
		expect(declaredStage(declared(1))).toEqual({ stage: 1, at: AT, by: 'Müller, ZKD' })
		expect(declaredStage(declared(null))).toEqual({ stage: null, at: AT, by: 'Müller, ZKD' })
	})

	test('names nobody where the newest word of a person is about something else', () => {
		expect(declaredStage(declared(1, [feed, { ...person, at: feed.at }]))).toEqual({ stage: 1, at: AT })
	})

	test('is none where nobody declared one', () => {
		expect(declaredStage(gauge('ST. PAULI'))).toBeUndefined()
	})
})

describe('the words of the status line', () => {
	test('are the declared stage, with a proposal only where it is another, and else the proposal', () => {
		expect(toldStages(declared(2), 2)).toEqual({ declared: 2 })
		expect(toldStages(declared(2), 3)).toEqual({ declared: 2, proposed: 3 })
		expect(toldStages(declared(0), undefined)).toEqual({ declared: 0 })
		expect(toldStages(declared(null), 1)).toEqual({ proposed: 1 })
		expect(toldStages(gauge('ST. PAULI'), 2)).toEqual({ proposed: 2 })
		expect(toldStages(gauge('ST. PAULI'), undefined)).toEqual({})
	})
})
