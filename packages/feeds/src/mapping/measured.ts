import type { Measurements } from '@lagebild/model/measurement.ts'

import { byStatus, observationBatches } from '../measure.ts'
import type { MappedItem } from './item.ts'

const MOST_ROWS = 1_000
type Positions = NonNullable<MappedItem['positions']>
type Row = { readonly positions: Positions } & Pick<Measurements, 'status'>

/** Everything measured of some items, as the hub takes it. */
export function measurementsOf(items: readonly MappedItem[]): readonly Measurements[] {
	const rows = items.flatMap(({ positions, status }): Row[] => (positions ? [{ positions, ...(status && { status }) }] : []))
	return [
		...byStatus(rows).flatMap(({ rows: group, ...status }) => positionBatches(group, status)),
		...observationBatches(
			items.flatMap(({ observations, status }) =>
				status ? observations.map((observation) => ({ ...observation, status })) : observations,
			),
			{},
		),
	]
}

function positionBatches(all: readonly Row[], status: Pick<Row, 'status'>): readonly Measurements[] {
	const rows = all.map(({ positions }) => positions)
	const batches: Measurements[] = []
	for (let from = 0; from < rows.length; from += MOST_ROWS) {
		const part = rows.slice(from, from + MOST_ROWS)
		const column = (name: 'course' | 'speed' | 'accuracy') =>
			part.some((row) => row[name]) ? { [name]: part.map((row) => row[name]?.[0] ?? null) } : {}
		batches.push({
			positions: {
				entity: part.flatMap(({ entity }) => entity),
				observed: part.flatMap(({ observed }) => observed),
				lat: part.flatMap(({ lat }) => lat),
				lng: part.flatMap(({ lng }) => lng),
				...column('course'),
				...column('speed'),
				...column('accuracy'),
			},
			...status,
		})
	}
	return batches
}
