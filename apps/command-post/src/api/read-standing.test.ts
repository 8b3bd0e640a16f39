import { STANDING_POLICY } from '@lagebild/picture/standing.ts'
import { expect, test } from 'vitest'

import { readConfig } from './read.ts'

test('the policy of the hub is read, and an older hub has the defaults', () => {
	const standing = { silence: { unit: 60_000, gate: 1 }, noEnd: {}, stays: { ended: 0 } }
	expect(readConfig({ standing }).standing).toEqual({ ...standing, stays: { ...STANDING_POLICY.stays, ended: 0 } })
	expect(readConfig({}).standing).toEqual(STANDING_POLICY)
})

test('what cannot be read is as it is by default, and what the page does not know is left out', () => {
	const standing = { silence: 'long', noEnd: { warning: '1', storm: 5 }, stays: { ended: -1 } }
	expect(readConfig({ standing }).standing).toEqual({ ...STANDING_POLICY, noEnd: {} })
})
