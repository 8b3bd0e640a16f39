import { PMTiles } from 'pmtiles'
import type { RangeResponse, Source } from 'pmtiles'

/** A whole PMTiles archive in memory: no range requests, which a precaching service worker cannot answer. */
class MemorySource implements Source {
	readonly #bytes: ArrayBuffer
	readonly #key: string

	constructor(bytes: ArrayBuffer, key: string) {
		this.#bytes = bytes
		this.#key = key
	}

	getKey(): string {
		return this.#key
	}

	getBytes(offset: number, length: number): Promise<RangeResponse> {
		return Promise.resolve({ data: this.#bytes.slice(offset, offset + length) })
	}
}

const HEADER_BYTES = 127

export type Archive = { readonly tiles: PMTiles; readonly minZoom: number; readonly maxZoom: number }

/** Reads and checks the head of an archive: a missing or wrong file has to be said, the map would only stay blank. */
export async function openArchive(bytes: ArrayBuffer, key: string): Promise<Archive> {
	const head = new Uint8Array(bytes, 0, Math.min(bytes.byteLength, HEADER_BYTES))
	const magic = new TextDecoder().decode(head.subarray(0, 7))
	if (head.length < HEADER_BYTES || magic !== 'PMTiles' || head[7] !== 3) throw new Error(`${key} is not a PMTiles archive of version 3`)
	const tiles = new PMTiles(new MemorySource(bytes, key))
	const { minZoom, maxZoom, numTileEntries } = await tiles.getHeader()
	if (numTileEntries === 0) throw new Error(`${key} holds no tiles`)
	return { tiles, minZoom, maxZoom }
}

export async function fetchArchive(url: string): Promise<Archive> {
	const response = await fetch(url)
	if (!response.ok) throw new Error(`${url}: ${response.status}`)
	return openArchive(await response.arrayBuffer(), url)
}
