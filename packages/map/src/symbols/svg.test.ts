import { einheiten, fachaufgaben, grundzeichen, organisationen } from 'taktische-zeichen-core'
import { describe, expect, test } from 'vitest'

import { SIGN_EDITION, signKey } from './spec.ts'
import type { SignSpec } from './spec.ts'
import { signSvg, signWords } from './svg.ts'

const formation = { grundzeichen: 'taktische-formation' } as const
const SPECS: readonly SignSpec[] = [
	...organisationen.map(({ id }) => ({ ...formation, organisation: id })),
	...einheiten.map(({ id }) => ({ ...formation, organisation: 'feuerwehr' as const, einheit: id })),
	...fachaufgaben.map(({ id }) => ({ ...formation, organisation: 'thw' as const, fachaufgabe: id })),
	...grundzeichen.filter(({ id }) => id !== 'ohne' && id !== 'taktische-formation').map(({ id }) => ({ grundzeichen: id })),
]
const DAY = { mode: 'day' } as const

/** Every opened element is closed in order, and there is one root. */
function isWellFormed(svg: string): boolean {
	const open: string[] = []
	for (const [, close, name = '', self] of svg
		.replaceAll(/<!\[CDATA\[.*?\]\]>/g, '')
		.matchAll(/<(\/)?([a-zA-Z]+)(?:\s+[\w:-]+="[^"]*")*\s*(\/)?>/g)) {
		if (close) {
			if (open.pop() !== name) return false
		} else if (!self) open.push(name)
	}
	return open.length === 0
}

describe('signs', () => {
	test('some ninety signs are well formed, small and of known size', () => {
		expect(SPECS.length).toBeGreaterThan(60)
		for (const spec of SPECS) {
			const { svg, width, height } = signSvg(spec, DAY)
			expect({ key: signKey(spec), wellFormed: isWellFormed(svg), small: svg.length < 6_000 }).toEqual({
				key: signKey(spec),
				wellFormed: true,
				small: true,
			})
			expect(width > 10 && height > 10).toBe(true)
		}
	})

	test('different specifications give different signs', () => {
		const drawn = SPECS.map((spec) => signSvg(spec, DAY).svg)
		expect(new Set(drawn).size).toBe(SPECS.length)
	})

	test(`edition ${SIGN_EDITION}: a hazard points up, a measure points down`, () => {
		expect(signSvg({ grundzeichen: 'gefahr' }, DAY).svg).toContain('M22.5,1.8 L43.2,35 H1.8 Z')
		expect(signSvg({ grundzeichen: 'massnahme' }, DAY).svg).toContain('M22.5,34 L43.2,1 H1.8 Z')
	})

	test('what lies inside a THW sign is white, its outline and strength stay black', () => {
		const { svg } = signSvg({ ...formation, organisation: 'thw', einheit: 'gruppe', fachaufgabe: 'pumpen' }, DAY)
		expect(svg).toContain('<g stroke="white" clip-path=')
		expect(svg).toContain('fill="#003399"')
		expect(svg).toContain('<g fill="black"')
	})

	test('a fire brigade sign keeps its black lines', () => {
		expect(signSvg({ ...formation, organisation: 'feuerwehr', fachaufgabe: 'brandbekaempfung' }, DAY).svg).not.toContain('white')
	})

	test('at night and for what has ended no organisation colour is left', () => {
		for (const { id } of organisationen) {
			const { svg } = signSvg({ ...formation, organisation: id, einheit: 'zug' }, { mode: 'night', fill: '#0c0202', line: '#ff6a55' })
			const colours = [...svg.matchAll(/(?:fill|stroke|color)="([^"]+)"/g)].map(([, colour]) => colour)
			expect(new Set(colours)).toEqual(new Set(['#ff6a55', '#0c0202', 'transparent']))
		}
	})

	test('unknown parts are left out, an unknown ground shape is a plain formation', () => {
		const plain = signSvg({ ...formation, organisation: 'thw' }, DAY).svg
		expect(signSvg({ grundzeichen: 'raumschiff', organisation: 'thw', fachaufgabe: 'zaubern' }, DAY).svg).toBe(plain)
	})

	test('text is not part of the drawing, so that no font is', () => {
		const { svg, text } = signSvg({ ...formation, organisation: 'thw', text: 'Pi' }, DAY)
		expect(svg).not.toContain('Pi')
		expect(text).toEqual({ value: 'Pi', colour: '#ffffff' })
	})

	test('the accessible words come from the same specification', () => {
		expect(signWords({ ...formation, organisation: 'thw', einheit: 'gruppe', fachaufgabe: 'pumpen' }).slice(0, 2)).toEqual([
			'THW',
			'Gruppe',
		])
		expect(signWords({ grundzeichen: 'gefahr-akut', symbol: 'wasser' })[0]).toBe('Gefahr (akut)')
	})
})
