import { AuditEntry } from '@lagebild/model/access/http.ts'
import { expect, test } from 'vitest'

import { filtered, NO_FILTER } from './audit-filter.ts'

const entry = (seq: number, by: string, details: object) =>
	AuditEntry.parse({ seq, recorded: Date.UTC(2026, 10, 21, 20, seq), by, details: { what: 'signed-in', ...details } })
const ENTRIES = [
	entry(3, 'system', { credential: 'person-1' }),
	entry(2, 'person-1', { login: 'kai' }),
	entry(1, 'system', { login: 'eva' }),
]
const nameOf = (credential: string) => (credential === 'person-1' ? 'Jana Brandt' : credential)
const seqs = (filter: object) => filtered(ENTRIES, { ...NO_FILTER, ...filter }, nameOf).map(({ seq }) => seq)

test('who is whoever said it and whoever it is about, by name or identifier', () => {
	expect(seqs({})).toEqual([3, 2, 1])
	expect(seqs({ who: ' brandt' })).toEqual([3, 2])
	expect(seqs({ who: 'PERSON-1' })).toEqual([3, 2])
	expect(seqs({ who: 'eva' })).toEqual([1])
})

test('the times hold from the first to the last moment of their minutes', () => {
	expect(seqs({ from: '2026-11-21T20:02Z' })).toEqual([3, 2])
	expect(seqs({ to: '2026-11-21T20:02Z' })).toEqual([2, 1])
	expect(seqs({ from: '2026-11-21T20:02Z', to: '2026-11-21T20:02Z' })).toEqual([2])
})
