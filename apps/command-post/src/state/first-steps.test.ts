import { Grant } from '@lagebild/model/label.ts'
import { expect, test } from 'vitest'

import type { Session } from './facts.ts'
import { readFirstSteps, stepLeft, stepNow } from './first-steps.ts'

function session(credential: string, firstRun: boolean): Session {
	const grant = Grant.parse({
		credential,
		source: 'x',
		rank: 'person',
		role: 'admin',
		name: 'X',
		operations: 'all',
		clearance: 'restricted',
	})
	const account = { id: '1', login: 'x', name: 'X', password: true, passkeys: [] }
	return { state: 'in', grant, offline: false, firstRun, breakGlass: false, ...(credential.startsWith('person') && { account }) }
}

test('who comes by the first link begins with the account, and nobody else does', () => {
	expect(stepNow({ session: session('link-1', true), firstSteps: undefined })).toBe(1)
	expect(stepNow({ session: session('link-1', false), firstSteps: undefined })).toBeUndefined()
	expect(stepNow({ session: session('person-1', false), firstSteps: undefined })).toBeUndefined()
	expect(stepNow({ session: { state: 'signed-out' }, firstSteps: { step: 2, state: 'open' } })).toBeUndefined()
})

test('the steps go on where they were left, for the same person only', () => {
	const firstSteps = { step: 3, state: 'open', credential: 'person-1' } as const
	expect(stepNow({ session: session('person-1', false), firstSteps })).toBe(3)
	expect(stepNow({ session: session('person-2', false), firstSteps })).toBeUndefined()
	expect(stepNow({ session: session('person-1', false), firstSteps: { ...firstSteps, state: 'done' } })).toBeUndefined()
	expect(stepLeft({ session: session('person-1', false), firstSteps: { ...firstSteps, state: 'later' } })).toBe(3)
})

test('what was put off is not asked again in this browser, and can be taken up', () => {
	const firstSteps = { step: 1, state: 'later' } as const
	expect(stepNow({ session: session('link-2', true), firstSteps })).toBeUndefined()
	expect(stepLeft({ session: session('link-2', true), firstSteps })).toBe(1)
})

test.each([null, '', '{', '[]', '{"step":4,"state":"open"}', '{"step":1,"state":"x"}'])('%s is nothing that was kept', (text) => {
	expect(readFirstSteps(text)).toBeUndefined()
})
