import type { Basemap } from '@lagebild/map/host-types.ts'
import { FmsMeanings } from '@lagebild/model/fms.ts'
import type { FmsScheme } from '@lagebild/model/fms.ts'
import * as z from 'zod'

import { ask } from '../device/hub.ts'

const Ground = z.object({
	id: z.string(),
	name: z.string(),
	url: z.string(),
	attribution: z.string(),
	minZoom: z.number(),
	maxZoom: z.number(),
})
const Config = z.object({ fms: z.record(z.string(), z.unknown()), basemaps: z.array(Ground).catch([]) })

export type HubSettings = { readonly fms: FmsScheme; readonly basemaps: readonly Basemap[] }

/** What the organisations mean by the statuses that are not the same everywhere, and the maps of the network; undefined when the hub did not say. */
export async function readSettings(token: string): Promise<HubSettings | undefined> {
	const config = await ask('/api/v1/config', Config, { token })
	return config?.ok ? { fms: schemeOf(config.value.fms), basemaps: config.value.basemaps } : undefined
}

/** Leaves out what a newer hub may have made of a scheme that this page cannot read. */
export function schemeOf(said: Readonly<Record<string, unknown>>): FmsScheme {
	/** Made here: the chunk that holds the schema may be read after this one. */
	const loose = FmsMeanings.strip()
	return Object.fromEntries(
		Object.entries(said).flatMap(([whose, item]) => {
			const read = loose.safeParse(item)
			return read.success ? [[whose, read.data] as const] : []
		}),
	)
}

const Reached = z.array(z.object({ id: z.string(), reachable: z.boolean() }))

/** Whether a map of the network answers, as the hub's machine sees it. */
export async function isReached(token: string, { id }: Basemap): Promise<boolean> {
	const maps = await ask('/api/v1/basemaps', Reached, { token })
	return maps?.ok === true && maps.value.some((one) => one.id === id && one.reachable)
}
