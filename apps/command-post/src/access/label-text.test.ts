import { expect, test } from 'vitest'

import { isWider, labelOf, organisationsIn } from './label-text.ts'

test('organisations are read from between commas, each once', () => {
	expect(organisationsIn(' Polizei, THW ,, Polizei')).toEqual(['Polizei', 'THW'])
	expect(organisationsIn(' , ')).toEqual([])
	expect(labelOf('internal', [])).toEqual({ level: 'internal' })
})

test('a label that lets anybody in who was out before is wider, whatever else it does', () => {
	const police = labelOf('restricted', ['Polizei'])
	expect(isWider(police, labelOf('internal', ['Polizei']))).toBe(true)
	expect(isWider(police, labelOf('restricted', []))).toBe(true)
	expect(isWider(police, labelOf('restricted', ['THW']))).toBe(true)
	expect(isWider(police, police)).toBe(false)
	expect(isWider(labelOf('internal', []), police)).toBe(false)
})
