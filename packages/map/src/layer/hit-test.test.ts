import type { Geometry } from '@lagebild/model/geo.ts'
import { entityId } from '@lagebild/model/ids.ts'
import { describe, expect, test } from 'vitest'

import type { MapItem } from '../item.ts'
import { mercatorX, mercatorY, worldPixels } from '../mercator.ts'
import { layoutFrame } from './frame.ts'
import type { Frame } from './frame.ts'
import { hitTest } from './hit-test.ts'
import { buildScene, moveInScene } from './scene.ts'
import type { Scene } from './scene.ts'

const WORLD = worldPixels(13)
const VIEW = { zoom: 13, left: mercatorX(9.9) * WORLD, top: mercatorY(53.6) * WORLD, width: 800, height: 600, ratio: 1 }

/** Place under a pixel of the view. */
function at(x: number, y: number) {
	const lng = ((VIEW.left + x) / WORLD) * 360 - 180
	const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * (VIEW.top + y)) / WORLD))) * 180) / Math.PI
	return { lat, lng }
}

function frameOf(scene: Scene, selected?: MapItem['id']): Frame {
	return layoutFrame({ scene, viewport: VIEW, selected, sizeOf: () => ({ width: 40, height: 30 }), measure: (text) => text.length * 7 })
}

function point(name: string, x: number, y: number, rest: Partial<Extract<MapItem, { type: 'mark' }>> = {}): MapItem {
	return {
		type: 'mark',
		glyph: 'point',
		id: entityId('message', 'test', name),
		kind: 'message',
		position: at(x, y),
		title: name,
		label: name,
		look: 'live',
		conflict: false,
		own: false,
		...rest,
	}
}

function square(name: string, [x, y]: readonly [number, number], side: number): MapItem {
	const corners = [at(x, y), at(x + side, y), at(x + side, y + side), at(x, y + side), at(x, y)].map(({ lng, lat }): [number, number] => [
		lng,
		lat,
	])
	const geometry: Geometry = { type: 'Polygon', coordinates: [corners] }
	return {
		type: 'area',
		id: entityId('area', 'test', name),
		kind: 'area',
		position: at(x + side / 2, y + side / 2),
		geometry,
		title: name,
		label: '',
		look: 'live',
		pattern: 'severity',
		edge: 'solid',
		boxed: true,
		conflict: false,
		own: false,
	}
}

const hitAt = (frame: Frame, x: number, y: number): string | undefined => {
	const hit = hitTest(frame, { x, y })
	return hit?.type === 'item' ? hit.id.split(':').at(-1) : hit?.type
}

describe('hit test', () => {
	test('the mark in front is hit: the more severe, then the more southern', () => {
		const scene = buildScene([point('south', 100, 104), point('north', 100, 96), point('severe', 104, 90, { severity: 4 })])
		expect(hitAt(frameOf(scene), 102, 100)).toBe('severe')
		expect(hitAt(frameOf(buildScene([point('south', 100, 104), point('north', 100, 96)])), 100, 100)).toBe('south')
	})

	test('the selected mark lies in front of all', () => {
		const selected = point('north', 100, 96)
		const scene = buildScene([point('south', 100, 104), selected])
		expect(hitAt(frameOf(scene, selected.id), 100, 100)).toBe('north')
	})

	test('a moved mark is hit at its new place', () => {
		const scene = buildScene([point('a', 100, 100)])
		moveInScene(scene, [{ id: entityId('message', 'test', 'a'), position: at(400, 300) }])
		expect(hitTest(frameOf(scene), { x: 100, y: 100 })).toBeUndefined()
		expect(hitAt(frameOf(scene), 400, 300)).toBe('a')
	})

	test('a mark above an area is hit before it, the smaller area before the larger', () => {
		const scene = buildScene([square('large', [50, 50], 500), square('small', [200, 200], 200), point('a', 300, 300)])
		expect(hitAt(frameOf(scene), 300, 300)).toBe('a')
		expect(hitAt(frameOf(scene), 260, 380)).toBe('small')
		expect(hitAt(frameOf(scene), 480, 480)).toBe('large')
		expect(hitTest(frameOf(scene), { x: 700, y: 580 })).toBeUndefined()
	})

	test('a heap of signs is one target that opens', () => {
		const scene = buildScene([0, 1, 2, 3, 4].map((step) => point(`p${step}`, 100 + step, 100)))
		expect(hitTest(frameOf(scene), { x: 102, y: 100 })).toMatchObject({ type: 'cluster', cluster: { count: 5 } })
	})
})

describe('layout', () => {
	test('the selected thing leaves its heap and keeps its name', () => {
		const items = [0, 1, 2, 3, 4].map((step) => point(`p${step}`, 100 + step, 100))
		const frame = frameOf(buildScene(items), items[0]?.id)
		expect(frame.clusters[0]?.count).toBe(4)
		expect(frame.captions.map(({ item }) => item.label)).toContain('p0')
	})

	test('what lies outside the view is not laid out', () => {
		expect(frameOf(buildScene([point('far', 3_000, 100)])).marks).toEqual([])
	})

	test('an area whose place is outside is named where it can be seen', () => {
		const wide = { ...square('wide', [-2_000, -2_000], 2_400), label: 'DWD Sturm', severity: 3 } as const
		const tag = frameOf(buildScene([wide])).areas[0]?.tag
		expect(tag).toBeDefined()
		expect((tag?.left ?? -1) >= 0 && (tag?.bottom ?? 999) <= 600).toBe(true)
	})

	test('unchanged areas keep their computed shape', () => {
		const area = square('a', [10, 10], 50)
		const before = buildScene([area])
		expect(buildScene([area, point('p', 1, 1)], before).shapes[0]).toBe(before.shapes[0])
	})
})
