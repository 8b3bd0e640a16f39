import { expect, test } from 'vitest'

import { restorePicture, snapshotOf } from './snapshot.ts'
import { journal, statement } from './testing/entries.ts'
import { dump, fold } from './testing/fold.ts'

const PEGEL = 'sensor:wsv:st-pauli'
const zero = { metres: -5, datum: 'NHN' }
const entries = journal(statement({ op: 'upsert', entity: PEGEL, with: { payload: { name: 'St. Pauli', zero } } }))

test('[P38, P70] a snapshot whose registers are named by another version of a kind is refused', () => {
	const written = new Map<string, unknown>(Object.entries(snapshotOf(fold(entries)) ?? {}))
	expect(Object.fromEntries(written)).toMatchObject({ kinds: 'sensor 2' })
	expect(dump(restorePicture(Object.fromEntries(written)))).toEqual(dump(fold(entries)))
	for (const kinds of [undefined, '', 'sensor 1', 'sensor 3', 'sensor 2, unit 2']) {
		expect(() => restorePicture(Object.fromEntries(written.set('kinds', kinds)))).toThrow(/shape/)
	}
})
