import type { Entry } from '@lagebild/model/entry.ts'
import type { StatementEvent } from '@lagebild/model/event.ts'
import type { Explanation } from '@lagebild/model/explanation.ts'
import { EntityId } from '@lagebild/model/ids.ts'
import { describe, expect, test } from 'vitest'

import { explain } from './explain.ts'
import { journal, retraction, statement } from './testing/entries.ts'
import { fold } from './testing/fold.ts'

const PEGEL = 'sensor:wsv:st-pauli'
const METRES = { metres: -5, datum: 'NHN' }

function said(id: number, op: 'upsert' | 'patch', with_: Readonly<Record<string, unknown>>): StatementEvent {
	return statement({ op, entity: PEGEL, id, source: 'wsv', rank: 'authority', at: id, with: with_ })
}

function why(entries: readonly Entry[], field: string): Explanation {
	const answer = explain({ picture: fold(entries), entity: EntityId.parse(PEGEL), field, entries, sees: () => true })
	if (!answer) throw new Error('this cannot be explained')
	return answer
}

function told({ values }: Explanation): readonly (readonly unknown[])[] {
	return values.map(({ seq: place, key, value, standing, overtakenBy }) => [place, key, value, standing, overtakenBy?.seq])
}

describe('what was said in an older version of its kind', () => {
	const first = said(1, 'upsert', { payload: { name: 'St. Pauli', zero: { ...METRES, validFrom: '2019-11-01' } } })
	const second = said(2, 'patch', { version: 2, payload: { zeros: { '2019-11-01': { ...METRES, metres: -4 } } } })

	test('[P57, P70] is told in the fields of the present one', () => {
		const answer = why(journal(first), 'zeros')
		expect(answer).toMatchObject({ rule: 'P24', value: { '2019-11-01': METRES }, decidedBy: first.id })
		expect(told(answer)).toEqual([[1, '2019-11-01', METRES, 'shown', undefined]])
		expect(told(why(journal(first), 'zeros.2019-11-01'))).toEqual([[1, '2019-11-01', METRES, 'shown', undefined]])
	})

	test('[P59, P70] is overtaken by what the same source says in the present one', () => {
		expect(told(why(journal(first, second), 'zeros'))).toEqual([
			[2, '2019-11-01', { ...METRES, metres: -4 }, 'shown', undefined],
			[1, '2019-11-01', METRES, 'overtaken', 2],
		])
	})

	test('[P59, P70] is withdrawn by a retraction that names its fields as their time did', () => {
		const patch = said(3, 'patch', { payload: { zero: METRES } })
		const taken = retraction(patch, { id: 4, source: 'wsv', at: 4 })
		const asThen = { ...taken, ...(taken.withdraws && { withdraws: { ...taken.withdraws, fields: ['zero'] } }) }
		const answer = why(journal(said(1, 'upsert', { payload: { name: 'St. Pauli' } }), patch, asThen), 'zeros')
		expect(answer).toMatchObject({ rule: 'P7' })
		expect(told(answer)).toEqual([[2, '1900-01-01', METRES, 'withdrawn', 3]])
	})
})
