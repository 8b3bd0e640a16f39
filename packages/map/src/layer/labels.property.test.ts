import fc from 'fast-check'
import { expect, test } from 'vitest'

import { overlaps, Taken } from './collision.ts'
import { candidatesAt, MARK_SIDES, placeLabels } from './labels.ts'
import type { LabelWish } from './labels.ts'

const size = { width: 60, height: 15, gap: 2 }

function wish(owner: string, [x, y]: readonly [number, number], { weight = 0, always = false } = {}): LabelWish {
	const box = { left: x - 15, right: x + 15, top: y - 12, bottom: y + 12 }
	return { owner, candidates: candidatesAt(box, size, MARK_SIDES), weight, always }
}

const wishes = fc
	.array(fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), fc.nat(3)), { maxLength: 30 })
	.map((all) => all.map(([x, y, weight], index) => wish(String(index), [x, y], { weight })))

test('no label lies on a label', () => {
	fc.assert(
		fc.property(wishes, (all) => {
			const placed = placeLabels(all, new Taken())
			placed.forEach((a, index) => {
				for (const b of placed.slice(index + 1)) expect(overlaps(a.rect, b.rect)).toBe(false)
			})
		}),
	)
})

/** All four sides of the middle are taken by marks of others. */
function walled(): Taken {
	const taken = new Taken()
	taken.add({ left: 0, top: 0, right: 300, bottom: 85 }, 'other')
	taken.add({ left: 0, top: 114, right: 300, bottom: 300 }, 'other')
	taken.add({ left: 0, top: 85, right: 80, bottom: 114 }, 'other')
	taken.add({ left: 120, top: 85, right: 300, bottom: 114 }, 'other')
	return taken
}

test('a label without a free side is left out, the selected one never', () => {
	expect(placeLabels([wish('a', [100, 100])], walled())).toEqual([])
	expect(placeLabels([wish('a', [100, 100], { always: true })], walled())).toHaveLength(1)
})

test('of two that want the same place the weightier keeps it', () => {
	const [first] = placeLabels([wish('light', [100, 100]), wish('heavy', [100, 100], { weight: 40 })], new Taken())
	expect(first).toMatchObject({ owner: 'heavy', side: 'below' })
})

test('a label may lie on its own mark', () => {
	const taken = new Taken()
	taken.add({ left: 60, top: 100, right: 140, bottom: 140 }, 'a')
	expect(placeLabels([wish('a', [100, 100])], taken)[0]?.side).toBe('below')
})
