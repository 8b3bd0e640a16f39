import type { Seq } from '@lagebild/model/ids.ts'
import type { MeasuredRow } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { compareTaken } from './measured.ts'
import { peaksOf } from './peak.ts'
import { geometryOf, placeOf } from './row.ts'
import type { Entity, Fix, Measured, Observation, Taken } from './state.ts'
import { trendOf } from './trend.ts'

type PlaceParts = Pick<MeasuredRow, 'position' | 'course' | 'speed' | 'accuracy' | 'thinned'>
type Place = Taken & PlaceParts

const UNMEASURED: Measured = { fix: undefined, recorded: undefined, series: new Map(), curves: new Map() }
const NO_SERIES: readonly Observation[] = []

/** P34: the measured row; undefined until the entity has content and something of it was measured. Pure but for `v`. */
export function buildMeasuredRow(entity: Entity, v: Seq): MeasuredRow | undefined {
	const { id, created, measured = UNMEASURED } = entity
	if (!created) return undefined
	const place = newestPlace(entity)
	const series = newestSeries(measured)
	const value = series.at(-1)
	const newest = newestTaken([place, value]) ?? newestTaken([...measured.curves.values()])
	if (!newest) return undefined
	return {
		id,
		k: created.seq,
		v,
		at: newest.at,
		...(place && placeParts(place)),
		...valueParts(series),
		source: newest.source,
		...peakParts(measured, value?.at),
	}
}

function valueParts(series: readonly Observation[]): Pick<MeasuredRow, 'value' | 'trend' | 'quality'> {
	const newest = series.at(-1)
	if (!newest) return {}
	const trend = trendOf(series)
	const quality = newest.quality === null ? {} : { quality: newest.quality }
	return { value: newest.value, ...(trend !== undefined && { trend }), ...quality }
}

function peakParts({ curves }: Measured, newest: Instant | undefined): Pick<MeasuredRow, 'peaks'> {
	const peaks = curves.size > 0 ? peaksOf(curves, newest) : []
	return peaks.length > 0 ? { peaks } : {}
}

function placeParts({ position, course, speed, accuracy, thinned }: Place): PlaceParts {
	return {
		...(position && { position }),
		...(course !== undefined && { course }),
		...(speed !== undefined && { speed }),
		...(accuracy !== undefined && { accuracy }),
		...(thinned && { thinned }),
	}
}

function newestTaken<T extends Taken>(candidates: readonly (T | undefined)[]): T | undefined {
	let newest: T | undefined
	for (const candidate of candidates) {
		if (candidate && (newest === undefined || compareTaken(candidate, newest) > 0)) newest = candidate
	}
	return newest
}

/** P31: measured position or the one that a record states, whichever is newer. */
function newestPlace(entity: Entity): Place | undefined {
	const fix = entity.measured?.fix
	return newestTaken([fix && placeOfFix(fix), recordedPlace(entity)])
}

function placeOfFix(fix: Fix): Place {
	const { lat, lng, course, speed, accuracy, ord } = fix
	return {
		...orderOf(fix),
		position: { lat, lng },
		...(course !== null && { course }),
		...(speed !== null && { speed }),
		...(accuracy !== null && { accuracy }),
		...(ord < 0 && { thinned: true }),
	}
}

function orderOf({ at, n, received, seq, ord, source }: Taken): Taken {
	return { at, n, received, seq, ord, source }
}

/** P31: a unit or track that states a point as its own place is measured as well; a place that was only estimated for it is not. */
function recordedPlace(entity: Entity): Place | undefined {
	if (entity.kind !== 'unit' && entity.kind !== 'track') return undefined
	const { winner } = geometryOf(entity)
	const { geometry, geometrySource = 'given', accuracyMetres } = placeOf(entity, winner)
	if (!winner || geometry?.type !== 'Point' || geometrySource !== 'given') return undefined
	const { at, n, received, seq, by } = winner.said
	const [lng, lat] = geometry.coordinates
	const accuracy = accuracyMetres === undefined ? {} : { accuracy: accuracyMetres }
	return { at, n, received, seq, ord: 0, source: by.source, position: { lat, lng }, ...accuracy }
}

/** P32: the series of the source that spoke last. */
export function newestSeries({ series }: Measured): readonly Observation[] {
	let best = NO_SERIES
	for (const kept of series.values()) {
		const newest = kept.at(-1)
		const held = best.at(-1)
		if (newest && (held === undefined || compareTaken(newest, held) > 0)) best = kept
	}
	return best
}
