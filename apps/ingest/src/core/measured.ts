import type { Measurements } from '@lagebild/model/measurement.ts'

import { isNewValue, rememberCurve, rememberValue } from './memory.ts'
import type { Memory } from './memory.ts'

/** The rows of a batch that were not told yet; undefined when nothing is left. A back-fill is told whole: it comes once. */
export function newRows(memory: Memory, batch: Measurements): Measurements | undefined {
	if (batch.backfill) return batch
	const { observations: all, curves: allCurves = [], ...rest } = batch
	const observations = all && freshObservations(memory, all)
	const curves = allCurves.filter((curve) => memory.curves.get(curveKey(curve)) !== JSON.stringify(curve))
	if (!observations && curves.length === 0 && !batch.positions) return undefined
	return { ...rest, ...(observations && { observations }), ...(curves.length > 0 && { curves }) }
}

/** The hub took them. */
export function rememberRows(memory: Memory, batch: Measurements): void {
	if (batch.backfill) return
	const { observations, curves } = batch
	observations?.entity.forEach((entity, i) => rememberValue(memory, { entity, ...rowOf(observations, i) }))
	for (const curve of curves ?? []) rememberCurve(memory, curveKey(curve), JSON.stringify(curve))
}

type Observations = NonNullable<Measurements['observations']>

function freshObservations(memory: Memory, columns: Observations): Observations | undefined {
	const fresh = columns.entity.flatMap((entity, i) => (isNewValue(memory, { entity, ...rowOf(columns, i) }) ? [i] : []))
	if (fresh.length === 0) return undefined
	const pick = <T>(column: readonly T[]): T[] => column.filter((_, i) => keep.has(i))
	const keep = new Set(fresh)
	return {
		entity: pick(columns.entity),
		observed: pick(columns.observed),
		value: pick(columns.value),
		...(columns.quality && { quality: pick(columns.quality) }),
	}
}

function rowOf(columns: Observations, i: number): { readonly observed: string; readonly said: string } {
	return { observed: columns.observed[i] ?? '', said: `${String(columns.value[i] ?? null)} ${columns.quality?.[i] ?? ''}` }
}

function curveKey({ entity, series }: { readonly entity: string; readonly series: string }): string {
	return `${entity} ${series}`
}

/** Time of the newest value in a batch, as it is written. */
export function observedTimes(batch: Measurements): readonly string[] {
	return batch.backfill ? [] : (batch.observations?.observed ?? [])
}
