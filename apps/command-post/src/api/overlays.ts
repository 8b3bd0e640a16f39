import type { LoadGeojson } from '@lagebild/map/overlay/overlays.ts'

import { ask } from './http.ts'
import { listOf, objectOf, textOf } from './outline.ts'

/** Why an overlay is not there, as the hub's machine sees it: `code` is one of a few words, `detail` what more there is. */
export type OverlayFault = { readonly code: string; readonly detail: string }

/** What is wrong with each overlay that has something wrong. */
export async function overlayFaults(): Promise<ReadonlyMap<string, OverlayFault>> {
	const reply = await ask('/api/v1/overlays')
	if (reply.state !== 'ok') return new Map()
	return new Map(
		listOf(reply.body).flatMap((item): (readonly [string, OverlayFault])[] => {
			const { id, fault } = objectOf(item)
			if (typeof id !== 'string' || fault === undefined) return []
			const { code, detail } = objectOf(fault)
			return [[id, { code: textOf(code) ?? '', detail: textOf(detail) ?? '' }]]
		}),
	)
}

/** The lines of an overlay; the map looks at what is in it. */
export const loadGeojson: LoadGeojson = async ({ url }) => {
	const reply = await ask(url)
	return reply.state === 'ok' && isGeojson(reply.body) ? reply.body : undefined
}

function isGeojson(value: unknown): value is GeoJSON.GeoJsonObject {
	const { type } = objectOf(value)
	return type === 'FeatureCollection' || type === 'Feature'
}
