import { entityId } from '@lagebild/model/ids.ts'
import { expect, test } from 'vitest'

import type { GaugeItem } from '../item.ts'
import { mercatorX, mercatorY, worldPixels } from '../mercator.ts'
import { overlaps } from './collision.ts'
import { layoutFrame } from './frame.ts'
import { buildScene } from './scene.ts'

const WORLD = worldPixels(13)
const VIEW = { zoom: 13, left: mercatorX(9.99) * WORLD - 400, top: mercatorY(53.54) * WORLD - 300, width: 800, height: 600, ratio: 1 }

/** Many sensors of one pumping station. */
function sensor(name: string, level: boolean): GaugeItem {
	return {
		type: 'gauge',
		id: entityId('sensor', 'test', name),
		kind: 'sensor',
		position: { lat: 53.54, lng: 9.99 },
		title: name,
		label: name,
		look: 'live',
		conflict: false,
		own: false,
		value: '12,6',
		unit: level ? 'm' : 'V',
		level,
	}
}

const ITEMS = [...Array.from({ length: 12 }, (_, n) => sensor(`battery-${n}`, false)), sensor('level', true)]

function tags(selected?: GaugeItem['id']) {
	const measure = (text: string) => text.length * 7
	const { gauges } = layoutFrame({ scene: buildScene(ITEMS), viewport: VIEW, selected, sizeOf: () => ({ width: 14, height: 14 }), measure })
	return gauges
}

test('where many sensors stand at one place the level is shown, and others only where no value covers another', () => {
	const shown = tags()
	expect(shown.map(({ item }) => item.title)).toContain('level')
	expect(shown.length).toBeLessThan(ITEMS.length)
	for (const [index, one] of shown.entries()) for (const other of shown.slice(index + 1)) expect(overlaps(one.rect, other.rect)).toBe(false)
})

test('a value that gave way is shown when its sensor is chosen', () => {
	const hidden = ITEMS.find(({ id }) => !tags().some(({ item }) => item.id === id))
	expect(hidden && tags(hidden.id).some(({ item }) => item.id === hidden.id)).toBe(true)
})
