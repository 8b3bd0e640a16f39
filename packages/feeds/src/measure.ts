import type { EntityId } from '@lagebild/model/ids.ts'
import { MAX_MEASUREMENTS } from '@lagebild/model/measurement.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'

/** One value of one sensor. `null`: the source says that it measured and has no value. */
export type Observation = {
	readonly entity: EntityId
	readonly observed: string
	readonly value: number | null
	readonly quality?: string
}

export type Marks = { readonly revision?: number; readonly backfill?: boolean }

/** Columns as `POST …/measurements` takes them, several when one request cannot hold all. */
export function observationBatches(rows: readonly Observation[], marks: Marks): readonly Measurements[] {
	const batches: Measurements[] = []
	for (let from = 0; from < rows.length; from += MAX_MEASUREMENTS) {
		const part = rows.slice(from, from + MAX_MEASUREMENTS)
		batches.push({
			observations: {
				entity: part.map(({ entity }) => entity),
				observed: part.map(({ observed }) => observed),
				value: part.map(({ value }) => value),
				...(part.some(({ quality }) => quality !== undefined) && { quality: part.map(({ quality }) => quality ?? null) }),
			},
			...(marks.revision !== undefined && { revision: marks.revision }),
			...(marks.backfill && { backfill: true }),
		})
	}
	return batches
}
