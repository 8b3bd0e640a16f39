import { LinkRel } from '@lagebild/model/event.ts'
import { KIND_TABLE } from '@lagebild/model/kinds/table.ts'
import { Label, SourceRank } from '@lagebild/model/label.ts'
import type { CurveSeries, StoredCurve } from '@lagebild/model/measurement.ts'

import { linkedAspect } from './aspect.ts'
import { BUILDERS, KEPT_ROWS } from './builders.ts'
import { saidIn as statementsIn, seriesIn } from './columns.ts'
import { facetFor } from './facets.ts'
import { addTrack, newestAt, restoreTrack } from './fixes.ts'
import { isGeometry } from './guards.ts'
import { holdLink, placeLink } from './links.ts'
import { hasMeasuredRow } from './measured-row.ts'
import { BUILT, STALE } from './numbered.ts'
import { judgeAll } from './presence.ts'
import { createSeries, insertValue, newestOf } from './series.ts'
import { count, entityName, fieldset, finite, finiteOrNull, item, list, misshapen, part, place, text, time } from './shape.ts'
import type { Said, Speaker } from './stamp.ts'
import { addSlot, appended, chained, emptyState, entityFor, internLabel, internSpeaker, Shelf, slotsOf } from './state.ts'
import type {
	Clocked,
	CurveRegister,
	Entity,
	LinkRegister,
	Measured,
	PictureState,
	Recorded,
	Register,
	RosterRegister,
	Seldom,
	Series,
	Slot,
	Taken,
} from './state.ts'
import { own } from './statement.ts'
import { keyedFields, saidIn } from './words.ts'
import type { Words } from './words.ts'

/** Raised whenever the snapshot's shape, or the meaning of the registers, changes: older snapshots are then refused. */
export const SNAPSHOT_VERSION = 9

/**
 * Versions of the kinds in whose fields the registers of a snapshot are named. Only a fold from the entries lifts what was said in an older one
 * (P70), so a snapshot holds no longer than every one of them.
 */
export const KIND_VERSIONS = Object.values(KIND_TABLE)
	.filter(({ version }) => version > 1)
	.map(({ kind, version }) => `${kind} ${version}`)
	.toSorted()
	.join(', ')

/** `labels` by their text: there are few, and checking one costs more than reading an entity. */
type Reading = { readonly picture: PictureState; readonly said: readonly Words[]; readonly labels: Map<string, Label> }

/** Entities that are read in one go: some 2 ms. */
const PIECE = 128

/** Piece by piece, for those who have to do something else in between. */
export function* restoring(snapshot: unknown): Generator<undefined, PictureState> {
	if (part(snapshot, 'version') !== SNAPSHOT_VERSION) throw misshapen(`version ${SNAPSHOT_VERSION}`, part(snapshot, 'version'))
	if (part(snapshot, 'kinds') !== KIND_VERSIONS) throw misshapen(`kinds ${KIND_VERSIONS}`, part(snapshot, 'kinds'))
	const picture = emptyState(new Shelf(BUILDERS, KEPT_ROWS))
	picture.head = place(part(snapshot, 'head'))
	const speakers = list(part(snapshot, 'speakers')).map((speaker) => internSpeaker(picture, speakerIn(speaker)))
	const reading: Reading = { picture, said: statementsIn(part(snapshot, 'said'), speakers), labels: new Map() }
	const written = list(part(snapshot, 'entities'))
	for (const entity of written) entityFor(picture, entityName(part(entity, 'id')))
	if (picture.entities.length !== written.length) throw misshapen('every entity once', written)
	yield* inPieces(written, (entity, index) => entityIn(reading, item(picture.entities, index), entity))
	yield* inPieces(picture.entities, (entity) => placeLinks(picture, entity))
	for (const id of list(part(snapshot, 'withdrawnRosters'))) picture.withdrawnRosters.add(text(id))
	for (const rosters of list(part(snapshot, 'rosters'))) rostersIn(reading, rosters)
	yield* inPieces(written, (entity, index) => derive(picture, item(picture.entities, index), list(part(entity, 'versions'))))
	return picture
}

function* inPieces<T>(items: readonly T[], work: (item: T, index: number) => void): Generator<undefined, void> {
	for (const [index, each] of items.entries()) {
		work(each, index)
		if (index % PIECE === PIECE - 1) yield
	}
}

function speakerIn(value: unknown): Speaker {
	const [source, rank, speaker] = list(value)
	return { source: text(source), rank: SourceRank.parse(rank), name: text(speaker) }
}

