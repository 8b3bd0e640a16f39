import type { FmsUnit } from '@lagebild/model/fms.ts'
import type { GateState } from '@lagebild/model/kinds/facility.ts'
import type { EntityKind } from '@lagebild/model/kinds/names.ts'
import type { StandingState } from '@lagebild/picture/standing.ts'

import type { SeverityLevel, Trend } from '../item.ts'

/** The words of the map in one language. Tactical terms stay German in both. */
export type ItemTexts = {
	/** BCP 47, for figures. */
	readonly locale: string
	readonly timeZone: string
	readonly severity: (severity: SeverityLevel) => string
	readonly gate: (state: GateState) => string
	readonly trend: (trend: Trend) => string
	/** `unit` is whose status it is: 7, 8 and 9 can mean something else there. */
	readonly fms: (status: number, unit?: FmsUnit) => string
	readonly kind: (kind: EntityKind) => string
	/** `vor 14 min`; from an hour on a clock time is given instead. */
	readonly minutesAgo: (minutes: number) => string
	readonly asOf: (clock: string) => string
	/** `aufgehoben 20:41`. */
	readonly standing: (state: Exclude<StandingState, 'live' | 'stale'>, clock: string) => string
	/** Its source gave no end. */
	readonly noEnd: string
	readonly noEndFor: (hours: number) => string
	readonly conflict: string
	/** A step that no such thing makes: `412 km in 60 s`, or empty when it is not known. */
	readonly implausible: (step: string) => string
	readonly far: string
	readonly jump: string
	/** The value is good again, and the trend contains one that was not. */
	readonly jumpBefore: string
	readonly clockBehind: (span: string) => string
	readonly clockAhead: (span: string) => string
	readonly noValue: string
	readonly evacuated: (share: string) => string
	readonly closed: string
	readonly restricted: string
	/** Label `restricted`. */
	readonly classified: string
	readonly passable: string
}
