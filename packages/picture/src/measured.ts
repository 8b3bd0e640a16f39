import type { StatementEvent, Thinned } from '@lagebild/model/event.ts'
import type { Seq } from '@lagebild/model/ids.ts'
import type {
	Batch,
	BatchPart,
	ClockDoubts,
	Nullable,
	StoredCurve,
	StoredObservations,
	StoredPositions,
} from '@lagebild/model/measurement.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { addTrack, insertFix, isNews } from './fixes.ts'
import type { NewFix } from './fixes.ts'
import { Following } from './following.ts'
import { HERE, SURE } from './numbered.ts'
import { createSeries, followValue, insertValue } from './series.ts'
import type { ValueOrder } from './series.ts'
import { compareText } from './stamp.ts'
import { appended, entityFor } from './state.ts'
import type { Clocked, Entity, Fix, Measured, Observation, PictureState, Recorded, Series, Taken, Track } from './state.ts'
import { claimedBy } from './statement.ts'

/** P30: effective time, revision and receipt decide, then the place in the journal and in the batch. */
export function compareTaken(a: Taken, b: Taken): number {
	return a.at - b.at || a.n - b.n || a.received - b.received || a.seq - b.seq || a.ord - b.ord || compareText(a.source, b.source)
}

type Reading = { readonly picture: PictureState; readonly part: BatchPart; readonly seq: Seq; readonly touched: number[]; ord: number }

/** P30–P33: takes in what was measured. Returns the entities whose measurements changed, some of them several times. */
export function stateBatch(picture: PictureState, batch: Batch, seq: Seq): readonly number[] {
	const touched: number[] = []
	let ord = 0
	for (const part of batch.parts) {
		const reading: Reading = { picture, part, seq, touched, ord }
		if (part.positions) statePositions(reading, part.positions)
		if (part.observations) stateObservations(reading, part.observations)
		if (part.curves) for (const curve of part.curves) stateCurve(reading, curve)
		ord = reading.ord
	}
	return touched
}

function taken(reading: Reading, at: Instant): Taken {
	const { part, seq } = reading
	return { at, n: part.revision, received: part.received, seq, ord: reading.ord++, source: part.author.source }
}

function measuredOf(entity: Entity): Measured {
	entity.measured ??= { track: undefined, clocked: undefined, recorded: undefined, series: undefined, curves: NO_CURVES }
	return entity.measured
}

const NO_CURVES: Measured['curves'] = new Map()

function trackOf(picture: PictureState, entity: Entity, source: string): Track {
	const measured = measuredOf(entity)
	for (let track = measured.track; track; track = track.next) if (track.source === source) return track
	return addTrack(picture, entity, { measured, source })
}

/** P43: keeps what was measured with a doubted clock and received last. Returns whether that is another than before. */
function clock(measured: Measured, clocked: Clocked): boolean {
	measured.clocked ??= new Map()
	const held = measured.clocked.get(clocked.source)
	if (held && (clocked.received - held.received || compareTaken(clocked, held)) <= 0) return false
	measured.clocked.set(clocked.source, clocked)
	return true
}

/**
 * P28, P40: asked before a measurement is taken in. What is later than everything that was measured, or said of a unit's place, shows: the row is
 * another one for sure. Else it is built as it is, to be compared afterwards.
 */
function foreseeMeasured(entity: Entity, at: Instant, doubted: boolean): void {
	const said = entity.kind === 'unit' || entity.kind === 'track' ? entity.latest : 0
	if (entity.created && !doubted && at > entity.latestMeasured && at > said) entity.measuredState = SURE
	else if (entity.measuredState === HERE) entity.measuredState = SURE
	else entity.settleMeasured()
	if (at > entity.latestMeasured) entity.latestMeasured = at
}

const NO_CLAIMS: ReadonlyMap<number, Instant> = new Map()

/** By row. */
function claimsOf(doubts: ClockDoubts | undefined): ReadonlyMap<number, Instant> {
	if (!doubts) return NO_CLAIMS
	return new Map(
		doubts.row.flatMap((row, i) => {
			const said = doubts.said[i]
			return said === undefined ? [] : [[row, said] as const]
		}),
	)
}