function entityIn(reading: Reading, entity: Entity, value: unknown): void {
	for (const slot of list(part(value, 'slots'))) addSlot(entity, slotIn(reading, entity, slot))
	seldomIn(reading, entity, value)
	const first = labelledIn(reading, part(value, 'created'))
	entity.created = first?.seq
	entity.label = first?.label
	for (const link of list(part(value, 'links') ?? [])) linkIn(reading, entity, link)
	const measured = part(value, 'measured')
	if (measured !== undefined) entity.measured = measuredIn(reading.picture, entity, measured)
	const created = slotsOf(entity).some(({ source, reset }) => source === entity.source && reset !== undefined)
	if (created && entity.kind !== 'feed') own(reading.picture, entity)
}

function seldomIn(reading: Reading, entity: Entity, value: unknown): void {
	const classified = labelledIn(reading, part(value, 'classified'))
	if (classified) entity.setSeldom({ classified })
	const number = part(value, 'number')
	if (number !== undefined) entity.setSeldom({ number: count(number) })
	const listed = part(value, 'listed')
	if (listed !== undefined) {
		const [selection, said] = list(listed)
		entity.setSeldom({ listed: { selection: count(selection), said: item(reading.said, said) } })
	}
}

function labelledIn(reading: Reading, value: unknown): Seldom['classified'] {
	if (value === undefined) return undefined
	const [seq, label] = list(value)
	return { seq: place(seq), label: labelIn(reading, label) }
}

function labelIn({ picture, labels }: Reading, value: unknown): Label {
	const key = JSON.stringify(value)
	const known = labels.get(key)
	if (known) return known
	const label = internLabel(picture, Label.parse(value))
	labels.set(key, label)
	return label
}

function slotIn(reading: Reading, { kind }: Entity, value: unknown): Slot {
	const { said } = reading
	const [reset, end, heard, withdrawn] = ['reset', 'end', 'heard', 'withdrawn'].map((name) => part(value, name))
	return {
		source: text(part(value, 'source')),
		reset: reset === undefined ? undefined : item(said, reset),
		end: end === undefined ? undefined : endIn(said, end),
		words: wordsIn(reading, keyedFields(kind), part(value, 'words')),
		spilled: spilledIn(said, part(value, 'spilled')),
		heard: heard === undefined ? undefined : item(said, heard),
		withdrawn: withdrawn === undefined ? undefined : new Set(list(withdrawn).map(text)),
		next: undefined,
	}
}

/** Fills the statements that the slot holds words of. */
function wordsIn({ said, picture: { texts } }: Reading, keyed: readonly string[], value: unknown): Words | undefined {
	let older: Words | undefined
	for (const written of list(value ?? []).toReversed()) {
		const [payload, geometry, named] = [part(written, 'payload'), part(written, 'geometry'), part(written, 'named')]
		const words = item(said, part(written, 'said'))
		words.payload = payload === undefined ? undefined : fieldset(payload)
		if (words.payload) texts.share(words.payload)
		words.geometry = isGeometry(geometry) || geometry === null ? geometry : undefined
		words.named = named === undefined ? undefined : fieldset(named)
		words.keyed = keyed
		words.older = older
		older = words
	}
	return older
}

function spilledIn(said: readonly Said[], value: unknown): Slot['spilled'] {
	if (value === undefined) return undefined
	const [spilled, written] = [new Map<string, Register>(), list(value)]
	for (let i = 0; i < written.length; i += 3) spilled.set(text(written[i]), { value: written[i + 1], said: item(said, written[i + 2]) })
	return spilled
}

function endIn(said: readonly Said[], value: unknown): Slot['end'] {
	const [life, number] = list(value)
	if (life !== 'ended' && life !== 'cancelled') throw misshapen('an end', life)
	return { life, said: item(said, number) }
}

function linkIn({ picture, said }: Reading, entity: Entity, value: unknown): void {
	const [rel, to, removed, number] = list(value)
	const other = entityFor(picture, entityName(to))
	const register: LinkRegister = {
		rel: relIn(rel),
		from: entity.id,
		to: other.id,
		removed: removed === true,
		said: item(said, number),
	}
	holdLink(entity, other, register)
}

const RELATIONS: ReadonlySet<unknown> = new Set(LinkRel.options)

function relIn(value: unknown): LinkRel {
	if (!isRel(value)) throw misshapen('a relation', value)
	return value
}

function isRel(value: unknown): value is LinkRel {
	return RELATIONS.has(value)
}

/** When all labels and ends are known. */
function placeLinks(picture: PictureState, entity: Entity): void {
	for (const link of entity.links?.byPair.values() ?? []) placeLink(picture, entity, link)
}

function takenIn([at, n, received, seq, ord, source]: readonly unknown[]): Taken {
	return { at: time(at), n: count(n), received: time(received), seq: place(seq), ord: finite(ord), source: text(source) }
}

