import type { Position } from '@lagebild/model/geo.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import type { CurvePeak, Doubt, Ghost, MeasuredRow } from '@lagebild/model/row.ts'

import { clockDoubts, valueDoubts } from './doubts.ts'
import { steadyPlace } from './fixes.ts'
import { judgeTrack } from './judge.ts'
import type { Judged } from './judge.ts'
import { compareTaken } from './measured.ts'
import { BUILT } from './numbered.ts'
import { peaksOf } from './peak.ts'
import { geometryOf, placeOf } from './row.ts'
import { newestOf, observationsOf } from './series.ts'
import { chained } from './state.ts'
import type { Entity, Fix, Measured, Observation, Taken, Track } from './state.ts'
import { trendOf, trendSince } from './trend.ts'

type PlaceParts = Pick<MeasuredRow, 'course' | 'speed' | 'accuracy' | 'thinned'>
type Place = Taken & PlaceParts & { readonly position: Position; readonly far?: true }

const UNMEASURED: Measured = { track: undefined, clocked: undefined, recorded: undefined, series: undefined, curves: new Map() }

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
	const row: Making = { id, k: created, v, at: newest.at, source: newest.source }
	if (placed) takePlace(row, placed)
	if (value) takeValue(row, value, trendOf(series))
	if (measured.curves.size > 0) takePeaks(row, peaksOf(measured.curves, value?.at))
	takeDoubts(row, entity, { measured, placed, series })
	return row
}

/** Most of what a measured row may hold is absent from most, and is put in by an `if` each: there are many, and they change often. */
type Making = { -readonly [K in keyof MeasuredRow]: MeasuredRow[K] }

/** Whether there is a measured row; cheaper than to build it. */
export function hasMeasuredRow(entity: Entity): boolean {
	const { created, measured } = entity
	if (!created) return false
	if (measured && (measured.curves.size > 0 || measured.track || measured.series)) return true
	return recordedPlace(entity) !== undefined
}

/** P31, P44: the position that the measured row shows, without building it. */
export function shownPosition(entity: Entity): Position | undefined {
	if (entity.measuredState === BUILT) return entity.measuredRow?.position
	const { measured = UNMEASURED } = entity
	const { track } = measured
	if (!track && !canStatePlace(entity)) return undefined
	return undoubtedPosition(entity, track) ?? onlyPosition(entity, track) ?? placedOf(entity, measured)?.place.position
}

/** What is later than everything else that is known of its place, and needs no judging. */
function undoubtedPosition(entity: Entity, track: Track | undefined): Position | undefined {
	const { latest, latestMeasured } = entity
	if (latest <= latestMeasured) return track && !track.next ? steadyPlace(track, latest) : undefined
	const recorded = recordedPlace(entity)
	return recorded && recorded.at > latestMeasured ? recorded.position : undefined
}

/** Of a thing with one source that nobody doubts, later than all that was said of it: as nearly always. */
function onlyPosition(entity: Entity, track: Track | undefined): Fix | undefined {
	const judged = track && !track.next ? judgeTrack(entity, track) : undefined
	return judged && !judged.ghost && judged.shown.at > entity.latest ? judged.shown : undefined
}

function takePeaks(row: Making, peaks: readonly CurvePeak[]): void {
	if (peaks.length > 0) row.peaks = peaks
}

function takePlace(row: Making, { place, ghost }: Placed): void {
	const { position, course, speed, accuracy, thinned } = place
	row.position = position
	if (course !== undefined) row.course = course
	if (speed !== undefined) row.speed = speed
	if (accuracy !== undefined) row.accuracy = accuracy
	if (thinned) row.thinned = thinned
	if (ghost) row.ghost = ghost
}

function takeValue(row: Making, { value, quality }: Observation, trend: number | undefined): void {
	row.value = value
	if (trend !== undefined) row.trend = trend
	if (quality !== null) row.quality = quality
}

type Shown = { readonly measured: Measured; readonly placed: Placed | undefined; readonly series: readonly Observation[] }

/** P46: places before values before clocks. */
function takeDoubts(row: Making, entity: Entity, { measured, placed, series }: Shown): void {
	const doubts = placed ? placeDoubts(placed) : []
	if (series.length > 1) doubts.push(...valueDoubts(entity, series, trendSince(series)))
	if (measured.clocked) doubts.push(...clockDoubts(measured))
	if (doubts.length > 0) row.doubts = doubts
}

function placeDoubts({ place, ghost }: Placed): Doubt[] {
	const doubts: Doubt[] = ghost ? [{ what: ghost.what, field: 'position', source: ghost.source, at: ghost.at }] : []
	if (place.far) doubts.push({ what: 'far', field: 'position', source: place.source, at: place.at })
	return doubts
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
function placedOf(entity: Entity, { track: first }: Measured): Placed | undefined {
	const only = onlyPosition(entity, first)
	if (only) return { place: placeOfFix(only) }
	const judged = chained(first)
		.map((track) => judgeTrack(entity, track))
		.filter((one) => one !== undefined)
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
	const { at, n, received, seq, ord, source, lat, lng, course, speed, accuracy, far } = fix
	const place: { -readonly [K in keyof Place]: Place[K] } = { at, n, received, seq, ord, source, position: { lat, lng } }
	if (course !== null) place.course = course
	if (speed !== null) place.speed = speed
	if (accuracy !== null) place.accuracy = accuracy
	if (ord < 0) place.thinned = true
	if (far) place.far = true
	return place
}

function orderOf({ at, n, received, seq, ord, source }: Taken): Taken {
	return { at, n, received, seq, ord, source }
}

/** P31: what states a point as its own place. */
export function canStatePlace({ kind }: Entity): boolean {
	return kind === 'unit' || kind === 'track'
}

/** P31: a unit or track that states a point as its own place is measured as well; a place that was only estimated for it is not. */
export function recordedPlace(entity: Entity): Place | undefined {
	if (!canStatePlace(entity)) return undefined
	const { winner } = geometryOf(entity)
	const { geometry, geometrySource = 'given', accuracyMetres } = placeOf(entity, winner)
	if (!winner || geometry?.type !== 'Point' || geometrySource !== 'given') return undefined
	const { at, n, received, seq, by, far } = winner.said
	const [lng, lat] = geometry.coordinates
	const accuracy = accuracyMetres === undefined ? {} : { accuracy: accuracyMetres }
	return { at, n, received, seq, ord: 0, source: by.source, position: { lat, lng }, ...accuracy, ...(far && { far }) }
}

/** P32: the values of the source that spoke last. */
export function newestSeries({ series: first }: Measured): readonly Observation[] {
	let best = first
	for (let series = first?.next; series; series = series.next) {
		if (best && compareTaken(newestOf(series), newestOf(best)) > 0) best = series
	}
	return best ? observationsOf(best) : []
}