/** A row without an entity or a time never passes admission. */
function statePositions(reading: Reading, columns: StoredPositions): void {
	if (columns.far || columns.clock) {
		stateOddPositions(reading, columns)
		return
	}
	const { picture, part, seq, touched } = reading
	const following = new Following(picture, part, { seq, positions: columns })
	for (let row = 0; row < columns.entity.length; row++) {
		const id = columns.entity[row]
		if (id === undefined) continue
		const index = picture.byId.indexOf(id)
		if (following.take(index, row, reading.ord)) {
			reading.ord++
			touched.push(index)
		} else stateOddPosition(reading, columns, row)
	}
}

function stateOddPosition(reading: Reading, columns: StoredPositions, row: number): void {
	const fix = firstFix(reading)
	const [id, at] = [columns.entity[row], columns.at[row]]
	if (id === undefined || at === undefined || !readFix(fix, columns, row)) return
	fix.at = at
	fix.ord = reading.ord++
	statePosition(reading, entityFor(reading.picture, id), { fix, claimed: undefined })
}

function stateOddPositions(reading: Reading, columns: StoredPositions): void {
	const far = columns.far ? new Set(columns.far) : NONE_FAR
	const claims = claimsOf(columns.clock)
	const fix = firstFix(reading)
	for (let row = 0; row < columns.entity.length; row++) {
		const [id, at] = [columns.entity[row], columns.at[row]]
		if (id === undefined || at === undefined || !readFix(fix, columns, row)) continue
		fix.at = at
		fix.ord = reading.ord++
		fix.far = far.has(row)
		statePosition(reading, entityFor(reading.picture, id), { fix, claimed: claims.get(row) })
	}
}

const NONE_FAR: ReadonlySet<number> = new Set()

type ReadFix = { -readonly [K in keyof NewFix]: NewFix[K] }

/** One for all rows of a part, because there are so many. */
function firstFix({ part, seq }: Reading): ReadFix {
	const { revision: n, received } = part
	return { at: received, n, received, seq, ord: 0, lat: 0.5, lng: 0.5, course: null, speed: null, accuracy: null, far: false }
}

/** Returns whether a position was stated. */
function readFix(fix: ReadFix, columns: StoredPositions, row: number): boolean {
	const [lat, lng] = [columns.lat[row], columns.lng[row]]
	if (lat === undefined || lng === undefined) return false
	fix.lat = lat
	fix.lng = lng
	fix.course = cell(columns.course, row)
	fix.speed = cell(columns.speed, row)
	fix.accuracy = cell(columns.accuracy, row)
	return true
}

type Stated = { readonly fix: NewFix; readonly claimed: Instant | undefined }

function statePosition({ picture, part, touched }: Reading, entity: Entity, { fix, claimed }: Stated): void {
	const measured = measuredOf(entity)
	const { source } = part.author
	foreseeMeasured(entity, fix.at, fix.far || claimed !== undefined)
	const news = insertFix(trackOf(picture, entity, source), fix)
	const clocked = claimed !== undefined && clock(measured, { ...orderOf(fix), source, claimed })
	if (news || clocked) touched.push(entity.index)
}

function orderOf({ at, n, received, seq, ord }: NewFix): Omit<Taken, 'source'> {
	return { at, n, received, seq, ord }
}

/**
 * P41: takes in a position that a record restates. It is ordered right before the one that it was taken from. Returns the entity if its measured
 * row may follow, which it can only do when its batch is erased or has not come.
 */
export function stateThinned(picture: PictureState, event: ThinnedPatch, seq: Seq): Entity | undefined {
	const { geometry, thinned, effective: at, revision: n, received, author } = event
	if (geometry?.type !== 'Point') return undefined
	const [lng, lat] = geometry.coordinates
	const entity = entityFor(picture, event.entity)
	const measured = measuredOf(entity)
	const { source } = author
	const ord = 0 - seq
	const recorded: Recorded = { at, n, received, seq, ord, source, lat, lng, fms: thinned.fms }
	if (!measured.recorded || compareTaken(recorded, measured.recorded) > 0) measured.recorded = recorded
	const track = trackOf(picture, entity, source)
	const { course, speed, accuracy, far } = thinnedMotion(event)
	const fix: NewFix = { at, n, received, seq: thinned.seq, ord, lat, lng, course, speed, accuracy, far }
	if (event.doubts || isNews(track, fix)) entity.settleMeasured()
	if (at > entity.latestMeasured) entity.latestMeasured = at
	const doubted = clockThinned(measured, event, { at, n, received, seq: thinned.seq, ord, source })
	return insertFix(track, fix) || doubted ? entity : undefined
}