function measuredIn(picture: PictureState, entity: Entity, value: unknown): Measured {
	const [clocked, recorded] = [part(value, 'clocked'), part(value, 'recorded')]
	const curves = list(part(value, 'curves')).map((register) => curveIn(entity, list(register)))
	const measured: Measured = {
		track: undefined,
		clocked: clocked === undefined ? undefined : new Map(list(clocked).map(clockedIn)),
		recorded: recorded === undefined ? undefined : recordedIn(list(recorded)),
		series: list(part(value, 'series')).map(valuesIn).reduce<Series | undefined>(appended, undefined),
		curves: new Map(curves.map((curve) => [curve.curve.series, curve])),
	}
	for (const track of list(part(value, 'tracks'))) trackIn(picture, { entity, measured }, track)
	return measured
}

/** JSON has no NaN: what is unknown of a position comes back as null. */
function trackIn(
	picture: PictureState,
	{ entity, measured }: { readonly entity: Entity; readonly measured: Measured },
	value: unknown,
): void {
	const [source, numbers] = list(value)
	const track = addTrack(picture, entity, { measured, source: text(source) })
	const read = list(numbers).map((number) => finiteOrNull(number) ?? Number.NaN)
	if (!restoreTrack(track, read)) throw misshapen('the numbers of positions', numbers)
}

function valuesIn(value: unknown): Series {
	const [source, kept] = list(value)
	const series = createSeries(text(source))
	for (const observation of seriesIn(kept, series.source)) insertValue(series, observation)
	return series
}

function clockedIn(value: unknown): readonly [string, Clocked] {
	const row = list(value)
	const taken = takenIn(row)
	return [taken.source, { ...taken, claimed: time(row[6]) }]
}

function recordedIn(value: readonly unknown[]): Recorded {
	const [lat, lng, fms] = value.slice(6)
	return { ...takenIn(value), lat: finite(lat), lng: finite(lng), fms: finiteOrNull(fms) }
}

function curveIn(entity: Entity, value: readonly unknown[]): CurveRegister {
	const curve = value[6]
	const [lower, upper] = [part(curve, 'lower'), part(curve, 'upper')]
	const read: StoredCurve = {
		entity: entity.id,
		series: curveNameIn(part(curve, 'series')),
		issued: time(part(curve, 'issued')),
		times: list(part(curve, 'times')).map(time),
		values: list(part(curve, 'values')).map(finiteOrNull),
		...(lower !== undefined && { lower: list(lower).map(finiteOrNull) }),
		...(upper !== undefined && { upper: list(upper).map(finiteOrNull) }),
	}
	return { ...takenIn(value), curve: read }
}

function curveNameIn(value: unknown): CurveSeries {
	if (value !== 'forecast' && value !== 'astronomic') throw misshapen('a series', value)
	return value
}

function rostersIn({ picture, said }: Reading, value: unknown): void {
	const [source, lists] = list(value)
	const registers = list(lists).map((written): RosterRegister => {
		const [selection, streak, apart, number, items] = list(written)
		return {
			selection: count(selection),
			streak: count(streak),
			apart: count(apart),
			said: item(said, number),
			items: new Set(list(items).map((index) => item(picture.entities, index))),
			polls: 0,
			shrank: false,
		}
	})
	picture.rosters.set(text(source), registers)
	judgeAll(picture, text(source))
}

/** Facets follow from the registers; so do rows, when they are read. */
function derive(picture: PictureState, entity: Entity, [state, measured]: readonly unknown[]): void {
	entity.v = place(state)
	entity.measuredV = place(measured)
	entity.latest = latestIn(entity)
	entity.latestMeasured = latestMeasuredIn(entity)
	if (entity.created) {
		entity.rowState = STALE
		entity.measuredState = hasMeasuredRow(entity) ? STALE : BUILT
	}
	entity.facet = facetFor(picture, entity)
	if (entity.links) entity.links.aspect = linkedAspect(entity)
}

function latestIn(entity: Entity): number {
	let latest = 0
	for (const slot of slotsOf(entity)) {
		latest = Math.max(latest, slot.reset?.at ?? 0, slot.end?.said.at ?? 0)
		for (const said of saidIn(slot)) latest = Math.max(latest, said.at)
	}
	return latest
}

function latestMeasuredIn({ measured }: Entity): number {
	if (!measured) return 0
	let latest = 0
	for (const track of chained(measured.track)) latest = Math.max(latest, newestAt(track))
	for (const series of chained(measured.series)) latest = Math.max(latest, newestOf(series).at)
	for (const { at } of measured.curves.values()) latest = Math.max(latest, at)
	return latest
}
