import type { Attendance } from '@lagebild/client/attendance.ts'
import type { Shown } from '@lagebild/client/dispatch/item.ts'
import type { Basemap, BasemapState, View } from '@lagebild/map/host-types.ts'
import type { Overlay, OverlayStates } from '@lagebild/map/overlay/overlays.ts'
import type { OwnAccount } from '@lagebild/model/access/http.ts'
import type { FmsScheme } from '@lagebild/model/fms.ts'
import type { GaugeScales } from '@lagebild/model/gauge.ts'
import type { EntityId, OperationId } from '@lagebild/model/ids.ts'
import type { Grant } from '@lagebild/model/label.ts'
import type { Operation } from '@lagebild/model/operation.ts'
import type { MeasuredRow, Row } from '@lagebild/model/row.ts'
import type { StandingPolicy } from '@lagebild/picture/standing.ts'

import type { EditDraft } from '../edit/draft.ts'
import type { LayerId } from '../select/layer.ts'
import type { MarkWord } from '../select/severity.ts'
import type { Place } from '../select/typed.ts'
import type { Door } from './door.ts'
import type { FirstSteps } from './first-steps.ts'
import type { Preferences } from './preferences.ts'
import type { Route } from './route.ts'

/** One thing of the picture with what is measured of it, and the operation whose journal holds it. */
export type Thing = {
	readonly row: Row
	readonly measured?: MeasuredRow
	readonly operation: OperationId
	/** When it is stale or out of sight, where the hub does not leave that to its defaults. */
	readonly policy?: StandingPolicy
}

/** Operation and bases merged. `things` is changed in place; `rev` and the object are new after every change. */
export type Content = { readonly things: ReadonlyMap<EntityId, Thing>; readonly rev: number }

/** An operation as the hub lists it. `people`: a person has written in it. */
export type ListedOperation = Operation & {
	readonly seq: number
	readonly people: boolean
	/** Connections that follow it. */
	readonly viewers: number
	/** When its newest entry was recorded. */
	readonly active: number | undefined
}

export type HubConfig = {
	readonly basemaps: readonly Basemap[]
	readonly overlays: readonly Overlay[]
	readonly timeZone: string
	readonly version: string
	/** What 7, 8, 9 and 0 mean, where not the same everywhere. */
	readonly fms: FmsScheme
	/** Stage lines and surge classes by gauge. */
	readonly gauges: GaugeScales
	/** When what is silent is stale, and how long what is over stays in sight. */
	readonly standing: StandingPolicy
}

/** What the hub says of the one who is signed in, beside the grant; while it does not answer, nothing. */
export type Person = {
	/** Absent: a one-time link that made itself no account. */
	readonly account?: OwnAccount
	/** No account exists yet. */
	readonly firstRun: boolean
	readonly breakGlass: boolean
	/** Here by a one-time link: nothing was typed that would have to be known. */
	readonly byLink?: boolean
}

/** The picture as it is now, while an earlier one is on the screen. */
export type Live = { readonly content: Content; readonly now: number }

export const SPEEDS = [1, 10, 60] as const
export type Speed = (typeof SPEEDS)[number]

/** An earlier time on the screen: nothing is said while it is there. */
export type Replay = {
	readonly state: 'loading' | 'ready' | 'failed'
	readonly playing: boolean
	readonly speed: Speed
	/** When it began, by the hub's clock: alarms since then are new to who looks at it. */
	readonly since: number
	/** Bodies of measurements recorded up to then are gone: positions are told in steps, and values are missing. */
	readonly thinnedUntil: number | undefined
}

/** Who we are to the hub. `offline`: the hub does not answer and what is known is from before. */
export type Session =
	| { readonly state: 'asking' }
	| { readonly state: 'signed-out' }
	| ({ readonly state: 'in'; readonly grant: Grant; readonly offline: boolean } & Person)
	| { readonly state: 'unreachable' }

