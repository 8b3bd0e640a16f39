import type { EntityId } from '@lagebild/model/ids.ts'
import type { Measurements } from '@lagebild/model/measurement.ts'
import { readIso } from '@lagebild/model/time.ts'

import { isNewValue, rememberCurve, rememberPlace, rememberValue } from './memory.ts'
import type { Memory } from './memory.ts'
import { thinnedPositions } from './news.ts'

/** The rows of a batch that were not told yet; undefined when nothing is left. */
export function newRows(memory: Memory, batch: Measurements): Measurements | undefined {
	const { observations: all, curves: allCurves = [], positions: allPositions, ...rest } = batch
	const observations = all && freshObservations(memory, all, rest)
	const curves = allCurves.filter((curve) => memory.curves.get(curveKey(curve)) !== JSON.stringify(curve))
	const positions = thinnedPositions(memory, allPositions)
	if (!observations && curves.length === 0 && !positions) return undefined
	return { ...rest, ...(positions && { positions }), ...(observations && { observations }), ...(curves.length > 0 && { curves }) }
}

/** The hub took them. */
export function rememberRows(memory: Memory, batch: Measurements): void {
	if (batch.backfill) return
	const { observations, curves, positions } = batch
	if (memory.habits.thinMs !== undefined)
		positions?.entity.forEach((entity, i) => rememberPlace(memory, entity, placeTime(memory, positions, i)))
	observations?.entity.forEach((entity, i) => rememberValue(memory, { entity, ...rowOf(observations, i, batch) }))
	for (const curve of curves ?? []) rememberCurve(memory, curveKey(curve), JSON.stringify(curve))
}

/** Of positions that come late the newest that was told counts. */
function placeTime(memory: Memory, { entity, observed }: Positions, row: number): number {
	return Math.max(readIso(observed[row] ?? '') ?? 0, memory.places.get(entity[row] ?? '') ?? 0)
}

type Positions = NonNullable<Measurements['positions']>
type Observations = NonNullable<Measurements['observations']>

function freshObservations(memory: Memory, columns: Observations, status: Pick<Measurements, 'status'>): Observations | undefined {
	const fresh = columns.entity.flatMap((entity, i) => (isNewValue(memory, { entity, ...rowOf(columns, i, status) }) ? [i] : []))
	return picked(columns, new Set(fresh))
}

function picked(columns: Observations, rows: ReadonlySet<number>): Observations | undefined {
	if (rows.size === 0) return undefined
	const pick = <T>(column: readonly T[]): T[] => column.filter((_, i) => rows.has(i))
	return {
		entity: pick(columns.entity),
		observed: pick(columns.observed),
		value: pick(columns.value),
		...(columns.quality && { quality: pick(columns.quality) }),
	}
}

/** First and last time of each sensor in a block. */
export function spansOf(columns: Observations): ReadonlyMap<EntityId, { readonly from: number; readonly to: number }> {
	const spans = new Map<EntityId, { from: number; to: number }>()
	columns.entity.forEach((entity, i) => {
		const at = readIso(columns.observed[i] ?? '') ?? 0
		const { from, to } = spans.get(entity) ?? { from: at, to: at }
		spans.set(entity, { from: Math.min(from, at), to: Math.max(to, at) })
	})
	return spans
}

/** The batch without the observations that are known; undefined when nothing is left. */
export function withoutRows(
	{ observations: all, ...rest }: Measurements,
	isKnown: (entity: EntityId, at: number, value: number | null) => boolean,
): Measurements | undefined {
	const rows = all?.entity.flatMap((entity, i) => {
		const at = readIso(all.observed[i] ?? '') ?? 0
		return isKnown(entity, at, all.value[i] ?? null) ? [] : [i]
	})
	const observations = all && picked(all, new Set(rows))
	if (observations) return { ...rest, observations }
	return rest.curves || rest.positions ? rest : undefined
}

/** What was a test and is real now says something new. */
function rowOf(
	columns: Observations,
	i: number,
	{ status }: Pick<Measurements, 'status'>,
): { readonly observed: string; readonly said: string } {
	return { observed: columns.observed[i] ?? '', said: `${String(columns.value[i] ?? null)} ${columns.quality?.[i] ?? ''} ${status ?? ''}` }
}

function curveKey({ entity, series }: { readonly entity: string; readonly series: string }): string {
	return `${entity} ${series}`
}

/** Times of the values and positions in a batch, as they are written. */
export function observedTimes({ backfill, observations, positions }: Measurements): readonly string[] {
	return backfill ? [] : [...(observations?.observed ?? []), ...(positions?.observed ?? [])]
}

const ROW = /^(observations|positions)\.[a-z]{1,20}\.(\d{1,6})$/

/** The row that a path within a batch names, as a batch of its own; the whole batch when it names none. */
export function rowAlone(batch: Measurements, path: string | undefined): Measurements {
	const [, group, text] = ROW.exec(path ?? '') ?? []
	const row = Number(text)
	const { observations, positions } = batch
	const status = batch.status && { status: batch.status }
	if (group === 'observations' && observations) return { observations: picked(observations, new Set([row])) ?? observations, ...status }
	return group === 'positions' && positions ? { positions: columnsAt(positions, row), ...status } : batch
}

function columnsAt(positions: Positions, row: number): Positions {
	const { entity, observed, lat, lng, course, speed, accuracy } = positions
	const at = <T>(column: readonly T[]): T[] => column.slice(row, row + 1)
	return {
		entity: at(entity),
		observed: at(observed),
		lat: at(lat),
		lng: at(lng),
		...(course && { course: at(course) }),
		...(speed && { speed: at(speed) }),
		...(accuracy && { accuracy: at(accuracy) }),
	}
}
