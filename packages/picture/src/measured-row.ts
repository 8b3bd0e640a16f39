import type { Position } from '@lagebild/model/geo.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import type { Doubt, Ghost, MeasuredRow } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { clockDoubts, valueDoubts } from './doubts.ts'
import { judgeTrack } from './judge.ts'
import type { Judged } from './judge.ts'
import { compareTaken } from './measured.ts'
import { peaksOf } from './peak.ts'
import { geometryOf, placeOf } from './row.ts'
import { BUILT } from './state.ts'
import type { Entity, Fix, Measured, Observation, Taken } from './state.ts'
import { trendOf, trendSince } from './trend.ts'

type PlaceParts = Pick<MeasuredRow, 'position' | 'course' | 'speed' | 'accuracy' | 'thinned'>
type Place = Taken & PlaceParts & { readonly far?: true }

const UNMEASURED: Measured = { tracks: [], clocked: undefined, recorded: undefined, series: new Map(), curves: new Map() }
const NO_SERIES: readonly Observation[] = []

/** P34: the measured row; undefined until the entity has content and something of it was measured. Pure but for `v`. */
export function buildMeasuredRow(entity: Entity, v: Seq): MeasuredRow | undefined {
	const { id, created, measured = UNMEASURED } = entity
	if (!created) return undefined
	const placed = placedOf(entity, measured)
	const place = placed?.place
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
		...(placed?.ghost && { ghost: placed.ghost }),
		...valueParts(series),
		source: newest.source,
		...peakParts(measured, value?.at),
		...doubtParts(entity, measured, { placed, series }),
	}
}

/** Whether there is a measured row; cheaper than to build it. */
export function hasMeasuredRow(entity: Entity): boolean {
	const { created, measured } = entity
	if (!created) return false
	if (measured && (measured.curves.size > 0 || measured.tracks.length > 0 || newestSeries(measured).length > 0)) return true
	return recordedPlace(entity) !== undefined
}

/** P31, P44: the position that the measured row shows, without building it. */
export function shownPosition(entity: Entity): Position | undefined {
	if (entity.measuredState === BUILT) return entity.measuredRow?.position
	const { measured = UNMEASURED } = entity
	const alone = onlyPosition(entity, measured)
	return alone && alone.at > entity.latest ? alone : placedOf(entity, measured)?.place.position
}

/** Of a thing with one source, as nearly all. */
function onlyPosition(entity: Entity, { tracks }: Measured): Fix | undefined {
	const [track] = tracks
	return track && tracks.length === 1 ? judgeTrack(entity, track)?.shown : undefined
}

type Shown = { readonly placed: Placed | undefined; readonly series: readonly Observation[] }

/** P46: places before values before clocks. */
function doubtParts(entity: Entity, measured: Measured, { placed, series }: Shown): Pick<MeasuredRow, 'doubts'> {
	const values = valueDoubts(entity, series, trendSince(series))
	const doubts = [...(placed ? placeDoubts(placed) : []), ...values, ...clockDoubts(measured)]
	return doubts.length > 0 ? { doubts } : {}
}

function placeDoubts({ place, ghost }: Placed): readonly Doubt[] {
	const doubts: Doubt[] = ghost ? [{ what: ghost.what, field: 'position', source: ghost.source, at: ghost.at }] : []
	if (place.far) doubts.push({ what: 'far', field: 'position', source: place.source, at: place.at })
	return doubts
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

type Placed = { readonly place: Place; readonly ghost?: Ghost }

/** P31, P44: the newest plausible position of any source, or the place that a record states, whichever is newer; and the ghost beside it. */
function placedOf(entity: Entity, { tracks }: Measured): Placed | undefined {
	const judged = tracks.map((track) => judgeTrack(entity, track)).filter((one) => one !== undefined)
	const place = newestTaken([...judged.map(({ shown }) => placeOfFix(shown)), recordedPlace(entity)])
	if (!place) return undefined
	const ghost = newestTaken(judged.map((one) => ghostBeside(place, one)))
	return ghost ? { place, ghost: ghostOf(ghost, place) } : { place }
}

type Haunting = Taken & { readonly fix: Fix; readonly what: Ghost['what'] }

/** What is older than the place that is shown has been overtaken, unless its source tells both by turns. */
function ghostBeside(place: Place, { shown, ghost, what, byTurns }: Judged): Haunting | undefined {
	if (!ghost || !what) return undefined
	const counts = byTurns ? compareTaken(shown, place) === 0 : compareTaken(ghost, place) > 0
	return counts ? { ...orderOf(ghost), fix: ghost, what } : undefined
}

function ghostOf({ fix: { lat, lng, at, source }, what }: Haunting, place: Place): Ghost {
	return { position: { lat, lng }, at, source, what, from: place.at }
}

function placeOfFix(fix: Fix): Place {
	const { lat, lng, course, speed, accuracy, ord, far } = fix
	return {
		...orderOf(fix),
		position: { lat, lng },
		...(course !== null && { course }),
		...(speed !== null && { speed }),
		...(accuracy !== null && { accuracy }),
		...(ord < 0 && { thinned: true }),
		...(far && { far: true }),
	}
}

function orderOf({ at, n, received, seq, ord, source }: Taken): Taken {
	return { at, n, received, seq, ord, source }
}

/** P31: a unit or track that states a point as its own place is measured as well; a place that was only estimated for it is not. */
export function recordedPlace(entity: Entity): Place | undefined {
	if (entity.kind !== 'unit' && entity.kind !== 'track') return undefined
	const { winner } = geometryOf(entity)
	const { geometry, geometrySource = 'given', accuracyMetres } = placeOf(entity, winner)
	if (!winner || geometry?.type !== 'Point' || geometrySource !== 'given') return undefined
	const { at, n, received, seq, by, far } = winner.said
	const [lng, lat] = geometry.coordinates
	const accuracy = accuracyMetres === undefined ? {} : { accuracy: accuracyMetres }
	return { at, n, received, seq, ord: 0, source: by.source, position: { lat, lng }, ...accuracy, ...(far && { far }) }
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
