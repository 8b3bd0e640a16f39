import { createHash } from 'node:crypto'

import type { Submission } from '@lagebild/model/event.ts'
import { iso } from '@lagebild/model/time.ts'

/** Something a device or person of the exercise says, at a wall time. */
export type Statement = {
	readonly entity: string
	readonly at: number
	/** By how much the sender's clock is behind, ms. */
	readonly behind?: number
	/** From before the exercise began: told late on purpose. */
	readonly backfill?: true
	readonly op: 'upsert' | 'patch' | 'end' | 'cancel'
	readonly payload?: Readonly<Record<string, unknown>>
	readonly geometry?: { readonly lat: number; readonly lng: number }
	readonly links?: readonly { readonly rel: string; readonly to: string }[]
}

/** Event of a statement: the id follows from the run and the content, so that a restart says nothing twice. */
export function eventOf({ entity, at, behind = 0, backfill, op, payload, geometry, links }: Statement, run: string): unknown {
	const body = {
		kind: entity.slice(0, entity.indexOf(':')),
		entity,
		op,
		status: 'exercise' satisfies Submission['status'],
		times: { observed: iso(Math.round(at) - behind) },
		...(backfill && { backfill }),
		...(payload && { payload }),
		...(geometry && { geometry: { type: 'Point', coordinates: [rounded(geometry.lng), rounded(geometry.lat)] } }),
		...(links && { links }),
	}
	return { id: uuid8(`${run}|${JSON.stringify(body)}`), ...body }
}

function rounded(degrees: number): number {
	return Math.round(degrees * 1e6) / 1e6
}

/** UUID version 8 (RFC 9562 §5.8) over what is said. */
export function uuid8(text: string): string {
	const hex = createHash('sha256').update(text).digest('hex')
	const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