/** The link to the operations shown, worst first. `since` is the moment this page first tried. */
export type LinkFacts = {
	readonly session: 'offline' | 'connecting' | 'loading' | 'live' | 'refused' | 'closed'
	/** Oldest of the operations' last applied frames or beats, hub clock. */
	readonly asOf?: number
	/** Content is from this browser's storage and not yet confirmed by the hub. */
	readonly stored: boolean
	readonly verified: 'yes' | 'no' | 'unknown'
}

export type Filter = {
	readonly text: string
	/** Severities that are shown; things without a severity count as `none`. */
	readonly severities: ReadonlySet<MarkWord | 'none'>
	readonly hidden: ReadonlySet<LayerId>
	/** Of forces, incidents and orders those of one section, or of none. */
	readonly section?: EntityId | 'none' | undefined
	/** Only what was heard of within so many minutes. */
	readonly withinMinutes?: number | undefined
	/** Also what is over and would no longer be in sight. */
	readonly over: boolean
}

export type LeftTab = 'layers' | 'objects' | 'legend'
export type RightTab = 'alarms' | 'warnings' | 'unknown' | 'changes'
/** Which one region fills a narrow screen. */
export type NarrowTab = 'map' | 'objects' | 'alarms' | 'warnings' | 'unknown'

export type KeysWish = { readonly role: 'integrator'; readonly create?: string }

/** What an order begins with: `task` is the one that is to be changed. */
export type ComposeWish = {
	readonly recipients?: readonly EntityId[]
	readonly about?: EntityId
	readonly answers?: EntityId
	readonly order?: string
	readonly task?: EntityId
}

export type ViewFacts = {
	readonly leftTab: LeftTab
	readonly leftOpen: boolean
	readonly rightTab: RightTab
	readonly narrowTab: NarrowTab
	readonly sheet: 'peek' | 'full'
	readonly help: boolean
	/** The slider over the whole operation is open. */
	readonly time?: boolean
	/** What the page of access opens with: keys of one role, and the name of one to be made. */
	readonly keys?: KeysWish | undefined
	/** A place that was looked up, marked on the map of this page only. */
	readonly place?: Place | undefined
	/** Symbol that a ring points at for a moment; `look`: the map goes there. */
	readonly ring?: { readonly id: EntityId; readonly at: number; readonly look: boolean } | undefined
	/** What an order is being written from; while none is, undefined. */
	readonly compose?: ComposeWish | undefined
	/** What is being brought into the picture or changed in it; while nothing is, undefined. */
	readonly edit?: EditDraft | undefined
	/** Units that are chosen in the table of forces. */
	readonly marked?: ReadonlySet<EntityId> | undefined
	/** Units for which somebody is choosing a section. */
	readonly assigning?: readonly EntityId[] | undefined
}

/** Everything the command post knows. Nothing here can be computed from something else here. */
export type Facts = {
	readonly session: Session
	readonly operations: readonly ListedOperation[]
	readonly config: HubConfig | undefined
	readonly route: Route
	/** How far the first steps have come in this browser. */
	readonly firstSteps: FirstSteps | undefined
	/** An address that leads to no operation. */
	readonly door: Door | undefined
	/** What is on the screen; beside it, while that is an earlier time, what is now. */
	readonly content: Content
	readonly live: Live | undefined
	/** As of when the picture stood still when the link was lost last, once it is back. */
	readonly cut: number | undefined
	readonly replay: Replay | undefined
	readonly link: LinkFacts
	/** Who follows the operation on the screen; undefined while it is not known. */
	readonly attendance: Attendance | undefined
	/** What was said in this browser and is on its way, refused or new, in its order. */
	readonly said: readonly Shown[]
	/** Hub clock in ms, renewed every second; in a replay its time. */
	readonly now: number
	readonly filter: Filter
	readonly view: ViewFacts
	readonly preferences: Preferences
	readonly basemap: BasemapState | undefined
	/** How the overlays that are shown came. */
	readonly overlayStates: OverlayStates
	readonly mapView: View | undefined
	/** A new version of this page is ready to be taken over. */
	readonly update: boolean
	/** The system asks for dark colours. */
	readonly systemDark: boolean
}
