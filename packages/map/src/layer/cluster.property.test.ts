import fc from 'fast-check'
import { expect, test } from 'vitest'

import { itemsOfRow } from '../items/items.ts'
import { CONTEXT, rowOf } from '../testing/rows.ts'
import { clusterFacts, clustersOf, ruleAt } from './cluster.ts'
import { mayCluster } from './scene.ts'
import type { PlacedMapItem } from './scene.ts'

const dots = fc
	.array(fc.record({ x: fc.integer({ min: 0, max: 400 }), y: fc.integer({ min: 0, max: 400 }) }), { maxLength: 60 })
	.map((places) => places.map((place, index) => ({ index, ...place })))
const rule = { cell: 64, radius: 44, least: 2 }

test('every mark is in one cluster or alone, none is lost or counted twice', () => {
	fc.assert(
		fc.property(dots, (all) => {
			const { clusters, singles } = clustersOf(all, rule)
			const found = [...clusters.flatMap(({ members }) => members), ...singles].toSorted((a, b) => a - b)
			expect(found).toEqual(all.map(({ index }) => index))
			expect(clusters.every(({ members }) => members.length >= rule.least)).toBe(true)
		}),
	)
})

test('the order of marks does not change how many clusters there are', () => {
	const grid = Array.from({ length: 40 }, (_, index) => ({ index, x: (index % 8) * 30, y: Math.floor(index / 8) * 30 }))
	expect(clustersOf(grid.toReversed(), rule).clusters.length).toBe(clustersOf(grid, rule).clusters.length)
})

function mark(severity: 'Moderate' | 'Severe'): PlacedMapItem {
	const [item] = itemsOfRow(rowOf('incident', { title: 'Deich', severity, state: 'working' }), undefined, CONTEXT)
	if (!item || item.type === 'area') throw new Error('no mark')
	return item
}

test('severe, own and disputed things are never hidden in a cluster', () => {
	expect(mayCluster(mark('Moderate'))).toBe(true)
	expect(mayCluster(mark('Severe'))).toBe(false)
	expect(mayCluster({ ...mark('Moderate'), own: true })).toBe(false)
	expect(mayCluster({ ...mark('Moderate'), conflict: true })).toBe(false)
})

test('a cluster tells its count, its worst severity and its organisations, largest first', () => {
	const force = { ...mark('Moderate'), severity: undefined }
	const items = [
		{ ...force, organisation: 'thw' },
		{ ...force, organisation: 'feuerwehr' },
		{ ...force, organisation: 'thw' },
		{ ...mark('Moderate') },
	] as const
	expect(clusterFacts(items)).toMatchObject({ count: 4, severity: 3, organisations: [{ organisation: 'thw', count: 2 }, {}, {}] })
})

test('single signs are grouped only where they heap, all of them above some 1,500', () => {
	expect(ruleAt(17, 100)).toBeUndefined()
	expect(ruleAt(17, 1_501)).toMatchObject({ least: 2 })
	expect(ruleAt(13, 100)).toMatchObject({ least: 4 })
})
