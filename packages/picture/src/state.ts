import type { LinkRel } from '@lagebild/model/event.ts'
import type { Box } from '@lagebild/model/geo.ts'
import { partsOf } from '@lagebild/model/ids.ts'
import type { EntityId, Seq } from '@lagebild/model/ids.ts'
import { seq } from '@lagebild/model/ids.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Label } from '@lagebild/model/label.ts'
import type { CurveSeries, StoredCurve } from '@lagebild/model/measurement.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import type { Instant } from '@lagebild/model/time.ts'

import { ById } from './by-id.ts'
import { NO_CELL, withinCell } from './cell.ts'
import type { CellCode } from './cell.ts'
import type { Facet } from './change.ts'
import { BUILT, Columns, Numbered, STALE } from './numbered.ts'
import type { Ordered } from './ordered.ts'
import type { Pairs } from './pairs.ts'
import type { Records } from './records.ts'
import type { Said, Speaker } from './stamp.ts'
import { Texts } from './texts.ts'
import type { Words } from './words.ts'

/** What one source last said about one field. A keyed field has one register per key, named `field.key`. */
export type Register = { readonly value: unknown; readonly said: Said }

/** Everything one source says about one entity. Fields older than `reset` are not kept. */
export type Slot = {
	readonly source: string
	/** Newest upsert. */
	reset: Said | undefined
	/** Newest `end` or `cancel`. */
	end: { readonly life: 'ended' | 'cancelled'; readonly said: Said } | undefined
	/** The newest that it says of fields; see `words.ts`, which also says when registers are kept by name instead. */
	words: Words | undefined
	spilled: Map<string, Register> | undefined
	/** P43: the statement of this source that was received last. */
	heard: Said | undefined
	/** Ids of retracted statements, for those that have not been applied yet. */
	withdrawn: Set<string> | undefined
	next: Slot | undefined
}

/** One relation between two entities; both hold the same object. */
export type LinkRegister = {
	readonly rel: LinkRel
	readonly from: EntityId
	readonly to: EntityId
	readonly removed: boolean
	/** The newest statement of those that said it again. */
	said: Said
}

/** Order of measurements (P30); `ord` is the row's place in its batch, below 0 for a position that is restated by a record (P41). */
export type Taken = {
	readonly at: Instant
	readonly n: number
	readonly received: Instant
	readonly seq: Seq
	readonly ord: number
	readonly source: string
}
export type Fix = Taken & {
	readonly lat: number
	readonly lng: number
	readonly course: number | null
	readonly speed: number | null
	readonly accuracy: number | null
	/** Far outside of the operation's area (hub SPEC, A18). */
	readonly far: boolean
}
/** P47: the newest positions of one source, ascending in time, one per instant. As plain numbers: there are many of them, see `fixes.ts`. */
export type Track = Records & { readonly numbers: Float64Array; readonly source: string; next: Track | undefined }
/** Numbers of all tracks, many in one list. `used`: how many there are. `sources` are named by number. */
export type Rooms = { readonly all: Float64Array[]; used: number; readonly sources: string[] }
/** P43: what a source measured with a doubted clock, and the time that it claimed. */
export type Clocked = Taken & { readonly claimed: Instant }
/** P41: the newest position that stands as a record. `seq` is the record's own. */
export type Recorded = Taken & { readonly lat: number; readonly lng: number; readonly fms: number | null }
export type Observation = Taken & { readonly value: number | null; readonly quality: string | null }
/** P32: the newest values of one source, see `series.ts`. */
export type Series = Records & {
	readonly numbers: number[]
	readonly source: string
	/** By instant; absent as long as none was told. */
	qualities: Map<Instant, string> | undefined
	next: Series | undefined
}
export type CurveRegister = Taken & { readonly curve: StoredCurve }

export type Measured = {
	/** The first of its tracks, one for each source. */
	track: Track | undefined
	/** By source, the one that was received last; absent as long as no clock was doubted. */
	clocked: Map<string, Clocked> | undefined
	recorded: Recorded | undefined
	/** The first of its series, one for each source. */
	series: Series | undefined
	curves: ReadonlyMap<CurveSeries, CurveRegister>
}

/** P15: what the newest lists of its feed say about an entity that they do not name. */
export type Absence = { readonly life: 'unconfirmed' | 'ended'; readonly since: Instant }

/** Relations that say something about the life of their target (P11). */
export type EndingRel = Extract<LinkRel, 'cancels' | 'updates'>

