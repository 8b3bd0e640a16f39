import { expect, test } from 'vitest'

import { endsUnattended, isAttended, startsByItself, UNATTENDED_MS } from './exercise-rule.ts'
import type { Listed } from './exercise-rule.ts'

const operation = (id: string, more: Partial<Listed> = {}): Listed => ({ id, status: 'actual', people: false, viewers: 0, ...more })

test('an exercise begins by itself beside a real operation in which nobody has spoken', () => {
	expect(startsByItself(true, [operation('hamburg'), operation('base')])).toBe('start')
	expect(startsByItself(false, [])).toBe('not-configured')
})

test('it never begins by itself once an actual operation holds a human entry', () => {
	expect(startsByItself(true, [operation('hamburg', { people: true })])).toBe('real-operation')
	expect(startsByItself(true, [operation('sturmflut', { status: 'exercise', people: true })])).toBe('start')
})

test('it is attended while somebody follows it or its base, and ends after two hours without', () => {
	const own = ['sturmflut', 'base-exercise']
	expect(isAttended([operation('hamburg', { viewers: 3 })], own)).toBe(false)
	expect(isAttended([operation('base-exercise', { viewers: 1, status: 'exercise' })], own)).toBe(true)
	expect(endsUnattended(1_000, 1_000 + UNATTENDED_MS - 1)).toBe(false)
	expect(endsUnattended(1_000, 1_000 + UNATTENDED_MS)).toBe(true)
})
