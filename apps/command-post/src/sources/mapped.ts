import type { EntryBody } from '@lagebild/model/entry.ts'
import type { Submission } from '@lagebild/model/event.ts'
import { OperationId, seq, SourceName } from '@lagebild/model/ids.ts'
import type { BatchPart, Measurements } from '@lagebild/model/measurement.ts'
import type { Row } from '@lagebild/model/row.ts'
import { instant, readIso } from '@lagebild/model/time.ts'
import type { Instant } from '@lagebild/model/time.ts'
import { apply, createPicture } from '@lagebild/picture/picture.ts'
import { measuredAt, rowAt, size } from '@lagebild/picture/read.ts'

import type { Thing } from '../state/facts.ts'

export type Said = { readonly events: readonly Submission[]; readonly measurements: readonly Measurements[] }
/** Who says it, and when it came by the hub's clock. */
export type Saying = { readonly feed: string; readonly operation: string; readonly at: number }

/** What a source said, as a picture of its own would show it: read by the same fold as everything else, and kept nowhere. */
export function thingsOf(said: Said, saying: Saying): readonly Thing[] {
	const operation = OperationId.safeParse(saying.operation).data
	const source = SourceName.safeParse(saying.feed).data
	if (operation === undefined || source === undefined) return []
	const author = { source, rank: 'device', credential: source, name: source } as const
	const received = instant(Math.max(0, Math.round(saying.at)))
	const picture = createPicture()
	const bodies: EntryBody[] = said.events.map((event) => ({
		type: 'event',
		event: {
			...event,
			schema: 1,
			operation,
			status: event.status ?? 'actual',
			author,
			effective: readIso(event.times?.observed ?? '') ?? received,
			revision: event.revision ?? 0,
			received,
		},
	}))
	const parts = said.measurements.map((batch) => ({ author, revision: batch.revision ?? 0, received, ...columnsOf(batch, received) }))
	const all: readonly EntryBody[] = [...bodies, { type: 'batch', batch: { schema: 1, operation, parts } }]
	for (const [i, body] of all.entries()) apply(picture, { seq: seq(i + 1), recorded: received, prevHash: '', commit: '', hash: '', body })
	return Array.from({ length: size(picture) }, (_, i) => i).flatMap((i) => {
		const row: Row | undefined = rowAt(picture, i)
		const measured = measuredAt(picture, i)
		return row ? [{ row, operation, ...(measured && { measured }) }] : []
	})
}

/** As the hub would keep it; the few values of a sample need no curves. */
function columnsOf({ positions, observations }: Measurements, received: Instant): Pick<BatchPart, 'positions' | 'observations'> {
	const times = (observed: readonly string[]) => observed.map((text) => readIso(text) ?? received)
	return {
		...(positions && { positions: { ...positionsOf(positions), at: times(positions.observed) } }),
		...(observations && {
			observations: {
				entity: observations.entity,
				at: times(observations.observed),
				value: observations.value,
				...(observations.quality && { quality: observations.quality }),
			},
		}),
	}
}

function positionsOf({ entity, lat, lng, course, speed, accuracy }: NonNullable<Measurements['positions']>) {
	return { entity, lat, lng, ...(course && { course }), ...(speed && { speed }), ...(accuracy && { accuracy }) }
}
