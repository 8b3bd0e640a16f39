import type { BasemapConfig } from '@lagebild/config/schema.ts'
import { guardedFetch } from '@lagebild/outbound/guarded-fetch.ts'

/**
 * Whether the configured base maps can be reached from here. A browser that asks for tiles in a network without a way out would ask in vain
 * for each of them and take seconds to notice; it is told beforehand, and starts with the emergency map.
 */
export type BasemapProbe = {
	/** Newest answers by base map, asked again when they are older than a minute. Waits for at most 3 s. */
	readonly reachable: () => Promise<ReadonlyMap<string, boolean>>
}

const GOOD_FOR_MS = 60_000
const PATIENCE_MS = 3_000
/** No tile is larger. */
const TILE_BYTES = 2_000_000
/** The tile that holds Hamburg's harbour, at a zoom that every service has. */
const TILE = { z: 10, x: 540, y: 330 }

export function createBasemapProbe(basemaps: readonly BasemapConfig[], now: () => number): BasemapProbe {
	let asked: { readonly at: number; readonly answers: Promise<ReadonlyMap<string, boolean>> } | undefined
	return {
		reachable: () => {
			if (asked === undefined || now() - asked.at > GOOD_FOR_MS) asked = { at: now(), answers: askAll(basemaps) }
			return asked.answers
		},
	}
}

async function askAll(basemaps: readonly BasemapConfig[]): Promise<ReadonlyMap<string, boolean>> {
	return new Map(await Promise.all(basemaps.map(async (basemap) => [basemap.id, await answers(basemap)] as const)))
}

/** Address of one tile of a Leaflet template; `{z2}` is the zoom with two digits. */
export function tileAddress(template: string): string {
	return template
		.replace('{s}', 'a')
		.replace('{z2}', String(TILE.z).padStart(2, '0'))
		.replace('{z}', String(TILE.z))
		.replace('{x}', String(TILE.x))
		.replace('{y}', String(TILE.y))
		.replace('{r}', '')
}

/** A configured address does not lead into the house either, unless its host is allowed by name. */
async function answers({ url, allowPrivateHosts }: BasemapConfig): Promise<boolean> {
	const outbound = guardedFetch({ allowPrivateHosts, timeoutMs: PATIENCE_MS, maxBytes: TILE_BYTES })
	try {
		const response = await outbound.fetch(tileAddress(url), {})
		return response.ok && (response.headers.get('content-type') ?? '').startsWith('image/')
	} catch {
		return false
	} finally {
		await outbound.close()
	}
}
