import fc from 'fast-check'
import { zxyToTileId } from 'pmtiles'
import { describe, expect, test } from 'vitest'

import { openArchive } from '../basemap/archive.ts'
import { mercatorX, mercatorY } from '../mercator.ts'
import { notkarteArchive, readDrawing } from './notkarte.ts'
import { tileId, writeArchive } from './write.ts'

async function gzip(data: Uint8Array): Promise<Uint8Array> {
	const stream = new Blob([Uint8Array.from(data)]).stream().pipeThrough(new CompressionStream('gzip'))
	return new Uint8Array(await new Response(stream).arrayBuffer())
}

const tile = (z: number, x: number, y: number, ...bytes: number[]) => ({ z, x, y, data: Uint8Array.from(bytes) })
const plan = {
	metadata: { name: 'test' },
	bounds: [9.5, 53.3, 10.5, 53.8],
	center: { lng: 10, lat: 53.5, zoom: 11 },
	gzip,
} as const

function bufferOf(bytes: Uint8Array): ArrayBuffer {
	return Uint8Array.from(bytes).buffer
}

describe('archive writer', () => {
	test('tile ids follow the Hilbert curve of the format', () => {
		const tiles = fc.nat(14).chain((z) => fc.tuple(fc.constant(z), fc.nat(2 ** z - 1), fc.nat(2 ** z - 1)))
		fc.assert(
			fc.property(tiles, ([z, x, y]) => {
				expect(tileId(z, x, y)).toBe(zxyToTileId(z, x, y))
			}),
		)
	})

	test('an independent reader finds every tile, and none that was not written', async () => {
		const tiles = [tile(12, 2161, 1323, 1, 2, 3), tile(7, 67, 41, 4), tile(12, 2162, 1323, 1, 2, 3), tile(11, 1080, 661)]
		const { tiles: reader, minZoom, maxZoom } = await openArchive(bufferOf(await writeArchive({ ...plan, tiles })), 'test')
		expect([minZoom, maxZoom]).toEqual([7, 12])
		for (const { z, x, y, data } of tiles) {
			// oxlint-disable-next-line no-await-in-loop
			const found = await reader.getZxy(z, x, y)
			expect(new Uint8Array(found?.data ?? new ArrayBuffer(1))).toEqual(data)
		}
		expect(await reader.getZxy(12, 0, 0)).toBeUndefined()
		expect(await reader.getMetadata()).toEqual({ name: 'test' })
		expect(await reader.getHeader()).toMatchObject({ minLon: 9.5, maxLat: 53.8, numAddressedTiles: 4, numTileContents: 3 })
	})

	test('equal input gives equal bytes, whatever the order of tiles', async () => {
		const tiles = [tile(3, 1, 2, 7), tile(3, 4, 5, 8)]
		expect(await writeArchive({ ...plan, tiles })).toEqual(await writeArchive({ ...plan, tiles: tiles.toReversed() }))
	})

	test('a file that is no archive is refused, not shown blank', async () => {
		await expect(openArchive(bufferOf(new TextEncoder().encode('<!doctype html>'.padEnd(200))), 'x')).rejects.toThrow(
			'not a PMTiles archive',
		)
		await expect(openArchive(new ArrayBuffer(0), 'x')).rejects.toThrow('not a PMTiles archive')
	})
})

const feature = (kind: string, geometry: object, rest: object = {}) => ({ type: 'Feature', properties: { kind, ...rest }, geometry })

describe('emergency map', () => {
	const drawing = JSON.stringify({
		type: 'FeatureCollection',
		features: [
			feature(
				'basin',
				{
					type: 'LineString',
					coordinates: [
						[9.95, 53.53],
						[9.96, 53.54],
						[9.97, 53.53],
					],
				},
				{ width_m: 100 },
			),
			feature('quarter', { type: 'Point', coordinates: [9.98, 53.53] }, { name: 'Veddel', rank: 3, pop: 4_000 }),
			feature('gauge', { type: 'Point', coordinates: [9.97, 53.54] }),
		],
	})

	test('a drawing becomes tiles of all its zooms', async () => {
		const { tiles, minZoom, maxZoom } = await openArchive(bufferOf(await notkarteArchive(readDrawing(drawing), gzip)), 'test')
		expect([minZoom, maxZoom]).toEqual([7, 12])
		const [x, y] = [mercatorX(9.96), mercatorY(53.535)].map((value) => Math.floor(value * 2 ** 12))
		expect(await tiles.getZxy(12, x ?? 0, y ?? 0)).toBeDefined()
		expect(await tiles.getMetadata()).toMatchObject({ vector_layers: [{ id: 'water' }, { id: 'places' }] })
	})

	test('a text that is no drawing is refused', () => {
		expect(() => readDrawing('{"type":"Feature"}')).toThrow('FeatureCollection')
	})
})
