import type { LinkRel, Validity } from './event.ts'
import type { Geometry, GeometrySource, Position } from './geo.ts'
import type { EntityId, Seq } from './ids.ts'
import type { EntityKind } from './kinds/names.ts'
import type { Fields } from './kinds/table.ts'
import type { Label, SourceRank } from './label.ts'
import type { CurveSeries } from './measurement.ts'
import type { Instant } from './time.ts'

/** Transport lanes: U urgent kinds, S all other state, M the measured part of any entity. */
export const LANES = ['U', 'S', 'M'] as const
export type Lane = (typeof LANES)[number]

/**
 * What became of an entity, by what was said and never by the clock: expired and stale follow from `validity` and `everyMs` at the viewer.
 * `unconfirmed`: its feed's list shrank suspiciously and nobody has decided yet.
 */
export type Life = 'live' | 'ended' | 'cancelled' | 'superseded' | 'retracted' | 'unconfirmed'

/** One value that somebody said and the picture does not show, or shows beside others. */
export type Claim = {
	readonly field: string
	readonly value: unknown
	readonly source: string
	readonly rank: SourceRank
	readonly at: Instant
}

/**
 * Why a value in range is not believed without more ado (picture SPEC, P43–P47). It is shown all the same.
 * - `speed`: no thing of its kind gets from the place before to this one in that time.
 * - `jump`: no water level gets from the value before to this one in that time.
 * - `far`: an own unit far outside of the operation's area.
 * - `clock`: the sender's clock is hours off.
 */
export type Doubt = {
	readonly what: 'speed' | 'jump' | 'far' | 'clock'
	/** `trend`: an older value, which the trend was computed from. */
	readonly field: 'position' | 'value' | 'trend' | 'time'
	readonly source: string
	/** Effective time of what is doubted. */
	readonly at: Instant
	/** `jump`: what was measured. */
	readonly value?: unknown
	/** `clock`: the time as the sender said it, ISO 8601 in UTC. */
	readonly said?: string
	/** `clock`: when it came. */
	readonly received?: Instant
}

export type RowLink = { readonly rel: LinkRel; readonly to: EntityId; readonly inbound?: true }

/** What one viewer may see of one entity. Absolute, never a difference; the only form in which state travels to clients. */
export type RowOf<K extends EntityKind> = {
	readonly id: EntityId
	/** Seq of the entry that brought the entity's first content: a short name that measured rows use. */
	readonly k: number
	/** Seq of the last entry that changed this row. */
	readonly v: Seq
	readonly kind: K
	/** Of a diary entry: its number in its book, given by the journal. */
	readonly number?: number
	readonly fields: Fields<K>
	readonly geometry?: Geometry
	readonly geometrySource?: GeometrySource
	readonly accuracyMetres?: number
	/** Effective time of the newest statement that counts. */
	readonly at: Instant
	/** Effective times of the fields that are older than `at`. */
	readonly fieldAt?: Readonly<Record<string, Instant>>
	/** Who said the fields that another than the first of `sources` said; of a keyed field, its newest key. */
	readonly fieldBy?: Readonly<Record<string, string>>
	/** Every source that speaks about it, newest first. */
	readonly sources: readonly { readonly source: string; readonly rank: SourceRank; readonly name: string; readonly at: Instant }[]
	readonly life: Life
	readonly lifeAt?: Instant
	readonly label: Label
	readonly validity?: Validity
	readonly confidence?: 'unverified' | 'plausible' | 'confirmed' | 'refuted'
	/** Values of `per-source` fields side by side, newest first. */
	readonly claims?: readonly Claim[]
	/** Newer values of lower rank, undeclared proposals, and sides that disagree. */
	readonly conflicts?: readonly Claim[]
	/** `clock` by source, and `far` for the geometry that is shown. */
	readonly doubts?: readonly Doubt[]
	readonly links?: readonly RowLink[]
	/** How many links there are beyond the hundred of `links`, by kind of the other end; absent when these are all. */
	readonly moreLinks?: Readonly<Partial<Record<EntityKind, number>>>
	/** Of the same kind, and said not to be the same thing: `duplicates` was taken back. */
	readonly apart?: readonly EntityId[]
}

export type Row = { [K in EntityKind]: RowOf<K> }[EntityKind]

/** Summary of a computed curve; the curve itself is read over HTTP when this changes. */
export type CurvePeak = {
	readonly series: CurveSeries
	readonly issued: Instant
	readonly at: Instant
	readonly value: number
	readonly lower?: number
	readonly upper?: number
}

export type Ghost = {
	readonly position: Position
	readonly at: Instant
	readonly source: string
	readonly what: 'speed' | 'far'
	/** Time of the position that stands beside it. */
	readonly from: Instant
}

/** The measured part of an entity (`id#m`): newest position, newest value. */
export type MeasuredRow = {
	readonly id: EntityId
	readonly k: number
	readonly v: Seq
	/** Effective time of the newest measurement. */
	readonly at: Instant
	readonly position?: Position
	/** Degrees true, 0–360. */
	readonly course?: number
	/** Metres per second. */
	readonly speed?: number
	/** Radius in metres. */
	readonly accuracy?: number
	/** A place that its source claims and the picture does not believe: `position` is the last plausible one beside it. */
	readonly ghost?: Ghost
	/** The position is one of those that outlive the measurements: about one a minute, so where the thing was since is not known. */
	readonly thinned?: true
	/** In the sensor's unit; null: measured, but no value. */
	readonly value?: number | null
	/** Change of the value per hour, by the last 30 minutes of values; absent with fewer than two. */
	readonly trend?: number
	readonly quality?: string
	readonly source: string
	/** Next high water of the newest forecast, and of the astronomic curve. */
	readonly peaks?: readonly CurvePeak[]
	readonly doubts?: readonly Doubt[]
}

/** Slim columns for rows the viewer already holds: positions in 1e-6 degrees, course in degrees, speed in 0.1 m/s, times and versions as they are. */
export type MoveColumns = {
	readonly k: readonly number[]
	readonly v: readonly Seq[]
	readonly at: readonly Instant[]
	readonly lat: readonly number[]
	readonly lng: readonly number[]
	readonly course: readonly (number | null)[]
	readonly speed: readonly (number | null)[]
}