/** What an entity is linked with. Beside the registers, what follows from them stands ready, so that no statement goes through all. */
export type Links = {
	readonly byPair: Pairs
	/** What linked entities derive from this one, as it was when they were last built. */
	aspect: Aspect
	/** Links that its row shows, or counts when they are too many: its own and those of others. */
	out?: Ordered
	in?: Ordered
	/** Links of others that end it. */
	cancels?: Ordered
	updates?: Ordered
	/** Its own registers of these relations, whether they hold or not. */
	ending?: Set<LinkRegister>
	/** Things of its kind that somebody said are another one than it (P12): `duplicates` taken back. */
	apart?: Set<LinkRegister>
	/** Its own registers by the id of their statement; absent until something of it was retracted. */
	stated?: Map<string, Set<LinkRegister>>
	/** How many it shows or counts, by kind of the other end; absent until it has to count. */
	kinds?: Map<EntityKind, number>
}

/** What linked entities derive from one. Labels are interned. */
export type Aspect = { readonly created: boolean; readonly retracted: boolean; readonly label: Label }

/** How a row is made of an entity; given from outside, because rows know entities. */
export type RowBuilders = {
	readonly row: (entity: Entity, v: Seq) => Row | undefined
	readonly measuredRow: (entity: Entity, v: Seq) => MeasuredRow | undefined
}

/** Things of which rows were built lately. What was built before them is forgotten: it follows from the registers whenever it is read. */
export class Shelf {
	readonly builders: RowBuilders
	readonly #half: number
	#young: Entity[] = []
	#old: Entity[] = []

	/** @param half keeps at least so many, and at most twice as many */
	constructor(builders: RowBuilders, half: number) {
		this.builders = builders
		this.#half = half
	}

	put(entity: Entity): void {
		this.#young.push(entity)
	}

