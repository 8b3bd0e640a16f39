import type { Status } from '@lagebild/model/event.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import { MAX_MEASUREMENTS } from '@lagebild/model/measurement.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'

/** One value of one sensor. `null`: the source says that it measured and has no value. */
export type Observation = {
	readonly entity: EntityId
	readonly observed: string
	readonly value: number | null
	readonly quality?: string
	/** As the source states it. */
	readonly status?: Status
}

export type Marks = { readonly revision?: number; readonly backfill?: boolean }

type Stated = { readonly status?: Status | undefined }

/** A request has one status: what is a test goes apart from what is real. */
export function byStatus<R extends Stated>(rows: readonly R[]): readonly { readonly status?: Status; readonly rows: readonly R[] }[] {
	if (rows.every(({ status }) => status === undefined)) return [{ rows }]
	return [...Map.groupBy(rows, ({ status }) => status)].map(([status, group]) => ({ ...(status && { status }), rows: group }))
}

/** Columns as `POST …/measurements` takes them, several when one request cannot hold all. */
export function observationBatches(rows: readonly Observation[], marks: Marks): readonly Measurements[] {
	return byStatus(rows).flatMap(({ rows: group, ...status }) => batchesOf(group, { ...marks, ...status }))
}

function batchesOf(rows: readonly Observation[], { revision, backfill, status }: Marks & Stated): readonly Measurements[] {
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
			...(revision !== undefined && { revision }),
			...(backfill && { backfill: true }),
			...(status && { status }),
		})
	}
	return batches
}
