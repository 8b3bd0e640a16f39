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
	expect([10, 100, 1_000, 10_000].map(gridStep)).toEqual([1_000, 10_000, 100_000, undefined])
})
