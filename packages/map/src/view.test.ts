import { expect, test } from 'vitest'

import { paddedZoom, probeUrl } from './basemap/tiles.ts'
import { metresPerPixel, mercatorX, mercatorY, positionOf } from './mercator.ts'
import { scaleBar } from './view.ts'

test('the scale bar is the longest round distance that fits', () => {
	expect(scaleBar(11.36)).toEqual({ metres: 1_000, pixels: 1_000 / 11.36 })
	expect(scaleBar(45.4)).toMatchObject({ metres: 5_000 })
	expect(scaleBar(0.18)).toMatchObject({ metres: 20 })
})

test('a pixel at zoom 13 over Hamburg is some 11 m', () => {
	expect(metresPerPixel(13, 53.518)).toBeCloseTo(11.36, 1)
})

test('Mercator and back is the same place', () => {
	const back = positionOf({ x: mercatorX(9.97), y: mercatorY(53.5456) })
	expect(back.lat).toBeCloseTo(53.5456, 9)
	expect(back.lng).toBeCloseTo(9.97, 9)
})

test('a probe asks for the tile under the middle, with two digits where the template wants them', () => {
	const map = { id: 'grau', name: 'Grau', url: 'https://tiles.test/{z2}/{y}/{x}.png', attribution: 'x', minZoom: 6, maxZoom: 18 }
	expect(probeUrl(map, { lat: 53.55, lng: 10 }, 9)).toBe('https://tiles.test/09/165/270.png')
	expect(probeUrl(map, { lat: 53.55, lng: 10 }, 3)).toContain('/06/')
	expect(paddedZoom(12)).toBe('12')
})
