import { tileOf } from '@lagebild/picture/scope.ts'

import type { Place } from '../payloads.ts'
import { pick, whole } from '../random.ts'
import type { Random } from '../random.ts'
import { unitPlaces } from './units.ts'

/** As a command post chooses (apps/command-post/src/state/want.ts): the finest tiles of which so few hold the view and a margin. */
const FINEST = 14
const MOST_TILES = 24
const MARGIN = 0.25

/** Half of the height and width of a screen of 1,920 by 1,080 at zoom 17 and 15, degrees. */
const STREET = { north: 0.0035, east: 0.0103 }
const DISTRICT = { north: 0.0138, east: 0.0412 }

type Sort = 'street' | 'district' | 'city'
export type Viewport = { readonly sort: Sort; readonly cover: 'all' | readonly string[] }

const TEN: readonly Sort[] = ['city', 'district', 'district', 'district', 'street', 'street', 'street', 'street', 'street', 'street']

/** Of each ten, in any order, six look at a street, three at a district and one at everything; where they look there is a unit. */
export function viewports(count: number, { random, units }: { readonly random: Random; readonly units: number }): readonly Viewport[] {
	const places = unitPlaces(units)
	const sorts = Array.from({ length: Math.ceil(count / TEN.length) }, () => shuffled(random, TEN)).flat()
	return sorts.slice(0, count).map((sort) => {
		if (sort === 'city') return { sort, cover: 'all' }
		return { sort, cover: coverOf(pick(random, places), sort === 'district' ? DISTRICT : STREET) }
	})
}

function shuffled<T>(random: Random, items: readonly T[]): readonly T[] {
	const left = [...items]
	return items.flatMap(() => left.splice(whole(random, left.length), 1))
}

type Half = typeof STREET

function coverOf(centre: Place, half: Half): readonly string[] {
	for (let zoom = FINEST; zoom > 0; zoom--) {
		const tiles = tilesIn(centre, { half, zoom })
		if (tiles.length <= MOST_TILES) return tiles
	}
	return []
}

function tilesIn({ lat, lng }: Place, { half, zoom }: { readonly half: Half; readonly zoom: number }): readonly string[] {
	const [dy, dx] = [half.north * (1 + 2 * MARGIN), half.east * (1 + 2 * MARGIN)]
	const [, west = 0, north = 0] = tileOf({ lat: lat + dy, lng: lng - dx }, zoom)
		.split('/')
		.map(Number)
	const [, east = 0, south = 0] = tileOf({ lat: lat - dy, lng: lng + dx }, zoom)
		.split('/')
		.map(Number)
	const rows = Array.from({ length: south - north + 1 }, (_, i) => north + i)
	return rows.flatMap((y) => Array.from({ length: east - west + 1 }, (_, i) => `${zoom}/${west + i}/${y}`))
}
