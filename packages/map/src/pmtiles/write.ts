/** One tile of an archive; `data` uncompressed. */
export type ArchiveTile = { readonly z: number; readonly x: number; readonly y: number; readonly data: Uint8Array }

export type ArchivePlan = {
	readonly tiles: readonly ArchiveTile[]
	readonly metadata: Readonly<Record<string, unknown>>
	/** West, south, east, north in degrees. */
	readonly bounds: readonly [number, number, number, number]
	readonly center: { readonly lng: number; readonly lat: number; readonly zoom: number }
	/** Compresses tiles, directory and metadata alike: gzip. */
	readonly gzip: (data: Uint8Array) => Promise<Uint8Array>
}

const HEADER = 127
const GZIP = 2
const MVT = 1

type Entry = { readonly tileId: number; readonly offset: number; readonly length: number }

/**
 * A PMTiles archive of version 3 with one root directory (up to some thousand tiles), tiles in order of their id.
 * Equal input gives equal bytes; equal tiles are stored once.
 */
export async function writeArchive({ tiles, metadata, bounds, center, gzip }: ArchivePlan): Promise<Uint8Array> {
	const ordered = tiles.map(({ z, x, y, data }) => ({ tileId: tileId(z, x, y), z, data })).toSorted((a, b) => a.tileId - b.tileId)
	const { entries, contents, body } = await packed(ordered, gzip)
	const directory = await gzip(directoryBytes(entries))
	const json = await gzip(new TextEncoder().encode(JSON.stringify(metadata)))
	const zooms = ordered.map(({ z }) => z)
	const header = headerBytes({
		sections: [directory.length, json.length, body.length],
		counts: [ordered.length, entries.length, contents],
		zooms: [Math.min(...zooms), Math.max(...zooms), center.zoom],
		degrees: [...bounds, center.lng, center.lat],
	})
	return joined([header, directory, json, body])
}

type Packed = { readonly entries: readonly Entry[]; readonly contents: number; readonly body: Uint8Array }

async function packed(
	tiles: readonly { readonly tileId: number; readonly data: Uint8Array }[],
	gzip: ArchivePlan['gzip'],
): Promise<Packed> {
	const distinct = [...new Map(tiles.map(({ data }) => [hexOf(data), data]))]
	const parts = await Promise.all(distinct.map(([, data]) => gzip(data)))
	const places = new Map<string, { readonly offset: number; readonly length: number }>()
	let offset = 0
	distinct.forEach(([key], index) => {
		const length = parts[index]?.length ?? 0
		places.set(key, { offset, length })
		offset += length
	})
	const entries = tiles.map(({ tileId: id, data }) => ({ tileId: id, ...(places.get(hexOf(data)) ?? { offset: 0, length: 0 }) }))
	return { entries, contents: distinct.length, body: joined(parts) }
}

function hexOf(data: Uint8Array): string {
	return Array.from(data, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Number of a tile on the Hilbert curve of its zoom, behind all tiles of smaller zooms. */
export function tileId(z: number, x: number, y: number): number {
	let id = (4 ** z - 1) / 3
	let [tx, ty] = [x, y]
	for (let side = 2 ** z / 2; side >= 1; side /= 2) {
		const [rx, ry] = [tx >= side ? 1 : 0, ty >= side ? 1 : 0]
		id += side * side * ((3 * rx) ^ ry)
		const [lx, ly] = [tx - rx * side, ty - ry * side]
		if (ry === 1) [tx, ty] = [lx, ly]
		else [tx, ty] = rx === 1 ? [side - 1 - ly, side - 1 - lx] : [ly, lx]
	}
	return id
}

/** Columns of varints: id differences, run lengths, lengths, offsets (0: directly behind the entry before). */
function directoryBytes(entries: readonly Entry[]): Uint8Array {
	const ids = entries.map(({ tileId: id }, index) => id - (entries[index - 1]?.tileId ?? 0))
	const offsets = entries.map(({ offset }, index) => {
		const before = entries[index - 1]
		return before && offset === before.offset + before.length ? 0 : offset + 1
	})
	const numbers = [entries.length, ...ids, ...entries.map(() => 1), ...entries.map(({ length }) => length), ...offsets]
	return Uint8Array.from(numbers.flatMap(varint))
}

function varint(value: number): readonly number[] {
	const bytes: number[] = []
	let rest = value
	while (rest >= 128) {
		bytes.push((rest % 128) | 128)
		rest = Math.floor(rest / 128)
	}
	return [...bytes, rest]
}

type HeaderPlan = {
	/** Root directory, metadata, tile data: lengths in bytes, in file order. */
	readonly sections: readonly [number, number, number]
	/** Addressed tiles, entries, distinct contents. */
	readonly counts: readonly [number, number, number]
	/** Smallest, largest, central. */
	readonly zooms: readonly [number, number, number]
	/** West, south, east, north, central longitude, central latitude. */
	readonly degrees: readonly number[]
}

function headerBytes({ sections: [directory, json, body], counts, zooms: [min, max, middle], degrees }: HeaderPlan): Uint8Array {
	const bytes = new Uint8Array(HEADER)
	const view = new DataView(bytes.buffer)
	bytes.set(new TextEncoder().encode('PMTiles'))
	bytes[7] = 3
	const data = HEADER + directory + json
	const numbers = [HEADER, directory, HEADER + directory, json, data, 0, data, body, ...counts]
	numbers.forEach((value, index) => view.setBigUint64(8 + 8 * index, BigInt(value), true))
	bytes.set([1, GZIP, GZIP, MVT, min, max], 96)
	degrees.slice(0, 4).forEach((value, index) => view.setInt32(102 + 4 * index, Math.round(value * 1e7), true))
	bytes[118] = middle
	degrees.slice(4).forEach((value, index) => view.setInt32(119 + 4 * index, Math.round(value * 1e7), true))
	return bytes
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
	let at = 0
	for (const part of parts) {
		bytes.set(part, at)
		at += part.length
	}
	return bytes
}
