import { entityId } from '@lagebild/model/ids.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { describe, expect, test } from 'vitest'

import { contentOf, order, thing, unit } from '../testing/things.ts'
import { assigning, undoing } from './assign.ts'
import { EMPTY } from './draft.ts'
import { byRadio, changing, issuing, noting, withdrawing } from './speak.ts'

const [A, B] = [entityId('section', 'test', 'a'), entityId('section', 'test', 'b')]
const UNIT = entityId('unit', 'test', 'a')
const assigned = (to: EntityId) => ({ rel: 'assigned-to', to }) as const
const giver = { now: Date.UTC(2026, 10, 21, 20), timeZone: 'Europe/Berlin', source: 's3', issuer: 'S3 Brandt' }

describe('assigning', () => {
	const things = (to?: EntityId) => contentOf(thing(unit({ callsign: 'x' }, to ? { links: [assigned(to)] } : {}))).things

	test('puts a unit into a section and out of the one before, and says nothing twice', () => {
		expect(assigning(things(A), [UNIT], B)).toMatchObject([{ entity: UNIT, links: [assigned(B), { ...assigned(A), removed: true }] }])
		expect(assigning(things(B), [UNIT], B)).toEqual([])
	})

	test('is undone by its contrary', () => {
		expect(undoing(assigning(things(A), [UNIT], B))).toMatchObject([{ links: [{ ...assigned(B), removed: true }, assigned(A)] }])
		expect(undoing(assigning(things(), [UNIT], B))).toMatchObject([{ links: [{ ...assigned(B), removed: true }] }])
	})
})

describe('what is said of an order', () => {
	const row = order(
		{ order: 'Tor schließen', means: 'Kurbel', command: { version: 2, state: 'issued' }, execution: { answers: 1, state: 'accepted' } },
		{ links: [assigned(UNIT)] },
	)

	test('a new one names who gives it and who carries it out, under the own source', () => {
		const said = issuing({ ...EMPTY, order: 'Tor schließen', about: [B] }, { id: UNIT, name: 'Heros 1' }, { ...giver, number: 121 })
		expect(said).toMatchObject({
			op: 'upsert',
			links: [assigned(UNIT), { rel: 'about', to: B }],
			payload: { number: '121', unit: 'Heros 1', order: 'Tor schließen', issuer: 'S3 Brandt', command: { version: 1, state: 'issued' } },
		})
		expect(said.entity).toMatch(/^task:s3:/)
	})

	test('a change is the next version, and says nothing that stays', () => {
		const draft = { ...EMPTY, order: 'Tor schließen', means: 'Kran', recipients: [UNIT], reason: 'Kurbel fehlt' }
		const { payload, links } = changing(row, draft, giver)
		expect(payload).toEqual({ means: 'Kran', issuer: 'S3 Brandt', command: { version: 3, state: 'issued', reason: 'Kurbel fehlt' } })
		expect(links).toBeUndefined()
	})

	test('withdrawing keeps the version, word by radio answers it, and noting names what was seen', () => {
		expect(withdrawing(row, 'Tor ist zu').payload).toEqual({ command: { version: 2, state: 'withdrawn', reason: 'Tor ist zu' } })
		expect(byRadio(row, 'done', ' ').payload).toEqual({ execution: { answers: 2, state: 'done' } })
		expect(noting(row)?.payload).toEqual({ noted: { answers: 1, state: 'accepted' } })
		expect(noting(order({ order: 'x' }))).toBeUndefined()
	})
})
