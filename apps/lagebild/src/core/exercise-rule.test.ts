import { expect, test } from 'vitest'

import { endsUnattended, isAttended, startsByItself, UNATTENDED_MS } from './exercise-rule.ts'
import type { Listed } from './exercise-rule.ts'

const operation = (id: string, more: Partial<Listed> = {}): Listed => ({ id, status: 'actual', people: false, viewers: 0, ...more })

test('an exercise begins by itself beside a real operation in which nobody has spoken', () => {
	expect(startsByItself({ shared: false }, [operation('hamburg'), operation('base')])).toBe('start')
	expect(startsByItself({ enabled: false, shared: false }, [])).toBe('not-configured')
})

test('on a database that hubs share it begins only when the configuration says so', () => {
	expect(startsByItself({ shared: true }, [])).toBe('shared')
	expect(startsByItself({ enabled: false, shared: true }, [])).toBe('not-configured')
	expect(startsByItself({ enabled: true, shared: true }, [])).toBe('start')
	expect(startsByItself({ enabled: true, shared: true }, [operation('hamburg', { people: true })])).toBe('real-operation')
})

test('it never begins by itself once an actual operation holds a human entry', () => {
	expect(startsByItself({ shared: false }, [operation('hamburg', { people: true })])).toBe('real-operation')
	expect(startsByItself({ shared: false }, [operation('sturmflut', { status: 'exercise', people: true })])).toBe('start')
})

test('it is attended while somebody follows it or its base, and ends after two hours without', () => {
	const own = ['sturmflut', 'base-exercise']
	expect(isAttended([operation('hamburg', { viewers: 3 })], own)).toBe(false)
	expect(isAttended([operation('base-exercise', { viewers: 1, status: 'exercise' })], own)).toBe(true)
	expect(endsUnattended(1_000, 1_000 + UNATTENDED_MS - 1)).toBe(false)
	expect(endsUnattended(1_000, 1_000 + UNATTENDED_MS)).toBe(true)
})
