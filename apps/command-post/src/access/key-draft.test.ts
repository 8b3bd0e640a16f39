import { NewKey } from '@lagebild/model/access/http.ts'
import { Grant } from '@lagebild/model/label.ts'
import { expect, test } from 'vitest'

import { keyBody, keyFaults } from './key-draft.ts'
import type { KeyDraft } from './key-draft.ts'
import { newRights } from './rights.ts'

const giver = Grant.parse({
	credential: 'p',
	source: 'p',
	rank: 'person',
	role: 'admin',
	name: 'P',
	operations: 'all',
	clearance: 'restricted',
})
const draft: KeyDraft = {
	name: 'pegel-nord',
	rights: newRights('integrator', giver, ['flut']),
	rank: 'authority',
	reads: undefined,
	says: undefined,
	days: '',
	budget: '',
}

test('what the form makes the hub can read', () => {
	const full = keyBody({ ...draft, reads: new Set(['unit', 'sensor']), says: new Set(['sensor']), days: '30', budget: '2,5' }, 0)
	expect(full).toMatchObject({
		kinds: ['unit', 'sensor'],
		submitKinds: ['sensor'],
		expires: '1970-01-31T00:00:00.000Z',
		budget: { perSecond: 2.5 },
	})
	for (const body of [full, keyBody(draft, 0)]) expect(NewKey.safeParse(body).success).toBe(true)
})

test('everything that is missing is named at once', () => {
	expect([...keyFaults(draft)]).toEqual([])
	const wrong = {
		name: 'Pegel Nord',
		rights: newRights('integrator', giver, []),
		reads: new Set<never>(),
		says: new Set<never>(),
		budget: 'viel',
	}
	expect([...keyFaults({ ...draft, ...wrong })]).toEqual(['name', 'operations', 'reads', 'says', 'budget'])
})
