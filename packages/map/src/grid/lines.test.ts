import { expect, test } from 'vitest'

import { gridLines, gridStep } from './lines.ts'
import { toUtm } from './utm.ts'

const HAMBURG = [9.9, 53.48, 10.05, 53.55] as const

test('lines are whole kilometres of UTM', () => {
	const lines = gridLines(HAMBURG, 11.4)
	for (const { axis, points } of lines) {
		for (const point of points) {
			const metres = toUtm(point, 32)[axis]
			expect(Math.abs(metres - Math.round(metres / 1_000) * 1_000)).toBeLessThan(0.01)
		}
	}
	expect(lines.length).toBeGreaterThan(15)
})

test('figures are the two digits of the kilometre, fewer when lines are close', () => {
	const near = gridLines(HAMBURG, 11.4).flatMap(({ axis, figure }) => (axis === 'easting' && figure ? [figure] : []))
	expect(near).toContain('65')
	const far = gridLines(HAMBURG, 22.7).flatMap(({ axis, figure }) => (axis === 'easting' && figure ? [figure] : []))
	expect(far.every((figure) => Number(figure) % 2 === 0)).toBe(true)
})

test('the step grows until lines stay apart, and then there is no grid', () => {
	expect([2, 10, 100, 1_000, 10_000].map((metres) => gridStep(metres))).toEqual([100, 1_000, 10_000, 100_000, undefined])
})

const BLOCK = [9.98, 53.54, 9.99, 53.545] as const
const figuresOf = (...drawn: Parameters<typeof gridLines>) => gridLines(...drawn).flatMap(({ figure }) => (figure ? [figure] : []))

test('close by, lines stand every 100 m and carry a third digit', () => {
	expect(figuresOf(BLOCK, 1.4)).toEqual(expect.arrayContaining(['650', '654']))
})

test('no finer than the ground is good for', () => {
	expect(figuresOf(BLOCK, 1.4, 1_000)).toEqual(expect.arrayContaining(['64', '65']))
})

test('of squares of 100 km, kilometres are written whole', () => {
	expect(figuresOf([7, 52, 12, 55], 1_000)).toEqual(expect.arrayContaining(['500', '600']))
})
