import type { Doubt } from '@lagebild/model/row.ts'
import { instant, iso } from '@lagebild/model/time.ts'
import { describe, expect, test } from 'vitest'

import { layoutFrame } from '../layer/frame.ts'
import { buildScene } from '../layer/scene.ts'
import { worldPixels } from '../mercator.ts'
import { CONTEXT, measuredOf, MINUTE, NOW, rowOf } from '../testing/rows.ts'
import { itemsOfRow } from './items.ts'
import { textsEn } from './texts-en.ts'

const unit = rowOf('unit', { callsign: 'FL 11/1', organisation: 'feuerwehr' })
const doubt = (what: Doubt['what'], more: Partial<Doubt> = {}): Doubt => ({
	what,
	field: 'position',
	source: 'x',
	at: instant(NOW),
	...more,
})
const position = { lat: 53.5456, lng: 9.97 }
const ghost = { position: { lat: 53.5456, lng: 16.21 }, at: instant(NOW), source: 'x', what: 'speed', from: instant(NOW - MINUTE) } as const
const haunted = measuredOf(unit, { position, ghost, doubts: [doubt('speed')] })
const plain = (text: string | undefined) => text?.replaceAll('\u00a0', ' ')

describe('what is doubted', () => {
	test('a ghost stands where its source claims it, and the name says how far in what time', () => {
		const [item] = itemsOfRow(unit, haunted, CONTEXT)
		expect(item).toMatchObject({ position, ghost: ghost.position, doubted: true })
		expect(plain(item?.note)).toBe('unplausibel: 412 km in 60 s')
		expect(plain(item?.title)).toContain('unplausibel: 412 km in 60 s')
		const [english] = itemsOfRow(unit, haunted, { ...CONTEXT, texts: textsEn('Europe/Berlin') })
		expect(plain(english?.note)).toBe('implausible: 412 km in 60 s')
	})

	test('a ghost is drawn although its thing is in the view and it is not, and is never hidden in a cluster', () => {
		const scene = buildScene([...itemsOfRow(unit, haunted, CONTEXT)])
		const world = worldPixels(12)
		const viewport = {
			zoom: 12,
			left: (scene.x[0] ?? 0) * world - 200,
			top: (scene.y[0] ?? 0) * world - 200,
			width: 400,
			height: 400,
			ratio: 1,
		}
		const { ghosts } = layoutFrame({ scene, viewport, sizeOf: () => ({ width: 20, height: 20 }), measure: () => 10 })
		expect(ghosts).toMatchObject([{ label: 'FL 11/1', y: 200, from: { x: 200, y: 200 } }])
		expect(ghosts[0]?.x).toBeGreaterThan(10_000)
		expect([...scene.groupable]).toEqual([0])
	})

	test.each([
		[doubt('far'), 'weit außerhalb'],
		[doubt('clock', { field: 'time', said: iso(NOW - 3 * 60 * MINUTE), received: instant(NOW) }), 'Uhr geht 3 h nach'],
		[doubt('clock', { field: 'time', said: iso(NOW + 2 * 60 * MINUTE), received: instant(NOW) }), 'Uhr geht 2 h vor'],
	])('%o is said in words', (one, expected) => {
		const [item] = itemsOfRow(unit, measuredOf(unit, { position, doubts: [one] }), CONTEXT)
		expect(plain(item?.note)).toBe(expected)
		const [stated] = itemsOfRow({ ...unit, doubts: [one] }, measuredOf(unit, { position, doubts: [one] }), CONTEXT)
		expect(plain(stated?.note)).toBe(expected)
	})

	test('a level that jumped is shown with a question mark, one that the trend contains without', () => {
		const gauge = rowOf('sensor', { name: 'St. Pauli', property: 'W', unit: 'cm', zeros: { '1900-01-01': { metres: -5, datum: 'NHN' } } })
		const read = (field: 'value' | 'trend') =>
			itemsOfRow(gauge, measuredOf(gauge, { value: 999, doubts: [doubt('jump', { field, value: 999 })] }), CONTEXT)[0]
		expect(read('value')).toMatchObject({ value: '?\u00a04,99' })
		expect(read('trend')).toMatchObject({ value: '4,99' })
		expect([read('value')?.title, read('trend')?.title].map((title) => title?.split(', ').at(-1))).toEqual([
			'unplausibler Sprung',
			'Tendenz mit Sprung',
		])
	})
})
