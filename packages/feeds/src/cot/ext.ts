import { iso } from '@lagebild/model/time.ts'

import type { JsonValue } from '../json.ts'
import type { CotEvent } from './event.ts'

/** Longest `detail` that is kept; beyond it only its length is. */
const MAX_DETAIL = 32_768

/** Parts of `detail` that are other with every report of a thing that moves. Course and speed are in its measurements. */
const PASSING = /<(?:track|_flow-tags_)\b[^<>]*(?:\/>|>\s*<\/(?:track|_flow-tags_)\s*>)/g

/**
 * Everything of a message that has no field of its own, so that the same message can be written again. Of a thing that moves only what
 * does not change with every report: its place, course, speed and times are measurements.
 */
export function extOf(event: CotEvent, moves: boolean): JsonFields {
	const { type, how, access, qos, opex, caveat, releasableTo, point, uid, time, start, stale, detailText } = event
	const detail = moves ? lasting(detailText) : detailText
	const kept = detail.length <= MAX_DETAIL
	const told = {
		type,
		how,
		access,
		qos,
		opex,
		caveat,
		releasableTo,
		detail: kept ? detail : undefined,
		detailCharacters: kept ? undefined : detail.length,
	}
	if (moves) return defined(told)
	return defined({ ...told, uid, time: iso(time), start: iso(start), stale: iso(stale), point: point && defined({ ...point }) })
}

/** `detail` without what is other with every report. */
export function lasting(detailText: string): string {
	return detailText.replace(PASSING, '')
}

export type JsonFields = { [name: string]: JsonValue }

/** Without what is not said. */
export function defined(fields: { readonly [name: string]: JsonValue | undefined }): JsonFields {
	const said: JsonFields = {}
	for (const name in fields) {
		const value = fields[name]
		if (value !== undefined) said[name] = value
	}
	return said
}
