import type { Geometry, Position } from '@lagebild/model/geo.ts'
import type { EntityId } from '@lagebild/model/ids.ts'
import type { GateState } from '@lagebild/model/kinds/facility.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { Organisation } from '@lagebild/model/kinds/words.ts'
import type { StandingState } from '@lagebild/picture/standing.ts'

import type { SignSpec } from './symbols/spec.ts'

/** 1 Hinweis … 5 Extrem (CAP words); `unknown` is said by the source and drawn as a dashed circle. */
export type SeverityLevel = 1 | 2 | 3 | 4 | 5 | 'unknown'

/** How the thing stands: each state has a look of its own, told apart by shape and word and not by colour alone. */
export type Look = StandingState

type Common = {
	readonly id: EntityId
	readonly kind: EntityKind
	readonly position: Position
	/** Everything the drawing says, in words: the accessible name and the tooltip. */
	readonly title: string
	/** Short name beside the mark; empty: no label. */
	readonly label: string
	readonly severity?: SeverityLevel | undefined
	readonly look: Look
	/** Why it looks so, as the second line of its name: `vor 14 min`, `aufgehoben 20:41`. */
	readonly note?: string | undefined
	/** Something of it is not believed; `note` says what. */
	readonly doubted?: true
	/** Where its source claims it to be, against all likelihood. */
	readonly ghost?: Position
	/** Label `restricted`: wears a lock, and says so under its name. */
	readonly restricted?: true
	/** Sources disagree. */
	readonly conflict: boolean
	/** Own unit: never hidden in a cluster. */
	readonly own: boolean
	readonly organisation?: Organisation | undefined
}

/** A tactical sign: units, incidents, facilities. */
export type SymbolItem = Common & { readonly type: 'symbol'; readonly sign: SignSpec; readonly group: 'force' | 'hazard' | 'place' }

export type Trend = 'rising' | 'falling' | 'steady'

/** A station with its newest value, ready to read: `3,91`, `m`. Without a value it says so in `value`. */
export type GaugeItem = Common & {
	readonly type: 'gauge'
	readonly value: string
	readonly unit: string
	readonly trend?: Trend | undefined
	/** A water level on a datum: its value is never hidden. Any other gives way where there is no room. */
	readonly level: boolean
}

/** `action`: somebody has to do something about this gate now. */
export type GateItem = Common & { readonly type: 'gate'; readonly state: GateState; readonly action: boolean }

export type AreaPattern = 'none' | 'severity' | 'plus'
export type AreaEdge = 'solid' | 'dashed' | 'dotted' | 'dike' | 'closed'

/** Areas and lines. `position` is where the label stands. */
export type AreaItem = Common & {
	readonly type: 'area'
	readonly geometry: Geometry
	readonly pattern: AreaPattern
	readonly edge: AreaEdge
	/** Label in a box with the severity mark, or as plain text over the ground. */
	readonly boxed: boolean
}

export type MarkGlyph = 'closure' | 'vessel' | 'aircraft' | 'drone' | 'point'

/** Things without a tactical sign. `course` in degrees true turns the glyph. */
export type MarkItem = Common & { readonly type: 'mark'; readonly glyph: MarkGlyph; readonly course?: number | undefined }

export type MapItem = SymbolItem | GaugeItem | GateItem | AreaItem | MarkItem

/** One item that went elsewhere and did not change otherwise. */
export type Move = { readonly id: EntityId; readonly position: Position }

const RANK = { unknown: 1.5, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 } as const

/** For sorting: 0 without a severity, unknown between Hinweis and Gering. */
export function severityRank(severity: SeverityLevel | undefined): number {
	return severity === undefined ? 0 : RANK[severity]
}

/** What still holds and was not heard of for too long wears a frame and keeps its sign; what is over loses weight. */
export function isFramed(look: Look): look is 'stale' | 'unconfirmed' {
	return look === 'stale' || look === 'unconfirmed'
}

/** Live, or at least not said to be over. */
export function isStanding(look: Look): boolean {
	return look === 'live' || isFramed(look)
}
