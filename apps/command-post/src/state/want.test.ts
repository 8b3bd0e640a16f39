import { entityId } from '@lagebild/model/ids.ts'
import { Want } from '@lagebild/model/protocol.ts'
import { covers, scopeOf, tileOf } from '@lagebild/picture/scope.ts'
import { coverOf } from '@lagebild/picture/view-tiles.ts'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'

import { wantFor } from './want.ts'

const HARBOUR = [9.9, 53.5, 10, 53.56] as const

test('[F6] the cover of a view holds every place in it, in few tiles', () => {
	const degrees = (min: number, max: number) => fc.double({ min, max, noNaN: true })
	const place = fc.tuple(degrees(-179, 179), degrees(-84, 84), degrees(0, 1), degrees(0, 1), degrees(-3, 1))
	fc.assert(
		fc.property(place, ([west, south, across, up, size]) => {
			const [width, height] = [10 ** size, 10 ** size / 2]
			const box = [west, south, Math.min(180, west + width), Math.min(85, south + height)] as const
			const want = Want.parse(wantFor({ box, selected: undefined }))
			const { cover } = scopeOf({ clearance: 'internal' }, want)
			const inside = { lat: south + (box[3] - south) * up, lng: west + (box[2] - west) * across }
			expect(coverOf(box).length).toBeLessThanOrEqual(24)
			expect(covers(cover, tileOf(inside, 14))).toBe(true)
		}),
	)
})

test('[F6] foreign tracks are followed in view, one that is selected everywhere, and all else always', () => {
	const selected = entityId('track', 'ais', '211')
	expect(wantFor({ box: HARBOUR, selected: undefined }).everywhere).not.toContain('track')
	expect(wantFor({ box: HARBOUR, selected: undefined }).everywhere).toEqual(expect.arrayContaining(['unit', 'sensor']))
	expect(wantFor({ box: HARBOUR, selected }).everywhere).toContain('track')
	expect(wantFor({ box: undefined, selected })).toEqual({ cover: 'all' })
})