function thinnedMotion({ thinned, accuracyMetres, doubts }: ThinnedPatch): Motion {
	const { course, speed } = thinned
	return { course: course ?? null, speed: speed ?? null, accuracy: accuracyMetres ?? null, far: doubts?.includes('far') ?? false }
}
type Motion = Pick<Fix, 'course' | 'speed' | 'accuracy' | 'far'>

function clockThinned(measured: Measured, event: ThinnedPatch, order: Taken): boolean {
	return event.doubts?.includes('clock') === true && clock(measured, { ...order, claimed: claimedBy(event) })
}

type Patch = Extract<StatementEvent, { op: 'patch' }>
type ThinnedPatch = Patch & { readonly thinned: Thinned }

export function isThinned(event: StatementEvent): event is ThinnedPatch {
	return event.op === 'patch' && event.thinned !== undefined
}

function cell<T>(column: Nullable<T> | undefined, row: number): T | null {
	return column?.[row] ?? null
}

function stateObservations(reading: Reading, columns: StoredObservations): void {
	const claims = claimsOf(columns.clock)
	const { picture, part, seq: place, touched } = reading
	const order = { n: part.revision, received: part.received, seq: place, ord: 0 }
	for (let row = 0; row < columns.entity.length; row++) {
		const id = columns.entity[row]
		const at = columns.at[row]
		if (id === undefined || at === undefined) continue
		const entity = entityFor(picture, id)
		const claimed = claims.get(row)
		foreseeMeasured(entity, at, claimed !== undefined)
		order.ord = reading.ord
		if (claimed === undefined && isFollowed(measuredOf(entity), columns, { at, row, order, source: part.author.source })) {
			reading.ord++
			touched.push(entity.index)
		} else stateObservation(reading, entity, { observation: observationIn(reading, columns, { at, row }), claimed })
	}
}

type Valued = { readonly at: Instant; readonly row: number; readonly order: ValueOrder; readonly source: string }

/** Nearly every value: later than all of its series, with nothing said of its quality. */
function isFollowed(measured: Measured, { value, quality }: StoredObservations, { at, row, order, source }: Valued): boolean {
	return cell(quality, row) === null && followValue(seriesOf(measured, source), { at, value: cell(value, row) }, order)
}

type Observed = { readonly observation: Observation; readonly claimed: Instant | undefined }

function stateObservation({ touched }: Reading, entity: Entity, { observation, claimed }: Observed): void {
	const measured = measuredOf(entity)
	const { at, n, received, seq, ord, source } = observation
	const news = insertValue(seriesOf(measured, source), observation)
	const clocked = claimed !== undefined && clock(measured, { at, n, received, seq, ord, source, claimed })
	if (news || clocked) touched.push(entity.index)
}

function seriesOf(measured: Measured, source: string): Series {
	for (let series = measured.series; series; series = series.next) if (series.source === source) return series
	const made = createSeries(source)
	measured.series = appended(measured.series, made)
	return made
}

function observationIn(
	reading: Reading,
	columns: StoredObservations,
	{ at, row }: { readonly at: Instant; readonly row: number },
): Observation {
	const { part, seq } = reading
	const [value, quality] = [cell(columns.value, row), cell(columns.quality, row)]
	return { at, n: part.revision, received: part.received, seq, ord: reading.ord++, source: part.author.source, value, quality }
}

/** P33: the newest issue of each series, whoever computed it. */
function stateCurve(reading: Reading, curve: StoredCurve): void {
	const entity = entityFor(reading.picture, curve.entity)
	const measured = measuredOf(entity)
	const order = taken(reading, curve.issued)
	const held = measured.curves.get(curve.series)
	if (held && compareTaken(order, held) <= 0) return
	foreseeMeasured(entity, order.at, true)
	measured.curves = new Map([...measured.curves, [curve.series, { ...order, curve }]])
	reading.touched.push(entity.index)
}
