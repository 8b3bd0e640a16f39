import type { Geometry } from '@lagebild/model/geo.ts'
import { pointGeometry } from '@lagebild/model/geo.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'

import { standingOf } from './standing.ts'
import type { Standing, StandingPolicy } from './standing.ts'

export type Placed = Row & { readonly measured?: MeasuredRow }

type Feature<E extends Placed> = {
	readonly type: 'Feature'
	readonly id: string
	readonly geometry: Geometry | null
	readonly properties: Omit<E, 'geometry'> & { readonly standing: Standing }
}

/**
 * RFC 7946: the position that was measured last, else the shape that was stated; everything else is a property. Who draws this has no
 * fold of the picture: how each thing stands at `now` is said as well, which rows never do.
 */
export function featureOf<E extends Placed>(entity: E, policy: StandingPolicy, now: number): Feature<E> {
	const { geometry, ...rest } = entity
	const { measured } = entity
	return {
		type: 'Feature',
		id: entity.id,
		geometry: measured?.position ? pointGeometry(measured.position) : (geometry ?? null),
		properties: { ...rest, standing: standingOf({ row: entity, measured, now }, policy) },
	}
}
