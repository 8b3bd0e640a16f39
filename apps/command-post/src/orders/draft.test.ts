import { entityId } from '@lagebild/model/ids.ts'
import { describe, expect, test } from 'vitest'

import { NOW, order } from '../testing/things.ts'
import { begunWith, changesOf, draftOf, EMPTY, faultsOf, payloadOf, readDraft } from './draft.ts'
import { clockText, nextAt } from './due.ts'

const BERLIN = 'Europe/Berlin'
const CLOCK = { now: NOW, timeZone: BERLIN }
const UNIT = entityId('unit', 'test', 'u1')
const GATE = entityId('facility', 'test', 'tor')

describe('a time of day', () => {
	test('is the next moment at which clocks show it, in the zone of the operation', () => {
		expect(clockText(NOW, BERLIN)).toBe('21:04')
		const shown = (text: string) => {
			const at = nextAt(text, NOW, BERLIN)
			return at === undefined ? undefined : new Date(at).toISOString()
		}
		expect(shown('21:50')).toBe('2026-11-21T20:50:00.000Z')
		expect(shown('2103')).toBe('2026-11-22T20:03:00.000Z')
		expect(shown('7.30')).toBe('2026-11-22T06:30:00.000Z')
		expect([shown('24:00'), shown('bald'), shown('')]).toEqual([undefined, undefined, undefined])
	})

	test('is shown by the clocks of a day on which they are changed', () => {
		const before = Date.UTC(2026, 2, 28, 22, 0)
		expect(clockText(nextAt('06:00', before, BERLIN) ?? 0, BERLIN)).toBe('06:00')
	})
})

describe('a draft', () => {
	test('is read back as it was kept, and nothing of what is wrong in it', () => {
		expect(readDraft(null)).toEqual(EMPTY)
		expect(readDraft('{"order":"Deich","recipients":["nonsense"],"priority":"eilig"}')).toEqual({ ...EMPTY, order: 'Deich' })
		expect(readDraft('[')).toEqual(EMPTY)
	})

	test('goes on with what was begun, for whom it is wished for now', () => {
		const kept = { ...EMPTY, order: 'Deich sichern', recipients: [UNIT] }
		expect(begunWith(kept, { about: GATE, order: 'Zustand feststellen' })).toEqual({ ...kept, about: [GATE] })
		expect(begunWith({ ...EMPTY, recipients: [UNIT] }, { order: 'Zustand feststellen' })).toEqual({
			...EMPTY,
			order: 'Zustand feststellen',
		})
	})

	test('lacks who, what, or a time that is one', () => {
		expect([...faultsOf({ ...EMPTY, due: 'bald' }, NOW, BERLIN)]).toEqual(['recipients', 'order', 'due'])
		expect(faultsOf({ ...EMPTY, recipients: [UNIT], order: 'x' }, NOW, BERLIN).size).toBe(0)
	})

	test('says nothing of what was left empty', () => {
		const draft = { ...EMPTY, order: ' Tor schließen ', due: '21:50', priority: 'sofort' as const }
		expect(payloadOf(draft, CLOCK)).toEqual({ order: 'Tor schließen', due: '2026-11-21T20:50:00.000Z', priority: 'sofort' })
	})

	test('of a change says what differs, and null for what was taken out', () => {
		const row = order({ order: 'Tor schließen', means: 'Kurbel', due: '2026-11-21T20:50:00Z', command: { version: 1, state: 'issued' } })
		const draft = draftOf(row, BERLIN)
		expect(draft).toMatchObject({ order: 'Tor schließen', means: 'Kurbel', due: '21:50', priority: 'einfach' })
		expect(changesOf(row, draft, CLOCK)).toEqual({})
		expect(changesOf(row, { ...draft, means: '', due: '22:00', priority: 'blitz' }, CLOCK)).toEqual({
			means: null,
			due: '2026-11-21T21:00:00.000Z',
			priority: 'blitz',
		})
	})
})
