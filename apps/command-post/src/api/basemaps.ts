import type { Basemap } from '@lagebild/map/host-types.ts'

import { ask } from './http.ts'
import { listOf, objectOf } from './outline.ts'

/** Whether a base map answers, as the hub's machine sees it; this browser's network need not be another. */
export async function basemapReached({ id }: Basemap): Promise<boolean> {
	const reply = await ask('/api/v1/basemaps')
	if (reply.state !== 'ok') return false
	return listOf(reply.body).some((item) => objectOf(item).id === id && objectOf(item).reachable === true)
}