	/** Never while an entry is being applied: a row that was settled is still to be compared. */
	trim(): void {
		if (this.#young.length < this.#half) return
		for (const entity of this.#old) entity.forgetRows()
		this.#old = this.#young
		this.#young = []
	}
}

/** What few things have. */
export type Seldom = {
	/** Last `classify` in journal order. */
	classified: { readonly seq: Seq; readonly label: Label } | undefined
	/** Of a diary entry: its number in its book, which is the entry's and no register (P72). */
	number: number | undefined
	/** Newest complete list that named it. */
	listed: { readonly selection: number; readonly said: Said } | undefined
	absence: Absence | undefined
}
const NOTHING_SELDOM: Seldom = { classified: undefined, number: undefined, listed: undefined, absence: undefined }

/** A thing and its registers. Rows are built when somebody reads them: of what changes ten times between two frames, once. */
export class Entity extends Numbered {
	readonly id: EntityId
	readonly kind: EntityKind
	/** First upsert in journal order. */
	created: Seq | undefined = undefined
	measured: Measured | undefined = undefined
	/** The first of its slots: most things have one, of all it is asked by `slotsOf`. */
	slot: Slot | undefined = undefined
	links: Links | undefined = undefined
	/** The one that it stated. */
	label: Label | undefined = undefined
	#seldom: Seldom | undefined = undefined
	/** Source that the id names: the creator. */
	readonly source: string
	/** A source made it itself, so that its lists decide about it. */
	owned = false
	readonly #shelf: Shelf
	#row: Row | undefined = undefined
	#measuredRow: MeasuredRow | undefined = undefined

	constructor({ shelf, columns, entities: { length: index }, texts }: PictureState, id: EntityId) {
		const { kind, source } = partsOf(id)
		super(columns, index)
		this.kind = kind
		this.id = id
		this.source = texts.one(source)
		this.#shelf = shelf
	}

	get seldom(): Readonly<Seldom> {
		return this.#seldom ?? NOTHING_SELDOM
	}

	setSeldom(change: Partial<Seldom>): void {
		this.#seldom = { ...this.seldom, ...change }
	}

	/** The same object until it changes or is forgotten. */
	get row(): Row | undefined {
		if (this.rowState !== BUILT) this.keepRow(this.#shelf.builders.row(this, this.v))
		return this.#row
	}

	get measuredRow(): MeasuredRow | undefined {
		if (this.measuredState !== BUILT) this.keepMeasuredRow(this.#shelf.builders.measuredRow(this, this.measuredV))
		return this.#measuredRow
	}

	keepRow(row: Row | undefined): void {
		this.#row = row
		this.rowState = BUILT
		if (row) this.#shelf.put(this)
	}

	keepMeasuredRow(row: MeasuredRow | undefined): void {
		this.#measuredRow = row
		this.measuredState = BUILT
		if (row) this.#shelf.put(this)
	}

	/** What was built stays told: it is built again as it was when it is read, or before it changes. */
	forgetRows(): void {
		if (this.rowState === BUILT && this.#row) [this.#row, this.rowState] = [undefined, STALE]
		if (this.measuredState === BUILT && this.#measuredRow) [this.#measuredRow, this.measuredState] = [undefined, STALE]
	}

	/** Has the row built as it is, before something changes that it may show. */
	settle(): void {
		if (this.rowState === STALE) this.keepRow(this.#shelf.builders.row(this, this.v))
	}

	settleMeasured(): void {
		if (this.measuredState === STALE) this.keepMeasuredRow(this.#shelf.builders.measuredRow(this, this.measuredV))
	}
}

export type RosterRegister = {
	readonly selection: number
	readonly streak: number
	/** Least time between two polls, ms; 0 when nobody said. */
	readonly apart: number
	/** `at` is the list's time. */
	readonly said: Said
	items: ReadonlySet<Entity>
	/** Polls that this list adds to the ones before it. */
	polls: number
	/** Against the list before it, at least five and more than half of the items vanished at once. */
	shrank: boolean
}

export type PictureState = {
	readonly shelf: Shelf
	head: Seq
	readonly entities: Entity[]
	readonly columns: Columns
	readonly byId: ById
	/** Entities that a source created itself, and whose presence its rosters decide. */
	readonly owned: Map<string, Entity[]>
	/** Newest complete rosters by source, ascending. */
	readonly rosters: Map<string, RosterRegister[]>
	/** Source and id of retracted rosters. */
	readonly withdrawnRosters: Set<string>
	readonly texts: Texts
	readonly facets: Facet[]
	readonly facetCells: CellCode[]
	/** What surely lies in the cell of each. */
	readonly facetBoxes: Box[]
	/** Where tracks lie. */
	readonly tracks: Rooms
	/** By label, then by kind, rows and cell in one number. */
	readonly facetNumbers: Map<Label, Map<number, number>>
	readonly labels: Map<string, Label>
	/** By source: few credentials share one. */
	readonly speakers: Map<string, Speaker[]>
}

/** Stands for what is unknown; nobody sees anything of it. */
const UNKNOWN: Facet = { kind: 'feed', label: { level: 'restricted' }, shown: false, measured: false, cell: 'none' }

export function emptyState(shelf: Shelf): PictureState {
	const entities: Entity[] = []
	return {
		shelf,
		head: seq(0),
		entities,
		columns: new Columns(),
		byId: new ById(entities),
		owned: new Map(),
		rosters: new Map(),
		withdrawnRosters: new Set(),
		texts: new Texts(),
		facets: [UNKNOWN],
		facetCells: [NO_CELL],
		facetBoxes: [withinCell(NO_CELL)],
		tracks: { all: [], used: 0, sources: [] },
		facetNumbers: new Map(),
		labels: new Map(),
		speakers: new Map(),
	}
}

/** The entity of an id, made on its first mention: by content, a link, a measurement or an end that came before content. */
export function entityFor(picture: PictureState, id: EntityId): Entity {
	const known = picture.byId.get(id)
	if (known) return known
	const made = new Entity(picture, id)
	picture.entities.push(made)
	picture.byId.add(made)
	return made
}

export function slotFor(entity: Entity, source: string): Slot {
	const known = slotOf(entity, source)
	if (known) return known
	const made: Slot = {
		source,
		reset: undefined,
		end: undefined,
		words: undefined,
		spilled: undefined,
		heard: undefined,
		withdrawn: undefined,
		next: undefined,
	}
	addSlot(entity, made)
	return made
}

/** Of one of several that are held one by the other: most things have one of each. */
export function chained<T extends { readonly next: T | undefined }>(first: T | undefined): readonly T[] {
	const all: T[] = []
	for (let each = first; each; each = each.next) all.push(each)
	return all
}

/** Behind the others. Returns the first of all. */
export function appended<T extends { next: T | undefined }>(first: T | undefined, made: T): T {
	const last = chained(first).at(-1)
	if (last) last.next = made
	return first ?? made
}

export function addSlot(entity: Entity, made: Slot): void {
	entity.slot = appended(entity.slot, made)
}

export function slotsOf({ slot }: Entity): readonly Slot[] {
	return chained(slot)
}

export function slotOf(entity: Entity, source: string): Slot | undefined {
	for (let slot = entity.slot; slot; slot = slot.next) if (slot.source === source) return slot
	return undefined
}

export function internSpeaker(picture: PictureState, { source, rank, name }: Speaker): Speaker {
	const known = picture.speakers.get(source)
	for (const speaker of known ?? []) if (speaker.rank === rank && speaker.name === name) return speaker
	const made: Speaker = { source, rank, name }
	if (known) known.push(made)
	else picture.speakers.set(source, [made])
	return made
}

/** Equal labels become the same object: organisations sorted, none of them twice, none at all when empty. */
export function internLabel(picture: PictureState, { level, organisations = [] }: Label): Label {
	const sorted = [...new Set(organisations)].toSorted()
	const key = JSON.stringify([level, ...sorted])
	const known = picture.labels.get(key)
	if (known) return known
	const made: Label = sorted.length > 0 ? { level, organisations: sorted } : { level }
	picture.labels.set(key, made)
	return made
}
