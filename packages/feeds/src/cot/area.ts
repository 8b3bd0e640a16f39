import type { Validity } from '@lagebild/model/event.ts'
import { iso } from '@lagebild/model/time.ts'

import { badPlace, common, idOf, nameOf, remarksOf } from './context.ts'
import type { CotContext, CotStatement } from './context.ts'
import { childOf } from './event.ts'
import type { CotEvent } from './event.ts'
import { defined, extOf } from './ext.ts'
import { drawingShape, pointShape, routeShape } from './shape.ts'
import type { Shape } from './shape.ts'

type Drawn = 'marker' | 'route' | 'shape'

function shapeOf(event: CotEvent, drawn: Drawn): Shape {
	if (drawn === 'marker') return pointShape(event.point)
	return drawn === 'route' ? routeShape(event) : drawingShape(event)
}

/** How a place came about: estimated or calculated by a person. */
const GUESSED = /^h-[ec]/

/** What somebody has drawn or marked. A drawing is not lost because of a vertex: it then has no place. */
export function areaOf(event: CotEvent, { feed }: CotContext, drawn: Drawn): CotStatement {
	const { uid, detail, how } = event
	const { geometry, problem } = shapeOf(event, drawn)
	const guessed = drawn === 'marker' && GUESSED.test(how)
	const bad = problem === undefined ? [] : [{ reason: 'bad-geometry', message: problem, path: 'event.detail' }]
	return {
		statement: {
			...common(event, idOf('area', feed, uid)),
			kind: 'area',
			op: 'upsert',
			validity: validityOf(event),
			...(geometry && { geometry }),
			...(geometry && guessed && { geometrySource: 'estimated' }),
			ext: { cot: extOf(event, false) },
			payload: defined({ name: nameOf(event), role: 'sketch', description: remarksOf(detail) }),
		},
		faults: [...badPlace(event), ...bad],
	}
}

/** What is archived stays until it is deleted; so does what was stale when it was sent, as routes of some clients are. */
function validityOf({ detail, start, stale }: CotEvent): Validity {
	const stays = childOf(detail, 'archive') !== undefined || stale <= start
	return { from: iso(start), until: stays ? null : iso(stale), basis: stays ? 'none' : 'source' }
}
